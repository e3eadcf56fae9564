package io.drawbridge.telemetry.store;

import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.telemetry.text.Findings;
import io.drawbridge.telemetry.text.HeadText;
import io.drawbridge.telemetry.text.SecretParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is kept of an event, as JSON.
final class Documents {
    private static final int TEXT = 1024;
    static final int LABEL = 256;

    private final JsonMapper json = JsonMapper.builder().build();

    /// What is kept of an exchange that has a decision.
    static Decision decision(DecisionId id, Exchanged exchanged) {
        List<Decision.Finding> findings = new ArrayList<>();
        for (Judgement judgement : exchanged.judgements()) {
            Decision.Finding whole = Findings.finding(judgement);
            findings.add(new Decision.Finding(
                    whole.policy(),
                    whole.mode(),
                    whole.effect(),
                    whole.status(),
                    whole.reason(),
                    HeadText.capped(whole.detail(), TEXT),
                    HeadText.capped(whole.remediation(), TEXT)));
        }
        return new Decision(
                id,
                Instant.ofEpochMilli(exchanged.at().toEpochMilli()),
                exchanged.snapshotVersion(),
                exchanged.route().map(RouteName::text).orElse(""),
                HeadText.capped(exchanged.method(), LABEL),
                target(exchanged),
                exchanged.address().text(),
                HeadText.capped(exchanged.client().label(), LABEL),
                HeadText.capped(Findings.inWords(exchanged.identity()), LABEL),
                HeadText.capped(HeadText.readable(SecretParameters.maskText(exchanged.userAgent())), TEXT),
                exchanged.status(),
                exchanged.ending().word(),
                findings);
    }

    String write(Decision decision) {
        ObjectNode document = json.createObjectNode();
        document.put("at", decision.at().toEpochMilli());
        document.put("snapshot_version", decision.snapshotVersion());
        document.put("route", decision.route());
        document.put("method", decision.method());
        document.put("path", decision.path());
        document.put("address", decision.address());
        document.put("client", decision.client());
        document.put("identity", decision.identity());
        document.put("user_agent", decision.userAgent());
        document.put("status", decision.status());
        document.put("ending", decision.ending());
        ArrayNode findings = document.putArray("findings");
        for (Decision.Finding finding : decision.findings()) {
            findings.addObject()
                    .put("policy", finding.policy())
                    .put("mode", finding.mode())
                    .put("effect", finding.effect())
                    .put("status", finding.status())
                    .put("reason", finding.reason())
                    .put("detail", finding.detail())
                    .put("remediation", finding.remediation());
        }
        return json.writeValueAsString(document);
    }

    Decision read(DecisionId id, String text) {
        JsonNode document = json.readTree(text);
        List<Decision.Finding> findings = new ArrayList<>();
        for (JsonNode finding : document.required("findings")) {
            findings.add(new Decision.Finding(
                    string(finding, "policy"),
                    string(finding, "mode"),
                    string(finding, "effect"),
                    finding.required("status").intValue(),
                    string(finding, "reason"),
                    string(finding, "detail"),
                    string(finding, "remediation")));
        }
        return new Decision(
                id,
                Instant.ofEpochMilli(document.required("at").longValue()),
                document.required("snapshot_version").longValue(),
                string(document, "route"),
                string(document, "method"),
                string(document, "path"),
                string(document, "address"),
                string(document, "client"),
                string(document, "identity"),
                string(document, "user_agent"),
                document.required("status").intValue(),
                string(document, "ending"),
                findings);
    }

    /// What an event row holds beside its columns, for one policy's finding. The rest is in the decision.
    String details(Judgement judgement, Reason reason) {
        return json.writeValueAsString(json.createObjectNode()
                .put("mode", judgement.mode().word())
                .put("effect", Findings.effect(judgement))
                .put("reason", reason.code()));
    }

    /// The same for a request that could not be read.
    String details(Exchanged exchanged) {
        return json.writeValueAsString(json.createObjectNode()
                .put("method", HeadText.capped(exchanged.method(), LABEL))
                .put("path", target(exchanged))
                .put("status", exchanged.status())
                .put("reason", exchanged.ending().word())
                .put("cause", HeadText.capped(exchanged.cause(), TEXT)));
    }

    String details(Notice notice) {
        ObjectNode details = json.createObjectNode();
        notice.details().forEach((key, value) -> details.put(key, HeadText.capped(value, TEXT)));
        return json.writeValueAsString(details);
    }

    /// Path and query without secrets.
    private static String target(Exchanged exchanged) {
        String path = SecretParameters.maskPath(exchanged.path());
        String query = SecretParameters.mask(exchanged.query());
        return HeadText.capped(query.isEmpty() ? path : path + '?' + query, TEXT);
    }

    private static String string(JsonNode node, String name) {
        return node.required(name).stringValue();
    }
}
