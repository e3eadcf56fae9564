package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.certificates.CertificatePlan;
import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TrustedAuthorities;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a specification says of TLS, as facts. A certificate's fact is what is in its file, so that a new one
/// under the same name is a change like any other.
final class TlsFacts {
    private static final String CERTIFICATE = "certificate ";
    private static final int SHOWN_DIGITS = 16;

    private TlsFacts() {}

    /// By subject and property.
    static Map<String, Map<String, String>> of(TlsSpec tls) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("listen", tls.listen().toString());
        facts.put("public_port", Integer.toString(tls.publicPort()));
        facts.put("redirect", Boolean.toString(tls.plain() == TlsSpec.Plain.REDIRECTS));
        facts.put("development_certificate", Boolean.toString(tls.development() == TlsSpec.Development.SELF_SIGNED));
        facts.put("minimum", tls.certificates().minimum().word());
        for (CertificatePlan.FromFiles file : tls.certificates().files()) {
            facts.put(CERTIFICATE + file.certificate(), shown(file.loaded()) + ", key in " + file.key());
        }
        tls.certificates()
                .clients()
                .ifPresent(clients -> facts.put(
                        "client_certificates",
                        switch (clients.demand()) {
                                    case OPTIONAL -> "optional";
                                    case REQUIRED -> "required";
                                }
                                + ", of the authorities in " + clients.authorities() + " ("
                                + fingerprint(clients.loaded()) + ")"));
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("tls", facts);
        tls.acme().ifPresent(acme -> {
            Map<String, String> issuing = new LinkedHashMap<>();
            issuing.put("directory", acme.directory().toString());
            acme.email().ifPresent(email -> issuing.put("email", email));
            issuing.put("domains", String.join(", ", acme.domains()));
            acme.authorities().ifPresent(trusted -> issuing.put("authorities", fingerprint(trusted)));
            all.put("tls acme", issuing);
        });
        return all;
    }

    /// What a reload applies; the rest waits for the next start.
    static boolean isTakenByReload(String property) {
        return property.startsWith(CERTIFICATE) || property.equals("client_certificates") || property.equals("minimum");
    }

    private static String shown(ServerCertificate certificate) {
        return String.join(", ", certificate.names()) + " until " + certificate.expiry() + " ("
                + fingerprint(new TrustedAuthorities(List.of(certificate.leaf()))) + ")";
    }

    static String fingerprint(TrustedAuthorities certificates) {
        return "SHA-256 " + certificates.fingerprint().substring(0, SHOWN_DIGITS);
    }
}
