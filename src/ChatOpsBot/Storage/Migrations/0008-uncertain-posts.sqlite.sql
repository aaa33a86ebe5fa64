-- Messages to Teams of which nobody told whether they were posted, by the key of what they answer: at most one more try, also after a restart.
CREATE TABLE teams_uncertain_posts (
    delivery_key TEXT NOT NULL PRIMARY KEY,
    tries INTEGER NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

-- The case that was closed last: whoever posts its trouble soon after opens it again.
CREATE INDEX cases_closed ON cases (channel, tenant, conversation, entry, last_event_at) WHERE is_open = 0;
