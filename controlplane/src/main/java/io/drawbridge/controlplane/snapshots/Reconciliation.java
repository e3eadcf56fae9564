package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.SnapshotEdit;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds out what a configuration changes beside the one that was applied last: the edits, the stances that
/// come of them and what is to be remembered as applied. A configured stance counts only where it is not the
/// one that was applied last; so a file that nobody touched leaves alone what an operator set later.
///
/// @param drafts one a stance that changes, then one for everything else that does
/// @param stances every stance after them, for the new configuration
record Reconciliation(List<EditStore.Draft> drafts, List<String> changes, Stances stances, EditStore.Applied applied) {
    static final String ENVIRONMENT = "environment";

    /// @param version the version that is to be changed
    /// @param byText whose change it is when the file's text is another one
    static Reconciliation of(
            long version, Blueprint next, Stances stances, EditStore.Applied last, String byText, Instant now) {
        return new Run(version, next, stances, last, now).reconcile(byText);
    }

    /// What is remembered of the first configuration, which is nobody's edit.
    static EditStore.Applied first(Blueprint blueprint) {
        return new EditStore.Applied(blueprint.text(), blueprint.settings(), configured(blueprint));
    }

    /// Whether what was applied last is what this configuration says.
    static boolean isApplied(Blueprint blueprint, EditStore.Applied applied) {
        return applied.text().equals(blueprint.text())
                && applied.settings().equals(blueprint.settings())
                && applied.stances()
                        .entrySet()
                        .containsAll(configured(blueprint).entrySet());
    }

    private static Map<Place, Stance> configured(Blueprint blueprint) {
        Map<Place, Stance> configured = new HashMap<>();
        blueprint.stances().forEach(stance -> configured.put(stance.place(), stance.stance()));
        return configured;
    }

    private static final class Run {
        private final long version;
        private final Blueprint next;
        private final EditStore.Applied last;
        private final Instant now;
        private final boolean saysTheSame;
        private final List<EditStore.Draft> drafts = new ArrayList<>();
        private final List<String> changes = new ArrayList<>();
        private Stances stances;

        Run(long version, Blueprint next, Stances stances, EditStore.Applied last, Instant now) {
            this.version = version;
            this.next = next;
            this.saysTheSame = next.meaning().equals(stances.blueprint().meaning());
            this.stances = stances.with(next);
            this.last = last;
            this.now = now;
        }

        Reconciliation reconcile(String byText) {
            Map<Place, Stance> configured = configured(next);
            for (Blueprint.ConfiguredStance wanted : next.stances()) {
                Place place = wanted.place();
                boolean isNew = !wanted.stance().equals(last.stances().get(place));
                if (isNew && (wanted.origin().isPresent() || !isSteered(place))) {
                    set(place, Optional.of(wanted.stance()), wanted.origin().orElse(next.source()));
                }
            }
            for (Place gone : gone(configured)) {
                if (!isSteered(gone)) {
                    set(gone, Optional.empty(), next.source());
                }
            }
            settings(byText);
            return new Reconciliation(
                    drafts,
                    changes,
                    stances,
                    new EditStore.Applied(next.text(), next.settings(), remembered(configured)));
        }

        /// Whether something else holds at a place than the configuration asked for when it was last
        /// applied.
        private boolean isSteered(Place place) {
            Optional<Stance> holds = stances.own(place).map(StanceSetting::stance);
            return holds.isPresent()
                    && !holds.equals(Optional.ofNullable(last.stances().get(place)));
        }

        /// The places whose stance the configuration does not ask for any more, though the policy and the
        /// route are there, in the order of the configuration.
        private List<Place> gone(Map<Place, Stance> configured) {
            List<Place> gone = new ArrayList<>();
            next.policies()
                    .forEach(policy -> next.routes().forEach(route -> {
                        Place place = Place.on(policy, route.name());
                        if (last.stances().containsKey(place) && !configured.containsKey(place)) {
                            gone.add(place);
                        }
                    }));
            return gone;
        }

        /// What vanished with its policy or route is remembered, so that it is no change when it comes back
        /// unchanged.
        private Map<Place, Stance> remembered(Map<Place, Stance> configured) {
            Map<Place, Stance> remembered = new HashMap<>(configured);
            last.stances().forEach((place, stance) -> {
                if (!isThere(place)) {
                    remembered.put(place, stance);
                }
            });
            return remembered;
        }

        private boolean isThere(Place place) {
            return next.policies().contains(place.policy())
                    && place.route()
                            .filter(route -> next.outline(route).isEmpty())
                            .isEmpty();
        }

        private void set(Place place, Optional<Stance> wanted, String actor) {
            Optional<StanceSetting> before = stances.own(place);
            Optional<StanceSetting> after = wanted.map(stance -> StanceRequest.settled(stance, before, now));
            if (before.equals(after)) {
                return;
            }
            String summary = Words.change(place, before, after);
            draft(
                    new SnapshotEdit.SetStance(version + drafts.size(), place.policy(), place.route(), before, after),
                    actor,
                    summary);
            changes.add(summary);
            stances = stances.with(place, after);
        }

        private void settings(String byText) {
            boolean sameText = next.text().equals(last.text());
            List<String> lines = SettingChanges.between(last.settings(), next.settings());
            if (lines.isEmpty() && (!drafts.isEmpty() || (sameText && saysTheSame))) {
                return;
            }
            if (lines.isEmpty()) {
                lines = List.of(
                        saysTheSame
                                ? "the file was written anew and says the same"
                                : "something that is not shown changed");
            }
            draft(
                    new SnapshotEdit.Reconfigure(version + drafts.size(), last.text(), next.text()),
                    sameText ? ENVIRONMENT : byText,
                    String.join("; ", lines));
            changes.addAll(lines);
        }

        private void draft(SnapshotEdit edit, String actor, String summary) {
            drafts.add(new EditStore.Draft(edit, now, actor, summary, OptionalLong.empty()));
        }
    }
}
