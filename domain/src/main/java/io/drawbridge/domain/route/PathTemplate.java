package io.drawbridge.domain.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A path with variables: `/api/v1/work-orders/{id}`, or `/files/**`, which stands for everything below `/files` and
/// for `/files`
/// itself. Segments are literal (exactly, case included), a variable (one non-empty segment), or a closing `**`.
public record PathTemplate(String text, List<Segment> segments) {
    /// One part of a path template.
    public sealed interface Segment {
        record Literal(String text) implements Segment {}

        record Variable(String name) implements Segment {}

        /// Any number of segments, none too.
        record Rest() implements Segment {}
    }

    public PathTemplate {
        segments = List.copyOf(segments);
    }

    /// @throws IllegalArgumentException with what is wrong, for people
    public static PathTemplate parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with a slash, unlike '" + text + "'");
        }
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String[] parts = text.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            boolean last = i == parts.length - 1;
            if (part.equals("**")) {
                if (!last) {
                    throw new IllegalArgumentException(
                            "'**' stands only at the end of a path, unlike in '" + text + "'");
                }
                segments.add(new Segment.Rest());
            } else if (part.startsWith("{") && part.endsWith("}")) {
                String name = part.substring(1, part.length() - 1);
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || !names.add(name)) {
                    throw new IllegalArgumentException(
                            "a variable has a name of letters, digits and '_', once in a path, unlike in '" + text
                                    + "'");
                }
                segments.add(new Segment.Variable(name));
            } else if (part.isEmpty() && !last) {
                throw new IllegalArgumentException("a path has no empty segment, unlike '" + text + "'");
            } else if (!part.matches("[A-Za-z0-9._~!$&'()+,;=:@-]*") || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("a path segment is plain text, {variable} or a closing **, unlike '"
                        + part + "' in '" + text + "'");
            } else {
                segments.add(new Segment.Literal(part));
            }
        }
        return new PathTemplate(text, segments);
    }

    public boolean hasVariable(String name) {
        return segments.contains(new Segment.Variable(name));
    }

    @Override
    public String toString() {
        return text;
    }
}
