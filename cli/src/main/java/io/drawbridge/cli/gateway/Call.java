package io.drawbridge.cli.gateway;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// One request to the admin API.
///
/// @param method an HTTP method
/// @param path from the root, percent-encoded
/// @param query names and values, not encoded
/// @param body absent for none
/// @param expectedVersion the snapshot version that it is meant for (`If-Match`); with any other it is refused
public record Call(
        String method, String path, Map<String, String> query, Optional<JsonNode> body, OptionalLong expectedVersion) {
    public Call {
        query = new LinkedHashMap<>(query);
    }

    public static Call get(String path) {
        return new Call("GET", path, Map.of(), Optional.empty(), OptionalLong.empty());
    }

    public static Call post(String path) {
        return new Call("POST", path, Map.of(), Optional.empty(), OptionalLong.empty());
    }

    public static Call post(String path, JsonNode body) {
        return new Call("POST", path, Map.of(), Optional.of(body), OptionalLong.empty());
    }

    public static Call put(String path, JsonNode body) {
        return new Call("PUT", path, Map.of(), Optional.of(body), OptionalLong.empty());
    }

    public static Call delete(String path) {
        return new Call("DELETE", path, Map.of(), Optional.empty(), OptionalLong.empty());
    }

    public Call with(String name, String value) {
        Map<String, String> longer = new LinkedHashMap<>(query);
        longer.put(name, value);
        return new Call(method, path, longer, body, expectedVersion);
    }

    public Call expecting(long version) {
        return new Call(method, path, query, body, OptionalLong.of(version));
    }

    /// Path and query as they stand in the request.
    String target() {
        String pairs = query.entrySet().stream()
                .map(pair -> encode(pair.getKey()) + "=" + encode(pair.getValue()))
                .collect(Collectors.joining("&"));
        return pairs.isEmpty() ? path : path + "?" + pairs;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
