/// Judges one exchange: the bindings that need no identity, then the identity, then the bindings that need it, each
/// in
/// the route's order, until one refuses. The result is a [io.drawbridge.dataplane.chain.Passage], which says what
/// becomes of
/// the request and what the answer must carry.
@NullMarked
package io.drawbridge.dataplane.chain;

import org.jspecify.annotations.NullMarked;
