//! The kinds of mail: which ones always come, and which ones their reader can switch off.

use crate::i18n::*;
use leptos_i18n::td_string;
use serde::{Deserialize, Serialize};

/// What a mail is about. Every mail has a kind; whoever adds one decides in [`MailKind::is_switchable`] whether it can be
/// switched off, and everything else follows: the page of choices, the link in the mail, its headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// The account itself: its address, its password, its end.
    Account,
    /// A talk: requests, answers, other hours, cancellations, what a guardian is asked.
    Talk,
    /// A talk is soon.
    TalkReminder,
    /// A talk is over: did it take place?
    AfterTalk,
    /// A message of the other side of a talk waits.
    Message,
    /// Somebody has written a thank-you.
    Thanks,
    /// Somebody of a trade that one waits for has joined.
    FollowedTrade,
    /// Who is new in a saved search.
    SavedSearch,
    /// An organisation: an invitation, what was decided on it.
    Organisation,
}

impl MailKind {
    /// Every kind, as the interface lists them.
    pub const ALL: [Self; 9] = [
        Self::Account,
        Self::Talk,
        Self::Organisation,
        Self::TalkReminder,
        Self::AfterTalk,
        Self::Message,
        Self::Thanks,
        Self::SavedSearch,
        Self::FollowedTrade,
    ];

    /// Whether its reader can do without. Who does without the others would not get in any more, or would let somebody
    /// wait in vain.
    #[must_use]
    pub fn is_switchable(self) -> bool {
        match self {
            Self::Account | Self::Talk | Self::Organisation => false,
            Self::TalkReminder
            | Self::AfterTalk
            | Self::Message
            | Self::Thanks
            | Self::FollowedTrade
            | Self::SavedSearch => true,
        }
    }

    /// The kinds that can be switched off.
    pub fn switchable() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|kind| kind.is_switchable())
    }

    /// The code in forms, links and the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Talk => "talk",
            Self::TalkReminder => "talk_reminder",
            Self::AfterTalk => "after_talk",
            Self::Message => "message",
            Self::Thanks => "thanks",
            Self::FollowedTrade => "followed_trade",
            Self::SavedSearch => "saved_search",
            Self::Organisation => "organisation",
        }
    }

    /// The kind of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What it is called.
    #[must_use]
    pub fn label(self, l: Locale) -> &'static str {
        match self {
            Self::Account => td_string!(l, journey.kind_account),
            Self::Talk => td_string!(l, journey.kind_talk),
            Self::TalkReminder => td_string!(l, journey.kind_talk_reminder),
            Self::AfterTalk => td_string!(l, journey.kind_after_talk),
            Self::Message => td_string!(l, journey.kind_message),
            Self::Thanks => td_string!(l, journey.kind_thanks),
            Self::FollowedTrade => td_string!(l, journey.kind_followed_trade),
            Self::SavedSearch => td_string!(l, journey.kind_saved_search),
            Self::Organisation => td_string!(l, journey.kind_organisation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_kind_has_a_code_of_its_own() {
        let codes: BTreeSet<&str> = MailKind::ALL.into_iter().map(MailKind::code).collect();
        assert_eq!(codes.len(), MailKind::ALL.len());
        for kind in MailKind::ALL {
            assert_eq!(MailKind::from_code(kind.code()), Some(kind));
            // The code that pages are told is the one that forms send.
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            for l in [Locale::fr, Locale::en] {
                assert!(!kind.label(l).is_empty());
            }
        }
        assert_eq!(MailKind::from_code("newsletter"), None);
    }

    #[test]
    fn what_somebody_waits_for_always_comes() {
        let always: Vec<MailKind> = MailKind::ALL.into_iter().filter(|kind| !kind.is_switchable()).collect();
        assert_eq!(always, [MailKind::Account, MailKind::Talk, MailKind::Organisation]);
        assert_eq!(MailKind::switchable().count(), 6);
    }
}
