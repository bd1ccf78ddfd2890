//! The steps in which a profile is filled in, and the one list of which fields each asks for.

use serde::{Deserialize, Serialize};

/// A step of becoming a professional: a page with its own address, which saves its own fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileStep {
    /// What they do, and what they say of it.
    Job,
    /// Where, how and in which languages.
    Meeting,
    /// When.
    Hours,
    /// Their face. The only step that can be left out.
    Photo,
    /// The charter for meeting minors, a preview, and whether it is visible.
    Publication,
}

impl ProfileStep {
    /// Every step, in the order in which they are taken.
    pub const ALL: [Self; 5] = [Self::Job, Self::Meeting, Self::Hours, Self::Photo, Self::Publication];

    /// Its name in addresses and forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Job => "presentation",
            Self::Meeting => "rencontres",
            Self::Hours => "heures",
            Self::Photo => "photo",
            Self::Publication => "publication",
        }
    }

    /// The step of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The fields that it asks for, as the form of a profile names them. A photo is a file, and no field.
    #[must_use]
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Job => &[
                "trade",
                "second_trade",
                "third_trade",
                "headline",
                "likes",
                "dislikes",
                "day",
                "path",
                "organisation",
            ],
            Self::Meeting => &["commune", "languages", "ways", "meeting_place", "accessibility"],
            Self::Hours => &[
                "time_zone",
                "ranges",
                "notice_hours",
                "horizon_days",
                "buffer_before",
                "buffer_after",
                "maximum_per_day",
                "maximum_per_week",
                "maximum_per_month",
                "closed_on_holidays",
                "exceptions",
                "closed_from",
                "closed_until",
                "confirms_by_hand",
            ],
            Self::Photo => &[],
            Self::Publication => &["welcomes_minors", "published"],
        }
    }

    /// The step that asks for a field, or for the one that a problem is noted at: `ranges_0` is one of `ranges`.
    #[must_use]
    pub fn of_field(name: &str) -> Option<Self> {
        let numbered = |field: &str| {
            let number = name.strip_prefix(field).and_then(|rest| rest.strip_prefix('_'));
            number.is_some_and(|number| !number.is_empty() && number.bytes().all(|sign| sign.is_ascii_digit()))
        };
        Self::ALL.into_iter().find(|step| step.fields().iter().any(|field| *field == name || numbered(field)))
    }

    /// The step after it.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|step| *step != self).nth(1)
    }

    /// Whether a profile cannot do without it.
    #[must_use]
    pub fn is_needed(self) -> bool {
        self != Self::Photo
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_belongs_to_the_step_of_its_field() {
        assert_eq!(ProfileStep::of_field("ranges_6"), Some(ProfileStep::Hours));
        assert_eq!(ProfileStep::of_field("maximum_per_day"), Some(ProfileStep::Hours));
        assert_eq!(ProfileStep::of_field("commune"), Some(ProfileStep::Meeting));
        for unknown in ["copy", "ranges_", "ranges_x", "trades", ""] {
            assert_eq!(ProfileStep::of_field(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn the_steps_follow_each_other() {
        let mut step = Some(ProfileStep::Job);
        for expected in ProfileStep::ALL {
            assert_eq!(step, Some(expected));
            assert_eq!(ProfileStep::from_code(expected.code()), Some(expected));
            step = expected.next();
        }
        assert_eq!(step, None);
        assert_eq!(ProfileStep::from_code(""), None);
    }
}
