/// Rate limits that are exact. [io.drawbridge.policies.ratelimit.RateLimiter] holds what was admitted, for the whole
/// node and over changes of configuration; [io.drawbridge.policies.ratelimit.RateLimitPolicy] is one class of limit
/// as a snapshot compiled it, and tells clients where they stand by `RateLimit` and `RateLimit-Policy`. `5/minute`
/// admits five in any span of a minute, wherever the span begins, which neither fixed windows nor token buckets do. A
/// request that is denied is not counted, in any mode, so that what monitor counts is what enforce would have
/// counted. Memory is bounded: the number of clients, and what is kept of each.
@NullMarked
package io.drawbridge.policies.ratelimit;

import org.jspecify.annotations.NullMarked;
