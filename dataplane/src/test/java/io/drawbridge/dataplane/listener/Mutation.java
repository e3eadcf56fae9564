package io.drawbridge.dataplane.listener;

import java.util.List;
import java.util.Random;

/// Damages message heads as people and attackers do: single bytes, repeated and swapped parts, and words that
/// mean something to some reader.
public final class Mutation {
    private static final String BYTES =
            "\r\n\t \0:;,%./\\?#&=@[]{}|\"'<>*+-_~^`()!$ aAzZ09\u007f\u0080\u00a0\u00ff\u000b\f\u0001";
    private static final List<String> WORDS = List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n ",
            "\r\n\t",
            "\r\n\r\n",
            " :",
            ": ",
            "%2e",
            "%2E%2e",
            "..",
            "/../",
            "//",
            "/./",
            "%2f",
            "%5c",
            "\\",
            "%00",
            "%25",
            "%252e",
            "%c0%ae",
            "%41",
            "%C3%BC",
            "..;/",
            "%3b",
            "?",
            "#",
            "http://a",
            "http://b/",
            "https://a:443",
            "*",
            "Content-Length: 5\r\n",
            "Content-Length: 0\r\n",
            "Content_Length: 7\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "transfer_encoding: chunked\r\n",
            "Host: a\r\n",
            "Host: b\r\n",
            "Host:\r\n",
            "Connection: close\r\n",
            "Connection: keep-alive, x-drop\r\n",
            "Connection: x-forwarded-for\r\n",
            "X-Drop: 1\r\n",
            "Upgrade: h2c\r\n",
            "TE: trailers\r\n",
            "Trailer: x\r\n",
            "Keep-Alive: 5\r\n",
            "Expect: 100-continue\r\n",
            "Authorization: Bearer t\r\n",
            "X-Forwarded-For: 6.6.6.6\r\n",
            "X_Forwarded_For: 6.6.6.6\r\n",
            "Forwarded: for=6.6.6.6\r\n",
            "X.User.Id: root\r\n",
            "Drawbridge-Identity: root\r\n",
            "Drawbridge_Identity: root\r\n",
            "Cookie: a=b\r\n",
            "X: y\r\n",
            "x:\r\n",
            " HTTP/1.1",
            "HTTP/1.0",
            "HTTP/1.1",
            "GET ",
            "POST ",
            "HEAD ",
            "OPTIONS ",
            "CONNECT ");

    private final Random random;

    public Mutation(long seed) {
        this.random = new Random(seed);
    }

    public int choose(int bound) {
        return random.nextInt(bound);
    }

    public String of(String seed) {
        StringBuilder text = new StringBuilder(seed);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int length = Math.min(text.length() - at, 1 + random.nextInt(12));
            switch (random.nextInt(8)) {
                case 0 -> text.insert(at, BYTES.charAt(random.nextInt(BYTES.length())));
                case 1 -> text.replace(at, Math.min(at + 1, text.length()), byteAsText());
                case 2 -> text.delete(at, Math.min(at + 1, text.length()));
                case 3 -> text.delete(at, at + length);
                case 4 -> text.insert(at, text.substring(at, at + length));
                case 5 -> text.insert(lineStart(text, at), WORDS.get(random.nextInt(WORDS.size())));
                case 6 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                default -> text.insert(random.nextInt(text.length() + 1), text.substring(at, at + length));
            }
        }
        return text.toString();
    }

    private String byteAsText() {
        return random.nextBoolean()
                ? String.valueOf((char) random.nextInt(256))
                : String.valueOf(BYTES.charAt(random.nextInt(BYTES.length())));
    }

    /// Where the line after this place begins, so that whole lines stay whole more often than not.
    private static int lineStart(StringBuilder text, int at) {
        int end = text.indexOf("\r\n", at);
        return end < 0 ? at : end + 2;
    }
}
