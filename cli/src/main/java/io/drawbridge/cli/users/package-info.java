/// The commands that manage the gateway's own accounts. A password comes from a terminal that does not show it, from
/// standard input, or from the gateway, which then makes a strong one that is shown once; never from the command
/// line,
/// where other programs could read it.
@NullMarked
package io.drawbridge.cli.users;

import org.jspecify.annotations.NullMarked;
