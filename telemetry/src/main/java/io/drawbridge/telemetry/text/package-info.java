/// How what happened is put into words, the same in logs and in the store: what a policy said as a
/// [io.drawbridge.telemetry.text.Findings], who somebody is as a sentence, and client text without the secrets
/// that people put where they do not belong ([io.drawbridge.telemetry.text.SecretParameters]). Escaping is not
/// done here; it belongs to each format.
@NullMarked
package io.drawbridge.telemetry.text;

import org.jspecify.annotations.NullMarked;
