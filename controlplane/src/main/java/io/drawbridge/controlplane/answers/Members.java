package io.drawbridge.controlplane.answers;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The members of a request's body, a JSON object or a form, each taken out with its type. Nothing here repeats a
/// member's value in a message: it may be a password.
public final class Members {
    private final Map<String, Object> values;

    private Members(Map<String, Object> values) {
        this.values = values;
    }

    /// The members of a JSON object.
    public static Members json(byte[] body) throws BadRequest {
        JsonNode node;
        try {
            node = Json.read(body);
        } catch (JacksonException notJson) {
            throw BadRequest.because(
                    "The body is not JSON: " + place(notJson) + ".",
                    "Send one JSON object in which every member stands once.");
        }
        if (!node.isObject()) {
            throw BadRequest.because(
                    "The body is not a JSON object.", "Send a JSON object, such as {\"name\": \"value\"}.");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        node.properties().forEach(member -> values.put(member.getKey(), member.getValue()));
        return new Members(values);
    }

    /// The members of an `application/x-www-form-urlencoded` body.
    public static Members form(byte[] body) throws BadRequest {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw BadRequest.because("The body is not UTF-8.", "Send a form, or a JSON object, in UTF-8.");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (values.putIfAbsent(name, value) != null) {
                throw BadRequest.because(
                        "A member of the form stands twice.", "Send every member once: which of two would count?");
            }
        }
        return new Members(values);
    }

    /// Refuses members that nobody reads, so that a misspelt one is not taken for an absent one.
    public Members only(Set<String> known) throws BadRequest {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String shown = name.matches("[A-Za-z0-9_.-]{1,64}") ? " '" + name + "'" : "";
                throw BadRequest.because(
                        "The body has a member" + shown + " that is not known here.",
                        "The members known here are: " + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }
        return this;
    }

    /// @param maxLength in UTF-16 units
    public Optional<String> text(String name, int maxLength) throws BadRequest {
        Object value = values.get(name);
        String text = switch (value) {
            case null -> null;
            case String plain -> plain;
            case JsonNode node when node.isNull() -> null;
            case JsonNode node when node.isString() -> node.stringValue();
            default ->
                throw BadRequest.because("The member " + name + " is not a text.", "Send " + name + " as a text.");
        };
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(checked(name, text, maxLength));
    }

    /// @param maxLength in UTF-16 units
    public String requiredText(String name, int maxLength) throws BadRequest {
        Optional<String> text = text(name, maxLength);
        if (text.isEmpty() || text.get().isEmpty()) {
            throw BadRequest.because(
                    "The member " + name + " is missing.", "Send " + name + ", a text that is not empty.");
        }
        return text.get();
    }

    /// A list of texts, or one text for a list of one; empty where the member is absent.
    public List<String> texts(String name, int maxLength, int maxCount) throws BadRequest {
        if (values.get(name) instanceof JsonNode node && node.isArray()) {
            if (node.size() > maxCount) {
                throw BadRequest.because(
                        "The member " + name + " has more than " + maxCount + " values.", "Send fewer.");
            }
            List<String> texts = new ArrayList<>();
            for (JsonNode item : node) {
                if (!item.isString()) {
                    throw BadRequest.because(
                            "The member " + name + " is not a list of texts.", "Send " + name + " as a list of texts.");
                }
                texts.add(checked(name, item.stringValue(), maxLength));
            }
            return List.copyOf(texts);
        }
        return text(name, maxLength).stream().toList();
    }

    private static String checked(String name, String text, int maxLength) throws BadRequest {
        if (text.length() > maxLength) {
            throw BadRequest.because(
                    "The member " + name + " is longer than " + maxLength + " characters.",
                    "Send at most " + maxLength + " characters.");
        }
        return text;
    }

    private static String decoded(String text) throws BadRequest {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw BadRequest.because(
                    "The form has a % that begins no escape.", "Write a literal % as %25, or send JSON.");
        }
    }

    private static String place(JacksonException notJson) {
        var location = notJson.getLocation();
        return location == null
                ? "it is empty or broken"
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
