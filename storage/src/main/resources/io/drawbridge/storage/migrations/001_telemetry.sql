-- What happened, and who would break. Times are milliseconds since 1970, UTC.

-- One row for each line of logs/security.log.
CREATE TABLE security_event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    policy TEXT NOT NULL,
    route TEXT NOT NULL,
    client TEXT NOT NULL,
    address TEXT NOT NULL,
    decision TEXT NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX security_event_at ON security_event (at);
CREATE INDEX security_event_name ON security_event (name);
CREATE INDEX security_event_policy ON security_event (policy, route);
CREATE INDEX security_event_client ON security_event (client);
CREATE INDEX security_event_address ON security_event (address);

-- What drawbridge explain answers. An id begins with the time of its decision.
CREATE TABLE decision (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL
) WITHOUT ROWID;

-- Whom readiness tells apart. Client 0 is all the others together.
CREATE TABLE readiness_client (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    last_seen INTEGER NOT NULL,
    UNIQUE (kind, subject, network)
);
CREATE INDEX readiness_client_last_seen ON readiness_client (last_seen);

CREATE TABLE readiness_traffic (
    route TEXT NOT NULL,
    client INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    PRIMARY KEY (client, route)
) WITHOUT ROWID;
CREATE INDEX readiness_traffic_route ON readiness_traffic (route);

CREATE TABLE readiness_denial (
    policy TEXT NOT NULL,
    route TEXT NOT NULL,
    client INTEGER NOT NULL,
    would_refuse INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (policy, client, route)
) WITHOUT ROWID;
CREATE INDEX readiness_denial_client ON readiness_denial (client);

-- Everything that a policy judged on a route since the beginning; exact, whoever is told apart.
CREATE TABLE readiness_total (
    policy TEXT NOT NULL,
    route TEXT NOT NULL,
    requests INTEGER NOT NULL,
    would_refuse INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (policy, route)
) WITHOUT ROWID;

-- The same by hour, for as long as the trend reaches.
CREATE TABLE readiness_hour (
    policy TEXT NOT NULL,
    hour INTEGER NOT NULL,
    route TEXT NOT NULL,
    requests INTEGER NOT NULL,
    denials INTEGER NOT NULL,
    PRIMARY KEY (policy, hour, route)
) WITHOUT ROWID;

-- //@UNDO
DROP TABLE readiness_hour;
DROP TABLE readiness_total;
DROP TABLE readiness_denial;
DROP TABLE readiness_traffic;
DROP TABLE readiness_client;
DROP TABLE decision;
DROP TABLE security_event;
