//! Who may read and write in a conversation, and until when. Pure.

use super::super::types::{Side, Stage, Writing};
use chrono::{DateTime, Duration, Utc};

/// How long two people can write to each other once their talk is over.
pub const AFTER_THE_END: Duration = Duration::days(30);

/// What matters to a conversation, seen from one of its parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Where the talk stands.
    pub stage: Stage,
    /// Whether a guardian has to agree still, or never did.
    pub is_veiled: bool,
    /// Whether a guardian or a moderator ended the talk.
    pub was_stopped: bool,
    /// Whether a moderator, or a guardian after the hour, closed the conversation.
    pub is_closed: bool,
    /// When its hour is over.
    pub over_at: DateTime<Utc>,
    /// When it came to its end.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether the other one has an account still.
    pub has_other: bool,
    /// Whether the reader blocks the other one.
    pub reader_blocks: bool,
    /// Whether the other one blocks the reader.
    pub other_blocks: bool,
}

/// Whether a talk at this stage has a conversation: of an hour that is only held the other side knows nothing.
#[must_use]
pub fn exists(stage: Stage) -> bool {
    stage != Stage::Held
}

impl Circumstances {
    /// Whether a side may read what was written: of a minor the professional knows nothing until a guardian agrees,
    /// and once more for another hour.
    #[must_use]
    pub fn may_read(&self, side: Side) -> bool {
        exists(self.stage) && (side == Side::Explorer || !self.is_veiled)
    }

    /// Whether the reader may write.
    #[must_use]
    pub fn writing(&self, now: DateTime<Utc>) -> Writing {
        if !self.has_other {
            Writing::OtherLeft
        } else if self.reader_blocks {
            Writing::Blocked
        } else if self.is_closed || self.other_blocks || !exists(self.stage) {
            Writing::Closed
        } else if self.is_over(now) {
            Writing::Over
        } else if self.is_veiled {
            Writing::AwaitsGuardian
        } else {
            Writing::Open
        }
    }

    fn is_over(&self, now: DateTime<Utc>) -> bool {
        // A guardian who took their consent back, or never gave it, wants no more of it; nor does a moderator.
        let was_refused = !self.stage.is_open() && (self.was_stopped || self.is_veiled);
        was_refused || self.until().is_some_and(|until| now >= until)
    }

    /// Until when the two can write, if nothing else keeps them from it; not known while the talk is open.
    #[must_use]
    pub fn until(&self) -> Option<DateTime<Utc>> {
        let ended_at = self.ended_at.unwrap_or(self.over_at);
        match self.stage {
            stage if stage.is_open() => None,
            // Whatever the two say of it, and when: the hour decides.
            Stage::Done | Stage::Absent => Some(self.over_at + AFTER_THE_END),
            _ => Some(ended_at + AFTER_THE_END),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + Duration::days(day)
    }

    fn confirmed() -> Circumstances {
        Circumstances {
            stage: Stage::Confirmed,
            is_veiled: false,
            was_stopped: false,
            is_closed: false,
            over_at: at(10),
            ended_at: None,
            has_other: true,
            reader_blocks: false,
            other_blocks: false,
        }
    }

    #[test]
    fn an_open_talk_is_talked_about() {
        for stage in [Stage::Requested, Stage::AwaitingGuardian, Stage::Confirmed] {
            assert_eq!(Circumstances { stage, ..confirmed() }.writing(at(12)), Writing::Open);
        }
        assert_eq!(Circumstances { stage: Stage::Held, ..confirmed() }.writing(at(0)), Writing::Closed);
    }

    #[test]
    fn thirty_days_after_the_end_it_is_over() {
        let done = Circumstances { stage: Stage::Done, ended_at: Some(at(17)), ..confirmed() };
        assert_eq!(done.writing(at(39)), Writing::Open);
        assert_eq!(done.writing(at(40)), Writing::Over);
        let cancelled = Circumstances { stage: Stage::Cancelled, ended_at: Some(at(2)), ..confirmed() };
        assert_eq!(cancelled.writing(at(31)), Writing::Open);
        assert_eq!(cancelled.writing(at(32)), Writing::Over);
        assert!(cancelled.may_read(Side::Professional), "what was written stays");
    }

    #[test]
    fn a_guardian_comes_first_and_last() {
        let asked = Circumstances { stage: Stage::AwaitingGuardian, is_veiled: true, ..confirmed() };
        assert_eq!(asked.writing(at(0)), Writing::AwaitsGuardian);
        assert!(asked.may_read(Side::Explorer) && !asked.may_read(Side::Professional));
        let ended = Circumstances { stage: Stage::Cancelled, ended_at: Some(at(2)), was_stopped: true, ..confirmed() };
        assert_eq!(ended.writing(at(2)), Writing::Over);
        let silent = Circumstances { stage: Stage::Expired, ended_at: Some(at(2)), is_veiled: true, ..confirmed() };
        assert_eq!(silent.writing(at(3)), Writing::Over);
    }

    #[test]
    fn who_is_blocked_is_told_no_more_than_that_it_is_closed() {
        assert_eq!(Circumstances { other_blocks: true, ..confirmed() }.writing(at(0)), Writing::Closed);
        assert_eq!(Circumstances { is_closed: true, ..confirmed() }.writing(at(0)), Writing::Closed);
        let both = Circumstances { other_blocks: true, reader_blocks: true, ..confirmed() };
        assert_eq!(both.writing(at(0)), Writing::Blocked);
        assert_eq!(
            Circumstances { has_other: false, reader_blocks: true, ..confirmed() }.writing(at(0)),
            Writing::OtherLeft
        );
    }

    prop_compose! {
        fn anything()(
            stage in prop::sample::select(Stage::ALL.to_vec()),
            [is_veiled, was_stopped, is_closed, has_other, reader_blocks, other_blocks] in any::<[bool; 6]>(),
            over in 0..60i64,
            ended in 0..60i64,
        ) -> Circumstances {
            let ended_at = (!stage.is_open()).then(|| at(ended));
            Circumstances {
                stage,
                is_veiled,
                was_stopped,
                is_closed,
                over_at: at(over),
                ended_at,
                has_other,
                reader_blocks,
                other_blocks,
            }
        }
    }

    proptest! {
        #[test]
        fn nobody_writes_to_whom_they_may_not(it in anything(), day in 0..120i64) {
            if it.writing(at(day)) == Writing::Open {
                prop_assert!(!it.is_veiled && !it.is_closed && it.has_other && !it.reader_blocks && !it.other_blocks);
                prop_assert!(it.stage.is_open() || !it.was_stopped);
                prop_assert!(it.may_read(Side::Explorer) && it.may_read(Side::Professional), "who writes reads");
                prop_assert!(it.stage.is_open() || day < 60 + 30);
            }
        }

        #[test]
        fn what_is_over_stays_over(it in anything(), day in 0..120i64, later in 0..120i64) {
            if it.writing(at(day)) == Writing::Over {
                prop_assert_eq!(it.writing(at(day + later)), Writing::Over);
            }
        }

        #[test]
        fn both_sides_write_or_none(it in anything(), day in 0..120i64) {
            let other = Circumstances { reader_blocks: it.other_blocks, other_blocks: it.reader_blocks, ..it };
            prop_assert_eq!(it.writing(at(day)) == Writing::Open, other.writing(at(day)) == Writing::Open);
        }
    }
}
