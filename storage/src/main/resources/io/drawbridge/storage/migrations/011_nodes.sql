-- Several nodes on one database. Times are milliseconds since 1970, UTC.

-- Which node wrote it down; empty for what is older than nodes.
ALTER TABLE security_event ADD COLUMN node TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN node TEXT NOT NULL DEFAULT '';

-- Which batches have been written, so that none is written twice when the answer to a commit was lost. A writer is one
-- run of one node's program.
CREATE TABLE written_batch (
    writer TEXT PRIMARY KEY,
    batch INTEGER NOT NULL,
    at INTEGER NOT NULL
);

-- What every node must know before it counts clients: one row. A fold is a removal of idle clients.
CREATE TABLE readiness_numbering (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    highest_client INTEGER NOT NULL,
    folds INTEGER NOT NULL,
    traffic_rows INTEGER NOT NULL,
    denial_rows INTEGER NOT NULL
);
INSERT INTO readiness_numbering (id, highest_client, folds, traffic_rows, denial_rows)
VALUES (1, (SELECT coalesce(max(id), 0) FROM readiness_client), 0,
    (SELECT count(*) FROM readiness_traffic), (SELECT count(*) FROM readiness_denial));

-- Who is there, for the operator.
CREATE TABLE node (
    name TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    snapshot INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
);

-- //@UNDO
DROP TABLE node;
DROP TABLE readiness_numbering;
DROP TABLE written_batch;
ALTER TABLE decision DROP COLUMN node;
ALTER TABLE security_event DROP COLUMN node;
