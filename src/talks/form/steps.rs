//! The steps in which a profile is filled in, and the one list of which fields each asks for.

use super::ProfessionalForm;
use crate::form::{Draft, Form};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

    /// The fields that it asks for, as [`ProfessionalForm::kept`] names them. A photo is a file, and no field.
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

impl ProfessionalForm {
    /// What it holds of `step`, by field name.
    #[must_use]
    pub fn of_step(&self, step: ProfileStep) -> BTreeMap<String, String> {
        let kept = self.kept().into_iter().filter(|(name, _)| step.fields().contains(name));
        kept.map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The same form with what `kept` says of some of its fields.
    #[must_use]
    pub fn with(&self, kept: &BTreeMap<String, String>) -> Self {
        let own = self.kept();
        let own = |name: &str| own.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        Self::from_kept(|name| kept.get(name).cloned().or_else(|| own(name)))
    }

    /// The same form with what was typed in `step`, as `draft` brings it back.
    #[must_use]
    pub fn brought_back(&self, step: ProfileStep, draft: &Draft) -> Self {
        let copies = ["copy", "copy_from", "copy_to", "preview"];
        let is_typed = |name: &str| step.fields().contains(&name) || copies.contains(&name);
        self.with(&draft.values.iter().filter(|(name, _)| is_typed(name)).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talks::form::RangeInput;
    use proptest::prelude::*;

    #[test]
    fn each_field_is_asked_for_in_one_step() {
        for (name, _) in ProfessionalForm::default().kept() {
            let steps = ProfileStep::ALL.iter().filter(|step| step.fields().contains(&name)).count();
            let asked = !["step", "copy", "copy_from", "copy_to", "preview"].contains(&name);
            assert_eq!(steps, usize::from(asked), "{name}");
        }
    }

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

    proptest! {
        /// Whatever is typed in a step, it changes its own fields and no others.
        #[test]
        fn a_step_changes_its_own_fields_only(before in "\\PC{0,20}", typed in "\\PC{0,20}", number in 0_usize..5) {
            let form = |text: &str| ProfessionalForm {
                trade: text.into(),
                likes: text.into(),
                commune: text.into(),
                exceptions: text.into(),
                published: text.into(),
                ranges: vec![RangeInput { starts: text.into(), ends: "12:00".into() }],
                ..ProfessionalForm::default()
            };
            let step = ProfileStep::ALL[number];
            let (before, typed) = (form(&before), form(&typed));
            let after = before.with(&typed.of_step(step));
            for other in ProfileStep::ALL {
                let expected = if other == step { &typed } else { &before };
                prop_assert_eq!(after.of_step(other), expected.of_step(other));
            }
        }
    }
}
