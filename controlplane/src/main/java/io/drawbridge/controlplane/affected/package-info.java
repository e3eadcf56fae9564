/// Whom a step would affect, told before it is made. [io.drawbridge.controlplane.affected.Affected] goes through the
/// clients that a policy denied within the last seven days and compares what each of them gets now with what it would
/// get: the same buckets decide here and on the way through, so with a share of 25 % it names just the clients in
/// that
/// share. It says in plain words what it knows, and also when it knows nothing: no traffic is never taken for no
/// harm.
@NullMarked
package io.drawbridge.controlplane.affected;

import org.jspecify.annotations.NullMarked;
