/// The database, SQLite or PostgreSQL, chosen by one URL. [io.drawbridge.workorders.database.DatabaseUrl] understands
/// the
/// forms that people write; [io.drawbridge.workorders.database.Database] is the pool behind it, and the one place
/// that
/// knows how the two differ. All statements of the service run on both unchanged: times and dates are ISO 8601 text,
/// ids
/// are text. [io.drawbridge.workorders.database.Migrations] brings the tables to the version that the program wants,
/// up
/// or
/// down, in one transaction under a lock, so that two programs that start at once do it once. In PostgreSQL
/// everything
/// lies in the schema `workorders`, since the gateway may use the same database.
@NullMarked
package io.drawbridge.workorders.database;

import org.jspecify.annotations.NullMarked;
