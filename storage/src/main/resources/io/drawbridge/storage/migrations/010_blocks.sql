-- Who is shut out. Times are milliseconds since 1970, UTC; a block that does not end ends at 9223372036854775807.
-- Automatic blocks stay for a while after their end: who comes again gets longer.
CREATE TABLE ip_block (
    network TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    offence INTEGER NOT NULL
);
CREATE INDEX ip_block_ends_at ON ip_block (ends_at);
CREATE INDEX ip_block_origin ON ip_block (origin, ends_at);

-- //@UNDO
DROP TABLE ip_block;
