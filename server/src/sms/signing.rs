//! Signatures that a template alone cannot make, as the providers document them. Each is HMAC-SHA256 over a canonical form of the request.
use std::collections::BTreeMap;
use std::fmt::Write as _;

use aws_lc_rs::{digest, hmac};
use guard_protocol::Secret;
use serde::{Deserialize, Deserializer};

use crate::clock::{self, Millis, SECOND};
use crate::hex;

/// A request on its way to a provider.
#[derive(Clone, Debug)]
pub struct Request {
    pub url: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum Signing {
    /// Alibaba Cloud, V3: ACS3-HMAC-SHA256.
    #[serde(rename_all = "camelCase")]
    Aliyun {
        key_id: String,
        #[serde(deserialize_with = "secret")]
        key_secret: Secret,
        action: String,
        version: String,
    },
    /// Tencent Cloud, V3: TC3-HMAC-SHA256.
    #[serde(rename_all = "camelCase")]
    Tencent {
        key_id: String,
        #[serde(deserialize_with = "secret")]
        key_secret: Secret,
        service: String,
        action: String,
        version: String,
        region: String,
    },
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Secret, D::Error> {
    String::deserialize(from).map(Secret::new)
}

impl Signing {
    /// Adds the headers that make the request the account's own.
    pub fn sign(&self, request: &mut Request, now: Millis, nonce: &str) {
        let (host, path, query) = parts(&request.url);
        request.headers.insert("host".to_owned(), host);
        match self {
            Self::Aliyun {
                key_id,
                key_secret,
                action,
                version,
            } => {
                let hashed = sha256(&request.body);
                for (name, value) in [
                    ("x-acs-action", action.clone()),
                    ("x-acs-version", version.clone()),
                    ("x-acs-date", seconds_iso(now)),
                    ("x-acs-signature-nonce", nonce.to_owned()),
                    ("x-acs-content-sha256", hashed.clone()),
                ] {
                    request.headers.insert(name.to_owned(), value);
                }
                let (signed, names) = canonical(&request.headers, |it| {
                    it == "host" || it == "content-type" || it.starts_with("x-acs-")
                });
                let whole = format!("POST\n{path}\n{query}\n{signed}\n{names}\n{hashed}");
                let text = format!("ACS3-HMAC-SHA256\n{}", sha256(&whole));
                let signature = hex::of(mac(key_secret.expose().as_bytes(), &text).as_ref());
                request.headers.insert(
                    "authorization".to_owned(),
                    format!("ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}"),
                );
            }
            Self::Tencent {
                key_id,
                key_secret,
                service,
                action,
                version,
                region,
            } => {
                let stamp = now / SECOND;
                let date = seconds_iso(now).chars().take(10).collect::<String>();
                for (name, value) in [
                    ("x-tc-action", action.clone()),
                    ("x-tc-version", version.clone()),
                    ("x-tc-region", region.clone()),
                    ("x-tc-timestamp", stamp.to_string()),
                ] {
                    if !value.is_empty() {
                        request.headers.insert(name.to_owned(), value);
                    }
                }
                // Header values are compared in lower case here.
                let lowered = request
                    .headers
                    .iter()
                    .map(|(name, value)| (name.clone(), value.to_lowercase()))
                    .collect();
                let (signed, names) = canonical(&lowered, |it| {
                    matches!(it, "content-type" | "host" | "x-tc-action")
                });
                let whole = format!(
                    "POST\n{path}\n{query}\n{signed}\n{names}\n{}",
                    sha256(&request.body)
                );
                let scope = format!("{date}/{service}/tc3_request");
                let signature = tencent(key_secret, stamp, &scope, &sha256(&whole));
                request.headers.insert(
                    "authorization".to_owned(),
                    format!("TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, Signature={signature}"),
                );
            }
        }
    }
}

/// The signature of a canonical request's hash. `scope`: date, service and `tc3_request`, each of which is a step towards the key.
fn tencent(secret: &Secret, stamp: i64, scope: &str, hashed: &str) -> String {
    let text = format!("TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashed}");
    let first = format!("TC3{}", secret.expose()).into_bytes();
    let key = scope
        .split('/')
        .fold(first, |key, part| mac(&key, part).as_ref().to_vec());
    hex::of(mac(&key, &text).as_ref())
}

/// Headers that are signed, one a line in order of their names, and those names.
fn canonical(headers: &BTreeMap<String, String>, signs: impl Fn(&str) -> bool) -> (String, String) {
    let (mut lines, mut names) = (String::new(), Vec::new());
    for (name, value) in headers.iter().filter(|it| signs(it.0)) {
        // Writing to a text cannot fail.
        let _ = writeln!(lines, "{name}:{}", value.trim());
        names.push(name.as_str());
    }
    (lines, names.join(";"))
}

/// Host, path and query of an address.
fn parts(url: &str) -> (String, String, String) {
    let rest = url.split_once("://").map_or(url, |it| it.1);
    let (front, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = front.split_once('/').unwrap_or((front, ""));
    (host.to_owned(), format!("/{path}"), query.to_owned())
}

/// Keys and values in order of the keys, encoded as RFC 3986 has it.
pub fn query(pairs: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = pairs.iter().collect();
    sorted.sort();
    let encoded: Vec<_> = sorted
        .iter()
        .map(|(key, value)| format!("{}={}", encode(key), encode(value)))
        .collect();
    encoded.join("&")
}

fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn sha256(text: &str) -> String {
    hex::of(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
}

fn mac(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

/// Like `2026-01-31T10:00:00Z`.
fn seconds_iso(now: Millis) -> String {
    clock::iso(now / SECOND * SECOND).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of "V3 request structure and signature" in Alibaba Cloud's documentation.
    #[test]
    fn ex_6_a_request_is_signed_as_alibaba_cloud_documents_it() {
        let mut request = Request {
            url: format!(
                "https://ecs.cn-shanghai.aliyuncs.com/?{}",
                query(&[
                    ("RegionId".into(), "cn-shanghai".into()),
                    (
                        "ImageId".into(),
                        "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd".into()
                    ),
                ])
            ),
            headers: BTreeMap::new(),
            body: String::new(),
        };
        let signing = Signing::Aliyun {
            key_id: "YourAccessKeyId".into(),
            key_secret: Secret::new("YourAccessKeySecret"),
            action: "RunInstances".into(),
            version: "2014-05-26".into(),
        };
        signing.sign(
            &mut request,
            1_698_315_752_000,
            "3156853299f313e23d1673dc12e1703d",
        );
        assert_eq!(
            request.headers["authorization"],
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        );
    }

    /// The example of "Signature v3" in Tencent Cloud's documentation. Its key is printed with asterisks; with them as they stand,
    /// the signature of an earlier edition, which signs two headers, comes out.
    #[test]
    fn ex_6_a_request_is_signed_as_tencent_cloud_documents_it() {
        let secret = Secret::new("Gu5t9xGARNpq86cd98joQYCN3*******");
        let scope = "2019-02-25/cvm/tc3_request";
        assert_eq!(
            tencent(
                &secret,
                1_551_113_065,
                scope,
                "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031"
            ),
            "2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c"
        );
        let mut request = Request {
            url: "https://cvm.tencentcloudapi.com/".into(),
            headers: BTreeMap::from([(
                "content-type".to_owned(),
                "application/json; charset=utf-8".to_owned(),
            )]),
            body: r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#.into(),
        };
        let signing = Signing::Tencent {
            key_id: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******".into(),
            key_secret: secret.clone(),
            service: "cvm".into(),
            action: "DescribeInstances".into(),
            version: "2017-03-12".into(),
            region: "ap-guangzhou".into(),
        };
        signing.sign(&mut request, 1_551_113_065_000, "");
        // The documented hash of the canonical request, with the three headers that are signed now.
        let signature = tencent(
            &secret,
            1_551_113_065,
            scope,
            "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84",
        );
        assert_eq!(
            request.headers["authorization"],
            format!(
                "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/{scope}, SignedHeaders=content-type;host;x-tc-action, Signature={signature}"
            )
        );
    }
}
