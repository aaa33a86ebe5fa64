-- What the web channel's clients get again after a reload or a restart: the bot's cards. What people wrote is never here.

CREATE TABLE web_conversations (
    id             TEXT    NOT NULL PRIMARY KEY,
    -- Grows with everything said, also with what is kept in memory only: a client's watermark must never lie ahead of it.
    last_watermark INTEGER NOT NULL,
    last_used_at   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX web_conversations_used ON web_conversations (last_used_at);

CREATE TABLE web_activities (
    conversation TEXT    NOT NULL REFERENCES web_conversations (id) ON DELETE CASCADE,
    id           TEXT    NOT NULL,
    -- Of the last change; clients that saw less get it again.
    watermark    INTEGER NOT NULL,
    -- Place in the transcript: the watermark it was first posted with.
    sequence     INTEGER NOT NULL,
    delivery_key TEXT    NOT NULL UNIQUE,
    -- Direct Line's JSON of the activity.
    activity     TEXT    NOT NULL,
    PRIMARY KEY (conversation, id)
);
CREATE INDEX web_activities_order ON web_activities (conversation, sequence);
CREATE INDEX web_activities_newer ON web_activities (conversation, watermark);
