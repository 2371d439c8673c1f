-- Runs unchanged on SQLite and PostgreSQL: text ids, BIGINT milliseconds since 1970 in UTC, 0 or 1 for yes and no.

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY,
    pkcs8 TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE pools (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    transport_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE apps (
    id TEXT PRIMARY KEY,
    pool_id TEXT NOT NULL REFERENCES pools (id),
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    pool_id TEXT NOT NULL REFERENCES pools (id),
    username TEXT,
    username_key TEXT,
    email TEXT,
    email_key TEXT,
    email_verified BIGINT NOT NULL,
    nickname TEXT,
    password_hash TEXT NOT NULL,
    source TEXT NOT NULL,
    blocked BIGINT NOT NULL,
    logins BIGINT NOT NULL,
    last_login_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (pool_id, username_key),
    UNIQUE (pool_id, email_key)
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    app_id TEXT NOT NULL REFERENCES apps (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX sessions_of_user ON sessions (user_id);

-- One row for each account that anyone tried to sign in to, whether it exists or not: `subject` is a keyed hash.
CREATE TABLE attempts (
    pool_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    failures BIGINT NOT NULL,
    open_at BIGINT NOT NULL,
    claimed_at BIGINT NOT NULL,
    PRIMARY KEY (pool_id, subject)
);

-- What one network address did in the present window, by kind; `address` is a keyed hash.
CREATE TABLE address_windows (
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (kind, address)
);

-- How often a code was asked for, for one purpose and one target.
CREATE TABLE code_targets (
    pool_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    target TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    hour_from BIGINT NOT NULL,
    hour_sent BIGINT NOT NULL,
    PRIMARY KEY (pool_id, purpose, target)
);

CREATE TABLE codes (
    id TEXT PRIMARY KEY,
    pool_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    target TEXT NOT NULL,
    user_id TEXT,
    salt TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX codes_by_target ON codes (pool_id, app_id, purpose, target);

CREATE TABLE reset_tokens (
    token_hash TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX reset_tokens_of_user ON reset_tokens (user_id);

-- Every mail starts here, in the transaction that causes it. `suppressed`: its like is written so that both cases cost the same, and never sent.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    state TEXT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbox_waiting ON outbox (state, next_at);

-- The first answer to each registration that carried an idempotency key.
CREATE TABLE registrations (
    app_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    user_id TEXT,
    session_id TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app_id, idempotency_key)
);
