package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The one place that turns an error into an answer: a problem of RFC 9457.
///
/// @param status an HTTP status from 400 to 599
/// @param code stable, in kebab-case
/// @param remediation what the client can do
/// @param fields fields that the answer must have
record Problem(
        int status,
        String code,
        String title,
        String remediation,
        Optional<String> policy,
        Optional<DecisionId> decision,
        List<HeaderField> fields) {
    static final String CONTENT_TYPE = "application/problem+json";

    static Problem of(int status, String code, String title, String remediation, HeaderField... fields) {
        return new Problem(status, code, title, remediation, Optional.empty(), Optional.empty(), List.of(fields));
    }

    static Problem of(Judgement judgement, Refusal refusal, Optional<DecisionId> decision) {
        return new Problem(
                refusal.status(),
                refusal.code(),
                refusal.title(),
                refusal.remediation(),
                Optional.of(judgement.policy().text()),
                decision,
                refusal.fields());
    }

    byte[] body() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("type", "urn:drawbridge:problem:" + code);
        members.put("title", title);
        members.put("code", code);
        members.put("detail", remediation);
        members.put("remediation", remediation);
        policy.ifPresent(name -> members.put("policy", name));
        decision.ifPresent(id -> members.put("decision_id", id.text()));
        StringBuilder json = new StringBuilder(256).append("{\"status\":").append(status);
        members.forEach((name, value) -> {
            json.append(",\"").append(name).append("\":\"");
            escape(json, value);
            json.append('"');
        });
        return json.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(StringBuilder json, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
    }
}
