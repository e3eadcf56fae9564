-- Dates and times are ISO 8601 text of fixed width, in UTC: they sort as they are, and are the same in both databases.
CREATE TABLE work_orders (
  id             TEXT NOT NULL PRIMARY KEY,
  user_id        TEXT NOT NULL,
  external_id    TEXT NOT NULL,
  site_name      TEXT NOT NULL,
  address        TEXT NOT NULL,
  scheduled_date TEXT NOT NULL CHECK (length(scheduled_date) = 10),
  service_code   TEXT NOT NULL,
  work_type      TEXT,
  store_number   TEXT,
  notes          TEXT,
  instructions   TEXT,
  visit_id       TEXT,
  visit_number   TEXT,
  status         TEXT NOT NULL CHECK (status IN ('pending', 'in_progress', 'completed', 'failed', 'cancelled')),
  created_date   TEXT NOT NULL CHECK (length(created_date) = 24),
  updated_at     TEXT NOT NULL CHECK (length(updated_at) = 24),
  UNIQUE (user_id, external_id)
);

CREATE TABLE dispensers (
  id                  TEXT NOT NULL PRIMARY KEY,
  work_order_id       TEXT NOT NULL REFERENCES work_orders (id) ON DELETE CASCADE,
  position            INTEGER NOT NULL,
  dispenser_number    TEXT NOT NULL,
  dispenser_type      TEXT,
  fuel_grades         TEXT NOT NULL,
  make                TEXT,
  model               TEXT,
  serial_number       TEXT,
  meter_type          TEXT,
  number_of_nozzles   INTEGER,
  status              TEXT NOT NULL CHECK (status IN ('pending', 'in_progress', 'completed', 'failed')),
  progress_percentage INTEGER NOT NULL CHECK (progress_percentage BETWEEN 0 AND 100),
  UNIQUE (work_order_id, position)
);
