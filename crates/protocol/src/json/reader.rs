//! Reads an object key by key: takes what has the right type, and remembers a warning for what has not, so that one wrong
//! setting costs that setting and not the box.
use super::{Json, TEXT, plain};
use crate::write::scalar;

/// A setting that was passed over, and what it should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub path: String,
    pub expected: &'static str,
}

/// Reads one object. `null` counts as absent.
///
/// Its methods are kept out of line: they are called for every setting, and the box is downloaded.
pub struct Reader<'a> {
    object: Option<&'a Json>,
    path: String,
    warnings: &'a mut Vec<Warning>,
}

impl<'a> Reader<'a> {
    /// A `value` that is no object reads as empty, with a warning.
    pub fn new(value: &'a Json, path: &str, warnings: &'a mut Vec<Warning>) -> Self {
        if !matches!(value, Json::Object(_) | Json::Null) {
            warnings.push(Warning {
                path: path.to_owned(),
                expected: "an object",
            });
        }
        Self {
            object: matches!(value, Json::Object(_)).then_some(value),
            path: path.to_owned(),
            warnings,
        }
    }

    #[inline(never)]
    pub fn flag(&mut self, key: &str) -> Option<bool> {
        self.take(key, "true or false", Json::as_flag)
    }

    /// A whole number within a range; one outside is clamped, with a warning.
    #[inline(never)]
    pub fn number(&mut self, key: &str, least: u32, most: u32) -> Option<u32> {
        let given = self.take(key, "a whole number", |it| {
            if let Json::Whole(it) = it {
                Some(*it)
            } else {
                None
            }
        })?;
        let clamped = given.clamp(least.into(), most.into());
        if clamped != given {
            self.warn(key, "a number within its range");
        }
        Some(clamped as u32)
    }

    #[inline(never)]
    pub fn text(&mut self, key: &str) -> Option<String> {
        let text = self.take(key, "text", Json::as_text)?;
        if text.len() > TEXT {
            self.warn(key, "a text of at most 8 KiB");
            return None;
        }
        Some(plain(text))
    }

    /// A name that some write as a text and others as a number, as JSON text: it is sent back as it came.
    pub fn id(&mut self, key: &str) -> Option<String> {
        self.take(key, "a text or a whole number", |it| match it {
            Json::Text(text) if text.len() <= TEXT => Some(scalar(text.as_str())),
            Json::Whole(number) => Some(number.to_string()),
            _neither => None,
        })
    }

    /// Whatever stands there.
    #[inline(never)]
    pub fn any(&mut self, key: &str) -> Option<&'a Json> {
        self.object?.get(key).filter(|it| **it != Json::Null)
    }

    /// The texts of a list; other things in it are passed over.
    #[inline(never)]
    pub fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let list = self.take(key, "a list of texts", Json::as_list)?;
        let texts: Vec<String> = list.iter().filter_map(Json::as_text).map(plain).collect();
        if texts.len() != list.len() {
            self.warn(key, "a list of texts only");
        }
        Some(texts)
    }

    /// Reads each object of a list; other things in it are passed over.
    pub fn each(&mut self, key: &str, mut read: impl FnMut(&mut Reader<'a>)) {
        let Some(list) = self.take(key, "a list of objects", Json::as_list) else {
            return;
        };
        for it in list {
            let object = matches!(it, Json::Object(_)).then_some(it);
            if object.is_none() {
                self.warn(key, "a list of objects only");
            }
            // Its warnings are those of this reader, since a place in a list has no name.
            let (whole, path) = (self.object, self.path_of(key));
            let path = std::mem::replace(&mut self.path, path);
            self.object = object;
            read(self);
            (self.object, self.path) = (whole, path);
        }
    }

    #[inline(never)]
    pub fn object<'b>(&'b mut self, key: &str) -> Reader<'b> {
        let object = self.take(key, "an object", |it| {
            matches!(it, Json::Object(_)).then_some(it)
        });
        let path = self.path_of(key);
        Reader {
            object,
            path,
            warnings: self.warnings,
        }
    }

    #[inline(never)]
    pub fn warn(&mut self, key: &str, expected: &'static str) {
        let path = self.path_of(key);
        self.warnings.push(Warning { path, expected });
    }

    #[inline(never)]
    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            [&self.path, ".", key].concat()
        }
    }

    fn take<T>(
        &mut self,
        key: &str,
        expected: &'static str,
        read: impl FnOnce(&'a Json) -> Option<T>,
    ) -> Option<T> {
        let read = read(self.any(key)?);
        if read.is_none() {
            self.warn(key, expected);
        }
        read
    }
}
