package io.drawbridge.domain.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a request asks for. The path is normalised once, before it is routed, and what was routed is what is
/// forwarded.
///
/// @param path begins with `/`; unreserved characters are not percent-encoded; no dot segment, no empty segment but
///     the last, no encoded slash
/// @param query as received, without the `?`; empty where there is none
public record Target(String path, String query) {
    public Target {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash");
        }
    }

    /// Every value of a query parameter, in order, decoded as `application/x-www-form-urlencoded`. A name matches in
    /// any
    /// encoding: `user%5Fid` is `user_id`. A `%` that begins no valid escape stands for itself.
    public List<String> queryValues(String name) {
        if (query.isEmpty()) {
            return List.of();
        }
        List<String> values = List.of();
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            if (end < 0) {
                end = query.length();
            }
            int equals = query.indexOf('=', start);
            int nameEnd = equals >= 0 && equals < end ? equals : end;
            if (isName(name, start, nameEnd)) {
                if (values.isEmpty()) {
                    values = new ArrayList<>(2);
                }
                values.add(decode(Math.min(nameEnd + 1, end), end));
            }
            start = end + 1;
        }
        return values;
    }

    private boolean isName(String name, int start, int end) {
        return needsDecoding(start, end)
                ? decode(start, end).equals(name)
                : end - start == name.length() && query.startsWith(name, start);
    }

    private String decode(int start, int end) {
        if (!needsDecoding(start, end)) {
            return query.substring(start, end);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            char c = query.charAt(i);
            if (c == '+') {
                bytes.write(' ');
            } else if (c == '%' && i + 2 < end && hex(query.charAt(i + 1)) >= 0 && hex(query.charAt(i + 2)) >= 0) {
                bytes.write(hex(query.charAt(i + 1)) << 4 | hex(query.charAt(i + 2)));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private boolean needsDecoding(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = query.charAt(i);
            if (c == '%' || c == '+') {
                return true;
            }
        }
        return false;
    }

    private static int hex(char c) {
        return Character.digit(c, 16);
    }

    /// Every value of a query parameter whose name some server may take for this one: in any case, with anything
    /// that is no letter or digit taken for an underscore, without blanks before it, without what stands in
    /// brackets or after a NUL behind it, and after a semicolon too (`USER_ID`, `user.id`, `user_id[]`). For rules
    /// that must see what the service may see.
    public List<String> queryValuesLike(String name) {
        if (query.isEmpty()) {
            return List.of();
        }
        String wanted = folded(name);
        List<String> values = new ArrayList<>(2);
        int start = 0;
        while (start <= query.length()) {
            int end = start;
            while (end < query.length() && query.charAt(end) != '&' && query.charAt(end) != ';') {
                end++;
            }
            int equals = query.indexOf('=', start);
            int nameEnd = equals >= 0 && equals < end ? equals : end;
            if (nameEnd - start >= wanted.length()
                    && folded(decode(start, nameEnd)).equals(wanted)) {
                values.add(decode(Math.min(nameEnd + 1, end), end));
            }
            start = end + 1;
        }
        return values;
    }

    private static String folded(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean bracketed = c == '[' && i > 0 && name.indexOf(']', i) > 0;
            if (bracketed || c == 0) {
                break;
            }
            if (c == ' ' && folded.isEmpty()) {
                continue;
            }
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            folded.append(plain ? c : c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : '_');
        }
        return folded.toString();
    }

    /// The target as it stands in a request line.
    public String text() {
        return query.isEmpty() ? path : path + '?' + query;
    }
}
