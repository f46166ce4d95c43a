-- The PDFs that are to be signed. One that was signed moves into its record's parts; the others go with time.
CREATE TABLE documents (
    id         INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE REFERENCES requests (id),
    sha256     TEXT NOT NULL,
    content    BLOB NOT NULL
) STRICT;
