/// `drawbridge explain ID`: what became of one request and why, for the operator who was sent a decision id by a
/// refused
/// client. It shows what the client was not told: what every policy said, in which mode, and what would let the
/// request
/// pass.
@NullMarked
package io.drawbridge.cli.explain;

import org.jspecify.annotations.NullMarked;
