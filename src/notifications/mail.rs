//! A mail, as a domain writes it.

use super::types::MailKind;
use crate::agenda::calendar::Method;
use uuid::Uuid;

/// A mail to be sent. Plain text: it reads the same everywhere and by everyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// What it is about: decides whether its reader can switch it off.
    pub kind: MailKind,
    /// The address it goes to; for a kind that can be switched off, that of an account.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// A calendar object to attach, with its method.
    pub calendar: Option<(Method, String)>,
    /// The minor's account, of a mail that tells their guardian of them.
    pub minor: Option<Uuid>,
}

impl Mail {
    /// A mail without an attachment.
    #[must_use]
    pub fn text(kind: MailKind, recipient: &str, subject: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            kind,
            recipient: recipient.to_owned(),
            subject: subject.into(),
            body: body.into(),
            calendar: None,
            minor: None,
        }
    }

    /// The same as one that tells a guardian of this minor.
    #[must_use]
    pub fn of_minor(self, minor: Uuid) -> Self {
        Self { minor: Some(minor), ..self }
    }
}
