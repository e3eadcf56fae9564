package io.drawbridge.domain.policy;

import io.drawbridge.domain.exchange.Exchange;
import io.drawbridge.domain.verdict.Verdict;

/// One security rule. It judges and does nothing else: it is quick, never blocks, writes no answer and knows no mode,
/// so
/// that its verdict in `monitor` is its verdict in `enforce`.
///
/// @param <E> what must be known, and so has been paid for, before it can judge
@FunctionalInterface
public interface Policy<E extends Exchange> {
    Verdict judge(E exchange);
}
