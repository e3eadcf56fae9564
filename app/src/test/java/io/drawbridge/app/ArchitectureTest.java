package io.drawbridge.app;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The walls of the house: who may know whom. Each of these is a sentence of docs/architecture.md.
class ArchitectureTest {
    private static JavaClasses drawbridge;

    @BeforeAll
    static void scan() {
        drawbridge = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.drawbridge");
    }

    @Test
    void the_scan_saw_enough_classes() {
        Map.of(
                        "domain",
                        50,
                        "policies",
                        30,
                        "dataplane",
                        30,
                        "storage",
                        3,
                        "telemetry",
                        25,
                        "controlplane",
                        80,
                        "cli",
                        30)
                .forEach((module, least) -> assertThat(drawbridge.stream()
                                .filter(type -> type.getPackageName().startsWith("io.drawbridge." + module))
                                .count())
                        .as(module)
                        .isGreaterThanOrEqualTo(least));
    }

    @Test
    void the_domain_knows_nothing_but_the_jdk_and_its_annotations() {
        classes()
                .that()
                .resideInAPackage("io.drawbridge.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.drawbridge.domain..", "java..", "javax.crypto..", "org.jspecify..")
                .check(drawbridge);
    }

    @Test
    void each_module_knows_only_those_below_it() {
        Map<String, List<String>> below = Map.of(
                "policies", List.of("domain"),
                "dataplane", List.of("domain"),
                "storage", List.of("domain"),
                "telemetry", List.of("domain", "storage"),
                "controlplane", List.of("domain", "storage", "telemetry"),
                "cli", List.of("domain"));
        List<String> all = List.of(
                "domain", "policies", "dataplane", "storage", "telemetry", "controlplane", "cli", "app", "workorders");
        below.forEach((module, allowed) -> {
            String[] forbidden = all.stream()
                    .filter(other -> !other.equals(module) && !allowed.contains(other))
                    .map(other -> "io.drawbridge." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.drawbridge." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .check(drawbridge);
        });
    }

    @Test
    void policies_do_not_know_each_other() {
        slices().matching("io.drawbridge.policies.(*)..")
                .should()
                .notDependOnEachOther()
                .check(drawbridge);
    }

    @Test
    void no_package_of_a_module_depends_on_itself_in_a_circle() {
        for (String module : List.of("domain", "dataplane", "telemetry", "controlplane", "cli")) {
            slices().matching("io.drawbridge." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    // A generated template belongs to the package whose view it renders.
                    .ignoreDependency(resideInAPackage("io.drawbridge.controlplane.templates"), alwaysTrue())
                    .check(drawbridge);
        }
    }

    @Test
    void only_listener_upstream_and_tls_know_netty() {
        onlyKnows(
                "io.netty..",
                "io.drawbridge.dataplane.listener..",
                "io.drawbridge.dataplane.upstream..",
                "io.drawbridge.dataplane.tls..");
    }

    @Test
    void only_the_acme_package_knows_the_acme_library() {
        onlyKnows("org.shredzone..", "io.drawbridge.controlplane.acme..");
    }

    @Test
    void only_the_authenticators_know_the_jose_library() {
        onlyKnows("com.nimbusds..", "io.drawbridge.policies.identity..");
    }

    @Test
    void only_storage_knows_the_database_driver() {
        onlyKnows("org.sqlite..", "io.drawbridge.storage..");
        onlyKnows("com.zaxxer..", "io.drawbridge.storage..");
        onlyKnows("org.postgresql..", "io.drawbridge.storage..");
    }

    @Test
    void only_storage_knows_the_redis_client() {
        onlyKnows("io.lettuce..", "io.drawbridge.storage..");
    }

    @Test
    void only_the_configuration_and_the_command_line_know_yaml() {
        onlyKnows("org.snakeyaml..", "io.drawbridge.controlplane.configuration..", "io.drawbridge.cli.output..");
    }

    private static void onlyKnows(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(drawbridge);
    }
}
