//! What the interface may know of an account.

use crate::form::{Draft, Notice};
use serde::{Deserialize, Serialize};

/// The reader of the page, as the server knows them. Written into each page and read by the client at
/// start: nothing has to be asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The signed-in person.
    pub account: Option<VisitorAccount>,
    /// Whether they signed in to an account that a guardian has to agree to first: nothing else is known of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_guardian: bool,
    /// The form that was just refused, to be shown again.
    pub draft: Option<Draft>,
    /// What was just done, to be told once.
    pub notice: Option<Notice>,
    /// Whether this is a development server, where mail is read on a page.
    pub development: bool,
}

/// The signed-in reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitorAccount {
    /// The name shown to others.
    pub display_name: String,
    /// Their IANA time zone.
    pub time_zone: String,
}

/// One's own account page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The address that signs in.
    pub email: String,
    /// The name shown to others.
    pub display_name: String,
    /// Label of the home commune.
    pub commune: String,
    /// Their IANA time zone.
    pub time_zone: String,
    /// Birth date, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Whether they are of age, as giving hours asks for.
    pub is_adult: bool,
    /// Whether they are a relay or an administrator.
    pub moderates: bool,
}

/// Whom somebody under 15 waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianAwaited {
    /// The guardian's address, as the reader gave it.
    pub email: String,
    /// Until when they can agree, in words.
    pub until: String,
    /// Whether the address may still be corrected.
    pub may_correct: bool,
}

/// What a guardian is asked about an account, or has agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountConsent {
    /// The minor's name.
    pub name: String,
    /// Until when they can agree, in words.
    pub until: String,
    /// Whether they agreed already.
    pub agreed: bool,
}
