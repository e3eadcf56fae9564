package io.drawbridge.workorders.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The parameters of a request's query, names and values decoded, repeated ones in their order.
record QueryString(Map<String, List<String>> parameters) {
    QueryString {
        parameters = Map.copyOf(parameters);
    }

    /// @param raw what stands after the question mark, as it came
    static Parsed<QueryString> parse(String raw) {
        var parameters = new HashMap<String, List<String>>();
        for (String part : raw.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            try {
                String name = decoded(equals < 0 ? part : part.substring(0, equals));
                String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
                parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            } catch (IllegalArgumentException _) {
                return new Parsed.Bad<>(Problem.malformed());
            }
        }
        return new Parsed.Good<>(new QueryString(parameters));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// All values of a parameter, in their order.
    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }
}
