-- Times are milliseconds since 1970 in UTC.

-- What the bot accepted and owes an answer. Never holds the text of a message: only what was recognized in it.
CREATE TABLE inbox (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    key           TEXT    NOT NULL UNIQUE,
    -- 0 a new message, 1 an edited one, 2 a deleted one
    change        INTEGER NOT NULL,
    -- The platform's id of the message, the same over all its edits.
    message_id    TEXT    NOT NULL,
    channel       TEXT    NOT NULL,
    tenant        TEXT    NOT NULL,
    conversation  TEXT    NOT NULL,
    reference     TEXT    NOT NULL,
    person_id     TEXT    NOT NULL,
    person_name   TEXT    NOT NULL,
    language      TEXT    NOT NULL,
    addressing    INTEGER NOT NULL,
    errors        TEXT    NOT NULL,
    sent_at       INTEGER NOT NULL,
    received_at   INTEGER NOT NULL,
    -- 0 waiting, 1 answered, 2 given up
    state         INTEGER NOT NULL DEFAULT 0,
    due_at        INTEGER NOT NULL,
    lease_until   INTEGER NOT NULL DEFAULT 0,
    tries         INTEGER NOT NULL DEFAULT 0,
    -- Whether later messages of the conversation wait for it. A row that fails by our own fault holds nobody back.
    holds         INTEGER NOT NULL DEFAULT 1,
    -- The case it opened or joined: a repeated try goes on from there instead of opening a second one.
    case_id       TEXT,
    outcome       TEXT
);
CREATE INDEX inbox_waiting ON inbox (due_at) WHERE state = 0;
CREATE INDEX inbox_given_up ON inbox (id) WHERE state = 2;
CREATE INDEX inbox_order ON inbox (channel, tenant, conversation, id) WHERE state = 0;
CREATE INDEX inbox_received ON inbox (received_at);

CREATE TABLE cases (
    id            TEXT    NOT NULL PRIMARY KEY,
    channel       TEXT    NOT NULL,
    tenant        TEXT    NOT NULL,
    conversation  TEXT    NOT NULL,
    reference     TEXT    NOT NULL,
    -- Entry and destination: the trouble. The same one in the same conversation joins.
    entry         TEXT    NOT NULL,
    destination   TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    is_open       INTEGER NOT NULL,
    last_event_at INTEGER NOT NULL,
    message_id    TEXT,
    -- Version of the card that the conversation shows.
    shown_version INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX cases_trouble ON cases (channel, tenant, conversation, entry, destination, last_event_at) WHERE is_open = 1;
CREATE INDEX cases_unshown ON cases (id) WHERE shown_version < version;

CREATE TABLE case_events (
    case_id TEXT    NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    -- 1, 2, 3 … without gaps: two writers of the same version collide here.
    version INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    event   TEXT    NOT NULL,
    PRIMARY KEY (case_id, version)
) WITHOUT ROWID;

-- Which message led to which case, so that an edit finds the card of what it corrects.
CREATE TABLE case_messages (
    channel      TEXT    NOT NULL,
    tenant       TEXT    NOT NULL,
    conversation TEXT    NOT NULL,
    message_id   TEXT    NOT NULL,
    case_id      TEXT    NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    -- What was recognized in it last.
    errors       TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (channel, tenant, conversation, message_id)
) WITHOUT ROWID;
CREATE INDEX case_messages_case ON case_messages (case_id);

CREATE TABLE check_runs (
    id          TEXT    NOT NULL PRIMARY KEY,
    case_id     TEXT    NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    target      TEXT    NOT NULL,
    check_ids   TEXT    NOT NULL,
    -- 0 waiting or running, 1 ended
    state       INTEGER NOT NULL DEFAULT 0,
    stop_wanted INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    tries       INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX check_runs_waiting ON check_runs (lease_until) WHERE state = 0;

CREATE TABLE conversation_settings (
    channel      TEXT NOT NULL,
    tenant       TEXT NOT NULL,
    conversation TEXT NOT NULL,
    language     TEXT,
    PRIMARY KEY (channel, tenant, conversation)
) WITHOUT ROWID;

CREATE TABLE person_settings (
    channel  TEXT NOT NULL,
    tenant   TEXT NOT NULL,
    person   TEXT NOT NULL,
    language TEXT,
    PRIMARY KEY (channel, tenant, person)
) WITHOUT ROWID;
