package io.drawbridge.controlplane.configuration;

/// A place in a text. Lines and columns count from 1; a column is a code point, not a byte.
record Position(int line, int column) implements Comparable<Position> {
    static final Position START = new Position(1, 1);

    Position {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("lines and columns count from 1, unlike " + line + ":" + column);
        }
    }

    @Override
    public int compareTo(Position other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
