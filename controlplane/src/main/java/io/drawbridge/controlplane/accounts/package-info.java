/// The gateway's own users, as small as they can be: a name, a password, roles. Passwords are kept as Argon2id hashes
/// that carry their own parameters; at most a fixed number of them is computed at a time, because each takes 19 MiB,
/// and who finds no place in time is told to come back. An unknown name costs as much work as a wrong password and
/// gets
/// the same answer. [io.drawbridge.controlplane.accounts.LoginEndpoint] turns a name and a password into an access
/// token, and [io.drawbridge.controlplane.accounts.MeEndpoint] says whom a token stands for.
@NullMarked
package io.drawbridge.controlplane.accounts;

import org.jspecify.annotations.NullMarked;
