package io.drawbridge.dataplane;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An upstream that reads in one way only, keeps what it saw, and tells each request, in its answer, as which
/// it was read. What it cannot read it keeps as it came, and never answers.
final class HostileRecorder implements AutoCloseable {
    /// The field of an answer that says which request it answers.
    static final String ECHO = "X-Echo";

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern HEAD = Pattern.compile(
            "(" + TOKEN + ") (/[!-\"$-~]*) HTTP/1\\.1\\r\\n((?:" + TOKEN + ":[\\t -~\\x80-\\xff]*\\r\\n)*)\\r\\n");
    private static final Pattern SIZE = Pattern.compile("[0-9a-f]{1,8}\r\n");

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /// What came over a connection.
    sealed interface Seen {
        /// A whole request.
        ///
        /// @param fields lines in their order
        /// @param trailers lines behind the last chunk
        record Whole(String method, String target, List<String> fields, String body, List<String> trailers)
                implements Seen {}

        /// A request whose head was whole and whose body did not end.
        record Begun(String method, String target) implements Seen {}

        /// Anything else.
        record Odd(String bytes) implements Seen {}
    }

    HostileRecorder() throws IOException {
        listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// What came since this was asked the last time.
    List<Seen> take() {
        List<Seen> taken = List.copyOf(seen);
        seen.subList(0, taken.size()).clear();
        return taken;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (request(in, socket)) {
                // One after the other.
            }
        } catch (IOException gone) {
            // What came before has been kept.
        } finally {
            open.remove(socket);
        }
    }

    /// Reads and answers one request; whether it was one.
    private boolean request(InputStream in, Socket socket) throws IOException {
        String text = until(in, "\r\n\r\n");
        if (text.isEmpty()) {
            return false;
        }
        Matcher head = HEAD.matcher(text);
        if (!head.matches()) {
            seen.add(new Seen.Odd(text));
            return false;
        }
        List<String> fields = head.group(3).lines().toList();
        List<String> lengths = values(fields, "content-length");
        List<String> encodings = values(fields, "transfer-encoding");
        boolean chunked = encodings.equals(List.of("chunked"));
        if (lengths.size() + encodings.size() > 1
                || (!encodings.isEmpty() && !chunked)
                || lengths.stream().anyMatch(length -> !length.matches("0|[1-9][0-9]{0,17}"))) {
            seen.add(new Seen.Odd(text));
            return false;
        }
        if (!values(fields, "expect").isEmpty()) {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        List<String> trailers = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        boolean whole = chunked
                ? chunks(in, body, trailers)
                : exactly(in, lengths.isEmpty() ? 0 : Long.parseLong(lengths.getFirst()), body);
        String method = head.group(1);
        String target = head.group(2);
        seen.add(
                whole
                        ? new Seen.Whole(method, target, fields, body.toString(), List.copyOf(trailers))
                        : new Seen.Begun(method, target));
        if (whole) {
            String answer = method.equals("HEAD") ? "" : "seen";
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\n" + ECHO + ": " + method + " " + target
                                    + "\r\nContent-Length: 4\r\n\r\n" + answer)
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        return whole;
    }

    private static boolean chunks(InputStream in, StringBuilder body, List<String> trailers) throws IOException {
        while (true) {
            String line = until(in, "\r\n");
            if (!SIZE.matcher(line).matches()) {
                return false;
            }
            int size = Integer.parseInt(line.strip(), 16);
            if (size == 0) {
                String end = until(in, "\r\n");
                for (; end.length() > 2; end = until(in, "\r\n")) {
                    trailers.add(end.strip());
                }
                return end.equals("\r\n");
            }
            if (!exactly(in, size, body) || !new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).equals("\r\n")) {
                return false;
            }
        }
    }

    private static boolean exactly(InputStream in, long length, StringBuilder to) throws IOException {
        byte[] bytes = in.readNBytes((int) Math.min(length, Integer.MAX_VALUE));
        to.append(new String(bytes, StandardCharsets.ISO_8859_1));
        return bytes.length == length;
    }

    /// Up to this text, or to the end of the connection.
    private static String until(InputStream in, String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < end.length()) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            bytes.write(octet);
            matched = octet == end.charAt(matched) ? matched + 1 : octet == end.charAt(0) ? 1 : 0;
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static List<String> values(List<String> fields, String name) {
        String start = name + ":";
        return fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                .map(field -> field.substring(start.length()).strip())
                .toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
