package io.drawbridge.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A message head as the simplest reader reads it: lines end with CR and LF, the first line has three words, a
/// field is split at its first colon. It shares nothing with the gateway's codec, and fails a test where a head
/// is anything but plain.
///
/// @param words the words of the first line; the third of a status line may hold spaces
public record PlainReading(List<String> words, List<Field> fields) {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /// @param name in lower case
    public record Field(String name, String value) {}

    public static PlainReading of(String head) {
        assertThat(head).endsWith("\r\n\r\n");
        assertThat(head.indexOf("\r\n\r\n")).as("one empty line, at the end").isEqualTo(head.length() - 4);
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            boolean inLineEnd = c == '\r' ? head.charAt(i + 1) == '\n' : c == '\n' && head.charAt(i - 1) == '\r';
            if (!inLineEnd && c != '\t' && (c < ' ' || c == 0x7f)) {
                throw new AssertionError("character " + i + " of " + head);
            }
        }
        String[] lines = head.substring(0, head.length() - 4).split("\r\n", -1);
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, Math.max(colon, 0));
            if (!NAME.matcher(name).matches()) {
                throw new AssertionError("line " + i + " of " + head);
            }
            fields.add(new Field(name.toLowerCase(Locale.ROOT), trimmed(lines[i].substring(colon + 1))));
        }
        return new PlainReading(List.of(lines[0].split(" ", 3)), fields);
    }

    private static String trimmed(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && " \t".indexOf(value.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && " \t".indexOf(value.charAt(end - 1)) >= 0) {
            end--;
        }
        return value.substring(start, end);
    }

    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    public boolean has(String name) {
        return !all(name).isEmpty();
    }
}
