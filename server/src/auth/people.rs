//! A person as the protocol's user object: absent values are null, times are ISO 8601.
use serde_json::{Value, json};

use super::phone;
use super::sessions::Session;
use crate::clock::iso;
use crate::db::users::User;

pub fn person(user: &User, session: Option<&Session>) -> Value {
    json!({
        "id": user.id,
        "arn": format!("arn:guard:{}:user:{}", user.pool_id, user.id),
        "status": "Activated",
        "userPoolId": user.pool_id,
        "username": user.username,
        "email": user.email,
        "emailVerified": user.email_verified != 0,
        "phone": user.phone,
        "phoneVerified": user.phone_verified != 0,
        "phoneCountryCode": user.phone.as_deref().and_then(phone::calling_code),
        "nickname": user.nickname,
        "photo": null,
        "registerSource": [user.source],
        "token": session.map(|it| it.token.as_str()),
        "tokenExpiredAt": session.and_then(|it| iso(it.expires_at)),
        "loginsCount": user.logins,
        "lastLogin": user.last_login_at.and_then(iso),
        "signedUp": iso(user.created_at),
        "blocked": user.blocked != 0,
        "isDeleted": false,
    })
}
