/// Commands about the running gateway as a whole: `drawbridge status`, and `drawbridge reload`, which makes it read
/// its
/// configuration file again. A file that is not valid changes nothing; its mistakes are listed as compilers list
/// theirs,
/// so that editors can jump to them.
@NullMarked
package io.drawbridge.cli.node;

import org.jspecify.annotations.NullMarked;
