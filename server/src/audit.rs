//! One log line for everything that matters to an account: what, in which app, with which result, by whom and from where, both as keyed hashes.
use crate::http::apps::Caller;
use crate::refusal::Refusal;
use crate::server::Server;

pub struct Event<'a> {
    pub name: &'static str,
    pub caller: &'a Caller,
    /// The compared form of a name or an address.
    pub who: Option<&'a str>,
}

/// 200, or the code of the refusal.
pub struct Outcome(u32);

impl Outcome {
    pub fn of<T>(result: &Result<T, Refusal>) -> Self {
        Self(result.as_ref().map_or_else(Refusal::code, |_| 200))
    }
}

impl Event<'_> {
    pub fn log(&self, server: &Server, outcome: &Outcome) {
        let app = &self.caller.app;
        let who = self
            .who
            .map(|it| server.keyed.short(&["log", &app.pool, it]));
        let from = server.keyed.short(&["log", &self.caller.peer]);
        tracing::info!(
            event = self.name,
            code = outcome.0,
            app = app.id,
            who,
            from,
            request = self.caller.request,
            "account event"
        );
    }
}
