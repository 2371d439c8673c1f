//! Tokens and the sessions behind them.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Value, json};

use crate::support::TestServer;

crate::cases![
    s02_signing_out_ends_the_session_at_once_and_no_other,
    s02_a_blocked_person_is_out_at_once,
    s03_a_session_ends_after_rest_and_after_a_day_of_work,
    s09_forged_tokens_are_refused,
    s14_a_token_can_be_verified_with_the_published_keys,
    a_status_check_tells_whether_a_token_is_good,
    s15_a_token_counts_in_the_header_only,
];

async fn s02_signing_out_ends_the_session_at_once_and_no_other(server: TestServer) {
    let client = server.client().await;
    let (one, other) = (client.token("ada").await, client.token("ada").await);
    assert_eq!(
        client
            .with("authorization", format!("Bearer {one}"))
            .get("/api/v2/logout?app_id=guard-demo")
            .await
            .done(),
        &Value::Null
    );
    client.me(&one).await.refused(2020);
    client.me(&other).await.done();
    // Again, and without a token: there is nothing left to do.
    client
        .with("authorization", format!("Bearer {one}"))
        .get("/api/v2/logout")
        .await
        .done();
    client.get("/api/v2/logout").await.done();
}

async fn s02_a_blocked_person_is_out_at_once(server: TestServer) {
    let client = server.client().await;
    let token = client.token("ada").await;
    server
        .database
        .execute("UPDATE users SET blocked = 1 WHERE username = 'ada'")
        .await;
    client.me(&token).await.refused(2020);
    client
        .sign_in("ada", crate::support::client::PASSWORD)
        .await
        .refused(2333);
}

async fn s03_a_session_ends_after_rest_and_after_a_day_of_work(server: TestServer) {
    const MINUTE: i64 = 60 * 1000;
    let client = server.client().await;
    let resting = client.token("ada").await;
    server.clock.advance(29 * MINUTE);
    client.me(&resting).await.done();
    server.clock.advance(29 * MINUTE);
    client.me(&resting).await.done();
    server.clock.advance(31 * MINUTE);
    client.me(&resting).await.refused(2020);

    let working = client.token("ada").await;
    for _ in 0..35 {
        server.clock.advance(20 * MINUTE);
        client.me(&working).await.done();
    }
    server.clock.advance(21 * MINUTE);
    client.me(&working).await.refused(2020);
}

async fn s09_forged_tokens_are_refused(server: TestServer) {
    let client = server.client().await;
    let good = client.token("ada").await;
    let (head, rest) = good.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(head).unwrap()).unwrap();
    let encode = |it: &Value| URL_SAFE_NO_PAD.encode(it.to_string());
    let mut none = header.clone();
    none["alg"] = json!("none");
    let mut somebody_else = claims.clone();
    somebody_else["sub"] = json!("somebody-else");
    let mut other_key = Header::new(Algorithm::ES256);
    other_key.kid = Some(header["kid"].as_str().unwrap().to_owned());
    other_key.typ = Some("at+jwt".to_owned());
    let foreign = aws_lc_rs::signature::EcdsaKeyPair::generate(
        &aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING,
    )
    .unwrap()
    .to_pkcs8v1()
    .unwrap();
    let signed =
        |header: &Header, key: &EncodingKey| jsonwebtoken::encode(header, &claims, key).unwrap();
    let jwks: Value = reqwest::get(format!("{}/oidc/.well-known/jwks.json", server.base))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    // HS256 with the public key as its secret: what a server falls for that lets the token choose.
    let mut confused = Header::new(Algorithm::HS256);
    confused.kid = other_key.kid.clone();
    let mut traversal = other_key.clone();
    traversal.kid = Some("../../dev/null' OR 1=1 --".to_owned());
    for forged in [
        format!("{}.{body}.", encode(&none)),
        format!("{}.{body}.{signature}", encode(&none)),
        format!("{head}.{}.{signature}", encode(&somebody_else)),
        format!("{head}.{body}."),
        format!("{head}.{body}"),
        signed(&other_key, &EncodingKey::from_ec_der(foreign.as_ref())),
        signed(&traversal, &EncodingKey::from_ec_der(foreign.as_ref())),
        signed(
            &confused,
            &EncodingKey::from_secret(jwks["keys"][0]["x"].as_str().unwrap().as_bytes()),
        ),
        String::new(),
        "x".repeat(7000),
        "a.b.c".to_owned(),
    ] {
        client.me(&forged).await.refused(2020);
    }
    client.me(&good).await.done();
}

async fn s14_a_token_can_be_verified_with_the_published_keys(server: TestServer) {
    let client = server.client().await;
    let signed_in = client
        .sign_in("ada", crate::support::client::PASSWORD)
        .await;
    let token = signed_in.done()["token"].as_str().unwrap().to_owned();
    let jwks: jsonwebtoken::jwk::JwkSet =
        reqwest::get(format!("{}/oidc/.well-known/jwks.json", server.base))
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(jwks.find(&kid).unwrap()).unwrap();
    let mut rules = Validation::new(Algorithm::ES256);
    rules.set_audience(&["guard-demo"]);
    let claims = jsonwebtoken::decode::<Value>(&token, &key, &rules)
        .unwrap()
        .claims;
    assert_eq!(claims["sub"], signed_in.data()["id"]);
    let text = jwks_text(&server).await;
    assert!(
        !text.contains("\"d\""),
        "the private half stays here: {text}"
    );
    let server = server.restart(&[]).await;
    server.client().await.me(&token).await.refused(2020);
    assert_eq!(
        jwks_text(&server).await,
        text,
        "the keys outlive the process; the issuer follows the public URL"
    );
}

async fn jwks_text(server: &TestServer) -> String {
    reqwest::get(format!("{}/oidc/.well-known/jwks.json", server.base))
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
}

async fn a_status_check_tells_whether_a_token_is_good(server: TestServer) {
    let client = server.client().await;
    let token = client.token("ada").await;
    let check = async |token: &str| {
        client
            .post("/api/v2/users/login/check-status", json!({"token": token}))
            .await
            .done()
            .clone()
    };
    let good = check(&token).await;
    assert_eq!(
        (&good["code"], &good["status"], &good["data"]["userPoolId"]),
        (&json!(200), &json!(true), &json!("guard-demo-pool"))
    );
    assert_eq!(
        good["exp"].as_i64().unwrap() - good["iat"].as_i64().unwrap(),
        12 * 60 * 60
    );
    client
        .with("authorization", format!("Bearer {token}"))
        .get("/api/v2/logout")
        .await
        .done();
    for bad in [token.as_str(), "nonsense"] {
        let status = check(bad).await;
        assert_eq!(
            (
                &status["code"],
                &status["status"],
                &status["data"],
                &status["exp"]
            ),
            (&json!(2020), &json!(false), &Value::Null, &Value::Null)
        );
    }
    assert_eq!(
        client
            .post("/api/v2/users/login/check-status", json!({}))
            .await
            .refused(400),
        &json!({"field": "token", "rule": "required"})
    );
}

async fn s15_a_token_counts_in_the_header_only(server: TestServer) {
    let client = server.client().await;
    let token = client.token("ada").await;
    client
        .get(&format!("/api/v2/users/me?token={token}"))
        .await
        .refused(2020);
    client
        .get(&format!("/api/v2/users/me?authorization=Bearer%20{token}"))
        .await
        .refused(2020);
    client
        .with("authorization", token.clone())
        .get("/api/v2/users/me")
        .await
        .refused(2020);
    client
        .with("authorization", format!("Basic {token}"))
        .get("/api/v2/users/me")
        .await
        .refused(2020);
    client
        .with("authorization", format!("bearer {token}"))
        .get("/api/v2/users/me")
        .await
        .done();
}
