/// The `drawbridge` command. [io.drawbridge.cli.Drawbridge] puts the subcommands together; each noun has a package,
/// and
/// every one of them does its work through the gateway's admin API, as any other program could. What a command needs
/// of
/// its process comes in a [io.drawbridge.cli.session.Session], so all of this runs in tests as it runs in a shell.
/// What goes wrong is printed in one place, on standard error, with what to do about it, and ends in an
/// [io.drawbridge.cli.session.ExitCode].
@NullMarked
package io.drawbridge.cli;

import org.jspecify.annotations.NullMarked;
