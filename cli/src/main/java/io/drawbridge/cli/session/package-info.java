/// What a command gets from its process and gives back to it. A [io.drawbridge.cli.session.Session] holds the
/// environment, the directory that the user stands in, the streams and, where there is one, the
/// [io.drawbridge.cli.session.Terminal] that can be asked; so every command can be tested without a process.
/// A command ends with an [io.drawbridge.cli.session.ExitCode]. One that cannot go on throws
/// [io.drawbridge.cli.session.CommandStopped], which says what is wrong and what to do, and which is printed in one
/// place.
@NullMarked
package io.drawbridge.cli.session;

import org.jspecify.annotations.NullMarked;
