package io.drawbridge.app.endtoend;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP answer as a client sees it.
///
/// @param fields by name in lower case; values of repeated fields are joined with commas
record Reply(int status, Map<String, String> fields, String body) {
    /// @param text as `curl -i` prints it
    static Reply parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IllegalArgumentException("not an answer: " + text);
        }
        return head(text.substring(0, end), text.substring(end + 4));
    }

    static Reply head(String head, String body) {
        String[] lines = head.split("\r\n", -1);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            fields.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return new Reply(Integer.parseInt(lines[0].substring(9, 12)), fields, body);
    }

    String field(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }
}
