//! Tokens: JWTs signed with ES256, whose keys are in the database and whose public halves are published.
//!
//! A signature proves where a token came from; whether it is still good, only its session tells ([`crate::auth::sessions`]).
use std::collections::HashMap;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::{Millis, SECOND};
use crate::db::{self, Db};
use crate::random;

/// What a token says, as RFC 7519 names it; times in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    /// The person.
    pub sub: String,
    /// The app.
    pub aud: String,
    pub iat: Millis,
    pub exp: Millis,
    /// The session.
    pub sid: String,
}

pub struct Tokens {
    issuer: String,
    kid: String,
    signs: EncodingKey,
    verifies: HashMap<String, DecodingKey>,
    jwks: Value,
}

#[derive(Debug, thiserror::Error)]
pub enum TokenFault {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("a signing key cannot be read")]
    Damaged,
}

/// `typ` of our tokens (RFC 9068), so that a JWT made for another use is not taken for one.
const TYPE: &str = "at+jwt";

impl Tokens {
    /// Reads the keys, and makes the first one where there is none.
    pub async fn load(db: &Db, now: Millis, public_url: &str) -> Result<Self, TokenFault> {
        let mut keys = db::keys::signing(db).await?;
        if keys.is_empty() {
            let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
                .map_err(|_| TokenFault::Damaged)?;
            let pkcs8 =
                STANDARD.encode(pair.to_pkcs8v1().map_err(|_| TokenFault::Damaged)?.as_ref());
            db::keys::add_signing(
                db,
                &random::id().map_err(|_| TokenFault::Damaged)?,
                &pkcs8,
                now,
            )
            .await?;
            // Read again: another node may have been quicker, and the oldest key signs on all of them.
            keys = db::keys::signing(db).await?;
        }
        let (mut verifies, mut public) = (HashMap::new(), Vec::new());
        let mut signs = None;
        for key in keys {
            let pkcs8 = STANDARD
                .decode(&key.pkcs8)
                .map_err(|_| TokenFault::Damaged)?;
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8)
                .map_err(|_| TokenFault::Damaged)?;
            let (x, y) = coordinates(&pair).ok_or(TokenFault::Damaged)?;
            verifies.insert(
                key.kid.clone(),
                DecodingKey::from_ec_components(&x, &y).map_err(|_| TokenFault::Damaged)?,
            );
            public.push(json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": key.kid, "x": x, "y": y}));
            signs.get_or_insert((key.kid, EncodingKey::from_ec_der(&pkcs8)));
        }
        let (kid, signs) = signs.ok_or(TokenFault::Damaged)?;
        Ok(Self {
            issuer: format!("{public_url}/oidc"),
            kid,
            signs,
            verifies,
            jwks: json!({"keys": public}),
        })
    }

    /// The public keys, as RFC 7517 writes them.
    pub fn jwks(&self) -> &Value {
        &self.jwks
    }

    pub fn issue(
        &self,
        user: &str,
        app: &str,
        session: &str,
        from: Millis,
        until: Millis,
    ) -> Result<String, TokenFault> {
        let claims = Claims {
            iss: self.issuer.clone(),
            sub: user.to_owned(),
            aud: app.to_owned(),
            iat: from / SECOND,
            exp: until / SECOND,
            sid: session.to_owned(),
        };
        let header = Header {
            typ: Some(TYPE.to_owned()),
            kid: Some(self.kid.clone()),
            ..Header::new(Algorithm::ES256)
        };
        jsonwebtoken::encode(&header, &claims, &self.signs).map_err(|_| TokenFault::Damaged)
    }

    /// The claims of a token of ours for `app`; whether it has expired is the session's to say, which has the server's clock.
    pub fn read(&self, token: &str, app: &str) -> Option<Claims> {
        self.read_of_any(token).filter(|it| it.aud == app)
    }

    /// The claims of a token of ours, for whichever app it is.
    pub fn read_of_any(&self, token: &str) -> Option<Claims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let key = self.verifies.get(header.kid.as_deref()?)?;
        let mut rules = Validation::new(Algorithm::ES256);
        rules.validate_aud = false;
        rules.set_issuer(&[&self.issuer]);
        rules.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &rules)
            .ok()?
            .claims;
        (header.typ.as_deref() == Some(TYPE)).then_some(claims)
    }
}

/// The public point, uncompressed (SEC 1 section 2.3.3): 4, then x and y of 32 bytes each.
fn coordinates(pair: &EcdsaKeyPair) -> Option<(String, String)> {
    let point = pair.public_key().as_ref();
    let (x, y) = (point.get(1..33)?, point.get(33..65)?);
    Some((URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y)))
}
