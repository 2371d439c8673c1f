//! The first form of one app: what its settings make of the description.
use guard_protocol::json::{self, ANSWER, Json};
use guard_protocol::{AccountKind, CodeWay, Settings, SignInWay};

use super::FirstForm;
use super::node::{Element, Markup, Node, Text, Words};
use crate::app::App;
use crate::settings::{Facts, public_config};

/// Where the form is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A shadow tree of the element's own.
    Shadow,
    /// The page's: `render="light"`.
    Light,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet<'a> {
    /// By its address. The browser waits for it with the first paint.
    Linked(&'a str),
    /// In the form itself, which the page's policy has to allow by its hash.
    Within,
}

/// What browsers without scripts get where the app begins with another screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoScript {
    /// A link to the sign-in page.
    Link,
    /// The password form, where the app takes passwords at all: the sign-in page itself has nowhere to link to.
    Form,
}

pub struct Form<'a> {
    pub app: &'a App,
    pub lang: &'static str,
    pub tree: Tree,
    pub sheet: Sheet<'a>,
    /// Where the form goes as long as no script has come.
    pub action: &'a str,
    /// Who is meant, as far as it is known.
    pub account: Option<&'a str>,
    pub no_script: NoScript,
}

impl Form<'_> {
    /// What stands between `<guard-login>` and `</guard-login>`. Where the app begins with another screen, nobody with scripts sees any of it.
    pub fn draw(&self, first: &FirstForm) -> Markup {
        let settings = self.settings();
        let ids = format!("guard-{}", self.app.id);
        let words = first.words(self.lang, &ids);
        let mut out = Markup::default();
        if self.tree == Tree::Shadow {
            out.tag("<template shadowrootmode=\"open\">");
        }
        if begins_with_password(&settings) {
            self.styled(first, &settings, &words, &mut out);
        } else {
            out.tag("<noscript>");
            match self.no_script {
                NoScript::Link => {
                    let mut to = Element::new("a", &[("href", self.action)]);
                    to.say(Text::Ours("{signIn.submit}".to_owned()));
                    to.write(&words, &mut out);
                }
                NoScript::Form if takes_passwords(&settings) => {
                    self.styled(first, &settings, &words, &mut out);
                }
                NoScript::Form => {}
            }
            out.tag("</noscript>");
        }
        if self.tree == Tree::Shadow {
            out.tag("</template>");
        }
        out
    }

    /// Whether a browser without scripts can sign in by a form here.
    pub fn takes_passwords(&self) -> bool {
        takes_passwords(&self.settings())
    }

    /// The sheet and the form.
    fn styled(&self, first: &FirstForm, settings: &Settings, words: &Words<'_>, out: &mut Markup) {
        match self.sheet {
            Sheet::Linked(address) => {
                Element::new("link", &[("rel", "stylesheet"), ("href", address)]).write(words, out);
            }
            Sheet::Within => out.style(&first.css),
        }
        let title = words.text("signIn.title").replace("{app}", &settings.name);
        self.card(first, settings, title).write(words, out);
    }

    /// As the widget reads them.
    fn settings(&self) -> Settings {
        let facts = Facts {
            id: &self.app.id,
            pool: &self.app.pool,
            public_key: "",
            host: "",
            asking: Vec::new(),
            own: None,
        };
        let config = public_config(&self.app.settings, &facts).to_string();
        let config = json::read(&config, ANSWER).unwrap_or_default();
        Settings::read(&config, &Json::Null, &mut Vec::new())
    }

    fn card(&self, first: &FirstForm, settings: &Settings, title: String) -> Element {
        let mut card = first.card.clone();
        if let Some(it) = card.find("part", "title") {
            it.say(Text::Theirs(title));
        }
        if let Some(it) = card.find("part", "form") {
            it.set("method", Text::Theirs("post".to_owned()));
            it.set("action", Text::Theirs(self.action.to_owned()));
        }
        self.account(&mut card, &settings.accounts);
        if !settings.forgot
            && let Some(line) = card.find("data-last", "true")
        {
            line.drop("part", "link");
        }
        if let Some(around) = card.elements().next() {
            if let Some(screen) = around.elements().next() {
                ways(screen, first, settings);
            }
            if let Some(address) = &settings.logo {
                let mut logo = first.logo.clone();
                logo.set("src", Text::Theirs(address.clone()));
                around.children.insert(0, Node::Element(logo));
            }
        }
        card
    }

    fn account(&self, card: &mut Element, kinds: &[AccountKind]) {
        if let Some(label) = card.find("for", "#-account") {
            label.say(Text::Ours(format!("{{{}}}", account_label(kinds))));
        }
        let Some(input) = card.find("name", "username") else {
            return;
        };
        if let Some(account) = self.account {
            input.set("value", Text::Theirs(account.to_owned()));
        }
    }
}

fn begins_with_password(settings: &Settings) -> bool {
    let ways = &settings.ways;
    ways.first.and_then(|it| ways.forms.get(it)) == Some(&SignInWay::Password)
}

fn takes_passwords(settings: &Settings) -> bool {
    settings.ways.forms.contains(&SignInWay::Password)
}

/// Tabs, the corner that leads to scanning, and what leads to registering.
fn ways(screen: &mut Element, first: &FirstForm, settings: &Settings) {
    if settings.register.is_empty() {
        screen.drop("part", "footer");
    }
    let forms = &settings.ways.forms;
    let panel = |it: &Node| matches!(it, Node::Element(it) if it.attributes.is_empty());
    if let Some(at) = screen.children.iter().position(panel)
        && forms.len() > 1
    {
        if let Some(Node::Element(panel)) = screen.children.get_mut(at) {
            panel.set("role", Text::Ours("tabpanel".to_owned()));
            panel.set("id", Text::Ours("#-ways".to_owned()));
        }
        let mut tabs = first.tabs.clone();
        for way in forms {
            let mut tab = first.tab.clone();
            let (selected, reached) = match way {
                SignInWay::Password => ("true", "0"),
                SignInWay::Code(_) => ("false", "-1"),
            };
            tab.set("aria-selected", Text::Ours(selected.to_owned()));
            tab.set("tabindex", Text::Ours(reached.to_owned()));
            tab.say(Text::Ours(format!("{{signIn.way.{}}}", way_name(*way))));
            tabs.children.push(Node::Element(tab));
        }
        screen.children.insert(at, Node::Element(tabs));
    }
    if !settings.ways.scans.is_empty() {
        let corner = first.corner.clone();
        screen.children.insert(0, Node::Element(corner));
    }
}

fn way_name(way: SignInWay) -> &'static str {
    match way {
        SignInWay::Password => "password",
        SignInWay::Code(CodeWay::Any) => "code",
        SignInWay::Code(CodeWay::Phone) => "phone",
        SignInWay::Code(CodeWay::Email) => "email",
    }
}

/// As `views/sign_in.rs` has it.
fn account_label(kinds: &[AccountKind]) -> &'static str {
    let takes = |kind| kinds.contains(&kind);
    match (
        takes(AccountKind::Email),
        takes(AccountKind::Username),
        takes(AccountKind::Phone),
    ) {
        (true, true, true) => "field.any",
        (true, true, false) => "field.email.or.username",
        (true, false, true) => "field.email.or.phone",
        (false, true, true) => "field.username.or.phone",
        (true, false, false) => "field.email",
        (false, true, false) => "field.username",
        (false, false, true) => "field.phone",
        (false, false, false) => "field.account",
    }
}
