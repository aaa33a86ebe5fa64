-- What waits, by channel: whoever asks for the rows of one must not walk through those of another, be they a hundred thousand.
CREATE INDEX inbox_due ON inbox (channel, due_at) WHERE state = 0;
DROP INDEX inbox_waiting;
