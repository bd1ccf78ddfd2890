//! The kinds of mail, and what pages about mail show.

mod kind;

pub use kind::MailKind;
use serde::{Deserialize, Serialize};

/// A mail in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// Its id.
    pub id: String,
    /// Where it goes.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// The calendar method of its attachment, if it has one.
    pub calendar_method: Option<String>,
    /// Where it stands.
    pub state: MailState,
}

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailState {
    /// Waiting to be sent.
    Waiting,
    /// Accepted by the mail server.
    Sent,
    /// Given up after the last attempt.
    Dead,
}

/// Which mails the reader wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailChoices {
    /// Where they go.
    pub email: String,
    /// The kinds that are switched off.
    pub switched_off: Vec<MailKind>,
}

/// What the link of a mail switches off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsubscription {
    /// Which mails.
    pub kind: MailKind,
    /// Whether they are switched off already.
    pub is_off: bool,
}
