-- What browsers report of the Content-Security-Policy. Times are milliseconds since 1970, UTC.

-- One row for each thing that some page could not do; the row of empty texts is for all that found no room.
CREATE TABLE csp_violation (
    page TEXT NOT NULL,
    directive TEXT NOT NULL,
    blocked TEXT NOT NULL,
    disposition TEXT NOT NULL,
    reports BIGINT NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (page, directive, blocked, disposition)
);
CREATE INDEX csp_violation_last_seen ON csp_violation (last_seen);

-- //@UNDO
DROP TABLE csp_violation;
