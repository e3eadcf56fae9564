package io.drawbridge.domain.verdict;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Header fields that are written together and often, encoded once. An upstream's fields of the same names
/// give way to them.
public final class FieldBlock {
    public static final FieldBlock EMPTY = new FieldBlock(List.of());

    private final List<HeaderField> fields;
    private final Set<String> names;
    private final byte[] encoded;

    public FieldBlock(List<HeaderField> fields) {
        this.fields = List.copyOf(fields);
        this.names =
                fields.stream().map(f -> f.name().toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.encoded = fields.stream()
                .map(f -> f.name() + ": " + f.value() + "\r\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    public static FieldBlock of(HeaderField... fields) {
        return new FieldBlock(List.of(fields));
    }

    public List<HeaderField> fields() {
        return fields;
    }

    /// @param lowerCaseName a field name in lower case
    public boolean names(String lowerCaseName) {
        return names.contains(lowerCaseName);
    }

    /// The fields as they stand in a message head, each line ended by CRLF. The array is shared: read it only.
    public byte[] encoded() {
        return encoded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldBlock block && fields.equals(block.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
