/// Cross-origin requests of browsers, by the Fetch standard. [io.drawbridge.policies.origin.CorsSettings] is what an
/// operator sets, and [io.drawbridge.policies.origin.CorsRules] what runs: exact comparison with a list of origins,
/// fields encoded beforehand, `Vary` on every answer. The fields are facts for browsers and stand in every mode; only
/// "this origin may not do that" is a verdict, and [io.drawbridge.policies.origin.OriginPolicy] gives it.
@NullMarked
package io.drawbridge.policies.origin;

import org.jspecify.annotations.NullMarked;
