/// Finding the gateway and talking to it. [io.drawbridge.cli.gateway.GatewayOptions] is what a command takes on its
/// command line; the address of the admin API and its key are looked for there, then in the environment, then in what
/// `drawbridge demo` left in the directory that the user stands in. The key that the demo left is sent to the demo
/// alone. [io.drawbridge.cli.gateway.AdminApi] sends a [io.drawbridge.cli.gateway.Call] and gives a
/// [io.drawbridge.cli.gateway.Reply]; what no command can act on (nobody there, no entry, a failing gateway) ends the
/// command here, with what was tried and what to do. [io.drawbridge.cli.gateway.Document] reads answers strictly: a
/// field that must be there and is not is said to be missing, never made up.
@NullMarked
package io.drawbridge.cli.gateway;

import org.jspecify.annotations.NullMarked;
