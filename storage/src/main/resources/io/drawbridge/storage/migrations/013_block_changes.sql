-- Which blocks have changed, in order, so that other nodes need not read all of them. Times are milliseconds since
-- 1970, UTC. The newest row stays for ever: its number goes on from there.
CREATE TABLE ip_block_change (
    number BIGINT PRIMARY KEY,
    network TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- //@UNDO
DROP TABLE ip_block_change;
