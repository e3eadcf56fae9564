package io.drawbridge.telemetry.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Takes secrets out of queries. A credential does not belong into a query, but people put it there, and a log
/// or a store would keep it for years.
///
/// A parameter's value gives way to `***` when its name, in any case and encoding, is that of a credential;
/// when it looks like a signed token (RFC 7519) whatever its name; and when it is itself a query that has such
/// a parameter.
public final class SecretParameters {
    private static final String MASK = "***";
    private static final List<String> NAMES = List.of(
            "key",
            "code",
            "auth",
            "authorization",
            "bearer",
            "sid",
            "session",
            "sessionid",
            "otp",
            "pin",
            "sig",
            "ticket");
    private static final List<String> ENDINGS = List.of(
            "token",
            "secret",
            "password",
            "passwd",
            "passphrase",
            "pwd",
            "apikey",
            "accesskey",
            "secretkey",
            "privatekey",
            "adminkey",
            "signature",
            "credential",
            "credentials",
            "assertion",
            "samlresponse",
            "jwt");

    private static final int NO_ENDING = -1;

    private SecretParameters() {}

    /// A query without its secrets; the same object when there are none.
    ///
    /// @param query as received, without the `?`
    public static String mask(String query) {
        return query.isEmpty() ? query : mask(query, 2);
    }

    /// A URL without the secrets in its user information, query or fragment.
    public static String maskUrl(String received) {
        String url = maskUserInformation(received);
        int query = url.indexOf('?');
        int fragment = url.indexOf('#');
        int start = query < 0 ? fragment : fragment < 0 ? query : Math.min(query, fragment);
        if (start < 0) {
            return maskPath(url);
        }
        String path = url.substring(0, start);
        String rest = url.substring(start + 1);
        String maskedPath = maskPath(path);
        String maskedRest = mask(rest);
        return path.equals(maskedPath) && rest.equals(maskedRest) ? url : maskedPath + url.charAt(start) + maskedRest;
    }

    /// A path without segments that look like signed tokens; the same object when there are none.
    public static String maskPath(String path) {
        int token = path.indexOf("/eyJ");
        if (token < 0) {
            return path;
        }
        StringBuilder masked = new StringBuilder(path.length());
        for (String segment : path.split("/", -1)) {
            masked.append(looksSigned(segment) ? MASK : segment).append('/');
        }
        masked.setLength(masked.length() - 1);
        return masked.toString();
    }

    private static String maskUserInformation(String url) {
        int authority = url.indexOf("://") + 3;
        if (authority < 3) {
            return url;
        }
        int end = authority;
        int at = -1;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            if (url.charAt(end) == '@') {
                at = end;
            }
            end++;
        }
        return at < 0 ? url : url.substring(0, authority) + MASK + url.substring(at);
    }

    private static String mask(String query, int depth) {
        StringBuilder masked = null;
        int copied = 0;
        int start = 0;
        while (start < query.length()) {
            int end = start;
            int equals = -1;
            while (end < query.length() && !separates(query.charAt(end))) {
                if (equals < 0 && query.charAt(end) == '=') {
                    equals = end;
                }
                end++;
            }
            int value = equals < 0 ? start : equals + 1;
            boolean named = equals >= 0 && isSecret(query, start, equals);
            if (value < end && (named || hidesSecret(query, value, end, depth))) {
                if (masked == null) {
                    masked = new StringBuilder(query.length());
                }
                masked.append(query, copied, value).append(MASK);
                copied = end;
            }
            start = end + 1;
        }
        return masked == null
                ? query
                : masked.append(query, copied, query.length()).toString();
    }

    /// A fragment or a second question mark begins parameters too, and so does the semicolon for some servers.
    private static boolean separates(char c) {
        return c == '&' || c == ';' || c == '?' || c == '#';
    }

    /// Whether the name in this span is that of a credential. This runs for every parameter of every request,
    /// so an ordinary name is looked at where it stands.
    private static boolean isSecret(String query, int start, int end) {
        for (int i = start; i < end; i++) {
            if (query.charAt(i) == '%' || query.charAt(i) == '+') {
                String decoded = decoded(query.substring(start, end));
                return isSecretWord(decoded, 0, decoded.length());
            }
        }
        return isSecretWord(query, start, end);
    }

    private static boolean isSecretWord(String text, int start, int end) {
        for (int i = 0; i < ENDINGS.size(); i++) {
            if (beforeEnding(text, start, end, ENDINGS.get(i)) != NO_ENDING) {
                return true;
            }
        }
        for (int i = 0; i < NAMES.size(); i++) {
            if (beforeEnding(text, start, end, NAMES.get(i)) == start) {
                return true;
            }
        }
        return false;
    }

    /// Where what stands before the ending ends, letters and digits alone being compared, in any case; `start`
    /// when there is nothing before it.
    private static int beforeEnding(String text, int start, int end, String ending) {
        int i = end;
        for (int j = ending.length() - 1; j >= 0; j--) {
            i = skipPunctuation(text, start, i);
            if (i == start || Character.toLowerCase(text.charAt(i - 1)) != ending.charAt(j)) {
                return NO_ENDING;
            }
            i--;
        }
        return skipPunctuation(text, start, i);
    }

    private static int skipPunctuation(String text, int start, int end) {
        int i = end;
        while (i > start && !Character.isLetterOrDigit(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private static boolean hidesSecret(String query, int start, int end, int depth) {
        boolean plain = true;
        for (int i = start; i < end; i++) {
            plain &= query.charAt(i) != '%' && query.charAt(i) != '=';
        }
        return (!plain || query.startsWith("eyJ", start)) && hidesSecret(query.substring(start, end), depth);
    }

    private static boolean hidesSecret(String value, int depth) {
        if (looksSigned(value)) {
            return true;
        }
        if (depth == 0) {
            return false;
        }
        String decoded = decoded(value);
        return (decoded.indexOf('=') >= 0 && !mask(decoded, depth - 1).equals(decoded))
                || (!decoded.equals(value) && hidesSecret(decoded, depth - 1));
    }

    /// A compact JWS or JWE begins with the base64url of `{"` and has dots.
    private static boolean looksSigned(String value) {
        return value.startsWith("eyJ") && value.indexOf('.') > 0;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            // A broken escape: nobody reads this as another name than it is.
            return text;
        }
    }
}
