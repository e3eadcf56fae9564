package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.verdict.HeaderField;
import java.util.Set;

/// Answer fields of a kind of route. They stand beside those of the environment's own preset and replace those of the
/// same
/// name.
///
/// @param fields in the order of the file, no name twice
public record HeaderPresetSpec(Set<HeaderField> fields) {
    /// The environment's own preset, which routes have that name none.
    public static final String DEFAULT_PRESET = "default";

    /// The environment's own preset with a content security policy that lets FossaWork's pages load what they need.
    public static final String FOSSAWORK_PRESET = "fossawork";

    /// Whether a preset is there without being configured.
    public static boolean isBuiltIn(String name) {
        return name.equals(DEFAULT_PRESET) || name.equals(FOSSAWORK_PRESET);
    }

    public HeaderPresetSpec {
        fields = Ordered.set(fields);
    }
}
