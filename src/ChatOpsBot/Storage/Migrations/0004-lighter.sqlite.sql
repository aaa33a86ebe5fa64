-- A card of a case is not stored with the web channel: its row names the case, and the card is composed when somebody reads it.
-- Then web_activities.activity is empty.
ALTER TABLE web_activities ADD COLUMN case_id TEXT;
-- When it was first posted.
ALTER TABLE web_activities ADD COLUMN at INTEGER NOT NULL DEFAULT 0;

-- Presses of the last day, so that a platform that delivers one again does not press twice.
CREATE TABLE presses (
    case_id  TEXT    NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    verb     TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    -- Of the card that was pressed.
    revision INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (case_id, verb, person, revision)
) WITHOUT ROWID;
CREATE INDEX presses_at ON presses (at);

-- How sure the bot must be to answer unasked in this conversation, 0.5 to 1; null: as everywhere.
ALTER TABLE conversation_settings ADD COLUMN answer_from REAL;
