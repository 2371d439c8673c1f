//! What the host page asks for, parsed once: from strings as typed to values as meant.
use guard_flow::Scene;
use guard_protocol::genauth::endpoints::is_app_id;
use guard_protocol::json::{self, CONFIG, Json, JsonFault, Reader, Warning};
use guard_protocol::write::decimal;
use guard_protocol::{Fault, Host, cut};

use crate::backend::Place;

pub struct Options {
    /// What ids of elements begin with.
    pub ids: String,
    pub place: Result<Place, Refusal>,
    /// A language that the page asks for before all others.
    pub lang: Option<String>,
    /// What the person reads, the preferred first.
    pub languages: Vec<String>,
    pub first: Scene,
    /// Texts that replace ours, by key.
    pub texts: Json,
    pub warnings: Vec<Warning>,
}

/// Options that no box can be made of.
pub struct Refusal {
    pub path: &'static str,
    pub problem: String,
    /// Line and column, from 1, where the text of `config` stops being JSON.
    pub place: Option<(usize, usize)>,
}

impl Refusal {
    pub fn fault(&self) -> Fault {
        Fault::BadSetting {
            path: self.path.to_owned(),
            problem: self.problem.clone(),
        }
    }
}

impl Options {
    /// `attributes`: the element's, a line each: prefix of ids, app, host, language, view, what the person reads. `config`: the page's own text.
    pub fn read(attributes: &str, config: Option<&str>, page_origin: &str) -> Self {
        let mut rest = attributes;
        let mut line = || {
            let (line, more) = cut::at(rest, b'\n').unwrap_or((rest, ""));
            rest = more;
            Some(line.to_owned()).filter(|it| !it.is_empty())
        };
        let [ids, app, host, lang, view] = [(); 5].map(|()| line());
        let mut languages = Vec::new();
        while let Some(it) = line() {
            languages.push(it);
        }
        let mut warnings = Vec::new();
        let config = read_config(config);
        let overrides = config.as_ref().ok().cloned().unwrap_or_default();
        let mut from = Reader::new(&overrides, "config", &mut warnings);
        let host = host.or_else(|| from.text("host"));
        let lang = lang
            .or_else(|| from.text("lang"))
            .filter(|it| !it.is_empty());
        let view = view.or_else(|| from.text("defaultScenes"));
        let first = view.as_deref().and_then(|name| {
            let scene = Scene::from_name(name);
            if scene.is_none() {
                from.warn("defaultScenes", "the name of a view");
            }
            scene
        });
        let _warned = from.object("texts");
        let texts = overrides.get("texts").cloned().unwrap_or_default();
        let place = config.and_then(|_| place(app, host, page_origin, overrides));
        Self {
            ids: ids.unwrap_or_default(),
            place,
            lang,
            languages,
            first: first.unwrap_or(Scene::SignIn),
            texts,
            warnings,
        }
    }
}

fn place(
    app: Option<String>,
    host: Option<String>,
    page_origin: &str,
    overrides: Json,
) -> Result<Place, Refusal> {
    let refuse = |path, problem: &str| Refusal {
        path,
        problem: problem.to_owned(),
        place: None,
    };
    let app = app.ok_or_else(|| refuse("app-id", "is missing"))?;
    if !is_app_id(&app) {
        return Err(refuse(
            "app-id",
            "may hold letters, digits, - and _ only, 64 at most",
        ));
    }
    let host = host.unwrap_or_default();
    let host = Host::parse(&host, page_origin).map_err(|it| refuse("host", it.as_str()))?;
    Ok(Place {
        host,
        app,
        overrides,
    })
}

fn read_config(text: Option<&str>) -> Result<Json, Refusal> {
    let refuse = |problem: String, place| Refusal {
        path: "config",
        problem,
        place,
    };
    let Some(text) = text.filter(|it| !it.trim_ascii().is_empty()) else {
        return Ok(Json::Null);
    };
    match json::read(text, CONFIG) {
        Ok(value @ (Json::Object(_) | Json::Null)) => Ok(value),
        Ok(_) => Err(refuse("must be a JSON object".to_owned(), None)),
        Err(JsonFault::TooLong) => Err(refuse("is longer than 256 KiB".to_owned(), None)),
        Err(JsonFault::TooDeep) => Err(refuse("is nested deeper than 16 levels".to_owned(), None)),
        Err(JsonFault::Syntax { line, column }) => Err(refuse(
            [
                "is not JSON at line ",
                &decimal(line as u64),
                ", column ",
                &decimal(column as u64),
            ]
            .concat(),
            Some((line, column)),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "guard0\ndemo\nhttps://id.example.com\n\n\nde\nen-GB";

    fn refused(options: &str, config: Option<&str>) -> (&'static str, String) {
        let refusal = Options::read(options, config, "https://shop.example")
            .place
            .err()
            .unwrap();
        (refusal.path, refusal.problem)
    }

    #[test]
    fn an_app_and_a_host_are_enough() {
        let options = Options::read(GOOD, None, "https://shop.example");
        assert!(options.place.is_ok() && options.warnings.is_empty());
        assert_eq!((options.ids.as_str(), options.lang), ("guard0", None));
        assert_eq!(options.languages, ["de", "en-GB"]);
        assert_eq!(options.first, Scene::SignIn);
    }

    #[test]
    fn c01_broken_config_says_where_it_breaks() {
        assert_eq!(
            refused(GOOD, Some(r#"{"appId":"#)),
            ("config", "is not JSON at line 1, column 9".to_owned())
        );
        assert_eq!(refused(GOOD, Some("[]")).0, "config");
    }

    #[test]
    fn c10_a_missing_or_odd_address_names_its_setting() {
        assert_eq!(refused("guard0\ndemo", None).0, "host");
        assert_eq!(refused("guard0\ndemo\njavascript:alert(1)", None).0, "host");
        assert_eq!(
            refused("guard0\n\nhttps://id.example.com", None),
            ("app-id", "is missing".to_owned())
        );
        assert_eq!(
            refused("guard0\n../x\nhttps://id.example.com", None).0,
            "app-id"
        );
    }

    #[test]
    fn c04_every_wrong_type_is_warned_of_and_costs_no_more_than_its_key() {
        let keys = [
            "lang",
            "defaultScenes",
            "title",
            "logo",
            "texts",
            "disableRegister",
            "passwordLoginMethods",
        ];
        for key in keys {
            for wrong in ["true", "7", "\"\"", "[]", "{}", "null", "[7]"] {
                let config = format!("{{\"{key}\":{wrong}}}");
                assert!(
                    Options::read(GOOD, Some(&config), "").place.is_ok(),
                    "{config}"
                );
            }
        }
        assert_eq!(
            Options::read(GOOD, Some(r#"{"lang":7}"#), "")
                .warnings
                .len(),
            1
        );
    }
}
