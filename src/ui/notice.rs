//! Messages that stand out from the page. They speak by icon and words; colour only seconds them.

use super::icon::icon;
use leptos::prelude::*;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// Something to look at.
    Warning,
    /// It did not work.
    Error,
}

impl Tone {
    /// The classes of a notice of this tone.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Success => "notice notice--success",
            Self::Warning => "notice notice--warning",
            Self::Error => "notice notice--error",
        }
    }

    /// The pictogram beside it.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "check-circle",
            Self::Warning | Self::Error => "alert",
        }
    }
}

/// A notice that is part of the page.
#[must_use]
pub fn notice(tone: Tone, text: &str) -> AnyView {
    notice_of(tone, view! { <p>{text.to_owned()}</p> }.into_any())
}

/// A notice with more than a sentence in it.
#[must_use]
pub fn notice_of(tone: Tone, content: AnyView) -> AnyView {
    view! { <div class=tone.class()>{icon(tone.icon())}<div>{content}</div></div> }.into_any()
}

/// A notice that tells the outcome of what the reader just did: read out at once.
#[must_use]
pub fn outcome(tone: Tone, text: &str) -> AnyView {
    let role = if tone == Tone::Error { "alert" } else { "status" };
    view! { <div class=tone.class() role=role>{icon(tone.icon())}<div><p>{text.to_owned()}</p></div></div> }.into_any()
}
