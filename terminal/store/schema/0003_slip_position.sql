-- How far a slip has come, so that one of which nothing was ever sent is not taken for a duplicate.
ALTER TABLE slips ADD COLUMN sent_percent INTEGER;  -- of it; NULL where not a dot of it was ever sent
UPDATE slips SET sent_percent = iif(state = 'printed', 100, 0) WHERE attempts > 0;
