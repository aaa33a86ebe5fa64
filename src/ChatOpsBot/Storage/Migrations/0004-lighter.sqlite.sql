-- A card of a case is not stored with the web channel: its row names the case, and the card is composed when somebody reads it.
-- Then web_activities.activity is empty.
ALTER TABLE web_activities ADD COLUMN case_id TEXT;
-- When it was first posted.
ALTER TABLE web_activities ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
