//! What counts for a professional, what against them, and that nobody loses by answering.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::talks::types::Side;
use chrono::TimeZone;
use proptest::prelude::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 12, 0, 0).unwrap()
}

fn asked(days_ago: i64) -> Question {
    Question {
        asked_at: now() - Duration::days(days_ago),
        answered_at: None,
        stage: Stage::Requested,
        guardian: Guardian::NotNeeded,
        ended_by: None,
        ended_at: None,
    }
}

fn answered(days_ago: i64, after: Duration) -> Question {
    let question = asked(days_ago);
    Question { answered_at: Some(question.asked_at + after), stage: Stage::Done, ..question }
}

fn expired(days_ago: i64) -> Question {
    let question = asked(days_ago);
    Question { stage: Stage::Expired, ended_at: Some(question.asked_at + Duration::days(15)), ..question }
}

fn taken_back(days_ago: i64, by: EndedBy, after: Duration) -> Question {
    let question = asked(days_ago);
    Question { stage: Stage::Cancelled, ended_by: Some(by), ended_at: Some(question.asked_at + after), ..question }
}

fn of(questions: &[Question]) -> AnswerBehaviour {
    AnswerBehaviour::of(questions, now())
}

#[test]
fn what_counts_and_what_does_not() {
    let counts = |question| {
        let behaviour = of(&[question]);
        (behaviour.asked(), behaviour.answered())
    };
    let explorer = EndedBy::Party(Side::Explorer);
    assert_eq!(counts(answered(20, Duration::zero())), (1, 1));
    assert_eq!(counts(answered(20, Duration::days(9))), (1, 1));
    assert_eq!(counts(expired(20)), (1, 0));
    assert_eq!(counts(taken_back(20, explorer, FAIR_TIME)), (1, 0));
    assert_eq!(counts(taken_back(20, explorer, FAIR_TIME - Duration::seconds(1))), (0, 0));
    assert_eq!(counts(taken_back(20, EndedBy::Guardian, Duration::days(9))), (0, 0));
    assert_eq!(counts(Question { guardian: Guardian::Needed, ..expired(20) }), (0, 0));
    assert_eq!(counts(Question { guardian: Guardian::Agreed, ..expired(20) }), (1, 0));
    assert_eq!(counts(asked(2)), (0, 0), "who is waited for has not failed to answer");
    // Answered, then called off: it was answered.
    let cancelled = Question { stage: Stage::Cancelled, ended_by: Some(explorer), ..answered(20, Duration::hours(2)) };
    assert_eq!(counts(cancelled), (1, 1));
}

#[test]
fn a_year_ends_to_the_second() {
    let behaviour = of(&[answered(365, Duration::hours(1)), answered(364, Duration::hours(1)), expired(100)]);
    assert_eq!((behaviour.asked(), behaviour.answered()), (2, 1));
    assert_eq!(behaviour.changes_at, Some(now() + Duration::days(1)));
    assert_eq!(of(&[asked(300)]).changes_at, None);
}

#[test]
fn half_of_the_answers_are_as_quick_as_the_median() {
    let hours = |hours: &[i64]| {
        let questions: Vec<_> = hours.iter().map(|hours| answered(30, Duration::hours(*hours))).collect();
        of(&questions).median().map(|time| time.num_hours())
    };
    assert_eq!(hours(&[]), None);
    assert_eq!(hours(&[5]), Some(5));
    assert_eq!(hours(&[9, 1]), Some(1));
    assert_eq!(hours(&[100, 1, 3]), Some(3));
}

#[test]
fn nothing_is_shown_before_enough_is_known() {
    let mut questions = vec![answered(9, Duration::hours(2)); SHOWN_FROM - 1];
    assert_eq!(of(&questions).habit(), AnswerHabit::New);
    questions.push(expired(30));
    assert_eq!(of(&questions).habit(), AnswerHabit::Known { pace: Some(AnswerPace::Day), share: AnswerShare::Most });
    assert_eq!(of(&questions).percent(), Some(80));
    let silent = vec![expired(30); SHOWN_FROM];
    assert_eq!(of(&silent).habit(), AnswerHabit::Known { pace: None, share: AnswerShare::Few });
}

#[test]
fn times_are_told_in_words() {
    for (time, words) in [
        (Duration::zero(), AnswerPace::AtOnce),
        (Duration::minutes(5), AnswerPace::AtOnce),
        (Duration::minutes(60), AnswerPace::Hour),
        (Duration::minutes(61), AnswerPace::Day),
        (Duration::hours(24), AnswerPace::Day),
        (Duration::hours(25), AnswerPace::Days(2)),
        (Duration::days(3), AnswerPace::Days(3)),
        (Duration::days(7), AnswerPace::Days(7)),
        (Duration::days(8), AnswerPace::OverAWeek),
    ] {
        assert_eq!(pace(time), words, "{time}");
    }
}

#[test]
fn a_newcomer_waits_behind_the_quick_and_before_the_silent() {
    let newcomer = of(&[]).expected_wait();
    assert_eq!(newcomer, 86_400);
    let quick = of(&[answered(9, Duration::minutes(9)); 3]).expected_wait();
    assert!(quick < newcomer, "{quick}");
    let mut before = newcomer;
    for count in 1..20 {
        let silent = of(&vec![expired(30); count]).expected_wait();
        assert!(silent > before, "{count}: {silent}");
        before = silent;
    }
}

fn question() -> impl Strategy<Value = Question> {
    (1..364_i64, 0..15 * 1440_i64, 0..5).prop_map(|(days, minutes, kind)| {
        let after = Duration::minutes(minutes);
        match kind {
            0 => expired(days),
            1 => taken_back(days, EndedBy::Party(Side::Explorer), after),
            2 => asked(days),
            _ => answered(days, after),
        }
    })
}

proptest! {
    #[test]
    fn the_wait_is_bounded_and_no_matter_of_order(mut questions in prop::collection::vec(question(), 0..40)) {
        let behaviour = of(&questions);
        prop_assert!(behaviour.expected_wait() <= LONGEST_ANSWER_WAIT);
        prop_assert!(behaviour.answered() <= behaviour.asked() && behaviour.asked() <= questions.len());
        questions.reverse();
        prop_assert_eq!(of(&questions), behaviour);
    }

    #[test]
    fn nobody_gains_by_silence(mut questions in prop::collection::vec(question(), 0..40)) {
        let before = of(&questions).expected_wait();
        questions.push(expired(30));
        prop_assert!(of(&questions).expected_wait() >= before);
    }

    #[test]
    fn nobody_loses_by_a_quick_answer(mut questions in prop::collection::vec(question(), 0..40)) {
        let before = of(&questions).expected_wait();
        questions.push(answered(30, Duration::zero()));
        prop_assert!(of(&questions).expected_wait() <= before);
    }

    #[test]
    fn answering_is_always_better_than_not(
        questions in prop::collection::vec(question(), 0..40),
        minutes in 0..15 * 1440_i64,
    ) {
        let with = |question| of(&[questions.as_slice(), &[question]].concat());
        let (answer, silence) = (with(answered(30, Duration::minutes(minutes))), with(expired(30)));
        prop_assert!(answer.percent() >= silence.percent());
        prop_assert!(answer.unanswered < silence.unanswered);
    }

    #[test]
    fn a_quicker_answer_is_never_worse(
        questions in prop::collection::vec(question(), 0..40),
        slow in 0..15 * 1440_i64,
        part in 0.0..=1.0f64,
    ) {
        let with = |minutes| of(&[questions.as_slice(), &[answered(30, Duration::minutes(minutes))]].concat());
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "some minutes")]
        let quick = (slow as f64 * part) as i64;
        prop_assert!(with(quick).expected_wait() <= with(slow).expected_wait());
    }
}
