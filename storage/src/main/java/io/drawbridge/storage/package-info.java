/// The gateway's own state. A [io.drawbridge.storage.Database] is one SQLite file with a small pool of
/// connections, or a PostgreSQL server that several nodes share; either is opened with the settings that make
/// it safe under `kill -9` and a power cut, and brought to the newest schema before anybody sees it. A server
/// may be away: every use then fails within seconds, [io.drawbridge.storage.Outage] tells such failures from
/// others, and it works again by itself. The schema is a row of numbered scripts in the folder `migrations`
/// beside this package, in SQLite's words, which [io.drawbridge.storage.Dialect] turns into PostgreSQL's; each
/// says how to go up and how to come down again, and whoever adds a table adds a script and tells nobody else.
/// A script and the note that it ran are one transaction under a lock that keeps two processes from migrating
/// at the same time. Only this package and those in it know database drivers and Redis; others get a
/// [org.jdbi.v3.core.Jdbi] and write SQL that both databases understand.
@NullMarked
package io.drawbridge.storage;

import org.jspecify.annotations.NullMarked;
