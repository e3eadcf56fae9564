/// The words that people type: policies and modes. They are offered for completion, and a mistyped one is answered
/// with
/// the nearest of those that there are ([io.drawbridge.cli.words.Spelling]), never guessed. Which policies exist is
/// what the gateway says; the list here only completes.
@NullMarked
package io.drawbridge.cli.words;

import org.jspecify.annotations.NullMarked;
