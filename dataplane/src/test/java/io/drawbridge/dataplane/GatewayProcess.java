package io.drawbridge.dataplane;

import io.drawbridge.dataplane.listener.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A gateway in a process of its own, which passes everything to one upstream. It says on which port it listens and
/// ends with its standard input.
final class GatewayProcess {
    private GatewayProcess() {}

    /// @param arguments the transport and the upstream's port
    public static void main(String[] arguments) throws IOException {
        int upstream = Integer.parseInt(arguments[1]);
        try (Gateway gateway = Gateway.on(Transport.valueOf(arguments[0]))
                .routes(Gateway.route("/**", Gateway.forward(upstream)))
                .start()) {
            System.out.println(gateway.port());
            while (System.in.read() >= 0) {
                // Waits for the end.
            }
        }
    }

    static Process start(Transport transport, int upstream) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xms64m",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GatewayProcess.class.getName(),
                        transport.name(),
                        String.valueOf(upstream))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static int port(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the gateway did not start");
        }
        return Integer.parseInt(line);
    }
}
