package io.drawbridge.telemetry.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    private static final Word[] NO_WORDS = {};
    private static final List<Word[]> BY_LAST_LETTER = byLastLetter();

    private SecretParameters() {}

    /// @param whole whether a name must be just this, and not only end with it
    private record Word(String letters, boolean whole) {}

    private static List<Word[]> byLastLetter() {
        List<Word> words = new ArrayList<>();
        NAMES.forEach(name -> words.add(new Word(name, true)));
        ENDINGS.forEach(ending -> words.add(new Word(ending, false)));
        List<Word[]> table = new ArrayList<>();
        for (char letter = 0; letter < 128; letter++) {
            char last = letter;
            table.add(words.stream()
                    .filter(word -> word.letters.charAt(word.letters.length() - 1) == last)
                    .toArray(Word[]::new));
        }
        return table;
    }

    /// A query without its secrets; the same object when there are none.
    ///
    /// @param query as received, without the `?`
    public static String mask(String query) {
        return query.isEmpty() ? query : mask(query, 2);
    }

    /// A URL without the secrets in its user information, query or fragment.
    public static String maskUrl(String received) {
        if (received.isEmpty()) {
            return received;
        }
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

    /// A text without words that look like signed tokens, wherever they stand; the same object when there are none.
    public static String maskText(String text) {
        int token = text.indexOf("eyJ");
        if (token < 0) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        while (token >= 0) {
            int end = token;
            while (end < text.length() && isTokenLetter(text.charAt(end))) {
                end++;
            }
            masked.append(text, at, token);
            String word = text.substring(token, end);
            masked.append(looksSigned(word) ? MASK : word);
            at = end;
            token = text.indexOf("eyJ", end);
        }
        return masked.append(text, at, text.length()).toString();
    }

    private static boolean isTokenLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
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
        int last = skipPunctuation(text, start, end);
        if (last == start) {
            return false;
        }
        char letter = Character.toLowerCase(text.charAt(last - 1));
        for (Word word : letter < BY_LAST_LETTER.size() ? BY_LAST_LETTER.get(letter) : NO_WORDS) {
            int before = beforeEnding(text, start, last, word.letters);
            if (before == start || (before != NO_ENDING && !word.whole)) {
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
