package io.drawbridge.controlplane.acme;

import io.drawbridge.domain.tls.TrustedAuthorities;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/// Any authority's server by the URL of its directory, over TLS. Its certificate is verified by what Java
/// trusts, or by the configured authorities alone.
final class AcmeServer extends AbstractAcmeProvider {
    private final Optional<TrustedAuthorities> authorities;

    AcmeServer(Optional<TrustedAuthorities> authorities) {
        this.authorities = authorities;
    }

    @Override
    public boolean accepts(URI server) {
        return true;
    }

    @Override
    public URL resolve(URI server) {
        try {
            return server.toURL();
        } catch (MalformedURLException wrong) {
            throw new IllegalArgumentException("not a URL: " + server, wrong);
        }
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(settings.getTimeout());
        authorities.ifPresent(trusted -> builder.sslContext(context(trusted)));
        return builder.build();
    }

    private static SSLContext context(TrustedAuthorities trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (X509Certificate certificate : trusted.certificates()) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("certificates that were read can be trusted", impossible);
        }
    }
}
