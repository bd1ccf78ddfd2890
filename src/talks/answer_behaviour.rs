//! How a professional answers those who ask for an hour: how soon, and how often at all. Pure; what it says is shown on
//! their page and moves their place in the search.
//!
//! What counts: the requests of the last year that the professional was asked, each once, by its first question. An hour
//! that is confirmed at once is answered at once; another hour proposed, or a no, is an answer. A request that expired
//! is not answered; nor is one that its explorer took back after [`FAIR_TIME`] without a word. Taken back sooner, still
//! waiting, or stopped by a guardian, it does not count. Before a guardian agrees the professional is not asked.
//!
//! A fair start: everybody is credited [`CREDITED`] requests, each answered after [`CREDITED_ANSWER`]. They weigh less the
//! more is known, and are in no figure that people see: below [`SHOWN_FROM`] requests a professional is new.

use super::{
    lifecycle::{Actor, Guardian, Standing},
    types::{AnswerHabit, AnswerPace, AnswerShare, EndedBy, Side, Stage},
};
use crate::search::document::LONGEST_ANSWER_WAIT;
use chrono::{DateTime, Duration, Utc};

/// How far back requests count.
pub const PERIOD: Duration = Duration::days(365);
/// How long a request may wait before it counts against the professional that it was taken back.
pub const FAIR_TIME: Duration = Duration::days(3);
/// From so many requests on, how somebody answers is shown.
pub const SHOWN_FROM: usize = 5;
/// Requests that everybody is credited at the outset.
pub const CREDITED: usize = 3;
/// After how long each of these is answered.
pub const CREDITED_ANSWER: Duration = Duration::hours(24);

/// Whether a talk asks its professional from now on, who may know who asks.
#[must_use]
pub fn asks(before: &Standing, after: &Standing) -> bool {
    let asked = |talk: &Standing| talk.awaits == Some(Side::Professional) && talk.guardian != Guardian::Needed;
    asked(after) && !asked(before)
}

/// Whether what `actor` did to a talk is the professional's answer: their own, or the one that their rules give at once.
#[must_use]
pub fn answers(before: &Standing, after: &Standing, actor: Actor) -> bool {
    let was_asked = before.awaits == Some(Side::Professional);
    let is_own = actor == Actor::Party(Side::Professional) && was_asked && after.stage != Stage::Cancelled;
    is_own || (after.stage == Stage::Confirmed && before.stage != Stage::Confirmed)
}

/// What a professional was asked, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// When they were asked first.
    pub asked_at: DateTime<Utc>,
    /// When they first answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Where the talk stands.
    pub stage: Stage,
    /// Whether a guardian has agreed by now.
    pub guardian: Guardian,
    /// Who ended it, where somebody did.
    pub ended_by: Option<EndedBy>,
    /// When it ended, if it did.
    pub ended_at: Option<DateTime<Utc>>,
}

/// What a question says of who was asked.
enum Outcome {
    /// They answered after so long.
    Answered(Duration),
    /// They did not.
    Unanswered,
    /// Nothing.
    Nothing,
}

impl Question {
    fn outcome(&self) -> Outcome {
        if let Some(answered_at) = self.answered_at {
            return Outcome::Answered(answered_at - self.asked_at);
        }
        let waited = self.ended_at.map(|ended_at| ended_at - self.asked_at);
        match (self.stage, self.ended_by) {
            // What a guardian let pass says nothing of the professional.
            (Stage::Expired, _) if self.guardian != Guardian::Needed => Outcome::Unanswered,
            (Stage::Cancelled, Some(EndedBy::Party(Side::Explorer))) if waited >= Some(FAIR_TIME) => {
                Outcome::Unanswered
            }
            _ => Outcome::Nothing,
        }
    }
}

/// How a professional answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerBehaviour {
    /// How long each answer took, the quickest first.
    times: Vec<Duration>,
    unanswered: usize,
    /// When the first request falls out of the year.
    pub changes_at: Option<DateTime<Utc>>,
}

impl AnswerBehaviour {
    /// What the questions of the year before `now` tell, in whatever order they come.
    #[must_use]
    pub fn of(questions: &[Question], now: DateTime<Utc>) -> Self {
        let mut behaviour = Self::default();
        for question in questions.iter().filter(|question| question.asked_at > now - PERIOD) {
            match question.outcome() {
                Outcome::Answered(time) => behaviour.times.push(time),
                Outcome::Unanswered => behaviour.unanswered += 1,
                Outcome::Nothing => continue,
            }
            let leaves = question.asked_at + PERIOD;
            behaviour.changes_at = Some(behaviour.changes_at.map_or(leaves, |first| first.min(leaves)));
        }
        behaviour.times.sort_unstable();
        behaviour
    }

    /// How many requests count.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.times.len() + self.unanswered
    }

    /// How many of them are answered.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.times.len()
    }

    /// How long half of the answers took at most; none without an answer.
    #[must_use]
    pub fn median(&self) -> Option<Duration> {
        median(&self.times)
    }

    /// The share of requests that are answered, in whole per cent; none without a request.
    #[must_use]
    pub fn percent(&self) -> Option<usize> {
        (self.answered() * 100).checked_div(self.asked())
    }

    /// How long an answer is to be waited for, in seconds, for the ranking: the median time for the share of requests that
    /// get an answer, three days ([`LONGEST_ANSWER_WAIT`]) for the share that gets none, with what is credited to
    /// everybody; three days at most.
    #[must_use]
    pub fn expected_wait(&self) -> u32 {
        let mut times = self.times.clone();
        times.extend([CREDITED_ANSWER; CREDITED]);
        times.sort_unstable();
        let median = median(&times).and_then(|time| u64::try_from(time.num_seconds()).ok()).unwrap_or_default();
        let longest = u64::from(LONGEST_ANSWER_WAIT);
        let (answered, unanswered) = (times.len() as u64, self.unanswered as u64);
        let wait = (median.min(longest) * answered + longest * unanswered) / (answered + unanswered).max(1);
        u32::try_from(wait).unwrap_or(LONGEST_ANSWER_WAIT)
    }

    /// What people are told.
    #[must_use]
    pub fn habit(&self) -> AnswerHabit {
        match self.percent() {
            Some(percent) if self.asked() >= SHOWN_FROM => {
                AnswerHabit::Known { pace: self.median().map(pace), share: share(percent) }
            }
            _ => AnswerHabit::New,
        }
    }
}

/// The middle one, of two the quicker.
fn median(sorted: &[Duration]) -> Option<Duration> {
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

/// How long an answer takes, in words.
#[must_use]
pub fn pace(time: Duration) -> AnswerPace {
    match time {
        time if time <= Duration::minutes(5) => AnswerPace::AtOnce,
        time if time <= Duration::hours(1) => AnswerPace::Hour,
        time if time <= Duration::days(1) => AnswerPace::Day,
        time if time <= Duration::days(7) => {
            let begun = (time.num_seconds() + 86_399) / 86_400;
            AnswerPace::Days(u32::try_from(begun).unwrap_or(7))
        }
        _ => AnswerPace::OverAWeek,
    }
}

fn share(percent: usize) -> AnswerShare {
    match percent {
        95.. => AnswerShare::NearlyAll,
        75..95 => AnswerShare::Most,
        40..75 => AnswerShare::Half,
        _ => AnswerShare::Few,
    }
}

#[cfg(test)]
mod tests;
