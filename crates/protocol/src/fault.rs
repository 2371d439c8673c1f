//! Everything that can go wrong, in words of ours. A view translates a fault; nothing prints one.

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `tries_left`: attempts until the next longer pause, where the backend says so.
    WrongPassword {
        tries_left: Option<u32>,
    },
    /// No attempt is looked at for `retry_after` seconds.
    Locked {
        retry_after: u32,
    },
    /// Asked too often; seconds until it may be asked again.
    TooOften {
        retry_after: u32,
    },
    WrongCode {
        tries_left: Option<u32>,
    },
    /// What was proven has expired: begin again.
    Expired,
    /// The code was right, nobody has an account under this address, and signing in opens none.
    NoAccount,
    /// What a person reads in a picture is asked for; `again`: what was read was not right.
    CaptchaWanted {
        again: bool,
    },
    Taken(Field),
    RegistrationClosed,
    /// The registration whitelist does not name this person.
    NotOnList,
    /// The same of a telephone number.
    NumberNotOnList,
    /// The password was right; the address has not been confirmed yet.
    Unverified,
    Invalid {
        field: Field,
        rule: Rule,
    },
    /// The backend's own words, where the protocol says that they are meant for the person.
    Message(String),

    /// The browser knows that there is no network.
    Offline,
    /// No answer came back: the request may or may not have been carried out.
    Unreachable,
    TimedOut,
    /// The backend answered that it cannot serve now.
    Unavailable,
    /// The backend answered, but not in this protocol.
    Unexpected,

    UnknownApp,
    /// The app's settings do not list the page's origin, which is carried here.
    OriginRefused(String),
    /// A setting that makes the box unusable: its path, as the page's author wrote it.
    BadSetting {
        path: String,
        problem: String,
    },
}

/// Something that a person fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Account,
    Email,
    Username,
    Password,
    Code,
    Phone,
    /// The ticks below a form.
    Agreements,
}

impl Field {
    pub const ALL: [Field; 7] = [
        Field::Account,
        Field::Email,
        Field::Username,
        Field::Password,
        Field::Code,
        Field::Phone,
        Field::Agreements,
    ];

    /// The key that names the field on the wire.
    pub fn key(self) -> &'static str {
        match self {
            Field::Account => "account",
            Field::Email => "email",
            Field::Username => "username",
            Field::Password => "password",
            Field::Code => "code",
            Field::Phone => "phone",
            Field::Agreements => "agreementIds",
        }
    }

    pub(crate) fn from_key(key: &str) -> Option<Self> {
        match key {
            "newPassword" | "repeatPassword" => Some(Field::Password),
            _ => Self::ALL.into_iter().find(|it| it.key() == key),
        }
    }
}

/// What a field's content broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    Required,
    Format,
    /// Fewest characters allowed.
    TooShort(u32),
    TooLong,
    /// Among the most used passwords.
    TooCommon,
    /// Made of the name of the person, the app or the pool.
    Guessable,
    /// Fewest kinds among digits, letters and symbols.
    Kinds(u32),
    /// The app's own rule, in the app's own words.
    Custom(String),
}

impl Fault {
    /// Seconds for which trying again is pointless.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Fault::Locked { retry_after } | Fault::TooOften { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    /// The field that the person has to look at, if it is one.
    pub fn field(&self) -> Option<Field> {
        match self {
            // No field but the form as a whole: what has to be ticked may not be on show.
            Fault::Invalid {
                field: Field::Agreements,
                ..
            } => None,
            Fault::Taken(field) | Fault::Invalid { field, .. } => Some(*field),
            Fault::WrongCode { .. } => Some(Field::Code),
            _ => None,
        }
    }

    /// Whether typing the password again may help.
    pub fn is_about_password(&self) -> bool {
        matches!(self, Fault::WrongPassword { .. })
    }

    /// A stable name for the host page; never translated.
    pub fn name(&self) -> &'static str {
        match self {
            Fault::WrongPassword { .. } => "WRONG_PASSWORD",
            Fault::Locked { .. } => "LOCKED",
            Fault::TooOften { .. } => "TOO_OFTEN",
            Fault::WrongCode { .. } => "WRONG_CODE",
            Fault::Expired => "EXPIRED",
            Fault::NoAccount => "NO_ACCOUNT",
            Fault::CaptchaWanted { .. } => "CAPTCHA_WANTED",
            Fault::Taken(_) => "TAKEN",
            Fault::RegistrationClosed => "REGISTRATION_CLOSED",
            Fault::NotOnList | Fault::NumberNotOnList => "NOT_ON_LIST",
            Fault::Unverified => "UNVERIFIED",
            Fault::Invalid { .. } => "INVALID",
            Fault::Message(_) => "REFUSED",
            Fault::Offline => "OFFLINE",
            Fault::Unreachable => "UNREACHABLE",
            Fault::TimedOut => "TIMED_OUT",
            Fault::Unavailable => "UNAVAILABLE",
            Fault::Unexpected => "UNEXPECTED_ANSWER",
            Fault::UnknownApp => "UNKNOWN_APP",
            Fault::OriginRefused(_) => "ORIGIN_REFUSED",
            Fault::BadSetting { .. } => "CONFIG_INVALID",
        }
    }
}
