-- What a record's receipt says, signed by the terminal when it sealed the record; '' in records from before.
ALTER TABLE records ADD COLUMN receipt TEXT NOT NULL DEFAULT '';

-- What a slip about no record is about: a request's id, or the figures of a day's close.
ALTER TABLE slips ADD COLUMN about TEXT NOT NULL DEFAULT '';
