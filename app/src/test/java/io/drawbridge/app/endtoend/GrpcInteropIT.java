package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// gRPC's interoperability tests (`io.grpc:grpc-interop-testing`): its own client against its own server,
/// with the gateway in between.
class GrpcInteropIT {
    private static final Path SUITE = Path.of(System.getProperty("drawbridge.home", ".."), "suites", "target", "grpc")
            .toAbsolutePath()
            .normalize();
    private static final String NAME = "foo.test.google.fr";

    /// All that the server of this language serves. Of those with a compressed request the client leaves out
    /// the first call, which asks whether the server minds a wrong flag: this one does not.
    private static final List<String> CASES = List.of(
            "empty_unary",
            "large_unary",
            "client_compressed_unary_noprobe",
            "server_compressed_unary",
            "client_streaming",
            "client_compressed_streaming_noprobe",
            "server_streaming",
            "server_compressed_streaming",
            "ping_pong",
            "empty_stream",
            "custom_metadata",
            "status_code_and_message",
            "special_status_message",
            "unimplemented_method",
            "unimplemented_service",
            "cancel_after_begin",
            "cancel_after_first_response",
            "timeout_on_sleeping_server",
            // Beyond the usual eighteen.
            "very_large_request",
            "rpc_soak",
            "channel_soak");

    @TempDir
    Path folder;

    @TestFactory
    List<DynamicTest> every_case_passes_over_tls() throws Exception {
        return cases(true);
    }

    @TestFactory
    List<DynamicTest> every_case_passes_without_tls() throws Exception {
        return cases(false);
    }

    private List<DynamicTest> cases(boolean tls) throws Exception {
        Certificates authority = new Certificates("interop");
        authority.forNames(NAME).write(folder, "cert");
        // The client trusts the authority `certs/ca.pem` of its class path. The first one found is ours.
        authority.writeAuthority(
                Files.createDirectories(folder.resolve("trust/certs")).resolve("ca.pem"));
        int port = freePort();
        try (Program server = java("io.grpc.testing.integration.TestServiceServer --use_tls=false --address_type=IPV4"
                + " --port=" + port)) {
            server.awaitLine("Server started on port");
            try (Running gateway = gateway(port)) {
                int front = (tls ? gateway.secureUrl() : gateway.url()).getPort();
                String out = java(InteropClient.class.getName() + " --server_host=127.0.0.1 --server_host_override="
                                + NAME + " --server_port=" + front + " --use_tls=" + tls + " --use_test_ca=" + tls
                                + " -- " + String.join(" ", CASES))
                        .ended()
                        .succeeds()
                        .out();
                return CASES.stream()
                        .map(name -> DynamicTest.dynamicTest(
                                name, () -> assertThat(out.lines()).contains("PASSED " + name)))
                        .toList();
            }
        }
    }

    private Running gateway(int upstream) throws IOException {
        return Running.start(
                Running.adapted(folder, "grpc.yaml", """
                version: 1
                tls:
                  listen: 127.0.0.1:0
                  certificates: [{ certificate: cert.pem, key: cert-key.pem }]
                http2: { clear_text: true }
                upstreams:
                  grpc: { url: "http://127.0.0.1:%d", protocol: http2 }
                routes:
                  - { path: /**, public: true, limit: none, max_body: none, upstream: grpc }
                """.formatted(upstream)), Map.of("ENVIRONMENT", "staging"));
    }

    /// A program on the suite's class path.
    private Program java(String words) throws Exception {
        Path own = Path.of(InteropClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Program.bash(
                folder,
                Map.of(),
                "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Xmx256m -XX:+UseSerialGC -cp '"
                        + folder.resolve("trust") + ":" + own + ":" + SUITE + "/*' " + words);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
