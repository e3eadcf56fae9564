package io.drawbridge.dataplane.fuzz;

import io.drawbridge.dataplane.codec.Framing;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a head may look like at the most, said with regular expressions over ISO 8859-1 text. A head that the
/// codec accepts and this model does not know is a fault of one of the two.
final class StrictModel {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
    private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]";
    private static final String FIELDS = "(?<fields>(?:" + TOKEN + "++:" + VALUE + "*+\\r\\n)*+)\\r\\n";
    private static final Pattern REQUEST = Pattern.compile(
            "(?<method>" + TOKEN + "{1,32}) (?<target>[!\"$-~]++) HTTP/1\\.(?<minor>[01])\\r\\n" + FIELDS);
    private static final Pattern ANSWER = Pattern.compile(
            "HTTP/1\\.(?<minor>[01]) (?<status>[1-5][0-9]{2})(?: (?<reason>" + VALUE + "*+))?\\r\\n" + FIELDS);
    private static final Pattern FIELD =
            Pattern.compile("(" + TOKEN + "++):[\\t ]*+(.*?)[\\t ]*+\\r\\n", Pattern.DOTALL);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]{2,}\\]|[0-9A-Za-z._~=-]+)(?::([0-9]+))?");
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)(https?)://([^/?]+)(.*)");
    private static final String PLAIN = "[0-9A-Za-z._~!$&'()*+,=:@/-]*+";
    private static final Pattern PATH = Pattern.compile("/" + PLAIN + "(?:%[0-9A-Fa-f]{2}" + PLAIN + ")*+");
    private static final Pattern ESCAPED = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern ODD_IN_A_SEGMENT = Pattern.compile("[\\x00-\\x1f\\x7f/\\\\]");
    private static final List<String> SINGLE =
            List.of("host", "content-length", "transfer-encoding", "authorization", "content-type", "origin", "expect");
    private static final Pattern KNOWN_METHOD =
            Pattern.compile("(?i)GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT");

    private StrictModel() {}

    /// @param name in lower case
    record Field(String name, String value) {}

    /// @param path decoded, each byte a character
    record Request(String method, String path, String query, int minor, String host, Framing framing) {}

    record Answer(int status, String reason, List<Field> fields) {}

    /// What this head says; empty where nobody may accept it.
    static Optional<Request> request(String head) {
        Matcher line = REQUEST.matcher(head);
        if (!line.matches()) {
            return Optional.empty();
        }
        List<Field> fields = fields(line.group("fields"));
        int minor = Integer.parseInt(line.group("minor"));
        String method = line.group("method");
        for (String name : SINGLE) {
            if (all(fields, name).size() > 1) {
                return Optional.empty();
            }
        }
        List<String> hosts = all(fields, "host");
        Optional<Framing> framing = framing(fields, minor, Framing.NONE);
        boolean hostIsGood = hosts.isEmpty() ? minor == 0 : hosts.stream().allMatch(StrictModel::isAuthority);
        boolean methodIsGood = !method.equals("CONNECT")
                && (method.equals(method.toUpperCase(Locale.ROOT))
                        || !KNOWN_METHOD.matcher(method).matches());
        if (!hostIsGood || framing.isEmpty() || !methodIsGood) {
            return Optional.empty();
        }
        String host = hosts.isEmpty() ? "" : hosts.getFirst().toLowerCase(Locale.ROOT);
        return target(line.group("target"), method, host)
                .map(target -> new Request(method, target.path, target.query, minor, target.host, framing.get()));
    }

    static Optional<Answer> answer(String head) {
        Matcher line = ANSWER.matcher(head);
        if (!line.matches()) {
            return Optional.empty();
        }
        List<Field> fields = fields(line.group("fields"));
        if (framing(fields, Integer.parseInt(line.group("minor")), Framing.UNTIL_CLOSE)
                .isEmpty()) {
            return Optional.empty();
        }
        String reason = line.group("reason") == null ? "" : line.group("reason");
        return Optional.of(new Answer(Integer.parseInt(line.group("status")), reason, fields));
    }

    private static List<Field> fields(String lines) {
        List<Field> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(lines);
        while (field.find()) {
            fields.add(new Field(field.group(1).toLowerCase(Locale.ROOT), field.group(2)));
        }
        return fields;
    }

    private static List<String> all(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    private static boolean isAuthority(String value) {
        Matcher authority = AUTHORITY.matcher(value);
        return authority.matches()
                && (authority.group(1) == null || new java.math.BigInteger(authority.group(1)).bitLength() <= 16);
    }

    /// Empty where the fields contradict themselves or each other.
    private static Optional<Framing> framing(List<Field> fields, int minor, Framing otherwise) {
        List<String> lengths = all(fields, "content-length");
        List<String> encodings = all(fields, "transfer-encoding");
        if (!encodings.isEmpty()) {
            boolean chunked = encodings.size() == 1
                    && encodings.getFirst().toLowerCase(Locale.ROOT).equals("chunked");
            return chunked && lengths.isEmpty() && minor == 1 ? Optional.of(Framing.CHUNKED) : Optional.empty();
        }
        if (lengths.isEmpty()) {
            return Optional.of(otherwise);
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long bytes = Long.parseLong(lengths.getFirst());
        return Optional.of(bytes == 0 ? Framing.NONE : new Framing.Length(bytes));
    }

    private record Place(String host, String path, String query) {}

    private static Optional<Place> target(String target, String method, String host) {
        if (target.equals("*")) {
            return method.equals("OPTIONS") ? Optional.of(new Place(host, "/", "")) : Optional.empty();
        }
        String rest = target;
        String authority = host;
        Matcher absolute = ABSOLUTE.matcher(target);
        if (absolute.matches()) {
            String port = absolute.group(1).length() == 5 ? ":443" : ":80";
            String named = absolute.group(2).toLowerCase(Locale.ROOT);
            if (!isAuthority(named) || (!host.isEmpty() && !without(port, named).equals(without(port, host)))) {
                return Optional.empty();
            }
            authority = host.isEmpty() ? named : host;
            rest = absolute.group(3).startsWith("/") ? absolute.group(3) : "/" + absolute.group(3);
        }
        int mark = rest.indexOf('?');
        String path = mark < 0 ? rest : rest.substring(0, mark);
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        String known = authority;
        return decoded(path).map(plain -> new Place(known, plain, query));
    }

    private static String without(String port, String authority) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }

    /// A path that every server reads alike, with its escapes undone; empty for all others.
    static Optional<String> decoded(String path) {
        if (!PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = ESCAPED.matcher(segments[i])
                    .replaceAll(escape -> Matcher.quoteReplacement(String.valueOf(
                            (char) Integer.parseInt(escape.group().substring(1), 16))));
            boolean last = i == segments.length - 1;
            if ((segment.isEmpty() && !last)
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.indexOf(';') >= 0
                    || ODD_IN_A_SEGMENT.matcher(segment).find()
                    || ESCAPED.matcher(segment).find()
                    || !isUtf8(segment)) {
                return Optional.empty();
            }
            segments[i] = segment;
        }
        return Optional.of("/" + String.join("/", segments));
    }

    private static boolean isUtf8(String bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CharacterCodingException none) {
            return false;
        }
    }
}
