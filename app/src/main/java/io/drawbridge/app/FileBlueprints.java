package io.drawbridge.app;

import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.configuration.ConfigurationFile;
import io.drawbridge.controlplane.configuration.ConfigurationReader;
import io.drawbridge.controlplane.configuration.ConfiguredStance;
import io.drawbridge.controlplane.configuration.FileOutcome;
import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.controlplane.configuration.OwnRoute;
import io.drawbridge.controlplane.configuration.ReadOutcome;
import io.drawbridge.controlplane.configuration.Settings;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.configuration.SpecificationFacts;
import io.drawbridge.controlplane.snapshots.Blueprint;
import io.drawbridge.controlplane.snapshots.BlueprintSource;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.SnapshotCompiler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads the configuration file, and makes what steering needs of it.
final class FileBlueprints implements BlueprintSource {
    /// What came of reading the file.
    sealed interface Outcome {
        record Valid(Specification specification, Settings settings, String text, List<String> warnings)
                implements Outcome {}

        record Invalid(List<io.drawbridge.controlplane.configuration.Problem> problems) implements Outcome {}
    }

    private final Path file;
    private final Map<String, String> environment;
    private final SharedState shared;
    private final Function<Specification, SnapshotCompiler> compilers;
    private final Consumer<Specification> taker;

    /// @param taker is told of what is in effect, beside the snapshot
    FileBlueprints(
            Path file,
            Map<String, String> environment,
            SharedState shared,
            Function<Specification, SnapshotCompiler> compilers,
            Consumer<Specification> taker) {
        this.taker = taker;
        this.file = file;
        this.shared = shared;
        this.environment = Map.copyOf(environment);
        this.compilers = compilers;
    }

    static Outcome load(Path file, Map<String, String> environment) {
        return switch (ConfigurationFile.load(file)) {
            case FileOutcome.Unreadable unreadable -> new Outcome.Invalid(unreadable.problems());
            case FileOutcome.Text read ->
                switch (ConfigurationReader.read(file.toString(), read.text(), environment)) {
                    case ReadOutcome.Refused refused -> new Outcome.Invalid(refused.problems());
                    case ReadOutcome.Accepted accepted ->
                        new Outcome.Valid(
                                accepted.specification(),
                                accepted.settings(),
                                read.text(),
                                accepted.warnings().stream()
                                        .map(io.drawbridge.controlplane.configuration.Problem::toString)
                                        .toList());
                };
        };
    }

    @Override
    public Reading read() {
        return switch (load(file, environment)) {
            case Outcome.Invalid invalid ->
                new Reading.Broken(invalid.problems().stream()
                        .map(problem ->
                                new Problem.Flaw(problem.file(), problem.line(), problem.column(), problem.message()))
                        .toList());
            case Outcome.Valid valid -> new Reading.Valid(blueprint(valid));
        };
    }

    @Override
    public void taken(Blueprint blueprint) {
        if (blueprint.meaning() instanceof Specification specification) {
            taker.accept(specification);
        }
    }

    Blueprint blueprint(Outcome.Valid valid) {
        Specification specification = valid.specification();
        List<Blueprint.RouteOutline> routes = new ArrayList<>();
        List<Blueprint.ConfiguredStance> stances = new ArrayList<>();
        OwnRoute.with(specification.accounts())
                .forEach(own -> routes.add(new Blueprint.RouteOutline(
                        own.routeName(), own.template().text(), false)));
        specification
                .policies()
                .stances()
                .forEach((policy, stance) -> stances.add(configured(Place.everywhere(policy), stance)));
        specification.routes().forEach((name, route) -> {
            routes.add(new Blueprint.RouteOutline(name, route.path().text(), route.critical()));
            route.modes().forEach((policy, stance) -> stances.add(configured(Place.on(policy, name), stance)));
        });
        return new Blueprint(
                "file:" + file.getFileName(),
                valid.text(),
                KnownPolicies.ALL,
                routes,
                stances,
                settings(specification),
                specification,
                compilers.apply(specification));
    }

    /// Nodes on one machine differ in ports and folders, which is nobody's edit.
    private SortedMap<String, String> settings(Specification specification) {
        SortedMap<String, String> settings = new TreeMap<>(SpecificationFacts.settings(specification));
        if (shared.hasOtherNodes()) {
            settings.keySet().removeIf(name -> name.matches("(|admin: |tls: )(listen|data)\\b.*"));
        }
        return settings;
    }

    private Blueprint.ConfiguredStance configured(Place place, ConfiguredStance stance) {
        Optional<String> origin = switch (stance.origin()) {
            case DEFAULT -> Optional.empty();
            case FILE -> Optional.of("file:" + file.getFileName());
            case ENVIRONMENT -> Optional.of("environment");
        };
        return new Blueprint.ConfiguredStance(place, stance.stance(), origin);
    }
}
