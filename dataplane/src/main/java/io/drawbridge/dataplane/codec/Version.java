package io.drawbridge.dataplane.codec;

/// The versions of HTTP that clients speak.
public enum Version {
    HTTP_1_0("HTTP/1.0"),
    HTTP_1_1("HTTP/1.1"),
    HTTP_2("HTTP/2.0");

    private final String text;

    Version(String text) {
        this.text = text;
    }

    /// As access logs have it.
    public String text() {
        return text;
    }
}
