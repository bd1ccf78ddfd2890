//! Whatever anybody does in whatever order: what holds in every stage, and that every talk comes to its end.

use super::{
    Action, Actor, Cells, EXPIRES_AFTER, Guardian, Letter, REMINDERS_TO_ANSWER, Recipient, Refusal, Standing, Step,
    Subject, Terms, Word,
};
use crate::talks::types::{Side, Stage};
use chrono::{DateTime, Duration, TimeZone, Utc};
use proptest::{prelude::*, strategy::ValueTree};
use std::collections::{BTreeMap, BTreeSet};

/// An action with how long after the one before it comes.
type Move = (Actor, Action, Duration);

fn start() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap()
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Explorer), Just(Side::Professional)]
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        8 => side().prop_map(Actor::Party),
        4 => Just(Actor::Guardian),
        4 => Just(Actor::Clock),
        1 => Just(Actor::Moderator),
    ]
}

/// Who may do it at all, mostly; at times anybody.
fn by(action: Action) -> impl Strategy<Value = (Actor, Action)> {
    let usual = match action {
        Action::Submit => Just(Actor::Party(Side::Explorer)).boxed(),
        Action::Consent | Action::Object => Just(Actor::Guardian).boxed(),
        Action::Tick => Just(Actor::Clock).boxed(),
        Action::Cancel => prop_oneof![3 => side().prop_map(Actor::Party), 1 => Just(Actor::Moderator)].boxed(),
        _ => side().prop_map(Actor::Party).boxed(),
    };
    prop_oneof![6 => usual, 1 => actor()].prop_map(move |actor| (actor, action))
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        1 => Just(Action::Submit),
        4 => Just(Action::Accept),
        1 => Just(Action::Decline),
        3 => (1..60_i64).prop_map(|days| Action::Move(start() + Duration::days(days))),
        3 => Just(Action::Consent),
        1 => Just(Action::Object),
        1 => Just(Action::Cancel),
        1 => Just(Action::Leave),
        2 => prop_oneof![Just(Word::TookPlace), Just(Word::OtherAbsent), Just(Word::SelfAbsent)].prop_map(Action::Tell),
        4 => Just(Action::Tick),
    ]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let pause = prop_oneof![
        4 => (0..30_i64).prop_map(Duration::minutes),
        2 => (0..72_i64).prop_map(Duration::hours),
        1 => (0..20_i64).prop_map(Duration::days),
    ];
    let moves = (action().prop_flat_map(by), pause).prop_map(|((actor, action), pause)| (actor, action, pause));
    // Most hours that are held are asked for soon after.
    let begins = prop_oneof![4 => 0..=9_i64, 1 => 10..=60_i64].prop_map(Duration::minutes);
    (begins, proptest::collection::vec(moves, 0..24)).prop_map(|(begins, mut moves)| {
        moves.insert(0, (Actor::Party(Side::Explorer), Action::Submit, begins));
        moves
    })
}

fn terms() -> impl Strategy<Value = Terms> {
    (any::<bool>(), 0..96_i64, prop_oneof![Just(Guardian::NotNeeded), Just(Guardian::Needed), Just(Guardian::Agreed)])
        .prop_map(|(accepts_automatically, hours, guardian)| Terms {
            accepts_automatically,
            notice: Duration::hours(hours),
            guardian,
        })
}

/// What holds of a talk by itself; the schema holds it to the same.
fn assert_sound(talk: &Standing) {
    let waits = matches!(talk.stage, Stage::Held | Stage::Requested | Stage::AwaitingGuardian);
    assert_eq!(talk.answer_by.is_some(), waits, "{talk:?}");
    assert_eq!(talk.awaits.is_some(), talk.stage == Stage::Requested, "{talk:?}");
    assert_eq!(talk.due().is_some(), talk.stage.is_open(), "{talk:?}");
    match talk.stage {
        Stage::Confirmed | Stage::Done | Stage::Absent => assert_ne!(talk.guardian, Guardian::Needed, "{talk:?}"),
        Stage::AwaitingGuardian => assert_eq!(talk.guardian, Guardian::Needed, "{talk:?}"),
        _ => {}
    }
    if let (Some(end), false) = (talk.answer_by, talk.stage == Stage::Held) {
        assert!(end <= talk.starts_at && end <= talk.waiting_since + EXPIRES_AFTER, "{talk:?}");
        assert!(talk.waiting_since <= talk.asked_at, "{talk:?}");
    }
}

fn assert_follows(before: &Standing, step: &Step, action: Action, now: DateTime<Utc>) {
    assert_sound(&step.after);
    let ended = !step.after.stage.is_open();
    assert_eq!(step.cells == Cells::Free, ended, "the time of both is freed at the end: {before:?} {action:?}");
    assert_eq!(
        step.cells == Cells::Move,
        step.after.starts_at != before.starts_at || matches!(action, Action::Move(_))
    );
    // The clock never has to do with the same thing twice.
    if action == Action::Tick {
        assert!(step.after.due().is_none_or(|due| due > now), "{before:?} {:?}", step.after);
    }
    let told: BTreeSet<_> = step.letters.iter().map(|letter| letter.to).collect();
    assert_eq!(told.len(), step.letters.len(), "one letter each: {:?}", step.letters);
    // Whoever has it in a calendar learns that it no longer takes place, but for who leaves.
    if before.stage == Stage::Confirmed && matches!(step.after.stage, Stage::Cancelled | Stage::Requested) {
        let parties = told.iter().filter(|to| matches!(to, Recipient::Party(_))).count();
        assert_eq!(parties, if action == Action::Leave { 1 } else { 2 }, "{before:?} {action:?}");
    }
    if matches!(step.after.stage, Stage::Confirmed) && before.stage != Stage::Confirmed {
        let told = |to: Recipient| step.letters.contains(&Letter { to, subject: Subject::Confirmed });
        assert!(Side::BOTH.into_iter().all(|side| told(Recipient::Party(side))), "{before:?} {action:?}");
        // Who agreed to it, be it just now, is told when it takes place.
        assert_eq!(told(Recipient::Guardian), step.after.guardian == Guardian::Agreed, "{before:?} {action:?}");
    }
    // And as it is asked for, where they agreed before: the professional knows who asks from then on.
    let hears = step.letters.contains(&Letter { to: Recipient::Guardian, subject: Subject::RequestSent });
    let is_asked = action == Action::Submit && step.after.stage == Stage::Requested;
    assert_eq!(hears, is_asked && step.after.guardian == Guardian::Agreed, "{before:?} {action:?}");
    let is_off = matches!(step.after.stage, Stage::Cancelled | Stage::Declined | Stage::Expired);
    let learns = step.letters.contains(&Letter { to: Recipient::Guardian, subject: Subject::Cancelled });
    let agreed = before.guardian == Guardian::Agreed && action != Action::Object;
    assert_eq!(learns, is_off && agreed, "{before:?} {action:?}");
}

/// Who knows of a talk is told of its end, and who never heard of it hears nothing; gives whether the professional knows of
/// it now, by whom they `knew` before.
fn assert_told(knew: bool, before: &Standing, step: &Step, actor: Actor, action: Action) -> bool {
    let is_to_them = |letter: &&Letter| letter.to == Recipient::Party(Side::Professional);
    let told = step.letters.iter().find(is_to_them).map(|letter| letter.subject);
    let acts = actor == Actor::Party(Side::Professional);
    let is_off = matches!(step.after.stage, Stage::Cancelled | Stage::Declined | Stage::Expired);
    if is_off && (!acts || action == Action::Cancel) {
        assert_eq!(told.is_some(), knew, "{before:?} {action:?}");
    }
    if !knew {
        let first = [Subject::RequestReceived, Subject::GuardianAwaited, Subject::Confirmed];
        assert!(told.is_none_or(|subject| first.contains(&subject)), "{before:?} {action:?} {told:?}");
    }
    let is_withheld = |talk: &Standing| talk.awaits == Some(Side::Professional) && talk.guardian == Guardian::Needed;
    if is_withheld(&step.after) {
        let counted_on_it = (knew && !is_withheld(before)).then_some(Subject::ProposedToGuardian);
        assert_eq!(told, counted_on_it, "nobody is asked before the guardian: {before:?} {action:?}");
    }
    if action == Action::Tick && matches!(step.after.stage, Stage::Requested | Stage::AwaitingGuardian) {
        let reminded = |to, subject| step.letters.contains(&Letter { to, subject });
        let asked = before.awaits.filter(|_| !is_withheld(before)).map(Recipient::Party);
        assert!(asked.is_none_or(|asked| reminded(asked, Subject::AnswerReminder)), "{before:?}");
        let waits = before.guardian == Guardian::Needed;
        assert_eq!(reminded(Recipient::Guardian, Subject::ConsentReminder), waits, "{before:?}");
    }
    knew || acts || told.is_some()
}

/// How often each letter is written while the talk stays as it was asked for: reminders come so many times and
/// no more, and none soon after the question.
#[derive(Default)]
struct Told {
    times: BTreeMap<(Recipient, Subject), usize>,
    asked: BTreeMap<Recipient, DateTime<Utc>>,
}

impl Told {
    fn note(&mut self, letters: &[Letter], is_new_wait: bool, now: DateTime<Utc>) {
        if is_new_wait {
            self.times.clear();
        }
        for letter in letters {
            *self.times.entry((letter.to, letter.subject)).or_default() += 1;
            match letter.subject {
                Subject::RequestReceived | Subject::Proposed | Subject::ConsentAsked => {
                    self.asked.insert(letter.to, now);
                }
                Subject::AnswerReminder | Subject::ConsentReminder => {
                    let asked = self.asked[&letter.to];
                    assert!(now - asked >= REMINDERS_TO_ANSWER[0], "{letter:?} at {now}, asked at {asked}");
                }
                _ => {}
            }
        }
        for ((to, subject), times) in &self.times {
            let most = match subject {
                Subject::AnswerReminder | Subject::ConsentReminder | Subject::TalkReminder => 2,
                _ => 1,
            };
            assert!(*times <= most, "{times} × {subject:?} to {to:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn every_talk_is_sound_and_ends(moves in moves(), first in terms(), then in terms(), turn in 1..24_usize, ahead in 1..40_i64) {
        let mut now = start();
        let mut knows = false;
        let mut talk = Standing::held(start() + Duration::days(ahead), now);
        assert_sound(&talk);
        let mut told = Told::default();
        for (at, (actor, action, pause)) in moves.into_iter().enumerate() {
            now += pause;
            // Professionals change their rules, and explorers come of age.
            let terms = if at < turn { first } else { then };
            match talk.step(actor, action, &terms, now) {
                Ok(step) => {
                    prop_assert!(talk.stage.is_open(), "nothing follows an end");
                    assert_follows(&talk, &step, action, now);
                    knows = assert_told(knows, &talk, &step, actor, action);
                    let is_new = matches!(action, Action::Move(_)) || step.after.asked_at != talk.asked_at;
                    told.note(&step.letters, is_new || step.after.stage != talk.stage, now);
                    talk = step.after;
                }
                Err(refusal) => prop_assert!(talk.stage.is_open() || refusal == Refusal::TooLate),
            }
        }
        let mut ticks = 0;
        while let Some(due) = talk.due() {
            let now = due.max(now);
            let step = talk.step(Actor::Clock, Action::Tick, &then, now).unwrap();
            assert_follows(&talk, &step, Action::Tick, now);
            knows = assert_told(knows, &talk, &step, Actor::Clock, Action::Tick);
            told.note(&step.letters, step.after.stage != talk.stage, now);
            talk = step.after;
            ticks += 1;
            prop_assert!(ticks <= 5, "{talk:?}");
        }
        prop_assert!(!talk.stage.is_open());
    }
}

/// A moderator ends whatever is ahead, whoever is asked, and nothing else.
#[test]
fn a_moderator_calls_off_what_is_ahead_and_does_nothing_else() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut called_off = BTreeSet::new();
    for _ in 0..5_000 {
        let moves = moves().new_tree(&mut runner).unwrap().current();
        let terms = terms().new_tree(&mut runner).unwrap().current();
        let mut now = start();
        let mut talk = Standing::held(start() + Duration::days(20), now);
        for (actor, action, pause) in moves {
            now += pause;
            let is_ahead = talk.stage.is_open() && talk.stage != Stage::Held && now < talk.starts_at;
            let by_moderator = talk.step(Actor::Moderator, action, &terms, now);
            assert_eq!(by_moderator.is_ok(), action == Action::Cancel && is_ahead, "{talk:?} {action:?}");
            if let Ok(step) = by_moderator {
                assert_eq!((step.after.stage, step.cells), (Stage::Cancelled, Cells::Free));
                called_off.insert(talk.stage);
            }
            if let Ok(step) = talk.step(actor, action, &terms, now) {
                talk = step.after;
            }
        }
    }
    assert_eq!(called_off, [Stage::Requested, Stage::AwaitingGuardian, Stage::Confirmed].into_iter().collect());
}

fn by_hand(guardian: Guardian) -> Terms {
    Terms { accepts_automatically: false, notice: Duration::zero(), guardian }
}

/// A request of an explorer for an hour in thirty days.
fn requested(terms: &Terms) -> Standing {
    let held = Standing::held(start() + Duration::days(30), start());
    held.step(EXPLORER, Action::Submit, terms, start()).unwrap().after
}

/// The same at another hour, so long after it was asked for.
fn moved_after(talk: &Standing, passed: Duration, terms: &Terms) -> Standing {
    let start_at = talk.starts_at + Duration::days(1);
    talk.step(EXPLORER, Action::Move(start_at), terms, start() + passed).unwrap().after
}

const EXPLORER: Actor = Actor::Party(Side::Explorer);

#[test]
fn who_asks_again_gains_no_time_and_reminds_nobody_sooner() {
    let automatic = Terms { accepts_automatically: true, ..by_hand(Guardian::Needed) };
    // A professional who answers, a guardian who agrees before one is asked, and one for whom nobody else is waited for.
    for terms in [by_hand(Guardian::NotNeeded), by_hand(Guardian::Needed), automatic] {
        let talk = requested(&terms);
        for passed in [1, 3, 6, 14].map(Duration::days) {
            let moved = moved_after(&talk, passed, &terms);
            assert_eq!(moved.answer_by, Some(start() + EXPIRES_AFTER), "{terms:?}");
            let reminded = (start() + passed + REMINDERS_TO_ANSWER[0]).min(start() + EXPIRES_AFTER);
            assert_eq!(moved.due(), Some(reminded), "{terms:?}");
        }
        let over = talk.step(EXPLORER, Action::Move(start() + Duration::days(31)), &terms, start() + EXPIRES_AFTER);
        assert_eq!(over, Err(Refusal::TooLate), "nobody is asked without time to answer: {terms:?}");
    }
}

/// Nobody's time to answer begins before they are asked.
#[test]
fn who_is_first_asked_by_another_hour_has_all_their_time() {
    let passed = Duration::days(14);
    let fresh = Some(start() + passed + EXPIRES_AFTER);
    let asked = moved_after(&requested(&by_hand(Guardian::Needed)), passed, &by_hand(Guardian::NotNeeded));
    assert_eq!((asked.awaits, asked.answer_by), (Some(Side::Professional), fresh), "the explorer came of age");
    // Who knows of a talk was not asked for another hour before a guardian agrees to it.
    let confirmed = requested(&Terms { accepts_automatically: true, ..by_hand(Guardian::NotNeeded) });
    let withheld = moved_after(&confirmed, Duration::zero(), &by_hand(Guardian::Needed));
    let asked = moved_after(&withheld, passed, &by_hand(Guardian::NotNeeded));
    assert_eq!((asked.awaits, asked.answer_by), (Some(Side::Professional), fresh), "they came of age meanwhile");
    let guardian = moved_after(&requested(&by_hand(Guardian::Agreed)), passed, &by_hand(Guardian::Needed));
    assert_eq!(guardian.answer_by, Some(start() + EXPIRES_AFTER), "the professional was asked already");
    assert_eq!(guardian.asked_at, start() + passed);
}

/// Of two who ask at the same time, whose clock says earlier may come second.
#[test]
fn who_asks_a_moment_before_it_was_asked_is_no_failure() {
    let talk = requested(&by_hand(Guardian::Needed));
    let before = Duration::seconds(-1);
    assert_sound(&moved_after(&talk, before, &by_hand(Guardian::Needed)));
    assert_sound(&talk.asked_anew(start() + before));
}

#[test]
fn who_is_asked_once_more_is_reminded_later_and_has_no_more_time() {
    let talk = requested(&by_hand(Guardian::Needed));
    let soon = start() + REMINDERS_TO_ANSWER[0] - Duration::minutes(5);
    let asked = talk.asked_anew(soon);
    assert_eq!((asked.due(), asked.answer_by), (Some(soon + REMINDERS_TO_ANSWER[0]), talk.answer_by));
}

/// Whoever agreed takes it back as long as there is something to call off: until the hour is over.
#[test]
fn a_guardian_takes_consent_back_until_the_hour_is_over() {
    let terms = Terms { accepts_automatically: true, notice: Duration::zero(), guardian: Guardian::Agreed };
    let held = Standing::held(start() + Duration::days(1), start());
    let talk = held.step(Actor::Party(Side::Explorer), Action::Submit, &terms, start()).unwrap().after;
    for (minutes, is_called_off) in [(-1, true), (0, true), (59, true), (60, false)] {
        let now = talk.starts_at + Duration::minutes(minutes);
        let step = talk.step(Actor::Guardian, Action::Object, &terms, now);
        assert_eq!(step.map(|step| step.after.stage).ok(), is_called_off.then_some(Stage::Cancelled), "{minutes}");
    }
    // What was not confirmed does not take place: nothing of it is left at its hour.
    let asked = Standing { stage: Stage::Requested, awaits: Some(Side::Professional), ..talk };
    let late = asked.step(Actor::Guardian, Action::Object, &terms, talk.starts_at);
    assert_eq!(late, Err(Refusal::TooLate));
}

/// The random walks above come by everything: else they would prove little.
#[test]
fn every_stage_and_letter_is_reached() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut stages, mut subjects) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..20_000 {
        let moves = moves().new_tree(&mut runner).unwrap().current();
        let terms = terms().new_tree(&mut runner).unwrap().current();
        let mut now = start();
        let mut talk = Standing::held(start() + Duration::days(20), now);
        stages.insert(talk.stage);
        for (actor, action, pause) in moves {
            now += pause;
            if let Ok(step) = talk.step(actor, action, &terms, now) {
                subjects.extend(step.letters.iter().map(|letter| letter.subject));
                talk = step.after;
            }
            stages.insert(talk.stage);
        }
    }
    assert_eq!(stages, Stage::ALL.into_iter().collect());
    assert_eq!(subjects.len(), 15, "{subjects:?}");
}
