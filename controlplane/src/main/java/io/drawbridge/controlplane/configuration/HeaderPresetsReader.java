package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.domain.verdict.HeaderField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the section `header_presets`: by name a mapping of field names to values.
final class HeaderPresetsReader {
    /// Fields that frame a message or belong to one connection, and those that the gateway writes by other settings.
    private static final Set<String> NOT_TO_SET = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "vary",
            "www-authenticate");

    private final Reading reading;
    private final Map<String, HeaderPresetSpec> presets = new LinkedHashMap<>();
    private final Map<String, Position> positions = new LinkedHashMap<>();

    HeaderPresetsReader(Reading reading) {
        this.reading = reading;
    }

    void read(Node node) {
        for (Entry entry : reading.entries(node, "header_presets", "page: { X-Frame-Options: DENY }")) {
            String name = entry.key().text();
            positions.put(name, entry.key().at());
            if (HeaderPresetSpec.isBuiltIn(name)) {
                reading.problems()
                        .add(
                                entry.key().at(),
                                "the preset `" + name
                                        + "` is the gateway's own: give yours another name, and name it in"
                                        + " the `headers` of its routes");
            } else if (!name.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
                reading.problems()
                        .add(
                                entry.key().at(),
                                "a preset is called by small letters, digits and _ -, unlike " + Problem.quoted(name));
            } else {
                presets.put(name, new HeaderPresetSpec(Ordered.set(fields(name, entry.value()))));
            }
        }
    }

    private List<HeaderField> fields(String preset, Node node) {
        List<HeaderField> fields = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Entry entry : reading.entries(node, "header preset " + preset, "X-Frame-Options: DENY")) {
            String name = entry.key().text();
            Optional<String> complaint = complaint(name, seen);
            if (complaint.isPresent()) {
                reading.problems().add(entry.key().at(), "header preset " + preset + ": " + complaint.get());
                continue;
            }
            Form<HeaderField> form = Form.open("a field value of visible ASCII", value -> new HeaderField(name, value));
            reading.text(entry.value(), name)
                    .flatMap(text -> {
                        if (text.fromOutside()) {
                            reading.conceal(SpecificationFacts.name(SpecificationFacts.headerPreset(preset), name));
                        }
                        return reading.parsed(text, name, form);
                    })
                    .ifPresent(fields::add);
        }
        return fields;
    }

    private static Optional<String> complaint(String name, Set<String> seen) {
        String small = name.toLowerCase(Locale.ROOT);
        if (!Tokens.isToken(name)) {
            return Optional.of(Problem.quoted(name) + " is not an HTTP field name, such as X-Frame-Options");
        }
        if (NOT_TO_SET.contains(small) || small.startsWith("access-control-")) {
            return Optional.of("the field " + name + " is not one that a preset can set: remove it");
        }
        return seen.add(small)
                ? Optional.empty()
                : Optional.of("the field " + name + " is here a second time: keep one of them");
    }

    Map<String, HeaderPresetSpec> presets() {
        return presets;
    }

    /// All that can be named, the environment's own too.
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        names.add(HeaderPresetSpec.DEFAULT_PRESET);
        names.add(HeaderPresetSpec.FOSSAWORK_PRESET);
        names.addAll(positions.keySet());
        return names;
    }

    Position at(String name) {
        return positions.getOrDefault(name, Position.START);
    }
}
