/// How commands print. An [io.drawbridge.cli.output.OutputFormat] is a table for people, or the admin API's own
/// document as JSON or YAML for scripts. A [io.drawbridge.cli.output.Table] aligns its columns by what a terminal
/// shows.
/// Much of what is printed was written by clients of the gateway, attackers among them, so everything goes through
/// [io.drawbridge.cli.output.SafeText]: no text from outside reaches a terminal as a control sequence, in any format.
/// [io.drawbridge.cli.output.Ink] colours only where a terminal reads and `NO_COLOR` is not set.
@NullMarked
package io.drawbridge.cli.output;

import org.jspecify.annotations.NullMarked;
