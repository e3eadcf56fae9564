/// Reports for deciding. `drawbridge report migration` says who would break if a policy were enforced now, going by
/// what the gateway has counted, and in a line each how every other policy in monitor or warn stands. A report that
/// was
/// printed has done its work and ends with 0; a script that wants to be stopped by it says `--fail-on not-ready`.
@NullMarked
package io.drawbridge.cli.report;

import org.jspecify.annotations.NullMarked;
