-- Where the Slack app is installed: a workspace (T…) or an organization (E…).
CREATE TABLE slack_installations (
    id           TEXT    NOT NULL PRIMARY KEY,
    -- Access and refresh token, encrypted with the keys below.
    tokens       TEXT    NOT NULL,
    installed_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Installations that came back from Slack: each was begun once, and comes back once.
CREATE TABLE slack_used_states (
    id         TEXT    NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Keys of ASP.NET Data Protection.
CREATE TABLE protection_keys (
    name TEXT NOT NULL PRIMARY KEY,
    xml  TEXT NOT NULL
) WITHOUT ROWID;
