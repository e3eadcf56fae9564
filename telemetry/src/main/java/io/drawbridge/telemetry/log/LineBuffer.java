package io.drawbridge.telemetry.log;

import java.time.Instant;
import java.util.Arrays;

/// Finished lines as bytes, and the line that is being written. It is filled by one thread at a time and knows
/// how text from outside is made harmless in each form.
final class LineBuffer {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final boolean[] IN_VALUE = marked("-._~/:@,+*!()");
    /// What may stand in a request target between spaces and quotes.
    private static final boolean[] IN_TARGET = marked("-._~/:@,+*!()?&=;%#$'[]{}|<>^`");
    /// What may stand between quotes.
    private static final boolean[] IN_QUOTES = marked(" !#$%&'()*+,-./:;<=>?@[]^_`{|}~");
    /// Longer runs of capitals and underscores than this do not come out of [#value]. The shortest word that
    /// operators look for has four letters.
    private static final int CAPITALS = 3;

    private final SecondText iso = SecondText.iso();
    private final SecondText combined = SecondText.combined();
    private byte[] bytes = new byte[4096];
    private int length;
    private int lines;

    int length() {
        return length;
    }

    int lines() {
        return lines;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Takes back everything after the first bytes, because the line there could not be finished.
    void resetTo(int length, int lines) {
        this.length = length;
        this.lines = lines;
    }

    void endLine() {
        put('\n');
        lines++;
    }

    /// Text of our own, in ASCII.
    LineBuffer text(String ours) {
        int count = ours.length();
        ensure(count);
        byte[] to = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            to[at + i] = (byte) ours.charAt(i);
        }
        length = at + count;
        return this;
    }

    LineBuffer number(long number) {
        if (number < 0) {
            put('-');
            return number == Long.MIN_VALUE ? text("9223372036854775808") : number(-number);
        }
        long power = 1;
        while (number / power >= 10) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            put('0' + (int) (number / power % 10));
        }
        return this;
    }

    /// A number from 0 to 999, with its leading zeros.
    LineBuffer threeDigits(int number) {
        put('0' + number / 100 % 10);
        put('0' + number / 10 % 10);
        put('0' + number % 10);
        return this;
    }

    /// Seconds with three decimals, rounded.
    LineBuffer seconds(long nanoseconds) {
        long milliseconds = (Math.max(0, nanoseconds) + 500_000) / 1_000_000;
        number(milliseconds / 1000);
        put('.');
        return threeDigits((int) (milliseconds % 1000));
    }

    /// `2026-07-28T10:40:31.123Z`
    LineBuffer isoTime(Instant at) {
        raw(iso.of(at));
        put('.');
        threeDigits((int) Math.floorMod(at.toEpochMilli(), 1000L));
        put('Z');
        return this;
    }

    /// `28/Jul/2026:10:40:31 +0000`
    LineBuffer combinedTime(Instant at) {
        raw(combined.of(at));
        return this;
    }

    /// Text from outside as one field without spaces, quotes or `=`: everything but letters, digits and harmless
    /// punctuation is percent-encoded as UTF-8, and of a run of capitals and underscores every fourth, so that
    /// no name of an event and no level comes out of it. `-` stands for an empty text.
    ///
    /// @param limit how many bytes to write at the most; what follows gives way to `...`
    LineBuffer value(String text, int limit) {
        return encoded(text, limit, false);
    }

    /// The same for text from a message head, where each character is one byte as received (ISO 8859-1).
    LineBuffer headValue(String text, int limit) {
        return encoded(text, limit, true);
    }

    private LineBuffer encoded(String text, int limit, boolean head) {
        if (text.isEmpty() || text.equals("-")) {
            return text(text.isEmpty() ? "-" : "%2d");
        }
        int start = length;
        int capitals = 0;
        for (int i = 0; i < text.length(); i++) {
            if (length - start >= limit) {
                return text("...");
            }
            char c = text.charAt(i);
            boolean safe = c < 128 && IN_VALUE[c];
            capitals = EventWords.isOfWord(c) ? capitals + 1 : 0;
            if (safe && capitals <= CAPITALS) {
                put(c);
            } else {
                capitals = 0;
                i += escapedBytes(text, i, head, '%', 0);
            }
        }
        return this;
    }

    /// A request target from outside as it may stand in a request line: spaces, quotes, backslashes and
    /// everything that is not printable ASCII is percent-encoded, and so is the first letter of every word that
    /// operators look for.
    LineBuffer target(String text, int limit) {
        int start = length;
        int word = EventWords.next(text, 0);
        int i = plain(text, Math.min(limit, word), IN_TARGET);
        for (; i < text.length(); i++) {
            if (length - start >= limit) {
                return text("...");
            }
            char c = text.charAt(i);
            if (i == word) {
                word = EventWords.next(text, i + 1);
                escapedBytes(text, i, true, '%', 0);
            } else if (c < 128 && IN_TARGET[c]) {
                put(c);
            } else {
                i += escapedBytes(text, i, true, '%', 0);
            }
        }
        return this;
    }

    /// A header value between quotes, `\x22` in place of a quote, as nginx writes it; `"-"` for an empty one.
    LineBuffer quoted(String text, int limit) {
        put('"');
        if (text.isEmpty()) {
            put('-');
        }
        int start = length;
        int word = EventWords.next(text, 0);
        int i = plain(text, Math.min(limit, word), IN_QUOTES);
        for (; i < text.length(); i++) {
            if (length - start >= limit) {
                text("...");
                break;
            }
            char c = text.charAt(i);
            if (c < 128 && IN_QUOTES[c] && i != word) {
                put(c);
            } else {
                if (i == word) {
                    word = EventWords.next(text, i + 1);
                }
                i += escapedBytes(text, i, true, '\\', 'x');
            }
        }
        put('"');
        return this;
    }

    /// Copies the beginning of a text as far as nothing in it needs an escape, which is most often all of it.
    ///
    /// @param most how many characters at the most
    /// @return how many were copied
    private int plain(String text, int most, boolean[] allowed) {
        int count = Math.min(most, text.length());
        ensure(count);
        byte[] to = bytes;
        int at = length;
        int i = 0;
        for (; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !allowed[c]) {
                break;
            }
            to[at + i] = (byte) c;
        }
        length = at + i;
        return i;
    }

    /// A JSON string (RFC 8259) in ASCII. Escapes also break every run of capitals and underscores, as in
    /// [#value]; whoever reads the JSON sees the text as it was.
    LineBuffer json(String text, int limit) {
        put('"');
        int capitals = 0;
        int end = text.length() > limit ? limit : text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            capitals = EventWords.isOfWord(c) ? capitals + 1 : 0;
            if (c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '<' && capitals <= CAPITALS) {
                put(c);
            } else {
                capitals = 0;
                char escaped = isAlone(text, i) ? '\ufffd' : c;
                text("\\u");
                hex(escaped >> 8);
                hex(escaped & 0xff);
            }
        }
        if (end < text.length()) {
            text("...");
        }
        put('"');
        return this;
    }

    /// Whether a surrogate has no partner.
    private static boolean isAlone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /// Writes the bytes of the character at `i`, each as two hexadecimal digits after a prefix.
    ///
    /// @param head whether characters up to 255 are bytes already; the others are written as UTF-8
    /// @return how many chars beyond the first it took
    private int escapedBytes(String text, int i, boolean head, int prefix, int secondPrefix) {
        char c = text.charAt(i);
        int codePoint = c;
        int taken = 0;
        if (Character.isSurrogate(c)) {
            codePoint = 0xfffd;
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                codePoint = Character.toCodePoint(c, text.charAt(i + 1));
                taken = 1;
            }
        }
        if (codePoint < 0x80 || (head && codePoint < 0x100)) {
            escaped(codePoint, prefix, secondPrefix);
        } else if (codePoint < 0x800) {
            escaped(0xc0 | (codePoint >> 6), prefix, secondPrefix);
            escaped(0x80 | (codePoint & 0x3f), prefix, secondPrefix);
        } else {
            if (codePoint < 0x10000) {
                escaped(0xe0 | (codePoint >> 12), prefix, secondPrefix);
            } else {
                escaped(0xf0 | (codePoint >> 18), prefix, secondPrefix);
                escaped(0x80 | ((codePoint >> 12) & 0x3f), prefix, secondPrefix);
            }
            escaped(0x80 | ((codePoint >> 6) & 0x3f), prefix, secondPrefix);
            escaped(0x80 | (codePoint & 0x3f), prefix, secondPrefix);
        }
        return taken;
    }

    private void escaped(int value, int prefix, int secondPrefix) {
        put(prefix);
        if (secondPrefix != 0) {
            put(secondPrefix);
        }
        hex(value);
    }

    /// Lower case, so that no run of capitals comes of it.
    private void hex(int value) {
        put(HEX[value >> 4]);
        put(HEX[value & 0xf]);
    }

    private void raw(byte[] text) {
        ensure(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void put(int c) {
        if (length == bytes.length) {
            ensure(1);
        }
        bytes[length++] = (byte) c;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static boolean[] marked(String punctuation) {
        boolean[] marked = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            marked[c] = c <= '9' || c >= 'a' || (c >= 'A' && c <= 'Z');
        }
        for (int i = 0; i < punctuation.length(); i++) {
            marked[punctuation.charAt(i)] = true;
        }
        return marked;
    }
}
