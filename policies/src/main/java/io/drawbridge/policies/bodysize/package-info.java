/// How large bodies may be. A length that is declared is judged before anything of the body is read; one that
/// is not is judged again and again while the body comes, by the same policy. It has no opinion on answers.
@NullMarked
package io.drawbridge.policies.bodysize;

import org.jspecify.annotations.NullMarked;
