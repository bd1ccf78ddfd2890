//! How far an index has come, as it is written beside each commit.

use super::schema::LAYOUT;

/// The last of a database's numbered changes that an index has taken up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// Its number; 0 before the first.
    pub number: i64,
    /// When it was made, in Unix milliseconds; 0 before the first. Another database, or this one restored from a
    /// copy, has the same number of another moment.
    pub made_at: i64,
}

impl Checkpoint {
    /// What is written beside a commit.
    pub(super) fn payload(self) -> String {
        format!("{LAYOUT}:{}:{}", self.number, self.made_at)
    }

    /// The checkpoint in a payload of this layout.
    pub(super) fn of_payload(payload: &str) -> Option<Self> {
        let mut parts = payload.split(':');
        let is_of_layout = parts.next()? == LAYOUT.to_string();
        let (number, made_at) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        (is_of_layout && parts.next().is_none()).then_some(Self { number, made_at })
    }
}
