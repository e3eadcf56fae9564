/// The page on the admin listener: per policy where it stands on the ladder of modes, whether it could be raised, who
/// would break, the trend, and what to type next; then the history. It is rendered on the server, without any script
/// or
/// style of its own, so that a content security policy can forbid both. It only reads. Texts from clients are escaped
/// by the template, and characters that could turn a line around are made visible.
@NullMarked
package io.drawbridge.controlplane.page;

import org.jspecify.annotations.NullMarked;
