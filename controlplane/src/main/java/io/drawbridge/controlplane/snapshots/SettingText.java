package io.drawbridge.controlplane.snapshots;

import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Settings as the database keeps them: JSON, so that somebody with a database shell can read the history. An absent
/// setting is the empty text.
final class SettingText {
    private record StanceText(String floor, String ceiling, int share) {}

    private record Text(String floor, String ceiling, int share, Instant since, Optional<Instant> enforceAt) {}

    private SettingText() {}

    static String write(Optional<StanceSetting> setting) {
        return setting.map(SettingText::write).orElse("");
    }

    static String write(StanceSetting setting) {
        Stance stance = setting.stance();
        return Json.write(new Text(
                stance.floor().word(),
                stance.ceiling().word(),
                stance.share().basisPoints(),
                setting.since(),
                setting.enforceAt()));
    }

    static String write(Stance stance) {
        return Json.write(new StanceText(
                stance.floor().word(), stance.ceiling().word(), stance.share().basisPoints()));
    }

    static Optional<StanceSetting> readOptional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(read(text));
    }

    static StanceSetting read(String text) {
        JsonNode node = Json.read(text);
        JsonNode enforceAt = node.path("enforce_at");
        return new StanceSetting(
                stance(node),
                Instant.parse(node.path("since").stringValue()),
                enforceAt.isString() ? Optional.of(Instant.parse(enforceAt.stringValue())) : Optional.empty());
    }

    static Stance readStance(String text) {
        return stance(Json.read(text));
    }

    static String write(SortedMap<String, String> settings) {
        return Json.write(settings);
    }

    static SortedMap<String, String> readSettings(String text) {
        SortedMap<String, String> settings = new TreeMap<>();
        Json.read(text)
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().stringValue()));
        return settings;
    }

    private static Stance stance(JsonNode node) {
        return new Stance(
                mode(node.path("floor").stringValue()),
                mode(node.path("ceiling").stringValue()),
                new Share(node.path("share").intValue()));
    }

    private static Mode mode(String word) {
        return Mode.of(word).orElseThrow(() -> new IllegalStateException("the database holds a mode '" + word + "'"));
    }
}
