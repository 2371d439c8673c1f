//! Ways to open an account, as `registerTabs.list` names them.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Address and password.
    Email,
    /// Address and code, with or without a password.
    EmailCode,
    /// User name and password.
    Username,
    /// Number and code, with or without a password.
    Phone,
    /// Number and password.
    PhonePassword,
}

impl Way {
    pub const ALL: [Way; 5] = [
        Way::Email,
        Way::EmailCode,
        Way::Username,
        Way::Phone,
        Way::PhonePassword,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Way::Email => "email",
            Way::EmailCode => "emailCode",
            Way::Username => "username",
            Way::Phone => "phone",
            Way::PhonePassword => "phone-password",
        }
    }

    /// The protocol's clients spell some of them in two ways.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "email-password" => Some(Way::Email),
            "email-code" => Some(Way::EmailCode),
            "username-password" => Some(Way::Username),
            "phone-code" => Some(Way::Phone),
            _ => Self::ALL.into_iter().find(|it| it.key() == key),
        }
    }

    /// The field that says whose account it is.
    pub fn field(self) -> &'static str {
        match self {
            Way::Email | Way::EmailCode => "email",
            Way::Username => "username",
            Way::Phone | Way::PhonePassword => "phone",
        }
    }
}
