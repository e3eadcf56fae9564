package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.certificates.CertificateFiles;
import io.drawbridge.controlplane.certificates.CertificatePlan;
import io.drawbridge.controlplane.certificates.UnfitCertificate;
import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TlsVersion;
import io.drawbridge.domain.tls.TrustedAuthorities;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the section `tls`, and the files that it names: what clients would refuse is refused here, at its
/// place in the configuration.
final class TlsReader {
    private static final List<String> KEYS = List.of(
            "listen",
            "public_port",
            "redirect",
            "certificates",
            "development_certificate",
            "minimum",
            "client_certificates",
            "acme");
    private static final ListenSpec DEFAULT_LISTEN = ListenSpec.parse("127.0.0.1:8443");
    static final Form<Path> FILE = Form.open("a file", TlsReader::path);
    private static final Form<TlsVersion> VERSION = Form.closed("TLSv1.2 or TLSv1.3", TlsReader::version);
    private static final Form<URI> DIRECTORY = Form.open("the https URL of an ACME directory", TlsReader::directory);
    private static final Form<String> DOMAIN = Form.open("a DNS name, such as api.example.com", TlsReader::domain);
    private static final Form<String> EMAIL = Form.open("a mail address", TlsReader::email);

    private final Reading reading;
    private final Environment environment;
    private final Instant now;

    TlsReader(Reading reading, Environment environment, Instant now) {
        this.reading = reading;
        this.environment = environment;
        this.now = now;
    }

    Optional<TlsSpec> read(Node node) {
        return Section.of(reading, node, "tls", "tls", KEYS).map(this::read);
    }

    private TlsSpec read(Section tls) {
        ListenSpec listen = tls.value("listen", Forms.LISTEN, DEFAULT_LISTEN);
        int publicPort = tls.value("public_port", Forms.number(1, 65_535), listen.port());
        TlsSpec.Plain plain = tls.flag("redirect", false) ? TlsSpec.Plain.REDIRECTS : TlsSpec.Plain.SERVES;
        TlsVersion minimum = tls.value("minimum", VERSION, TlsVersion.TLS_1_2);
        Optional<CertificatePlan.OfClients> clients =
                tls.node("client_certificates").flatMap(this::clients);
        CertificatePlan plan = new CertificatePlan(certificates(tls), minimum, clients);
        plan.nameTwice().ifPresent(twice -> reading.problems().add(tls.at("certificates"), "certificates: " + twice));
        TlsSpec.Development development = development(tls);
        Optional<AcmeSpec> acme = tls.node("acme").flatMap(this::acme);
        acme.ifPresent(spec -> refuseOverlap(tls, plan, spec));
        if (!tls.has("certificates") && !tls.has("acme") && !tls.flag("development_certificate", false)) {
            reading.problems()
                    .add(
                            tls.at(),
                            "tls: there is no certificate: write certificates: [{ certificate: cert.pem, key: key.pem"
                                    + " }], acme, or, to try things, development_certificate: true");
        }
        return new TlsSpec(listen, publicPort, plain, development, plan, acme);
    }

    private TlsSpec.Development development(Section tls) {
        if (!tls.flag("development_certificate", false)) {
            return TlsSpec.Development.NONE;
        }
        if (environment == Environment.PRODUCTION) {
            reading.problems()
                    .add(
                            tls.at("development_certificate"),
                            "development_certificate: in production no client should get used to a certificate that"
                                    + " proves nothing: name one under certificates, or use acme");
        }
        return TlsSpec.Development.SELF_SIGNED;
    }

    private List<CertificatePlan.FromFiles> certificates(Section tls) {
        List<CertificatePlan.FromFiles> files = new ArrayList<>();
        tls.node("certificates").ifPresent(node -> {
            List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
            for (Node item : items) {
                Section.of(reading, item, "tls", "certificates", List.of("certificate", "key"))
                        .flatMap(this::certificate)
                        .ifPresent(files::add);
            }
        });
        return files;
    }

    private Optional<CertificatePlan.FromFiles> certificate(Section pair) {
        Optional<Path> certificate = required(pair, "certificate");
        Optional<Path> key = required(pair, "key");
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> chain;
        try {
            chain = CertificateFiles.chain(certificate.get(), now);
        } catch (UnfitCertificate unfit) {
            reading.problems().add(pair.at("certificate"), "certificate: " + unfit.getMessage());
            return Optional.empty();
        }
        try {
            PrivateKey secret = CertificateFiles.key(key.get(), chain.getFirst());
            ServerCertificate loaded = new ServerCertificate(chain, secret);
            if (loaded.names().isEmpty()) {
                reading.problems()
                        .warn(
                                pair.at("certificate"),
                                "certificate: it is for no name and no address (as an alternative name), so that clients"
                                        + " refuse it");
            }
            return Optional.of(new CertificatePlan.FromFiles(certificate.get(), key.get(), loaded));
        } catch (UnfitCertificate unfit) {
            reading.problems().add(pair.at("key"), "key: " + unfit.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Path> required(Section section, String key) {
        if (!section.has(key)) {
            reading.problems().add(section.at(), "`" + key + "` is missing: write " + key + ": " + key + ".pem");
        }
        return section.value(key, FILE);
    }

    private Optional<CertificatePlan.OfClients> clients(Node node) {
        Optional<Section> section = Section.of(
                reading, node, "tls client_certificates", "client_certificates", List.of("authorities", "require"));
        if (section.isEmpty()) {
            return Optional.empty();
        }
        CertificatePlan.Demand demand =
                section.get().flag("require", true) ? CertificatePlan.Demand.REQUIRED : CertificatePlan.Demand.OPTIONAL;
        return required(section.get(), "authorities")
                .flatMap(path -> authorities(reading, section.get(), "authorities", path, now)
                        .map(loaded -> new CertificatePlan.OfClients(path, demand, loaded)));
    }

    /// Reads the certificates of authorities that a key names.
    static Optional<TrustedAuthorities> authorities(
            Reading reading, Section section, String key, Path path, Instant now) {
        try {
            return Optional.of(CertificateFiles.authorities(path, now));
        } catch (UnfitCertificate unfit) {
            reading.problems().add(section.at(key), key + ": " + unfit.getMessage());
            return Optional.empty();
        }
    }

    private Optional<AcmeSpec> acme(Node node) {
        return Section.of(
                        reading,
                        node,
                        "tls acme",
                        "acme",
                        List.of("directory", "email", "domains", "terms_agreed", "authorities"))
                .flatMap(this::acme);
    }

    private Optional<AcmeSpec> acme(Section acme) {
        if (!acme.has("directory")) {
            reading.problems()
                    .add(
                            acme.at(),
                            "acme: `directory` is missing: write the authority's, such as https://acme.example"
                                    + "/directory");
        }
        if (!acme.has("domains")) {
            reading.problems().add(acme.at(), "acme: `domains` is missing: write domains: [api.example.com]");
        }
        if (!acme.flag("terms_agreed", false)) {
            reading.problems()
                    .add(
                            acme.at("terms_agreed"),
                            "acme: the authority issues nothing before its terms are agreed to: read them, and write"
                                    + " terms_agreed: true");
        }
        Optional<URI> directory = acme.value("directory", DIRECTORY);
        Optional<String> email = acme.value("email", EMAIL);
        List<String> domains = acme.values("domains", DOMAIN, List.of());
        Optional<TrustedAuthorities> authorities =
                acme.value("authorities", FILE).flatMap(path -> authorities(reading, acme, "authorities", path, now));
        return directory.isPresent() && !domains.isEmpty()
                ? Optional.of(new AcmeSpec(directory.get(), email, domains, authorities))
                : Optional.empty();
    }

    private void refuseOverlap(Section tls, CertificatePlan plan, AcmeSpec acme) {
        for (CertificatePlan.FromFiles file : plan.files()) {
            acme.domains().stream()
                    .filter(file.loaded().names()::contains)
                    .findFirst()
                    .ifPresent(name -> reading.problems()
                            .add(
                                    tls.at("acme"),
                                    "acme: " + file.certificate() + " is for " + name
                                            + " already: leave it out of one of them"));
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw new IllegalArgumentException(Problem.quoted(text) + " is not a path");
        }
    }

    private static TlsVersion version(String text) {
        return Arrays.stream(TlsVersion.values())
                .filter(version -> version.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "TLSv1.2 and TLSv1.3 are spoken, older ones are broken; not " + Problem.quoted(text)));
    }

    private static URI directory(String text) {
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Said below, in the same words.
        }
        throw new IllegalArgumentException(
                "an ACME directory has an https URL, such as https://acme.example/directory, unlike "
                        + Problem.quoted(text));
    }

    private static String domain(String text) {
        if (text.startsWith("*.")) {
            throw new IllegalArgumentException(
                    "a wildcard cannot be proven over HTTP: list each name in place of " + Problem.quoted(text));
        }
        Authority authority = Authority.parse(text);
        if (authority.port().isPresent() || Authority.isAddress(authority.host()) || text.contains("_")) {
            throw new IllegalArgumentException(
                    "a certificate is issued for DNS names, such as api.example.com, not for " + Problem.quoted(text));
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String email(String text) {
        if (!text.matches("[^\\s@<>]+@[^\\s@<>]+")) {
            throw new IllegalArgumentException(Problem.quoted(text) + " is not a mail address");
        }
        return text;
    }
}
