package io.drawbridge.domain.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The header fields of a message as they were received: in order, repeated ones apart, names in any case.
///
/// They stay bytes, and only what is asked for becomes text (ISO 8859-1, one byte a character), because most fields
/// of most requests are passed on and never looked at. The parser that makes one has checked that names are RFC 9110
/// tokens
/// and that values hold no control character, and gives the arrays away: nobody changes them afterwards.
public final class Fields {
    public static final Fields NONE = new Fields(new byte[0], new int[0], 0);

    private final byte[] bytes;
    /// Four numbers a field: where its name starts and ends and where its value starts and ends in [#bytes].
    private final int[] spans;
    private final int count;

    /// @param bytes the message head
    /// @param spans four offsets into it for each field: name start, name end, value start, value end
    public Fields(byte[] bytes, int[] spans, int count) {
        if (count < 0 || spans.length < 4 * count) {
            throw new IllegalArgumentException(count + " fields need " + 4 * count + " offsets, not " + spans.length);
        }
        this.bytes = bytes;
        this.spans = spans;
        this.count = count;
    }

    /// Fields from text, as tests and clients of our own make them: name, value, name, value, …
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] spans = new int[namesAndValues.length * 2];
        for (int i = 0; i < namesAndValues.length; i++) {
            spans[2 * i] = bytes.size();
            bytes.writeBytes(namesAndValues[i].getBytes(StandardCharsets.ISO_8859_1));
            spans[2 * i + 1] = bytes.size();
        }
        return new Fields(bytes.toByteArray(), spans, namesAndValues.length / 2);
    }

    public int count() {
        return count;
    }

    public String name(int index) {
        return text(spans[4 * index], spans[4 * index + 1]);
    }

    public String value(int index) {
        return text(spans[4 * index + 2], spans[4 * index + 3]);
    }

    /// Whether the field at this index has this name.
    ///
    /// @param lowerCaseName a name in lower case
    public boolean hasName(int index, String lowerCaseName) {
        int start = spans[4 * index];
        int length = spans[4 * index + 1] - start;
        if (length != lowerCaseName.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int c = bytes[start + i];
            if (c >= 'A' && c <= 'Z') {
                c += 'a' - 'A';
            }
            if (c != lowerCaseName.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The index of the first field of this name at or after `from`, or -1.
    ///
    /// @param lowerCaseName a name in lower case
    public int indexOf(String lowerCaseName, int from) {
        for (int i = from; i < count; i++) {
            if (hasName(i, lowerCaseName)) {
                return i;
            }
        }
        return -1;
    }

    public boolean has(String lowerCaseName) {
        return indexOf(lowerCaseName, 0) >= 0;
    }

    /// The value of the first field of this name.
    public Optional<String> first(String lowerCaseName) {
        int index = indexOf(lowerCaseName, 0);
        return index < 0 ? Optional.empty() : Optional.of(value(index));
    }

    /// The values of every field of this name, in order.
    public List<String> all(String lowerCaseName) {
        int index = indexOf(lowerCaseName, 0);
        if (index < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(2);
        for (; index >= 0; index = indexOf(lowerCaseName, index + 1)) {
            values.add(value(index));
        }
        return values;
    }

    /// The bytes that the offsets point into; shared, read only.
    public byte[] bytes() {
        return bytes;
    }

    public int nameStart(int index) {
        return spans[4 * index];
    }

    public int nameEnd(int index) {
        return spans[4 * index + 1];
    }

    public int valueStart(int index) {
        return spans[4 * index + 2];
    }

    public int valueEnd(int index) {
        return spans[4 * index + 3];
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /// Names only: values may be credentials.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Fields[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(name(i));
        }
        return text.append(']').toString();
    }
}
