/// What is known of a policy, for people and for programs. [io.drawbridge.controlplane.readiness.ReadinessView] is
/// the
/// one form in which the admin API, the migration report and the page show a policy's readiness, and
/// [io.drawbridge.controlplane.readiness.Recommendation] says what to do next, and with which command. It recommends
/// to
/// enforce only when there was enough traffic and no denial.
@NullMarked
package io.drawbridge.controlplane.readiness;

import org.jspecify.annotations.NullMarked;
