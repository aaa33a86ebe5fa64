-- What is to be done later. The cases are the truth: each row is derived from one, written in the same transaction as its events, and
-- can be derived again. Only tries and what became of them are known here alone. Times are milliseconds since 1970 in UTC.

CREATE TABLE follow_ups (
    key     TEXT    NOT NULL PRIMARY KEY,
    -- Null for what belongs to no case.
    case_id TEXT    REFERENCES cases (id) ON DELETE CASCADE,
    -- 0 re-check, 1 judge a run, 2 note in the thread, 3 reminder, 4 expiry, 5 retention
    kind    INTEGER NOT NULL,
    -- As the case says.
    due_at  INTEGER NOT NULL,
    -- The same, or later after a try that failed.
    next_at INTEGER NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    -- 0 waiting, 2 given up
    state   INTEGER NOT NULL DEFAULT 0,
    outcome TEXT
) WITHOUT ROWID;
CREATE INDEX follow_ups_next ON follow_ups (next_at) WHERE state = 0;
CREATE INDEX follow_ups_given_up ON follow_ups (key) WHERE state = 2;
CREATE INDEX follow_ups_case ON follow_ups (case_id);

-- Deleting a case deletes its runs.
CREATE INDEX check_runs_case ON check_runs (case_id);
