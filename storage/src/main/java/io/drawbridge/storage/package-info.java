/// The gateway's own state on disk. A [io.drawbridge.storage.Database] is one SQLite file with a small pool of
/// connections, opened with the settings that make it safe under `kill -9` and a power cut, and brought to the
/// newest schema before anybody sees it. The schema is a row of numbered scripts in the folder `migrations`
/// beside this package; each says how to go up and how to come down again, and whoever adds a table adds a
/// script and tells nobody else. A script and the note that it ran are one transaction, which is also the lock
/// that keeps two processes from migrating at the same time. Only this package knows the database driver;
/// others get a [org.jdbi.v3.core.Jdbi] and write SQL.
@NullMarked
package io.drawbridge.storage;

import org.jspecify.annotations.NullMarked;
