//! What a form of a profile holds of each step, and how a step is laid over the rest.

use super::ProfessionalForm;
use crate::{
    form::{Draft, Form},
    talks::types::ProfileStep,
};
use std::collections::BTreeMap;

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
        let beside = ["seen", "copy", "copy_from", "copy_to", "preview"];
        let is_typed = |name: &str| step.fields().contains(&name) || beside.contains(&name);
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
            let asked = !["step", "seen", "copy", "copy_from", "copy_to", "preview"].contains(&name);
            assert_eq!(steps, usize::from(asked), "{name}");
        }
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
