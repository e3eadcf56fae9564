package io.drawbridge.cli.output;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How an answer is printed.
public enum OutputFormat {
    /// For people.
    TABLE,
    /// The admin API's document.
    JSON,
    /// The same document as YAML.
    YAML;

    /// The word that people type.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the word.
    static final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String word) {
            return Arrays.stream(values())
                    .filter(format -> format.toString().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("it is table, json or yaml, not '" + word + "'"));
        }
    }
}
