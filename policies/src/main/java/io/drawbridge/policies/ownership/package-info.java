/// Whose data a request is about. Where a request names a user (in its query, its path or a header field),
/// [io.drawbridge.policies.ownership.OwnershipPolicy] refuses it unless that user is the one who asks. It looks at
/// every value of a repeated field, because nobody knows which one the service behind takes, and treats what can be
/// read in two ways as naming somebody else.
@NullMarked
package io.drawbridge.policies.ownership;

import org.jspecify.annotations.NullMarked;
