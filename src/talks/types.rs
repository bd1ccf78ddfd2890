//! What talks show to people: cards, a professional's page, an hour, a talk, an agenda, wanted trades. Dates and hours
//! arrive formatted in the reader's language and zone, so that the client needs no calendar of its own.

mod accessibility;
mod conversation;
mod feedback;
mod hours_preview;
mod journey;
mod names;
mod partners;
mod profile;
mod profile_step;
mod reports;
mod search;
mod talk;
mod vetting;
mod wanted;

pub use accessibility::Accommodation;
pub use conversation::*;
pub use feedback::*;
pub use hours_preview::*;
pub use journey::*;
pub use names::{language_name, way_name};
pub use partners::*;
pub use profile::*;
pub use profile_step::ProfileStep;
pub use reports::*;
pub use search::*;
use serde::{Deserialize, Serialize};
use serde_tuple::{Deserialize_tuple, Serialize_tuple};
pub use talk::*;
pub use vetting::*;
pub use wanted::*;

/// How the two meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// In a video room.
    Video,
    /// In the same room with sound only, as no phone number is ever shown.
    Phone,
    /// Where the professional works.
    Onsite,
}

impl Way {
    /// Every way, in the order of the interface.
    pub const ALL: [Self; 3] = [Self::Video, Self::Phone, Self::Onsite];

    /// The code in forms, URLs, the schema and the index.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Phone => "phone",
            Self::Onsite => "onsite",
        }
    }

    /// The way of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// The languages that a talk can be held in (ISO 639-1), in the order of the interface.
pub const LANGUAGES: [&str; 12] = ["fr", "en", "es", "de", "it", "pt", "ar", "tr", "uk", "ru", "zh", "nl"];

/// The zones of the inhabited parts of France, IANA names, in the order of the interface: those of
/// `geo::zones::ALL`, which the browser does not have.
pub const TIME_ZONES: [&str; 14] = [
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "America/St_Barthelemy",
    "America/Marigot",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Wallis",
    "Pacific/Tahiti",
    "Pacific/Marquesas",
    "Pacific/Gambier",
];

/// An hour as a reader is told of it. As a tuple, like [`Card`] that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct Moment {
    /// RFC 3339, UTC, to the second: `2026-11-25T09:00:00Z`.
    pub iso: String,
    /// `mercredi 25 novembre`, in the reader's zone.
    pub day: String,
    /// `10 h 00` in French, `10:00` in English, in the reader's zone.
    pub time: String,
    /// The reader's zone by its city: `heure de Paris`.
    pub zone: String,
    /// The same hour for the professional, where their clock shows another one.
    pub there: Option<ThereTime>,
}

/// An hour on the professional's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct ThereTime {
    /// Day, as in [`Moment::day`].
    pub day: String,
    /// Time, as in [`Moment::time`].
    pub time: String,
    /// Zone, as in [`Moment::zone`].
    pub zone: String,
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::TIME_ZONES;
    use crate::geo::zones;

    #[test]
    fn the_zones_of_the_interface_are_those_of_the_server() {
        let names: Vec<_> = zones::ALL.iter().map(|zone| zone.name()).collect();
        assert_eq!(names, TIME_ZONES);
    }
}
