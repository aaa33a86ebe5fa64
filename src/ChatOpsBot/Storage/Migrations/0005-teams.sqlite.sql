-- Where the conversations of Teams are reached: the latest that was seen of each.
CREATE TABLE teams_conversations (
    tenant       TEXT    NOT NULL,
    conversation TEXT    NOT NULL,
    service_url  TEXT    NOT NULL,
    -- Of a personal conversation whose it is; else null.
    person       TEXT,
    seen_at      INTEGER NOT NULL,
    PRIMARY KEY (tenant, conversation)
) WITHOUT ROWID;
CREATE INDEX teams_conversations_person ON teams_conversations (tenant, person) WHERE person IS NOT NULL;

-- Where the app is installed: a team, a chat, a person's conversation.
CREATE TABLE teams_installations (
    tenant       TEXT    NOT NULL,
    place        TEXT    NOT NULL,
    is_installed INTEGER NOT NULL,
    -- How often it was removed: tells one installation from the next.
    removals     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, place)
) WITHOUT ROWID;
