-- The server's own sign-in page. A browser is known by the fingerprint of a secret cookie, which names one session for each app.
CREATE TABLE hosted_sessions (
    browser_hash TEXT NOT NULL,
    app_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (browser_hash, app_id)
);
CREATE INDEX hosted_sessions_by_end ON hosted_sessions (expires_at);

-- What that page gives an app for the person it has seen: good for one use, at one address. `challenge`: PKCE (RFC 7636), S256. `from_session`: the page's
-- own session; `session_id`: the one that the app began with it.
CREATE TABLE handovers (
    ticket_hash TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    challenge TEXT,
    from_session TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    session_id TEXT
);
CREATE INDEX handovers_by_end ON handovers (expires_at);
