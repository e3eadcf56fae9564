-- Who steers, and who may log in. Times are milliseconds since 1970, UTC.

-- Where steering stands: one row. The configuration is the one last applied.
CREATE TABLE steering (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    bucket_key TEXT NOT NULL,
    configuration TEXT NOT NULL,
    settings TEXT NOT NULL
);

-- What holds for each policy, everywhere (the route is empty) or on one route. Settings are JSON.
CREATE TABLE stance (
    policy TEXT NOT NULL,
    route TEXT NOT NULL,
    setting TEXT NOT NULL,
    PRIMARY KEY (policy, route)
) WITHOUT ROWID;

-- What the configuration asked for when it was last applied: only what differs from this is an edit.
CREATE TABLE configured_stance (
    policy TEXT NOT NULL,
    route TEXT NOT NULL,
    stance TEXT NOT NULL,
    PRIMARY KEY (policy, route)
) WITHOUT ROWID;

-- Every edit there was. Policy and route are empty where it is not about a stance.
CREATE TABLE edit (
    number INTEGER PRIMARY KEY,
    version INTEGER NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    policy TEXT NOT NULL,
    route TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    summary TEXT NOT NULL,
    undoes INTEGER REFERENCES edit (number),
    undone_by INTEGER REFERENCES edit (number)
);
CREATE INDEX edit_place ON edit (policy, route);

-- The gateway's own users. The key is the name in the one form in which names are compared.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    email TEXT NOT NULL,
    roles TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_login INTEGER
) WITHOUT ROWID;

-- //@UNDO
DROP TABLE account;
DROP TABLE edit;
DROP TABLE configured_stance;
DROP TABLE stance;
DROP TABLE steering;
