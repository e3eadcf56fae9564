package io.drawbridge.policies.origin;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A web origin in the form in which browsers send it (RFC 6454, section 6.2): scheme and host in lower case, the
/// port only where it is not the scheme's own.
///
/// @param text for example `https://app.example.com` or `http://localhost:5173`
public record Origin(String text) {
    private static final Pattern FORM = Pattern.compile(
            "(?<scheme>https?)://"
                    + "(?<host>[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\\[[0-9a-f:.]+])"
                    + "(?::(?<port>[0-9]{1,5}))?",
            // In ASCII alone: the Kelvin sign is no k.
            Pattern.CASE_INSENSITIVE);

    public Origin {
        if (!canonical(text).equals(text)) {
            throw new IllegalArgumentException("not an origin as browsers send it: '" + text + "'");
        }
    }

    /// Reads an origin as people write it.
    ///
    /// @throws IllegalArgumentException with what is wrong, for people
    public static Origin parse(String text) {
        return new Origin(canonical(text.trim()));
    }

    private static String canonical(String text) {
        if (text.equals("*") || text.equals("null")) {
            throw new IllegalArgumentException("'" + text
                    + "' would let any website act for your users: list each origin, such as"
                    + " https://app.example.com");
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "an origin is http:// or https://, a host and perhaps a port, without a path or a closing"
                            + " slash, such as https://app.example.com (a name that is not ASCII in its xn-- form), not"
                            + " '"
                            + text + "'");
        }
        String scheme = form.group("scheme").toLowerCase(Locale.ROOT);
        String port = form.group("port");
        int number = port == null ? 0 : Integer.parseInt(port);
        if (port != null && (number < 1 || number > 65_535)) {
            throw new IllegalArgumentException("a port is from 1 to 65535, unlike in '" + text + "'");
        }
        boolean usual = port == null || number == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + form.group("host").toLowerCase(Locale.ROOT) + (usual ? "" : ":" + number);
    }

    @Override
    public String toString() {
        return text;
    }
}
