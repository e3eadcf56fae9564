/// How the control plane reads bodies and writes answers. [io.drawbridge.controlplane.answers.Json] is the one JSON
/// mapper: members in snake_case, instants as ISO 8601, a repeated member refused. What is wrong with a request
/// becomes
/// a [io.drawbridge.controlplane.answers.Problem] of RFC 9457, the same shape everywhere, with a code for programs
/// and
/// a remediation for people. [io.drawbridge.controlplane.answers.Members] takes typed members out of a JSON object
/// or a
/// form and says which one is wrong and how.
@NullMarked
package io.drawbridge.controlplane.answers;

import org.jspecify.annotations.NullMarked;
