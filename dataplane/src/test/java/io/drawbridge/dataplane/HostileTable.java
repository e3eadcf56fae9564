package io.drawbridge.dataplane;

import io.drawbridge.dataplane.HostileRow.Accept;
import io.drawbridge.dataplane.HostileRow.Answer;
import io.drawbridge.dataplane.HostileRow.Broken;
import io.drawbridge.dataplane.HostileRow.Close;
import io.drawbridge.dataplane.HostileRow.Expected;
import io.drawbridge.dataplane.HostileRow.Late;
import io.drawbridge.dataplane.HostileRow.Next;
import io.drawbridge.dataplane.HostileRow.Nothing;
import io.drawbridge.dataplane.HostileRow.Reject;
import io.drawbridge.dataplane.HostileRow.Scope;
import io.drawbridge.dataplane.HostileRow.Spoilt;
import io.drawbridge.dataplane.HostileRow.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a table of hostile requests from the folder `hostile` of the test resources. How it is written says
/// `hostile/README.md` there.
final class HostileTable {
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|\\{(.+?)\\*(\\d+)\\}|([rnts0\\\\]))");
    private static final Pattern VERDICT = Pattern.compile("=> (\\w+)(?: (\\S+))?(?: (then close))?");

    private final String file;
    private final List<HostileRow> rows = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private String name = "";
    private String verdict = "";

    private HostileTable(String file) {
        this.file = file;
    }

    /// The rows of several tables of a folder.
    static List<HostileRow> readAll(String folder, List<String> tables) throws IOException {
        List<HostileRow> rows = new ArrayList<>();
        for (String table : tables) {
            rows.addAll(read(folder + table));
        }
        return rows;
    }

    static List<HostileRow> read(String file) throws IOException {
        HostileTable table = new HostileTable(file);
        try (InputStream in = HostileTable.class.getResourceAsStream("/hostile/" + file)) {
            if (in == null) {
                throw new IOException("there is no table " + file);
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(table::line);
        }
        table.endRow();
        return List.copyOf(table.rows);
    }

    private void line(String line) {
        if (line.startsWith("== ")) {
            endRow();
            name = line.substring(3);
        } else if (line.startsWith("=> ")) {
            endVerdict();
            verdict = line;
        } else if (!verdict.isEmpty()) {
            if (!line.startsWith("#")) {
                expected.add(line);
            }
        } else if (!name.isEmpty() && (!sent.isEmpty() || !line.startsWith("#"))) {
            sent.add(line);
        }
    }

    private void endRow() {
        if (name.isEmpty()) {
            return;
        }
        endVerdict();
        rows.add(new HostileRow(
                file + ": " + name, sent.stream().map(HostileTable::plain).toList(), verdicts));
        sent.clear();
        verdicts.clear();
        name = "";
    }

    private void endVerdict() {
        if (!verdict.isEmpty()) {
            verdicts.add(verdictOf());
        }
        verdict = "";
        expected.clear();
    }

    private Verdict verdictOf() {
        Matcher matcher = VERDICT.matcher(verdict);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name + ": no verdict is written '" + verdict + "'");
        }
        Next next = matcher.group(3) == null ? Next.OPEN : Next.CLOSED;
        String argument = matcher.group(2) == null ? "" : matcher.group(2);
        return switch (matcher.group(1)) {
            case "accept" -> new Accept(request(), next);
            case "reject" -> new Reject(Integer.parseInt(argument));
            case "spoilt" -> new Spoilt(Integer.parseInt(argument));
            case "answer" -> new Answer(Integer.parseInt(argument), next);
            case "close" -> new Close();
            case "late" -> new Late(Integer.parseInt(argument));
            case "nothing" -> new Nothing();
            case "reset" -> new Broken(Scope.STREAM, argument);
            case "goaway" -> new Broken(Scope.CONNECTION, argument);
            default -> throw new IllegalArgumentException(name + ": no verdict is called " + matcher.group(1));
        };
    }

    private Expected request() {
        List<String> lines = new ArrayList<>(expected);
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(name + ": accepted, and not said as what");
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(ended(plain(line))));
        int empty = text.indexOf("\r\n\r\n");
        List<String> head =
                List.of(text.substring(0, empty < 0 ? text.length() : empty).split("\r\n", -1));
        if (head.getLast().isEmpty()) {
            head = head.subList(0, head.size() - 1);
        }
        String body = empty < 0 ? "" : text.substring(empty + 4);
        String[] words = head.getFirst().split(" ", 2);
        List<String> fields = new ArrayList<>(head.subList(1, head.size()));
        String host = "test";
        for (String field : head.subList(1, head.size())) {
            if (field.startsWith("Host: ")) {
                host = field.substring("Host: ".length());
                fields.remove(field);
            }
        }
        return new Expected(words[0], words[1], host, List.copyOf(fields), body);
    }

    /// A line as it is sent: with CR and LF, unless a backslash at its end says otherwise.
    static String ended(String line) {
        return line.endsWith("\uffff") ? line.substring(0, line.length() - 1) : line + "\r\n";
    }

    /// Undoes the escapes. A backslash at the end becomes a mark that [#ended] knows.
    private static String plain(String line) {
        String bytes = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        StringBuilder plain = new StringBuilder();
        Matcher escape = ESCAPE.matcher(bytes);
        int at = 0;
        while (escape.find()) {
            literal(plain, bytes.substring(at, escape.start()), bytes);
            at = escape.end();
            if (escape.group(1) != null) {
                plain.append((char) Integer.parseInt(escape.group(1), 16));
            } else if (escape.group(2) != null) {
                plain.append(plain(escape.group(2)).repeat(Integer.parseInt(escape.group(3))));
            } else {
                plain.append("\r\n\t \0\\".charAt("rnts0\\".indexOf(escape.group(4))));
            }
        }
        String rest = bytes.substring(at);
        boolean continued = rest.endsWith("\\");
        literal(plain, continued ? rest.substring(0, rest.length() - 1) : rest, bytes);
        return continued ? plain.append('\uffff').toString() : plain.toString();
    }

    private static void literal(StringBuilder plain, String text, String line) {
        if (text.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("an unknown escape in: " + line);
        }
        plain.append(text);
    }
}
