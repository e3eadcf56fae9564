package io.drawbridge.cli.gateway;

import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A JSON object of the admin API, read field by field.
///
/// @param node the object
/// @param place what it is, for people: the call that it answers
public record Document(JsonNode node, String place) {
    /// A string that must be there.
    public String text(String field) {
        return optionalText(field).orElseThrow(() -> missing(field));
    }

    /// A string, or a number or truth value as JSON writes it; absent where the field is absent or null.
    public Optional<String> optionalText(String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asString()) : Optional.empty();
    }

    /// A whole number that must be there.
    public long number(String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber()) {
            throw missing(field);
        }
        return value.longValue();
    }

    /// A whole number; absent where the field is absent or null.
    public Optional<Long> optionalNumber(String field) {
        JsonNode value = node.path(field);
        return value.isIntegralNumber() ? Optional.of(value.longValue()) : Optional.empty();
    }

    /// A fraction that must be there.
    public double fraction(String field) {
        JsonNode value = node.path(field);
        if (!value.isNumber()) {
            throw missing(field);
        }
        return value.doubleValue();
    }

    /// Whether a truth value is there and true.
    public boolean says(String field) {
        return node.path(field).asBoolean(false);
    }

    /// An object; absent where the field is absent or null.
    public Optional<Document> object(String field) {
        JsonNode value = node.path(field);
        return value.isObject() ? Optional.of(new Document(value, place)) : Optional.empty();
    }

    /// An array's objects; none where the field is absent.
    public List<Document> objects(String field) {
        List<Document> objects = new ArrayList<>();
        node.path(field).forEach(element -> objects.add(new Document(element, place)));
        return objects;
    }

    /// An array's strings; none where the field is absent.
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(element -> texts.add(element.asString("")));
        return texts;
    }

    private CommandStopped missing(String field) {
        return new CommandStopped(
                ExitCode.UNREACHABLE,
                "The gateway's answer to " + place + " has no '" + field + "' that this command can read.",
                "Gateway and command are of different versions: compare 'drawbridge --version' with"
                        + " 'drawbridge status'.");
    }
}
