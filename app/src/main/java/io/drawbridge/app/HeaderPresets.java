package io.drawbridge.app;

import io.drawbridge.controlplane.configuration.CspSpec;
import io.drawbridge.controlplane.configuration.Environment;
import io.drawbridge.controlplane.configuration.HeaderPresetSpec;
import io.drawbridge.controlplane.configuration.OwnRoute;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.policies.headers.ContentSecurityPolicy;
import io.drawbridge.policies.headers.CspReporting;
import io.drawbridge.policies.headers.PublicSide;
import io.drawbridge.policies.headers.SecurityHeaders;
import io.drawbridge.policies.headers.SecurityHeadersPolicy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The security headers of a specification, by the names under which routes ask for them: for clients that
/// come over TLS, and for those that do not.
final class HeaderPresets {
    private final Map<String, FieldBlock> plain;
    private final Map<String, FieldBlock> secure;

    HeaderPresets(Specification specification) {
        CspReporting reporting = reporting(specification.csp());
        this.plain = presets(specification, reporting, PublicSide.PLAIN);
        this.secure = presets(specification, reporting, PublicSide.TLS);
    }

    /// The policy that adds a preset.
    SecurityHeadersPolicy policy(String name) {
        return new SecurityHeadersPolicy(preset(plain, name), preset(secure, name));
    }

    /// What answers carry that no route makes.
    FieldBlock unrouted(PublicSide side) {
        return switch (side) {
            case PLAIN -> preset(plain, HeaderPresetSpec.DEFAULT_PRESET);
            case TLS -> preset(secure, HeaderPresetSpec.DEFAULT_PRESET);
        };
    }

    private static FieldBlock preset(Map<String, FieldBlock> presets, String name) {
        FieldBlock block = presets.get(name);
        if (block == null) {
            throw new IllegalArgumentException("there is no header preset " + name);
        }
        return block;
    }

    private static Map<String, FieldBlock> presets(
            Specification specification, CspReporting reporting, PublicSide side) {
        Map<String, FieldBlock> presets = new LinkedHashMap<>();
        FieldBlock usual = usual(specification.environment(), side, ContentSecurityPolicy.GENERIC);
        presets.put(HeaderPresetSpec.DEFAULT_PRESET, reporting.on(usual));
        presets.put(
                HeaderPresetSpec.FOSSAWORK_PRESET,
                reporting.on(usual(specification.environment(), side, ContentSecurityPolicy.FOSSAWORK)));
        specification
                .headerPresets()
                .forEach((name, preset) -> presets.put(name, reporting.on(overlaid(usual, preset))));
        return presets;
    }

    /// Browsers report to the gateway, which passes on what it gets; or, where it does not collect, to whom it
    /// would have passed it on.
    private static CspReporting reporting(CspSpec csp) {
        Optional<String> endpoint = csp.collect()
                ? Optional.of(OwnRoute.CSP_REPORTS.template().text())
                : csp.forward().map(URI::toString);
        return new CspReporting(endpoint, csp.candidate());
    }

    private static FieldBlock usual(Environment environment, PublicSide side, ContentSecurityPolicy policy) {
        var choice = switch (environment) {
            case DEVELOPMENT -> io.drawbridge.policies.headers.Environment.DEVELOPMENT;
            case STAGING -> io.drawbridge.policies.headers.Environment.STAGING;
            case PRODUCTION -> io.drawbridge.policies.headers.Environment.PRODUCTION;
        };
        return SecurityHeaders.preset(choice, side, policy.text(choice));
    }

    private static FieldBlock overlaid(FieldBlock usual, HeaderPresetSpec preset) {
        Map<String, HeaderField> fields = new LinkedHashMap<>();
        usual.fields().forEach(field -> fields.put(field.name().toLowerCase(Locale.ROOT), field));
        preset.fields().forEach(field -> fields.put(field.name().toLowerCase(Locale.ROOT), field));
        return new FieldBlock(List.copyOf(fields.values()));
    }
}
