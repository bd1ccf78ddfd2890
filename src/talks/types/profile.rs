//! What a professional's page and their own editor are told.

use super::{Accommodation, Moment, OwnVetting, ProfileStep, TalkSummary, Way};
use crate::{error::CalendarProblem, organisations::types::OrganisationLink};
use serde::{Deserialize, Serialize};

/// One's own page, as the editor tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPage {
    /// The professional's id.
    pub id: String,
    /// Starts that can be booked now.
    pub free_starts: u32,
    /// The earliest of them.
    pub next_free: Option<Moment>,
    /// Those after it, a few.
    pub then_free: Vec<Moment>,
}

/// What one's own profile comes to, and what is left to do: the page that leads to its steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileOverview {
    /// Whether the reader is of age, as giving hours asks for.
    pub is_adult: bool,
    /// Whether the profile was saved once.
    pub is_saved: bool,
    /// The steps that are done.
    pub done: Vec<ProfileStep>,
    /// When an unfinished profile was last kept.
    pub kept: Option<String>,
    /// What others see of it, or will once it is approved; nothing while it is hidden.
    pub page: Option<OwnPage>,
    /// Where it stands with those who look at it; nothing before it was saved once.
    pub vetting: Option<OwnVetting>,
    /// Whether it is paused, as requests went unanswered.
    pub is_paused: bool,
    /// Whether it says whom its owner works for.
    pub has_organisation: bool,
}

impl ProfileOverview {
    /// The first step that a profile cannot do without and that is not done.
    #[must_use]
    pub fn next(&self) -> Option<ProfileStep> {
        ProfileStep::ALL.into_iter().find(|step| step.is_needed() && !self.done.contains(step))
    }

    /// How many steps are done of those that a profile cannot do without, and how many these are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let needed = ProfileStep::ALL.into_iter().filter(|step| step.is_needed());
        (self.done.iter().filter(|step| step.is_needed()).count(), needed.count())
    }
}

/// What goes with one's own profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileRemoval {
    /// Whether it was saved once; else there is a draft of it.
    pub is_saved: bool,
    /// The talks that its owner was to give, soonest first: they are called off.
    pub coming: Vec<TalkSummary>,
}

/// One's own calendar elsewhere, as the editor tells of it: never its whole address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusyCalendar {
    /// Its id.
    pub id: String,
    /// `calendar.google.com … ic.ics`: enough to know it by.
    pub name: String,
    /// Times in which it says that its owner is busy.
    pub spans: u32,
    /// When it was last read without an error: `dimanche 22 novembre à 14 h 05 (heure de Paris)`.
    pub read: Option<String>,
    /// Why it could not be read since.
    pub problem: Option<CalendarProblem>,
}

/// A day of the slot picker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeDay {
    /// `2026-11-25`, in the reader's zone.
    pub date: String,
    /// `mercredi 25 novembre`.
    pub label: String,
    /// Its free starts.
    pub hours: Vec<Moment>,
    /// Whether the rules offer any hour that day: without a free one left, it is full, not closed.
    pub is_open: bool,
}

/// How a professional answers who asks for an hour, as `talks::answer_behaviour` tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerHabit {
    /// Too few have asked to tell.
    New,
    /// As they usually do.
    Known {
        /// How long an answer takes; none where none was ever given.
        pace: Option<AnswerPace>,
        /// How many requests get one.
        share: AnswerShare,
    },
}

/// How long an answer takes, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerPace {
    /// Minutes.
    AtOnce,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// So many days, 2 to 7.
    Days(u32),
    /// Longer.
    OverAWeek,
}

/// How many requests get an answer, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerShare {
    /// All, or nearly.
    NearlyAll,
    /// Most of them.
    Most,
    /// About half of them.
    Half,
    /// Few of them.
    Few,
}

/// One's own answers, as the page of requests tells of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAnswers {
    /// Requests of the year that count.
    pub asked: u32,
    /// Those of them that were answered.
    pub answered: u32,
    /// How many that is of a hundred; none without a request.
    pub percent: Option<u32>,
    /// How long half of the answers took at most.
    pub pace: Option<AnswerPace>,
    /// Days after which a request that is taken back counts.
    pub fair_days: u32,
    /// Requests that everybody is credited.
    pub credited: u32,
    /// Requests from which on others are shown how one answers.
    pub shown_from: u32,
    /// What they are shown.
    pub habit: AnswerHabit,
}

/// A professional's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionalDetails {
    /// The professional's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The address of their photo.
    pub photo: Option<String>,
    /// ROME code of their main trade.
    pub trade_code: String,
    /// Label of their main trade.
    pub trade: String,
    /// Labels of their other trades.
    pub other_trades: Vec<String>,
    /// Their job in a sentence.
    pub headline: String,
    /// What they like in it.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// What a day is like; may be empty.
    pub day: String,
    /// How they came to it, and what they studied; may be empty.
    pub path: String,
    /// Where they work for.
    pub organisation: Option<String>,
    /// The organisation in whose name they give time, once somebody has looked at it.
    pub partner: Option<OrganisationLink>,
    /// `Albi (81)`.
    pub place: String,
    /// The ways of meeting they offer.
    pub ways: Vec<Way>,
    /// Codes of the languages they speak.
    pub languages: Vec<String>,
    /// What makes a talk with them possible for everybody.
    pub accessibility: Vec<Accommodation>,
    /// Seven days, some perhaps without a free hour; empty when nothing is free at all.
    pub days: Vec<FreeDay>,
    /// `du 23 au 29 novembre`: the first and last of these days; empty when there are none.
    pub span: String,
    /// `2026-12-09`: the day to ask for to see the next free hours, if there are any later ones.
    pub later: Option<String>,
    /// The day to ask for to see the free hours before these, if there are any.
    pub earlier: Option<String>,
    /// The zone that hours are shown in, IANA name.
    pub zone: String,
    /// Whether that is the reader's own zone (account or chosen), not the professional's by default.
    pub zone_is_readers: bool,
    /// The professional's zone, as in [`Moment::zone`].
    pub zone_there: String,
    /// How they answer requests.
    pub answers: AnswerHabit,
    /// Whether the reader is this professional.
    pub is_self: bool,
    /// Whether others can see this page; if not, it is a preview for its owner.
    pub is_listed: bool,
    /// Invented for demonstration.
    pub demonstration: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overview(done: &[ProfileStep]) -> ProfileOverview {
        ProfileOverview {
            is_adult: true,
            is_saved: false,
            done: done.to_vec(),
            kept: None,
            page: None,
            vetting: None,
            is_paused: false,
            has_organisation: false,
        }
    }

    #[test]
    fn a_photo_is_not_waited_for() {
        let begun = overview(&[ProfileStep::Job, ProfileStep::Hours]);
        assert_eq!((begun.next(), begun.progress()), (Some(ProfileStep::Meeting), (2, 4)));
        let without_photo = overview(&[ProfileStep::Job, ProfileStep::Meeting, ProfileStep::Hours]);
        assert_eq!((without_photo.next(), without_photo.progress()), (Some(ProfileStep::Publication), (3, 4)));
        assert_eq!(overview(&ProfileStep::ALL).next(), None);
        assert_eq!(
            (overview(&ProfileStep::ALL).progress(), overview(&[ProfileStep::Photo]).progress()),
            ((4, 4), (0, 4))
        );
    }
}
