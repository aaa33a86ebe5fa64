-- Messages to Slack, by the key of what they answer, written down before they leave: after a crash they are looked up before they are posted again.
CREATE TABLE slack_posts (
    delivery_key TEXT    NOT NULL PRIMARY KEY,
    installation TEXT    NOT NULL,
    -- Whether one has left and nobody has told its end: after a crash that is all that is known.
    is_open      INTEGER NOT NULL,
    -- Posts of which Slack did not say whether it took them.
    tries        INTEGER NOT NULL,
    first_at     INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    -- What Slack calls the message; NULL while that is not known.
    ts           TEXT
) WITHOUT ROWID;

CREATE INDEX slack_posts_at ON slack_posts (at);
