-- Phones, sign-in by codes and links, captchas, agreements. Runs unchanged on SQLite and PostgreSQL.

-- What holds for a whole pool, as JSON: the whitelist of phone numbers.
ALTER TABLE pools ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';

-- E.164, which is also the form that is compared.
ALTER TABLE users ADD COLUMN phone TEXT;
ALTER TABLE users ADD COLUMN phone_verified BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX users_phone ON users (pool_id, phone);

-- Where the code went that a reset token was given for: what it proved.
ALTER TABLE reset_tokens ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';

-- What a provider's template is filled with, as JSON. It goes when the text goes.
ALTER TABLE outbox ADD COLUMN parameters TEXT NOT NULL DEFAULT '';

-- Who agreed to which wording, and when: the first time counts.
CREATE TABLE agreed (
    user_id TEXT NOT NULL REFERENCES users (id),
    agreement_id TEXT NOT NULL,
    wording TEXT NOT NULL,
    app_id TEXT NOT NULL,
    agreed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, agreement_id, wording)
);

-- One picture a handle. What it shows follows from `serial` and the server's key, and is not kept.
CREATE TABLE captchas (
    handle TEXT PRIMARY KEY,
    serial TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- Links in mails. `kind`: 'verify' or 'sign-in'. Tokens, browsers and poll handles are kept as hashes.
CREATE TABLE links (
    token_hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    pool_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    email TEXT NOT NULL,
    user_id TEXT,
    browser_hash TEXT,
    poll_hash TEXT,
    code_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    approved_at BIGINT,
    claimed_at BIGINT
);
CREATE UNIQUE INDEX links_by_poll ON links (poll_hash);
CREATE INDEX links_by_code ON links (code_id);
