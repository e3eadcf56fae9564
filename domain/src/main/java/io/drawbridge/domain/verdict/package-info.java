/// What a policy can say. A [io.drawbridge.domain.verdict.Verdict] lets an exchange pass, denies it, or
/// leaves it undecided; there is no fourth answer and no boolean. A [io.drawbridge.domain.verdict.Reason]
/// is written for operators and a [io.drawbridge.domain.verdict.Refusal] for clients: they are two types, so that
/// an operator's detail has no way into a client's answer.
@NullMarked
package io.drawbridge.domain.verdict;

import org.jspecify.annotations.NullMarked;
