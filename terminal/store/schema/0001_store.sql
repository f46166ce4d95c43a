-- What tills asked for. `received` is the request's JSON as it goes into the record, word for word.
CREATE TABLE requests (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    till            TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    body_sha256     TEXT NOT NULL,
    received        TEXT NOT NULL,
    reference       TEXT NOT NULL,
    state           TEXT NOT NULL,
    reason          TEXT NOT NULL DEFAULT '',   -- cancelled: by whom
    code            TEXT NOT NULL DEFAULT '',   -- failed: the stable word for why
    version         INTEGER NOT NULL DEFAULT 1, -- grows with every change; the API's ETag
    created_utc     TEXT NOT NULL,
    displayed_utc   TEXT,
    ended_utc       TEXT,
    UNIQUE (till, idempotency_key)
) STRICT;
CREATE INDEX requests_open ON requests (seq) WHERE state NOT IN ('completed', 'cancelled', 'failed');
CREATE INDEX requests_reference ON requests (reference);

-- Signature records, in the order of their chain. Never changed, never without its seal.
CREATE TABLE records (
    seq           INTEGER PRIMARY KEY,
    id            TEXT NOT NULL UNIQUE,
    request_id    TEXT NOT NULL UNIQUE REFERENCES requests (id),
    match_code    TEXT NOT NULL,
    method        TEXT NOT NULL,
    confirmed_utc TEXT NOT NULL,
    jws           BLOB NOT NULL,
    jws_sha256    TEXT NOT NULL
) STRICT;
CREATE INDEX records_match_code ON records (match_code);

-- The files of a record beside its seal.
CREATE TABLE parts (
    record_id  TEXT NOT NULL REFERENCES records (id),
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    content    BLOB NOT NULL,
    PRIMARY KEY (record_id, name)
) STRICT, WITHOUT ROWID;

-- Each record's way to each place it must reach. A row is made in the record's own transaction.
CREATE TABLE outbox (
    id              INTEGER PRIMARY KEY,
    record_id       TEXT NOT NULL REFERENCES records (id),
    sink            TEXT NOT NULL,
    state           TEXT NOT NULL DEFAULT 'waiting',
    attempts        INTEGER NOT NULL DEFAULT 0,
    last_error      TEXT NOT NULL DEFAULT '',
    acknowledgement TEXT NOT NULL DEFAULT '',   -- what the archive answered, word for word
    updated_utc     TEXT NOT NULL,
    UNIQUE (record_id, sink)
) STRICT;
CREATE INDEX outbox_unsent ON outbox (id) WHERE state IN ('waiting', 'sent');
CREATE INDEX outbox_unacknowledged ON outbox (id) WHERE state <> 'acknowledged';

-- The print journal: every slip that was asked for, and what became of it.
CREATE TABLE slips (
    id          INTEGER PRIMARY KEY,
    record_id   TEXT NOT NULL REFERENCES records (id),
    copy        INTEGER NOT NULL,               -- 1 for the first, more for reprints
    state       TEXT NOT NULL DEFAULT 'waiting',
    attempts    INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT NOT NULL DEFAULT '',
    picture     BLOB,                           -- the slip as printed, PNG
    created_utc TEXT NOT NULL,
    updated_utc TEXT NOT NULL,
    UNIQUE (record_id, copy)
) STRICT;
CREATE INDEX slips_unprinted ON slips (id) WHERE state IN ('waiting', 'printing');

-- How each device and line was when its process last looked.
CREATE TABLE devices (
    name         TEXT PRIMARY KEY,
    health       TEXT NOT NULL,
    sentence     TEXT NOT NULL,
    boot_id      TEXT NOT NULL,
    monotonic_ns INTEGER NOT NULL,
    updated_utc  TEXT NOT NULL
) STRICT;

-- The tills that may call. Only the digest of a token is kept.
CREATE TABLE tills (
    name         TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE,
    created_utc  TEXT NOT NULL,
    revoked_utc  TEXT
) STRICT;
