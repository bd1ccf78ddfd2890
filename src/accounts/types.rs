//! What the interface may know of an account.

use crate::form::{Draft, Notice};
use serde::{Deserialize, Serialize};

/// The reader of the page, as the server knows them. Written into each page and read by the client at
/// start: nothing has to be asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The signed-in person.
    pub account: Option<VisitorAccount>,
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
