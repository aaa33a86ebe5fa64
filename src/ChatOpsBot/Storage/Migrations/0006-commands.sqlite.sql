-- What somebody asked for instead of posting an error, in its canonical form; null when nothing of the kind.
ALTER TABLE inbox ADD COLUMN command TEXT;

-- Nothing unasked in this conversation before this time; null: never muted.
ALTER TABLE conversation_settings ADD COLUMN muted_until INTEGER;
-- 0: only those who speak to the bot are answered; null: everybody who posts an error.
ALTER TABLE conversation_settings ADD COLUMN listens INTEGER;
