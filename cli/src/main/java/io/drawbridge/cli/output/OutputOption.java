package io.drawbridge.cli.output;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// The choice of an output format; a picocli mixin.
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = OutputFormat.Converter.class,
            description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format = OutputFormat.TABLE;

    public OutputFormat format() {
        return format;
    }

    /// Prints a document in the chosen format.
    ///
    /// @param document the admin API's answer
    /// @param table the same for people, each line ended by a line feed
    public void print(PrintWriter out, JsonNode document, Supplier<String> table) {
        out.print(
                switch (format) {
                    case TABLE -> table.get();
                    case JSON -> JsonText.of(document);
                    case YAML -> YamlText.of(document);
                });
        out.flush();
    }
}
