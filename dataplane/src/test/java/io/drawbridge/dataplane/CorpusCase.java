package io.drawbridge.dataplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first request of a third-party HTTP/1 case, as the same request over HTTP/2: nothing in it is mended
/// but what HTTP/2 cannot say. Names become lower case, one space behind the colon goes, `Host` becomes
/// `:authority`, and the content goes into DATA as it stands, up to the length that the head gives.
///
/// @param expect of the case: `reject`, `safe` or `accept`
record CorpusCase(String id, String expect, Form form) {
    /// Where a case does not say who is asked for.
    static final String HOST = "gateway.test";

    private static final Pattern ROW = Pattern.compile("\"(id|raw|expect)\": ?\"([^\"]*)\"");
    private static final Pattern REQUEST_LINE = Pattern.compile("([^ \r\n]*) ([^\r\n]*) HTTP/1\\.[01]");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    /// What becomes of a case.
    sealed interface Form {}

    /// @param fields regular ones, name and value in turns
    record Request(String method, String path, String authority, List<String> fields, String content) implements Form {}

    /// @param why it says nothing about HTTP/2
    record NoCounterpart(String why) implements Form {}

    static List<CorpusCase> read(Path file) throws IOException {
        List<CorpusCase> cases = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String id = "";
            String raw = "";
            String expect = "";
            for (Matcher part = ROW.matcher(line); part.find(); ) {
                switch (part.group(1)) {
                    case "id" -> id = part.group(2);
                    case "raw" -> raw = part.group(2);
                    default -> expect = part.group(2);
                }
            }
            cases.add(new CorpusCase(
                    id, expect, form(new String(Base64.getDecoder().decode(raw), StandardCharsets.ISO_8859_1))));
        }
        return cases;
    }

    private static Form form(String raw) {
        int end = raw.indexOf("\r\n\r\n");
        if (end < 0) {
            return new NoCounterpart("a head that does not end, or whose lines end otherwise");
        }
        List<String> lines = List.of(raw.substring(0, end).split("\r\n", -1));
        Matcher start = REQUEST_LINE.matcher(lines.getFirst());
        if (!start.matches()) {
            return new NoCounterpart("a version, or where the first line begins and ends");
        }
        String authority = "";
        String length = "";
        List<String> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            String name = (colon < 0 ? line : line.substring(0, colon)).toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (name.equals("host") && authority.isEmpty()) {
                authority = value;
                continue;
            }
            if (name.equals("content-length")) {
                length = value;
            }
            fields.add(name);
            fields.add(value);
        }
        String rest = raw.substring(end + 4);
        String content = LENGTH.matcher(length).matches()
                ? rest.substring(0, Math.min(rest.length(), Integer.parseInt(length)))
                : length.isEmpty() && !fields.contains("transfer-encoding") ? "" : rest;
        return new Request(
                start.group(1), start.group(2), authority.isEmpty() ? HOST : authority, List.copyOf(fields), content);
    }
}
