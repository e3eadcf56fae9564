package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.ConfiguredStance.Origin;
import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Scalar;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the section `policies`.
final class PoliciesReader {
    private static final List<String> DETECT_KEYS = List.of("query", "header");

    private final Reading reading;
    private final EnvironmentVariables variables;
    private final Map<PolicyName, ConfiguredStance> stances = new LinkedHashMap<>();
    private List<String> exemptRoles = List.of();
    private List<RequestField> detect = LegacyAuthSpec.DEFAULT_DETECT;
    private Optional<URI> migrationGuide = Optional.empty();
    private ThresholdSpec bruteForce = ThresholdSpec.BRUTE_FORCE;
    private ThresholdSpec requestFlood = ThresholdSpec.REQUEST_FLOOD;

    private PoliciesReader(Reading reading, EnvironmentVariables variables) {
        this.reading = reading;
        this.variables = variables;
        for (PolicyName policy : KnownPolicies.ALL) {
            stances.put(policy, new ConfiguredStance(Stance.of(KnownPolicies.defaultMode(policy)), Origin.DEFAULT));
        }
    }

    /// @param node the section, where there is one
    static PoliciesSpec read(Reading reading, EnvironmentVariables variables, Optional<Node> node) {
        PoliciesReader reader = new PoliciesReader(reading, variables);
        node.ifPresent(reader::section);
        reader.applyVariables(node.map(Node::at).orElse(Position.START));
        return new PoliciesSpec(
                reader.stances,
                Ordered.set(reader.exemptRoles),
                new LegacyAuthSpec(reader.detect, reader.migrationGuide),
                reader.bruteForce,
                reader.requestFlood);
    }

    private void section(Node node) {
        for (Entry entry : reading.entries(node, "policies", "legacy-auth: { mode: monitor }")) {
            String word = entry.key().text();
            if (!KnownPolicies.words().contains(word)) {
                reading.problems()
                        .add(
                                entry.key().at(),
                                "policies: there is no policy " + Problem.quoted(word)
                                        + DidYouMean.question(word, KnownPolicies.words())
                                        + Reading.among(KnownPolicies.words()));
                continue;
            }
            policy(new PolicyName(word), entry.value());
        }
    }

    private void policy(PolicyName policy, Node value) {
        if (value instanceof Scalar) {
            reading.text(value, policy.text())
                    .flatMap(text -> new StanceReader(reading).read(text, policy.text()))
                    .ifPresent(stance -> stances.put(policy, stance));
            return;
        }
        Section.of(reading, value, SpecificationFacts.policy(policy), policy.text(), keys(policy))
                .ifPresent(section -> {
                    stances.put(policy, new StanceReader(reading).read(section, KnownPolicies.defaultMode(policy)));
                    if (policy.equals(KnownPolicies.OWNERSHIP)) {
                        exemptRoles = section.values("exempt_roles", Forms.ROLE, List.of());
                    }
                    if (policy.equals(KnownPolicies.BRUTE_FORCE)) {
                        bruteForce = AddressesReader.threshold(reading, section, bruteForce, 100);
                    }
                    if (policy.equals(KnownPolicies.REQUEST_FLOOD)) {
                        requestFlood = AddressesReader.threshold(reading, section, requestFlood, 1_000_000);
                    }
                    if (policy.equals(KnownPolicies.LEGACY_AUTH)) {
                        detect = detect(section);
                        migrationGuide = section.value("migration_guide", Forms.PAGE);
                    }
                });
    }

    private static List<String> keys(PolicyName policy) {
        List<String> keys = new ArrayList<>(StanceReader.KEYS);
        if (policy.equals(KnownPolicies.OWNERSHIP)) {
            keys.add("exempt_roles");
        }
        if (KnownPolicies.isThreshold(policy)) {
            keys.addAll(AddressesReader.THRESHOLD_KEYS);
        }
        if (policy.equals(KnownPolicies.LEGACY_AUTH)) {
            keys.add("detect");
            keys.add("migration_guide");
        }
        return keys;
    }

    private List<RequestField> detect(Section policy) {
        Optional<Section> section = policy.node("detect")
                .flatMap(node -> Section.of(
                        reading, node, SpecificationFacts.policy(KnownPolicies.LEGACY_AUTH), "detect", DETECT_KEYS));
        if (section.isEmpty()) {
            return LegacyAuthSpec.DEFAULT_DETECT;
        }
        List<RequestField> fields = new ArrayList<>();
        for (RequestField.Source source : List.of(RequestField.Source.QUERY, RequestField.Source.HEADER)) {
            Form<RequestField> form = Form.open("the name of a field", name -> new RequestField(source, name));
            section.get().value(source.word(), form).ifPresent(fields::add);
        }
        // Nothing usable was written, and that has been reported.
        return fields.isEmpty() ? LegacyAuthSpec.DEFAULT_DETECT : fields;
    }

    private void applyVariables(Position at) {
        if (variables.legacyAuth().isEmpty()) {
            return;
        }
        Mode mode = variables.legacyAuth().get();
        ConfiguredStance before =
                stances.put(KnownPolicies.LEGACY_AUTH, new ConfiguredStance(Stance.of(mode), Origin.ENVIRONMENT));
        if (before != null && before.origin() == Origin.FILE && !before.stance().equals(Stance.of(mode))) {
            reading.problems()
                    .warn(
                            at,
                            "legacy-auth: the file says " + before.stance() + ", but the variables "
                                    + EnvironmentVariables.MIGRATION + " and " + EnvironmentVariables.BLOCK
                                    + " come first and say " + mode.word());
        }
    }
}
