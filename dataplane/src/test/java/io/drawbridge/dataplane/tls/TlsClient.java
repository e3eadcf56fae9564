package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A client of the JDK's, which trusts one authority.
public final class TlsClient {
    private final SSLContext context;

    private TlsClient(SSLContext context) {
        this.context = context;
    }

    public static TlsClient trusting(TestAuthority authority) {
        return new TlsClient(context(authority, List.of()));
    }

    /// With a certificate of its own.
    public static TlsClient as(ServerCertificate own, TestAuthority trusted) {
        return new TlsClient(context(trusted, List.of(own)));
    }

    private static SSLContext context(TestAuthority authority, List<ServerCertificate> own) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            for (ServerCertificate each : own) {
                keys.setKeyEntry("own", each.key(), new char[0], each.chain().toArray(X509Certificate[]::new));
            }
            KeyManagerFactory manager = KeyManagerFactory.getInstance("PKIX");
            manager.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(manager.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (java.security.GeneralSecurityException | IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /// Shakes hands.
    ///
    /// @param name whom the client asks for, and whose certificate it wants to see
    /// @param protocols versions of TLS; none for the JDK's own choice
    public SSLSocket connect(int port, String name, String... protocols) throws IOException {
        return connect(port, name, List.of(), protocols);
    }

    /// @param offered protocols for ALPN
    public SSLSocket connect(int port, String name, List<String> offered, String... protocols) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        plain.setSoTimeout(10_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!name.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        if (!offered.isEmpty()) {
            parameters.setApplicationProtocols(offered.toArray(String[]::new));
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /// Sends a request and reads the answer, whose body has a length.
    public static String ask(Socket socket, String request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return answer(socket.getInputStream());
    }

    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.append((char) octet);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }
}
