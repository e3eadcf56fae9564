/// Thresholds that block. [io.drawbridge.policies.threshold.RequestFloodPolicy] counts requests and
/// [io.drawbridge.policies.threshold.BruteForcePolicy] failed authentication, by address (IPv6: its /64); who
/// passes a threshold is denied for as long as the block lasts, and each time again for twice as long. The
/// policies only judge, and say the same in every mode; [io.drawbridge.policies.threshold.Suspects] remembers
/// what they need. Where such a denial is enforced, the wiring makes a block of the
/// [io.drawbridge.policies.threshold.Sentence], which outlives the process. What fails is learnt after the
/// answer, from the exchange's record, by [io.drawbridge.policies.threshold.FailedAuthentication]. Nobody is
/// ever counted by name: who knows a user's name must not be able to shut that user out.
@NullMarked
package io.drawbridge.policies.threshold;

import org.jspecify.annotations.NullMarked;
