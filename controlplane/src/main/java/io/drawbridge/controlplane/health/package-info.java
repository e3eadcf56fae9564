/// Whether the gateway lives and whether it should get requests, for people, load balancers and orchestrators.
///
/// A gateway is live while it answers at all ([io.drawbridge.controlplane.health.LivenessEndpoint]). It is ready
/// from the moment it listens until it is asked to stop ([io.drawbridge.controlplane.health.Phase]). A dependency
/// that is away does not change that: it is shared, so that all nodes would go out of service together, although
/// each could go on with what it has. It is told to those who may see it
/// ([io.drawbridge.controlplane.health.Dependency]), on the admin listener only.
@NullMarked
package io.drawbridge.controlplane.health;

import org.jspecify.annotations.NullMarked;
