package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Mapping;
import io.drawbridge.controlplane.configuration.Node.Scalar;
import io.drawbridge.controlplane.configuration.Node.Sequence;
import io.drawbridge.controlplane.configuration.Node.Unreadable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Composes a YAML text to nodes. It takes the plain part of YAML 1.2 that a configuration needs: one document, no
/// anchors
/// and aliases (a short text could stand for a huge one), no tags (no text chooses a Java class), no key twice. It
/// composes from the parser's events and not with the parser's own composer, because that one stops at the first
/// duplicate key, follows aliases and recurses as deep as the text nests.
final class YamlTree {
    static final int MAX_BYTES = 1 << 20;
    static final int MAX_DEPTH = 20;
    static final int MAX_NODES = 100_000;

    private final Iterator<Event> events;
    private final Problems problems;
    private int nodes;

    private YamlTree(Iterator<Event> events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /// @return empty where the text cannot be read as a whole; the problems say why
    static Optional<Node> parse(String text, Problems problems) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (tooLong(body)) {
            problems.add(Position.START, "the file has more than 1 MiB; a configuration is a few KiB");
            return Optional.empty();
        }
        OptionalInt unprintable = firstUnprintable(body);
        if (unprintable.isPresent()) {
            problems.add(
                    positionOf(body, unprintable.getAsInt()),
                    String.format(
                            "the character U+%04X does not belong into a text file: remove it",
                            body.codePointAt(unprintable.getAsInt())));
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel("configuration")
                .setCodePointLimit(2 * MAX_BYTES)
                .build();
        try {
            return new YamlTree(new Parse(settings).parseString(body).iterator(), problems).document();
        } catch (Abandoned abandoned) {
            problems.add(abandoned.at, abandoned.complaint);
        } catch (MarkedYamlEngineException malformed) {
            Position at = malformed
                    .getProblemMark()
                    .or(malformed::getContextMark)
                    .map(YamlTree::position)
                    .orElse(Position.START);
            problems.add(at, "this is not YAML: " + complaint(malformed, body, at));
        } catch (YamlEngineException malformed) {
            problems.add(Position.START, "this is not YAML: " + malformed.getMessage());
        }
        return Optional.empty();
    }

    private Optional<Node> document() {
        Optional<Node> root = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    if (root.isPresent()) {
                        throw new Abandoned(
                                at(event), "a second document begins here: a configuration is one, remove the '---'");
                    }
                }
                case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
                    root = Optional.of(node(event, 1));
            }
        }
        if (root.isEmpty()) {
            problems.add(Position.START, "the file is empty: it begins with version: 1");
        }
        return root;
    }

    private Node node(Event event, int depth) {
        Position at = at(event);
        if (++nodes > MAX_NODES) {
            throw new Abandoned(at, "the file holds more than " + MAX_NODES + " values; a configuration is smaller");
        }
        if (depth > MAX_DEPTH) {
            throw new Abandoned(at, "this is nested more than " + MAX_DEPTH + " deep; no setting is");
        }
        if (event instanceof AliasEvent alias) {
            problems.add(at, "the alias *" + alias.getAlias().getValue() + " is not supported: write the value itself");
            return new Unreadable(at);
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            problems.add(
                    at,
                    "the anchor &" + node.getAnchor().get().getValue()
                            + " is not supported: remove it, and write the value wherever it is needed");
        }
        if (event instanceof ScalarEvent scalar) {
            scalar.getTag().ifPresent(tag -> refuseTag(at, tag));
            return new Scalar(at, scalar.getValue(), scalar.isPlain());
        }
        if (event instanceof CollectionStartEvent collection) {
            collection.getTag().ifPresent(tag -> refuseTag(at, tag));
            return collection instanceof MappingStartEvent ? mapping(at, depth) : sequence(at, depth);
        }
        throw new Abandoned(at, "this is not YAML: " + event + " is out of place");
    }

    private Sequence sequence(Position at, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new Sequence(at, items);
    }

    private Mapping mapping(Position at, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Node key = node(event, depth + 1);
            Node value = node(events.next(), depth + 1);
            if (key instanceof Scalar scalar) {
                Entry first = entries.putIfAbsent(scalar.text(), new Entry(scalar, value));
                if (first != null) {
                    problems.add(
                            key.at(),
                            "the key " + Problem.quoted(scalar.text()) + " is here a second time (first in line "
                                    + first.key().at().line() + "): keep one of them");
                }
            } else if (!(key instanceof Unreadable)) {
                problems.add(key.at(), "a key is a word, not " + key.kind());
            }
        }
        return new Mapping(at, List.copyOf(entries.values()));
    }

    private void refuseTag(Position at, String tag) {
        problems.add(at, "the tag " + Problem.quoted(tag) + " is not supported: remove it");
    }

    private static boolean tooLong(String text) {
        // A char is at most three bytes, so short texts need no count.
        return text.length() > MAX_BYTES
                || (text.length() > MAX_BYTES / 3
                        && text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_BYTES);
    }

    private static OptionalInt firstUnprintable(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == 0xFEFF || !StreamReader.isPrintable(c)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    static Position positionOf(String text, int index) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < index; i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && text.charAt(i + 1) != '\n')) {
                line++;
                start = i + 1;
            }
        }
        return new Position(line, text.codePointCount(start, index) + 1);
    }

    /// The parser's words, and what most often lies behind them.
    private static String complaint(MarkedYamlEngineException malformed, String text, Position at) {
        List<String> lines = text.lines().toList();
        String line = at.line() <= lines.size() ? lines.get(at.line() - 1) : "";
        String problem = malformed.getProblem();
        if (line.substring(0, indent(line)).contains("\t")) {
            return "a line is indented with spaces, not with tabs";
        }
        if (line.contains("${")) {
            return problem + " (inside { } and [ ] a value with ${…} stands in quotes)";
        }
        if (problem.contains("<block end>")) {
            return problem + " (this line is indented otherwise than those beside it)";
        }
        return problem;
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static Position at(Event event) {
        return event.getStartMark().map(YamlTree::position).orElse(Position.START);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /// The rest of the text is not worth reading.
    private static final class Abandoned extends RuntimeException {
        private final transient Position at;
        private final String complaint;

        Abandoned(Position at, String complaint) {
            super(complaint, null, false, false);
            this.at = at;
            this.complaint = complaint;
        }
    }
}
