package io.drawbridge.dataplane.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.provider.Arguments;

/// Request heads for the tables of this package.
final class Heads {
    static final RequestParser PARSER = new RequestParser(HeadLimits.DEFAULT);

    private Heads() {}

    /// A request line, `Host: a`, and these lines.
    static String head(String requestLine, String... lines) {
        StringBuilder head = new StringBuilder(requestLine).append("\r\nHost: a\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /// A GET request with `Host: a` and these lines.
    static String get(String... lines) {
        return head("GET / HTTP/1.1", lines);
    }

    static String target(String target) {
        return head("GET " + target + " HTTP/1.1");
    }

    static byte[] bytes(String text) {
        // A character beyond one byte is a client's UTF-8.
        boolean bytes = text.chars().allMatch(c -> c < 256);
        return text.getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    static Arguments row(String name, String head) {
        return Arguments.of(name, head);
    }

    static ParsedRequest accepted(String head) {
        try {
            return PARSER.parse(bytes(head));
        } catch (MalformedMessage malformed) {
            throw new AssertionError("refused: " + malformed.why() + "\n" + head, malformed);
        }
    }

    static void assertRefused(String head, int status) {
        MalformedMessage malformed = catchThrowableOfType(MalformedMessage.class, () -> PARSER.parse(bytes(head)));
        assertThat(malformed).as("%s", head).isNotNull();
        assertThat(malformed.status()).as(malformed.why()).isEqualTo(status);
        assertThat(malformed.why()).isNotBlank();
    }
}
