package io.drawbridge.domain.route;

import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.verdict.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An answer that the gateway gives by itself.
///
/// @param contentType empty for an answer without a body
/// @param notices what else there is to record
public record Answer(int status, String contentType, String body, List<HeaderField> fields, List<Notice> notices) {
    public Answer {
        fields = List.copyOf(fields);
        notices = List.copyOf(notices);
    }

    public static Answer json(int status, String body) {
        return new Answer(status, "application/json", body, List.of(), List.of());
    }

    public static Answer html(int status, String body) {
        return new Answer(status, "text/html; charset=utf-8", body, List.of(), List.of());
    }

    public Answer with(HeaderField... more) {
        List<HeaderField> all = new java.util.ArrayList<>(fields);
        all.addAll(List.of(more));
        return new Answer(status, contentType, body, all, notices);
    }

    public Answer with(Notice notice) {
        List<Notice> all = new java.util.ArrayList<>(notices);
        all.add(notice);
        return new Answer(status, contentType, body, fields, all);
    }

    public byte[] bodyBytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
