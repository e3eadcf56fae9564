package io.drawbridge.telemetry.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Text from a message head. It arrives as ISO 8859-1, one character a byte, because nothing else is sure; what
/// people put there is ASCII or UTF-8.
public final class HeadText {
    private HeadText() {}

    /// The text as people meant it: read as UTF-8 where it is that, else as it is.
    public static String readable(String head) {
        boolean ascii = true;
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            if (c > 0xff) {
                return head;
            }
            ascii &= c < 0x80;
        }
        if (ascii) {
            return head;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException _) {
            return head;
        }
    }

    /// The first characters of a text, as a string of its own that does not keep the rest in memory.
    ///
    /// @param limit how many characters are kept at the most; what follows gives way to `...`
    public static String capped(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit) + "...";
    }
}
