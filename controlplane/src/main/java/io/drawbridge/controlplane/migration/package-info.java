/// The migration away from the legacy pattern, as the public listener tells it.
/// [io.drawbridge.controlplane.migration.MigrationReportEndpoint] is the report that the guides call: which endpoints
/// still see the pattern, from which clients, and what to do. It asks by itself for an administrator's token,
/// whatever
/// the mode of any policy is. [io.drawbridge.controlplane.migration.MigrationGuideEndpoint] is the page that warned
/// clients are sent to.
@NullMarked
package io.drawbridge.controlplane.migration;

import org.jspecify.annotations.NullMarked;
