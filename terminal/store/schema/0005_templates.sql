-- At which places a fingerprint sensor keeps a finger, as JSON; NULL where that is not known, and for all other devices.
ALTER TABLE devices ADD COLUMN templates TEXT;
