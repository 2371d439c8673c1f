//! Who agreed to which wording, and when.
use super::Tx;
use crate::clock::Millis;

/// Notes it once: who agrees again has agreed already.
pub async fn add(
    tx: &mut Tx,
    user: &str,
    app: &str,
    (agreement, wording): (&str, &str),
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO agreed (user_id, agreement_id, wording, app_id, agreed_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, agreement_id, wording) DO NOTHING",
    )
    .bind(user)
    .bind(agreement)
    .bind(wording)
    .bind(app)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}
