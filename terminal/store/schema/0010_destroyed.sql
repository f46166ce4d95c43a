-- What stands for what is not here any more: the terminal's signed word on what became of it, when, and why.
CREATE TABLE destroyed (
    record_id  TEXT NOT NULL REFERENCES records (id),
    name       TEXT NOT NULL,                   -- of the file that stands for it, as in the bundle
    media_type TEXT NOT NULL,
    part       TEXT NOT NULL,                   -- what is gone; record.jws for all of the record
    became     TEXT NOT NULL,                   -- destroyed, or sealed: encrypted to the owner
    utc        TEXT NOT NULL,
    why        TEXT NOT NULL,
    content    BLOB NOT NULL,
    PRIMARY KEY (record_id, name)
) STRICT, WITHOUT ROWID;

-- Records of which everything is encrypted to the owner: one age file of the whole bundle.
CREATE TABLE sealed_away (
    record_id  TEXT PRIMARY KEY REFERENCES records (id),
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    promised   TEXT NOT NULL,                   -- the day before which an impression in it is destroyed; '' for none
    content    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX records_readable ON records (seq) WHERE jws <> x'';
