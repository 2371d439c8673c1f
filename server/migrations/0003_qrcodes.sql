-- Codes that are scanned. Both handles are kept as fingerprints; what a phone is shown of the asking browser goes with the row, an hour after its time.
CREATE TABLE qrcodes (
    poll_hash TEXT PRIMARY KEY,
    scan_hash TEXT NOT NULL UNIQUE,
    app_id TEXT NOT NULL,
    pool_id TEXT NOT NULL,
    scene TEXT NOT NULL,
    custom_data TEXT NOT NULL,
    origin TEXT,
    browser TEXT,
    os TEXT,
    address TEXT,
    match_number TEXT,
    status BIGINT NOT NULL,
    user_id TEXT REFERENCES users (id),
    decided_at BIGINT,
    ticket_hash TEXT UNIQUE,
    ticket_expires_at BIGINT,
    ticket_used_at BIGINT,
    session_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX qrcodes_by_end ON qrcodes (expires_at);

-- What an app's own server shows of itself, as SHA-256 in hexadecimal: 256 random bits need no slower hash. Several, so that one can follow another.
CREATE TABLE app_secrets (
    secret_hash TEXT PRIMARY KEY,
    app_id TEXT NOT NULL REFERENCES apps (id),
    created_at BIGINT NOT NULL
);
