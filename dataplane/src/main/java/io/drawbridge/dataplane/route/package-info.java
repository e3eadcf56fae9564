/// Finds a request's route. The routes of a snapshot become a tree of path segments, so that a request costs its own
/// number of segments and not the number of routes. The most specific path wins: a literal segment before a
/// variable, a
/// variable
/// before `**`; only then the method is looked at.
@NullMarked
package io.drawbridge.dataplane.route;

import org.jspecify.annotations.NullMarked;
