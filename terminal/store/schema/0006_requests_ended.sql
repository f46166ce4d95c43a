-- What ended how and when: a day's close and the sales on paper are counted from this index, and no request is read.
CREATE INDEX requests_ended ON requests (state, ended_utc, code);
