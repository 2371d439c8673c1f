-- Limits of codes that slide, and browsers that are known. Runs unchanged on SQLite and PostgreSQL.

-- The last five sends to a target: the sixth has to wait until the first of them is an hour old.
ALTER TABLE code_targets DROP COLUMN hour_from;
ALTER TABLE code_targets DROP COLUMN hour_sent;
ALTER TABLE code_targets ADD COLUMN sent_2 BIGINT NOT NULL DEFAULT 0;
ALTER TABLE code_targets ADD COLUMN sent_3 BIGINT NOT NULL DEFAULT 0;
ALTER TABLE code_targets ADD COLUMN sent_4 BIGINT NOT NULL DEFAULT 0;
ALTER TABLE code_targets ADD COLUMN sent_5 BIGINT NOT NULL DEFAULT 0;

-- How many codes of a target were worn out by wrong tries, whichever app and purpose they were for.
CREATE INDEX codes_of_pool ON codes (pool_id, target, created_at);

-- Browsers in which somebody has signed in: others who guess their password do not lock them out there. `browser_hash`: of a secret cookie.
CREATE TABLE known_browsers (
    browser_hash TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (browser_hash, user_id)
);
CREATE INDEX known_browsers_of_user ON known_browsers (user_id);
