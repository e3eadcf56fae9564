/// Who would break. Each event loop counts in a [io.drawbridge.telemetry.readiness.Tally] of its own, with one
/// look-up for each request; twice a second one thread adds the tallies up and writes the differences, so that
/// the counts in the database grow over restarts and a killed process loses less than a second of them. A
/// bounded number of clients is told apart; the rest is counted together as others, and a flood of made-up
/// clients fills no memory and no disk: a part of the places is kept for clients who have proven who they are,
/// and another for those whom a policy denied. Whoever has not been seen for longer than the window makes room
/// when there is none. The totals of a policy are exact whoever is told apart.
@NullMarked
package io.drawbridge.telemetry.readiness;

import org.jspecify.annotations.NullMarked;
