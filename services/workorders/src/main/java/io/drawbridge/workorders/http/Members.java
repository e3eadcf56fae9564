package io.drawbridge.workorders.http;

import io.drawbridge.workorders.order.TextRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The members of one JSON object of a body. What is wrong is added to the list of errors, and the reader goes on, so
/// that
/// the client learns of everything at once. Absent and null are the same.
final class Members {
    private static final int LONGEST_NAME_SHOWN = 60;

    private final JsonNode object;
    private final String prefix;
    private final List<FieldError> errors;
    private final Set<String> read = new HashSet<>();

    /// @param prefix what stands before the names of this object's members, for example `dispensers[1].`
    Members(JsonNode object, String prefix, List<FieldError> errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /// A text that must be there.
    Optional<String> required(TextRule rule) {
        return required(rule.field(), text -> checked(rule.field(), rule, text));
    }

    /// A text that may be there.
    Optional<String> optional(TextRule rule) {
        return text(rule.field()).flatMap(text -> checked(rule.field(), rule, text));
    }

    /// A text that must be there and mean something.
    <T> Optional<T> required(String name, Function<String, Optional<T>> meaning, String forPeople) {
        return required(name, text -> {
            var value = meaning.apply(text);
            if (value.isEmpty()) {
                complain(name, forPeople);
            }
            return value;
        });
    }

    private <T> Optional<T> required(String name, Function<String, Optional<T>> meaning) {
        if (member(name).isEmpty()) {
            complain(name, "is required");
            return Optional.empty();
        }
        return text(name).flatMap(meaning);
    }

    /// A whole number that may be there.
    OptionalInt number(String name, int smallest, int largest) {
        var member = member(name);
        if (member.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean whole = member.get().isIntegralNumber() && member.get().canConvertToInt();
        if (!whole || member.get().intValue() < smallest || member.get().intValue() > largest) {
            complain(name, "must be a whole number from " + smallest + " to " + largest);
            return OptionalInt.empty();
        }
        return OptionalInt.of(member.get().intValue());
    }

    /// The entries of an array of `fewest` to `most` entries; an absent one is empty.
    List<JsonNode> array(String name, int fewest, int most) {
        var member = member(name);
        if (member.isEmpty() && fewest == 0) {
            return List.of();
        }
        if (member.isEmpty()
                || !member.get().isArray()
                || member.get().size() < fewest
                || member.get().size() > most) {
            complain(name, "must be an array of " + fewest + " to " + most + " entries");
            return List.of();
        }
        return member.get().valueStream().toList();
    }

    /// The texts of an array.
    List<String> texts(TextRule rule, int fewest, int most) {
        var texts = new ArrayList<String>();
        var entries = array(rule.field(), fewest, most);
        for (int index = 0; index < entries.size(); index++) {
            String name = rule.field() + "[" + index + "]";
            entries.get(index)
                    .stringValueOpt()
                    .or(() -> {
                        complain(name, "must be text");
                        return Optional.empty();
                    })
                    .flatMap(text -> checked(name, rule, text))
                    .ifPresent(texts::add);
        }
        return texts;
    }

    /// Complains of members that nobody has asked for.
    void noOthers() {
        object.propertyNames().stream().filter(name -> !read.contains(name)).forEach(name -> {
            String shown = name.length() > LONGEST_NAME_SHOWN ? name.substring(0, LONGEST_NAME_SHOWN) + "…" : name;
            complain(shown, "is not known here");
        });
    }

    private Optional<String> text(String name) {
        return member(name)
                .flatMap(member -> member.stringValueOpt().or(() -> {
                    complain(name, "must be text");
                    return Optional.empty();
                }));
    }

    private Optional<String> checked(String name, TextRule rule, String text) {
        var complaint = rule.complaint(text);
        complaint.ifPresent(message -> complain(name, message));
        return complaint.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    private Optional<JsonNode> member(String name) {
        read.add(name);
        return object.optional(name).filter(member -> !member.isNull());
    }

    private void complain(String name, String message) {
        errors.add(new FieldError(prefix + name, message));
    }
}
