/// What the gateway is told. One YAML file and a handful of environment variables become one immutable
/// [io.drawbridge.controlplane.configuration.Specification], or a list of everything that is wrong with them.
/// [io.drawbridge.controlplane.configuration.ConfigurationReader] is the way in. The text first becomes a tree whose
/// nodes know their line and column, then each section of the tree is read by a reader of its own; all of them
/// write into one list of problems, so that an operator sees every mistake at once and where it is. A value may come
/// from a
/// variable or from another file; such a value is never repeated in a message or in a
/// [io.drawbridge.controlplane.configuration.SpecificationDiff]. Secrets are not part of the specification: they are
/// in [io.drawbridge.controlplane.configuration.Settings]. Nothing here opens a socket or starts anything.
@NullMarked
package io.drawbridge.controlplane.configuration;

import org.jspecify.annotations.NullMarked;
