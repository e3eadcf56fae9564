package io.drawbridge.cli.output;

import java.util.ArrayList;
import java.util.List;

/// Rows under headings, aligned.
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /// A column, and on which side its cells are aligned.
    public sealed interface Column {
        String heading();

        record Words(String heading) implements Column {}

        record Figure(String heading) implements Column {}
    }

    public static Column text(String heading) {
        return new Column.Words(heading);
    }

    public static Column number(String heading) {
        return new Column.Figure(heading);
    }

    /// Adds a row.
    ///
    /// @param cells one for each column, as received: they are made safe here
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells).stream().map(SafeText::of).toList());
        return this;
    }

    /// The table as lines, each ended by a line feed, without spaces at their ends.
    public String render(Ink ink) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = SafeText.columns(columns.get(i).heading());
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], SafeText.columns(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        text.append(ink.heading(line(columns.stream().map(Column::heading).toList(), widths)))
                .append('\n');
        rows.forEach(row -> text.append(line(row, widths)).append('\n'));
        return text.toString();
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - SafeText.columns(cells.get(i)));
            line.append(
                    switch (columns.get(i)) {
                        case Column.Words _ -> cells.get(i) + padding;
                        case Column.Figure _ -> padding + cells.get(i);
                    });
            line.append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
