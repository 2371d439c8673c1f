//! What the database keeps of secrets: nothing that opens anything. What the log says is read in `process`, from the real program.
use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![g05_no_password_code_or_token_stands_in_the_database_in_the_clear,];

/// Every text of every table that may hold a secret.
const TEXTS: [&str; 6] = [
    "SELECT id || salt || code_hash || target FROM codes",
    "SELECT token_hash || user_id FROM reset_tokens",
    "SELECT id || user_id FROM sessions",
    "SELECT subject || pool_id FROM attempts",
    "SELECT address || kind FROM address_windows",
    "SELECT fingerprint || idempotency_key || COALESCE(user_id, '') || COALESCE(session_id, '') FROM registrations",
];

async fn g05_no_password_code_or_token_stands_in_the_database_in_the_clear(server: TestServer) {
    let client = server.open_client().await;
    let registered = client
        .with("idempotency-key", "key-1")
        .register_email("canary@example.com", "canary fine sentence")
        .await;
    let first = registered.done()["token"].as_str().unwrap().to_owned();
    let token = client.token("ada").await;
    client
        .sign_in("grace@example.com", "canary wrong password")
        .await
        .refused(2333);
    client.send_code("ada@example.com").await.done();
    let code = server.code("ada@example.com").await;
    let reset = client.check_code("ada@example.com", &code).await.done()["resetPasswordToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut kept = String::new();
    for sql in TEXTS {
        let texts = server.database.texts(sql).await;
        assert!(!texts.is_empty(), "{sql}");
        kept.push_str(&texts.join("\n"));
    }
    kept.push_str(
        &server
            .database
            .texts("SELECT password_hash FROM users")
            .await
            .join("\n"),
    );
    let signature = |token: &str| token.rsplit('.').next().unwrap().to_owned();
    for secret in [
        PASSWORD,
        "canary",
        &code,
        &reset,
        &signature(&token),
        &signature(&first),
        "example.com",
        "127.0.0.1",
    ] {
        // A code of six digits may stand within a longer hash by chance.
        let found = kept
            .split(|it: char| !it.is_ascii_alphanumeric() && !"@. -_".contains(it))
            .any(|it| {
                if secret == code {
                    it == secret
                } else {
                    it.contains(secret)
                }
            });
        assert!(!found, "{secret}");
    }
}
