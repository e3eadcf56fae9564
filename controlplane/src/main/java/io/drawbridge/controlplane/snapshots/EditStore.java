package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.SnapshotEdit;
import io.drawbridge.domain.snapshot.StanceSetting;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Lock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The stances and their history in the database. Every change is one transaction that holds only for the
/// version it was made for, so that two processes on one database cannot overwrite each other either.
final class EditStore {
    private final Database database;
    private final Jdbi jdbi;

    EditStore(Database database) {
        this.database = database;
        this.jdbi = database.jdbi();
    }

    /// Everything that steering needs to go on where it was.
    ///
    /// @param bucketKey in hexadecimal
    record Stored(long version, String bucketKey, Map<Place, StanceSetting> stances, Applied configuration) {}

    /// A configuration as it was applied.
    record Applied(String text, SortedMap<String, String> settings, Map<Place, Stance> stances) {}

    /// An edit that is about to be written.
    record Draft(SnapshotEdit edit, Instant at, String actor, String summary, OptionalLong undoes) {}

    sealed interface Writing {
        record Written(List<Edit> edits) implements Writing {}

        record Stale(long present) implements Writing {}
    }

    Optional<Stored> load() {
        return database.exclusively(Lock.STEERING, this::load);
    }

    /// The version alone, which is quick to ask for; empty before the first configuration.
    OptionalLong version() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT version FROM steering WHERE id = 1")
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    /// Writes what there is before the first edit, unless another process was first.
    ///
    /// @return what the database holds
    Stored begin(Stored first) {
        return database.exclusively(Lock.STEERING, handle -> {
            Optional<Stored> present = load(handle);
            if (present.isPresent()) {
                return present.get();
            }
            handle.createUpdate("""
                            INSERT INTO steering (id, version, bucket_key, configuration, settings)
                            VALUES (1, :version, :key, '', '{}')""")
                    .bind("version", first.version())
                    .bind("key", first.bucketKey())
                    .execute();
            first.stances().forEach((place, setting) -> put(handle, place, Optional.of(setting)));
            put(handle, first.configuration());
            return first;
        });
    }

    /// @param drafts made for consecutive versions, the first one for the present version
    /// @param configuration what has been applied with them; absent where they are an operator's
    Writing write(long expectedVersion, List<Draft> drafts, Optional<Applied> configuration) {
        return database.exclusively(Lock.STEERING, handle -> {
            int hit = handle.createUpdate("UPDATE steering SET version = :next WHERE id = 1 AND version = :expected")
                    .bind("next", expectedVersion + drafts.size())
                    .bind("expected", expectedVersion)
                    .execute();
            if (hit == 0) {
                return new Writing.Stale(handle.createQuery("SELECT version FROM steering WHERE id = 1")
                        .mapTo(Long.class)
                        .one());
            }
            configuration.ifPresent(applied -> put(handle, applied));
            List<Edit> edits = new ArrayList<>();
            for (Draft draft : drafts) {
                edits.add(insert(handle, draft));
            }
            return new Writing.Written(edits);
        });
    }

    /// The newest edits first.
    List<Edit> history(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM edit ORDER BY number DESC LIMIT :limit")
                .bind("limit", limit)
                .map((row, _) -> edit(row))
                .list());
    }

    Optional<Edit> find(long number) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM edit WHERE number = :number")
                .bind("number", number)
                .map((row, _) -> edit(row))
                .findOne());
    }

    Optional<Edit> newestAt(Place place) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM edit WHERE policy = :policy AND route = :route ORDER BY number DESC LIMIT 1")
                .bind("policy", place.policy().text())
                .bind("route", route(place))
                .map((row, _) -> edit(row))
                .findOne());
    }

    private Optional<Stored> load(Handle handle) {
        Map<Place, StanceSetting> stances = new HashMap<>();
        handle.createQuery("SELECT policy, route, setting FROM stance")
                .map((row, _) -> Map.entry(place(row), SettingText.read(row.getString("setting"))))
                .forEach(entry -> stances.put(entry.getKey(), entry.getValue()));
        Map<Place, Stance> configured = new HashMap<>();
        handle.createQuery("SELECT policy, route, stance FROM configured_stance")
                .map((row, _) -> Map.entry(place(row), SettingText.readStance(row.getString("stance"))))
                .forEach(entry -> configured.put(entry.getKey(), entry.getValue()));
        return handle.createQuery("SELECT version, bucket_key, configuration, settings FROM steering WHERE id = 1")
                .map((row, _) -> new Stored(
                        row.getLong("version"),
                        row.getString("bucket_key"),
                        stances,
                        new Applied(
                                row.getString("configuration"),
                                SettingText.readSettings(row.getString("settings")),
                                configured)))
                .findOne();
    }

    private static Edit insert(Handle handle, Draft draft) {
        long number = handle.createQuery("SELECT coalesce(max(number), 0) + 1 FROM edit")
                .mapTo(Long.class)
                .one();
        Edit edit = new Edit(
                number, draft.at(), draft.actor(), draft.edit(), draft.summary(), draft.undoes(), OptionalLong.empty());
        String policy = "";
        String route = "";
        String before;
        String after;
        switch (draft.edit()) {
            case SnapshotEdit.SetStance set -> {
                Place place = Place.of(set);
                put(handle, place, set.after());
                policy = place.policy().text();
                route = route(place);
                before = SettingText.write(set.before());
                after = SettingText.write(set.after());
            }
            case SnapshotEdit.Reconfigure reconfigure -> {
                before = reconfigure.before();
                after = reconfigure.after();
            }
        }
        handle.createUpdate("""
                        INSERT INTO edit (number, version, at, actor, kind, policy, route, before, after, summary, undoes)
                        VALUES (:number, :version, :at, :actor, :kind, :policy, :route, :before, :after, :summary, :undoes)""")
                .bind("number", number)
                .bind("version", edit.version())
                .bind("at", edit.at().toEpochMilli())
                .bind("actor", edit.actor())
                .bind("kind", edit.kind())
                .bind("policy", policy)
                .bind("route", route)
                .bind("before", before)
                .bind("after", after)
                .bind("summary", edit.summary())
                .bind("undoes", edit.undoes().isPresent() ? edit.undoes().getAsLong() : null)
                .execute();
        if (edit.undoes().isPresent()) {
            handle.createUpdate("UPDATE edit SET undone_by = :number WHERE number = :undone")
                    .bind("number", number)
                    .bind("undone", edit.undoes().getAsLong())
                    .execute();
        }
        return edit;
    }

    private static void put(Handle handle, Place place, Optional<StanceSetting> setting) {
        handle.createUpdate("DELETE FROM stance WHERE policy = :policy AND route = :route")
                .bind("policy", place.policy().text())
                .bind("route", route(place))
                .execute();
        setting.ifPresent(value -> handle.createUpdate(
                        "INSERT INTO stance (policy, route, setting) VALUES (:policy, :route, :setting)")
                .bind("policy", place.policy().text())
                .bind("route", route(place))
                .bind("setting", SettingText.write(value))
                .execute());
    }

    private static void put(Handle handle, Applied configuration) {
        handle.createUpdate("UPDATE steering SET configuration = :text, settings = :settings WHERE id = 1")
                .bind("text", configuration.text())
                .bind("settings", SettingText.write(configuration.settings()))
                .execute();
        handle.execute("DELETE FROM configured_stance");
        configuration
                .stances()
                .forEach((place, stance) -> handle.createUpdate(
                                "INSERT INTO configured_stance (policy, route, stance) VALUES (:policy, :route, :stance)")
                        .bind("policy", place.policy().text())
                        .bind("route", route(place))
                        .bind("stance", SettingText.write(stance))
                        .execute());
    }

    private static Edit edit(ResultSet row) throws SQLException {
        long expected = row.getLong("version") - 1;
        String before = row.getString("before");
        String after = row.getString("after");
        String kind = row.getString("kind");
        SnapshotEdit change = switch (kind) {
            case "stance" -> {
                Place place = place(row);
                yield new SnapshotEdit.SetStance(
                        expected,
                        place.policy(),
                        place.route(),
                        SettingText.readOptional(before),
                        SettingText.readOptional(after));
            }
            case "configuration" -> new SnapshotEdit.Reconfigure(expected, before, after);
            default -> throw new IllegalStateException("the database holds an edit of the kind '" + kind + "'");
        };
        return new Edit(
                row.getLong("number"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                change,
                row.getString("summary"),
                optionalLong(row, "undoes"),
                optionalLong(row, "undone_by"));
    }

    private static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Place place(ResultSet row) throws SQLException {
        String route = row.getString("route");
        return new Place(
                new PolicyName(row.getString("policy")),
                route.isEmpty() ? Optional.empty() : Optional.of(new RouteName(route)));
    }

    private static String route(Place place) {
        return place.route().map(RouteName::text).orElse("");
    }
}
