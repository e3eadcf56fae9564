/// The composition root. [io.drawbridge.app.Main] adds the programs to the command line; [io.drawbridge.app.Gateway]
/// puts a gateway together by hand and reads like a wiring diagram; [io.drawbridge.app.SnapshotAssembly] makes
/// policies and routes out of a specification. Nothing here decides anything about a request.
@NullMarked
package io.drawbridge.app;

import org.jspecify.annotations.NullMarked;
