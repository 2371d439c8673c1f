//! How often one address may try to open accounts, taken names included.
use serde_json::json;

use crate::support::TestServer;

crate::cases![e06_asking_for_taken_names_by_registering_them_is_limited];

const SENTENCE: &str = "another fine sentence";

async fn e06_asking_for_taken_names_by_registering_them_is_limited(server: TestServer) {
    // In --dev a thousand times as many; the window is filled at once.
    let server = server.restart(&["--attempts-per-address", "1"]).await;
    let open = server.open_client().await;
    let named = open.with("idempotency-key", "key-1");
    open.register_email("ada@example.com", SENTENCE)
        .await
        .refused(2026);
    open.register_username("ada", SENTENCE).await.refused(2026);
    named.register_username("ada", SENTENCE).await.refused(2026);
    let used = "SELECT used FROM address_windows WHERE kind = 'register'";
    assert_eq!(server.database.count(used).await, 3);
    named.register_username("newcomer", SENTENCE).await.done();
    assert_eq!(
        server.database.count(used).await,
        4,
        "the count stays of what was refused, and its key does not"
    );
    server
        .database
        .execute("UPDATE address_windows SET used = 998 WHERE kind = 'register'")
        .await;
    for _ in 0..2 {
        assert_eq!(
            open.register_username("ada", SENTENCE).await.refused(2026),
            &json!({"field": "username"})
        );
    }
    for name in ["ada", "grace", "nobody"] {
        let reply = open.register_username(name, SENTENCE).await;
        assert_eq!((reply.status, reply.code()), (429, 429), "{name}");
    }
    server.clock.advance(60 * 60 * 1000);
    open.register_username("ada", SENTENCE).await.refused(2026);
}
