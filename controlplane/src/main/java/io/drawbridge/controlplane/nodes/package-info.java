/// The nodes of one gateway. Each writes every other second into the database that it is there and which
/// snapshot it runs, and reads what the others wrote, so that whoever asks one node sees all of them.
@NullMarked
package io.drawbridge.controlplane.nodes;

import org.jspecify.annotations.NullMarked;
