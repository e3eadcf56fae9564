/// Who is asking. An [io.drawbridge.domain.identity.Identity] is learnt once for each exchange, whatever
/// any mode is, and a credential that is presented and bad is never taken for anything better. A
/// [io.drawbridge.domain.identity.Client] is whom shares, limits and readiness count.
@NullMarked
package io.drawbridge.domain.identity;

import org.jspecify.annotations.NullMarked;
