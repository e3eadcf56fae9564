/// The commands that show and change modes. A change is made in three steps: a dry run, whose
/// [io.drawbridge.cli.mode.Preview] says who is affected; consent, from the terminal or from `--yes`; and the write,
/// which names the version that was looked at, so that what is changed is what was shown
/// ([io.drawbridge.cli.mode.GuardedChange]). Setting a mode and taking an edit back differ only in the call that they
/// send.
@NullMarked
package io.drawbridge.cli.mode;

import org.jspecify.annotations.NullMarked;
