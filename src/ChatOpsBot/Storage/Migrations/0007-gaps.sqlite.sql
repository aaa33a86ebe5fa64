-- What the knowledge lacks, for its authors: counts by code or entry, of nobody and nowhere in particular.
-- kind: 0 overheard without an answer, 1 asked about without an entry, 2 an entry found not helpful.
CREATE TABLE gaps (
    what TEXT NOT NULL,
    kind INTEGER NOT NULL,
    count INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (what, kind)
) WITHOUT ROWID;
