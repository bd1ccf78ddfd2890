//! How a profile comes to be listed, in one place: who may do what to it, what follows, and what is told to its owner.
//! Pure: what is read and written is `profile` (its owner saves) and `vetting_decision` (a moderator decides).
//!
//! A profile is looked at before it is listed the first time, and again when its words, trades, organisation, commune or
//! address change or it opens to minors. What was approved stays listed meanwhile, so that nobody loses their place over a
//! comma; but no minor can book it until somebody has looked.

use super::types::{Decision, VettedField, Vetting};
use uuid::Uuid;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Whose profile it is.
    Owner,
    /// Who moderates, and does not own it.
    Moderator,
}

/// What somebody does with a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is saved.
    Save(Saving),
    /// It is decided on.
    Decide(Decision),
    /// It is refused after a report of its owner, whatever its page says.
    RefuseReported,
}

/// What is saved, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saving {
    /// Whether it shall be listed.
    pub publishes: bool,
    /// Whether something that is looked at is not as it was before.
    pub touched: bool,
    /// Whether all that is looked at is as it was approved last.
    pub as_approved: bool,
}

/// What is told to the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// It is listed.
    Approved,
    /// What has changed is fine.
    ChangesApproved,
    /// Something has to change.
    ChangesAsked,
    /// It is refused.
    Refused,
}

/// What an action comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where the profile stands afterwards.
    pub after: Vetting,
    /// What its owner is told; of what they did themselves, nothing.
    pub letter: Option<Letter>,
}

/// Why an action is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not for this one to do.
    NotYours,
    /// There is nothing to decide.
    NothingToDecide,
}

impl Vetting {
    /// What `actor` doing `action` comes to.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing follows from it then.
    pub fn step(self, actor: Actor, action: Action) -> Result<Step, Refusal> {
        match (actor, action) {
            (Actor::Owner, Action::Save(saving)) => Ok(Step { after: self.saved(saving), letter: None }),
            (Actor::Moderator, Action::Decide(decision)) => {
                if !self.decisions().contains(&decision) {
                    return Err(Refusal::NothingToDecide);
                }
                Ok(self.decided(decision))
            }
            (Actor::Moderator, Action::RefuseReported) if self.is_refused_by_report() => {
                Ok(self.decided(Decision::Refuse))
            }
            (Actor::Moderator, Action::RefuseReported) => Err(Refusal::NothingToDecide),
            _ => Err(Refusal::NotYours),
        }
    }

    /// What a moderator can decide. What is listed can be taken down without its owner having changed anything.
    #[must_use]
    pub fn decisions(self) -> &'static [Decision] {
        match self {
            Self::Submitted | Self::Changed => &Decision::ALL,
            Self::Approved => &[Decision::AskChanges, Decision::Refuse],
            Self::Draft | Self::ChangesAsked | Self::Refused => &[],
        }
    }

    /// Whether a report can lead to a refusal. It is about the person: also of a profile that was sent back, or that nobody
    /// sees yet, as the talks that minors asked for before go on.
    #[must_use]
    pub fn is_refused_by_report(self) -> bool {
        self != Self::Refused
    }

    fn saved(self, saving: Saving) -> Self {
        match self {
            // Once approved, whoever hides it and shows it again is not looked at anew.
            Self::Approved | Self::Changed => match saving.as_approved {
                true => Self::Approved,
                false => Self::Changed,
            },
            Self::Draft | Self::Submitted => match saving.publishes {
                true => Self::Submitted,
                false => Self::Draft,
            },
            // Hours may be saved without asking again.
            Self::ChangesAsked | Self::Refused => match (saving.touched, saving.publishes) {
                (false, _) => self,
                (true, true) => Self::Submitted,
                (true, false) => Self::Draft,
            },
        }
    }

    fn decided(self, decision: Decision) -> Step {
        let (after, letter) = match decision {
            Decision::Approve if self == Self::Changed => (Self::Approved, Letter::ChangesApproved),
            Decision::Approve => (Self::Approved, Letter::Approved),
            Decision::AskChanges => (Self::ChangesAsked, Letter::ChangesAsked),
            Decision::Refuse => (Self::Refused, Letter::Refused),
        };
        Step { after, letter: Some(letter) }
    }
}

/// What is looked at of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vetted {
    /// ROME code of the main trade.
    pub trade_code: String,
    /// ROME codes of the others.
    pub other_trades: Vec<String>,
    /// The job in a sentence.
    pub headline: String,
    /// What they like in it.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// What a day is like.
    pub day: String,
    /// How they came to it, and what they studied.
    pub path: String,
    /// Where they work for.
    pub organisation: Option<String>,
    /// The address of talks on site.
    pub meeting_place: Option<String>,
    /// INSEE code of where they work: the address is in it.
    pub commune_code: String,
    /// Their photo.
    pub photo: Option<Uuid>,
    /// Whether they have signed the charter for meeting minors.
    pub welcomes_minors: bool,
}

impl Vetted {
    /// What is not as it was `approved`. To meet minors no more, or to show no photo, needs nobody's leave.
    #[must_use]
    pub fn changes_since(&self, approved: &Self) -> Vec<VettedField> {
        let changed = [
            (VettedField::Trade, self.trade_code != approved.trade_code),
            (VettedField::OtherTrades, self.other_trades != approved.other_trades),
            (VettedField::Headline, self.headline != approved.headline),
            (VettedField::Likes, self.likes != approved.likes),
            (VettedField::Dislikes, self.dislikes != approved.dislikes),
            (VettedField::Day, self.day != approved.day),
            (VettedField::Path, self.path != approved.path),
            (VettedField::Organisation, self.organisation != approved.organisation),
            (VettedField::MeetingPlace, self.meeting_place != approved.meeting_place),
            (VettedField::Commune, self.commune_code != approved.commune_code),
            (VettedField::Photo, self.photo.is_some() && self.photo != approved.photo),
            (VettedField::Minors, self.welcomes_minors && !approved.welcomes_minors),
        ];
        changed.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn saving(publishes: bool, touched: bool, as_approved: bool) -> Action {
        Action::Save(Saving { publishes, touched, as_approved })
    }

    fn after(from: Vetting, action: Action) -> Vetting {
        let actor = if matches!(action, Action::Save(_)) { Actor::Owner } else { Actor::Moderator };
        from.step(actor, action).unwrap().after
    }

    #[test]
    fn a_profile_waits_once_it_shall_be_listed() {
        assert_eq!(after(Vetting::Draft, saving(false, true, false)), Vetting::Draft);
        assert_eq!(after(Vetting::Draft, saving(true, false, false)), Vetting::Submitted);
        assert_eq!(after(Vetting::Submitted, saving(true, true, false)), Vetting::Submitted);
        assert_eq!(after(Vetting::Submitted, saving(false, false, false)), Vetting::Draft);
    }

    #[test]
    fn what_changes_is_looked_at_again_and_stays_listed() {
        assert_eq!(after(Vetting::Approved, saving(true, false, true)), Vetting::Approved);
        assert_eq!(after(Vetting::Approved, saving(true, true, false)), Vetting::Changed);
        // Even where it is hidden: it may be shown again at any moment.
        assert_eq!(after(Vetting::Approved, saving(false, true, false)), Vetting::Changed);
        assert_eq!(after(Vetting::Changed, saving(true, false, false)), Vetting::Changed);
        assert_eq!(after(Vetting::Changed, saving(true, true, true)), Vetting::Approved);
        assert!(Vetting::Changed.is_open() && Vetting::Changed.waits());
    }

    #[test]
    fn what_was_sent_back_waits_again_once_something_has_changed() {
        for sent_back in [Vetting::ChangesAsked, Vetting::Refused] {
            assert_eq!(after(sent_back, saving(true, false, false)), sent_back);
            assert_eq!(after(sent_back, saving(true, true, false)), Vetting::Submitted);
            assert_eq!(after(sent_back, saving(false, true, false)), Vetting::Draft);
            // What was approved long ago is looked at all the same: somebody has seen something since.
            assert_eq!(after(sent_back, saving(true, true, true)), Vetting::Submitted);
            assert_eq!(after(sent_back, saving(true, false, true)), sent_back);
        }
    }

    #[test]
    fn decisions_tell_the_owner() {
        let told = |from: Vetting, decision| from.step(Actor::Moderator, Action::Decide(decision)).unwrap();
        let step = |after, letter| Step { after, letter: Some(letter) };
        assert_eq!(told(Vetting::Submitted, Decision::Approve), step(Vetting::Approved, Letter::Approved));
        assert_eq!(told(Vetting::Changed, Decision::Approve), step(Vetting::Approved, Letter::ChangesApproved));
        for from in [Vetting::Submitted, Vetting::Changed, Vetting::Approved] {
            assert_eq!(told(from, Decision::AskChanges), step(Vetting::ChangesAsked, Letter::ChangesAsked));
            assert_eq!(told(from, Decision::Refuse), step(Vetting::Refused, Letter::Refused));
        }
    }

    #[test]
    fn nothing_is_decided_twice() {
        for decision in Decision::ALL {
            for from in [Vetting::Draft, Vetting::ChangesAsked, Vetting::Refused] {
                let refused = from.step(Actor::Moderator, Action::Decide(decision));
                assert_eq!(refused, Err(Refusal::NothingToDecide), "{from:?} {decision:?}");
            }
        }
        let again = Vetting::Approved.step(Actor::Moderator, Action::Decide(Decision::Approve));
        assert_eq!(again, Err(Refusal::NothingToDecide));
    }

    #[test]
    fn whoever_is_reported_is_refused_wherever_their_profile_stands() {
        for from in Vetting::ALL {
            let step = from.step(Actor::Moderator, Action::RefuseReported);
            let refused = Step { after: Vetting::Refused, letter: Some(Letter::Refused) };
            let expected = if from == Vetting::Refused { Err(Refusal::NothingToDecide) } else { Ok(refused) };
            assert_eq!(step, expected, "{from:?}");
            assert_eq!(from.step(Actor::Owner, Action::RefuseReported), Err(Refusal::NotYours));
        }
    }

    #[test]
    fn nobody_decides_on_their_own() {
        for state in Vetting::ALL {
            for decision in Decision::ALL {
                assert_eq!(state.step(Actor::Owner, Action::Decide(decision)), Err(Refusal::NotYours));
            }
            assert_eq!(state.step(Actor::Moderator, saving(true, true, false)), Err(Refusal::NotYours));
        }
    }

    #[test]
    fn codes_are_read_back() {
        for state in Vetting::ALL {
            assert_eq!(Vetting::from_code(state.code()), Some(state));
        }
        for decision in Decision::ALL {
            assert_eq!(Decision::from_code(decision.code()), Some(decision));
        }
    }

    #[test]
    fn differences_are_told_by_field() {
        let approved = Vetted { headline: "Je cuis.".into(), welcomes_minors: false, ..Vetted::default() };
        assert_eq!(approved.changes_since(&approved), []);
        let now = Vetted { headline: "Je pétris.".into(), organisation: Some("Fournil".into()), ..approved.clone() };
        assert_eq!(now.changes_since(&approved), [VettedField::Headline, VettedField::Organisation]);
        let more = Vetted { other_trades: vec!["D1104".into()], day: "Dès trois heures.".into(), ..approved.clone() };
        assert_eq!(more.changes_since(&approved), [VettedField::OtherTrades, VettedField::Day]);
        assert_eq!(approved.changes_since(&Vetted { path: "Un CAP.".into(), ..approved.clone() }), [VettedField::Path]);
        let moved = Vetted { commune_code: "31555".into(), ..approved.clone() };
        assert_eq!(moved.changes_since(&approved), [VettedField::Commune]);
        let minors = Vetted { welcomes_minors: true, ..approved.clone() };
        assert_eq!(minors.changes_since(&approved), [VettedField::Minors]);
        assert_eq!(approved.changes_since(&minors), []);
    }

    fn any_action() -> impl Strategy<Value = (Actor, Action)> {
        let save = any::<(bool, bool, bool)>()
            .prop_map(|(publishes, touched, as_approved)| (Actor::Owner, saving(publishes, touched, as_approved)));
        let decide = (0..3_usize).prop_map(|which| (Actor::Moderator, Action::Decide(Decision::ALL[which])));
        prop_oneof![4 => save, 4 => decide, 1 => Just((Actor::Moderator, Action::RefuseReported))]
    }

    proptest! {
        /// However owners and moderators take turns, a profile is open only while the last decision on it approved it.
        #[test]
        fn only_what_was_approved_is_open(actions in proptest::collection::vec(any_action(), 0..40)) {
            let (mut state, mut approved) = (Vetting::Draft, false);
            for (actor, action) in actions {
                let Ok(step) = state.step(actor, action) else { continue };
                prop_assert_eq!(step.letter.is_some(), !matches!(action, Action::Save(_)));
                if !matches!(action, Action::Save(_)) {
                    approved = action == Action::Decide(Decision::Approve);
                }
                state = step.after;
                prop_assert_eq!(state.is_open(), approved);
                // Whoever does not wait can do something themselves, or has nothing to wait for.
                prop_assert!(state.waits() || after(state, saving(true, true, false)).waits());
            }
        }
    }
}
