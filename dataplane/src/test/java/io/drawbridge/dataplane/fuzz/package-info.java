/// Coverage-guided fuzzing of what reads bytes from strangers: request heads, answer heads and chunked bodies.
///
/// Each target compares the codec with [StrictModel][io.drawbridge.dataplane.fuzz.StrictModel] or
/// [ChunkModel][io.drawbridge.dataplane.fuzz.ChunkModel], which say the same with regular expressions and share
/// no code with it. [CodecFuzzTest][io.drawbridge.dataplane.fuzz.CodecFuzzTest] runs the targets one after the
/// other, each in a process of its own that Jazzer has instrumented; `-Dfuzz.seconds` says for how long in all.
/// An input that a run found is added to the seeds, which every build replays first.
@NullMarked
package io.drawbridge.dataplane.fuzz;

import org.jspecify.annotations.NullMarked;
