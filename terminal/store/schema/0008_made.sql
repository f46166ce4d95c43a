-- What was made of a record after it was sealed, such as its signed PDF; decided once, before the record is sent.
CREATE TABLE made (
    record_id   TEXT NOT NULL REFERENCES records (id),
    name        TEXT NOT NULL,
    media_type  TEXT NOT NULL,
    sha256      TEXT NOT NULL DEFAULT '',
    content     BLOB,                           -- none where it could not be made, or was destroyed
    trouble     TEXT NOT NULL DEFAULT '',       -- why there is none, for people
    created_utc TEXT NOT NULL,
    PRIMARY KEY (record_id, name)
) STRICT, WITHOUT ROWID;
