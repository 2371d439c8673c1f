//! What our reader is compared with: `serde_json`, filling our own type.
use std::fmt;

use guard_protocol::json::Json;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// What `serde_json` reads, as our type, with our two rules more: no key twice, and no number from 1e308 up.
pub struct Peer(pub Json);

impl<'de> Deserialize<'de> for Peer {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Anything).map(Peer)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, it: bool) -> Result<Json, E> {
        Ok(Json::Flag(it))
    }
    fn visit_i64<E>(self, it: i64) -> Result<Json, E> {
        Ok(Json::Whole(it))
    }
    fn visit_u64<E: Error>(self, it: u64) -> Result<Json, E> {
        i64::try_from(it).map_or_else(|_| self.visit_f64(it as f64), |it| Ok(Json::Whole(it)))
    }
    fn visit_f64<E: Error>(self, it: f64) -> Result<Json, E> {
        if it.abs() >= 1e308 {
            return Err(E::custom("too large"));
        }
        Ok(Json::Fraction(format!("{it:?}")))
    }
    fn visit_str<E>(self, it: &str) -> Result<Json, E> {
        Ok(Json::Text(it.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(Peer(it)) = from.next_element()? {
            list.push(it);
        }
        Ok(Json::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        let mut entries: Vec<(String, Json)> = Vec::new();
        while let Some((key, Peer(value))) = from.next_entry()? {
            if entries.iter().any(|(it, _)| *it == key) {
                return Err(A::Error::custom("a key stands twice"));
            }
            entries.push((key, value));
        }
        Ok(Json::Object(entries))
    }
}
