-- What staff set on the terminal itself.
CREATE TABLE settings (
    name        TEXT PRIMARY KEY,
    value       TEXT NOT NULL,
    updated_utc TEXT NOT NULL
) STRICT;

-- The codes by which tills were let in, or tried to. Of a code only the digest is kept, and not for long.
CREATE TABLE pairings (
    id          INTEGER PRIMARY KEY,
    code_sha256 TEXT NOT NULL,
    boot_id     TEXT NOT NULL,
    until_ns    INTEGER NOT NULL,               -- CLOCK_MONOTONIC of that boot
    tries_left  INTEGER NOT NULL,
    state       TEXT NOT NULL DEFAULT 'open',   -- open, used, spent (guessed at too often), withdrawn
    till        TEXT NOT NULL DEFAULT '',       -- which one used it
    created_utc TEXT NOT NULL
) STRICT;

-- Where tills find this terminal, as the process that serves them last said.
CREATE TABLE till_address (
    one                INTEGER PRIMARY KEY CHECK (one = 1),
    url                TEXT NOT NULL,
    certificate_sha256 TEXT NOT NULL,           -- empty without TLS
    updated_utc        TEXT NOT NULL
) STRICT;

-- An amount in thousandths, so that 128 finds 128.00: no currency has more decimals than three.
ALTER TABLE requests ADD COLUMN amount_thousandths INTEGER GENERATED ALWAYS AS (
    CASE WHEN json_valid(received) THEN
        CAST(round(CAST(nullif(json_extract(received, '$.amount'), '') AS REAL) * 1000) AS INTEGER)
    END
) VIRTUAL;
CREATE INDEX requests_amount ON requests (amount_thousandths) WHERE amount_thousandths IS NOT NULL;

-- A search for part of a reference reads this index from end to end, and none of the requests.
DROP INDEX requests_reference;
CREATE INDEX requests_reference ON requests (reference, id);
CREATE INDEX records_confirmed ON records (confirmed_utc);

-- Slips of more kinds than a record's own: a test slip is about none.
CREATE TABLE slips_of_all_kinds (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL DEFAULT 'record',
    record_id   TEXT REFERENCES records (id),
    copy        INTEGER NOT NULL,               -- 1 for the first, more for reprints
    state       TEXT NOT NULL DEFAULT 'waiting',
    attempts    INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT NOT NULL DEFAULT '',
    picture     BLOB,                           -- the slip as printed, PNG
    created_utc TEXT NOT NULL,
    updated_utc TEXT NOT NULL,
    UNIQUE (record_id, kind, copy),
    CHECK (record_id IS NOT NULL OR kind <> 'record')
) STRICT;
INSERT INTO slips_of_all_kinds (id, record_id, copy, state, attempts, last_error, picture, created_utc, updated_utc)
    SELECT id, record_id, copy, state, attempts, last_error, picture, created_utc, updated_utc FROM slips;
DROP TABLE slips;
ALTER TABLE slips_of_all_kinds RENAME TO slips;
CREATE INDEX slips_unprinted ON slips (id) WHERE state IN ('waiting', 'printing');
CREATE INDEX slips_unfinished ON slips (id) WHERE state <> 'printed';
