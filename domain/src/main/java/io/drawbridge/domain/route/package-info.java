/// Where a request goes. A [io.drawbridge.domain.route.Route] joins a path template and methods with a
/// destination (an upstream, or an [io.drawbridge.domain.route.Endpoint] of the gateway's own), the way to learn the
/// identity, and
/// the bindings to run, in the order in which they run.
@NullMarked
package io.drawbridge.domain.route;

import org.jspecify.annotations.NullMarked;
