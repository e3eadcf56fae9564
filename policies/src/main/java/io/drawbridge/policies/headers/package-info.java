/// The security fields of answers. [io.drawbridge.policies.headers.SecurityHeaders] makes the preset of an
/// environment, with a [io.drawbridge.policies.headers.ContentSecurityPolicy] of choice, as one block that is encoded
/// once. [io.drawbridge.policies.headers.SecurityHeadersPolicy] allows every exchange on the condition that its
/// answer carries the block. What browsers no longer read (`Expect-CT`, `X-XSS-Protection`,
/// `block-all-mixed-content`) is left out on purpose.
@NullMarked
package io.drawbridge.policies.headers;

import org.jspecify.annotations.NullMarked;
