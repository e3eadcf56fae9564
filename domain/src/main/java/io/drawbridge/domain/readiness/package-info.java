/// Who would break. For each policy, [io.drawbridge.domain.readiness.PolicyReadiness] says which clients it
/// would have refused, or did, on which routes, how often and since when, what share of the traffic that is, and
/// whether
/// enforcing it now is [io.drawbridge.domain.readiness.Outlook#READY]. Too little data is never taken for good news.
@NullMarked
package io.drawbridge.domain.readiness;

import org.jspecify.annotations.NullMarked;
