/// Judging, and what comes of it. A [io.drawbridge.domain.policy.Policy] judges and knows no mode; a
/// [io.drawbridge.domain.policy.Binding] puts it on a route with a [io.drawbridge.domain.policy.Stance];
/// [io.drawbridge.domain.policy.Enforcement] is the one table that turns mode and verdict into an
/// [io.drawbridge.domain.policy.Effect]. Ramps use a [io.drawbridge.domain.policy.Share]: sticky, nested and even.
@NullMarked
package io.drawbridge.domain.policy;

import org.jspecify.annotations.NullMarked;
