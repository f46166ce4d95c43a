-- What happened to records and to the unit. Lines are only ever added; each names the SHA-256 of the one before it.
CREATE TABLE journal (
    seq       INTEGER PRIMARY KEY,              -- 1, 2, 3 … without a gap
    text      TEXT NOT NULL,                    -- the line, as it was hashed: JSON
    sha256    TEXT NOT NULL,
    utc       TEXT GENERATED ALWAYS AS (json_extract(text, '$.utc')) VIRTUAL,
    happening TEXT GENERATED ALWAYS AS (json_extract(text, '$.happening')) VIRTUAL,
    record_id TEXT GENERATED ALWAYS AS (json_extract(text, '$.record')) VIRTUAL
) STRICT;
CREATE INDEX journal_record ON journal (record_id, seq) WHERE record_id <> '';
CREATE INDEX journal_happening ON journal (happening, seq);
CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
    BEGIN SELECT raise(ABORT, 'a line of the journal is never changed'); END;
CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal
    BEGIN SELECT raise(ABORT, 'a line of the journal is never deleted'); END;
