/// The files `security.log` and `access.log`, in the forms that operators grep for, or as JSON lines in ECS
/// names. Each event loop writes finished lines into buffers of its own, and one thread
/// ([io.drawbridge.telemetry.log.Logs]) takes them to disk several times a second. Text from clients is escaped
/// while it is copied, so that it can neither begin a line, nor add a field, nor pass for the name of an event.
/// What a slow or full disk cannot take is dropped, counted, and told in the log itself as soon as it can be
/// written again. Files grow to a limit and are then rotated, or are opened again when somebody else has
/// rotated them.
@NullMarked
package io.drawbridge.telemetry.log;

import org.jspecify.annotations.NullMarked;
