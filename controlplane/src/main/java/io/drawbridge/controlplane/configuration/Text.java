package io.drawbridge.controlplane.configuration;

/// A single value, with everything put into it.
///
/// @param written as it stands in the file, for messages
/// @param fromOutside whether the value is not what is written, and may be secret
/// @param plain whether it stands without quotes
record Text(Position at, String written, String value, boolean fromOutside, boolean plain) {
    /// The value where the file shows it anyway, else what is written in its place.
    String shown() {
        return Problem.quoted(fromOutside ? written : value);
    }

    /// Without the value.
    @Override
    public String toString() {
        return at + " " + shown();
    }
}
