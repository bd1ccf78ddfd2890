//! The life of a talk, in one place: which stages there are, who may do what in each, what follows from it for
//! the time of both people, what mail it sends, and when the clock has to do with it next. Pure: what is read and
//! written is `transitions`. `docs/LIFECYCLE.md` draws it.

use super::types::{Side, Stage};
use crate::agenda::availability::TALK_MINUTES;
use chrono::{DateTime, Duration, Utc};

/// How long an hour is held while its form is filled.
pub const HOLD: Duration = Duration::minutes(10);
/// How long a request waits for its answer, at most.
pub const EXPIRES_AFTER: Duration = Duration::days(15);
/// What an answer needs at least: where the notice of an hour would leave less, it may come until the hour itself.
pub const ANSWER_TIME: Duration = Duration::hours(24);
/// When who has to answer is reminded, counted from the request.
pub const REMINDERS_TO_ANSWER: [Duration; 2] = [Duration::days(3), Duration::days(7)];
/// How long before a talk both are reminded of it.
pub const REMINDERS_OF_TALK: [Duration; 2] = [Duration::hours(24), Duration::hours(1)];
/// How long both have to say whether it took place.
pub const WORDS_WITHIN: Duration = Duration::days(7);

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// One of the two who talk.
    Party(Side),
    /// Who answers for a minor.
    Guardian,
    /// Who looks after everybody on the site.
    Moderator,
    /// Time that passes.
    Clock,
}

/// What somebody does with a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The explorer asks for the hour that is held.
    Submit,
    /// Who is asked agrees.
    Accept,
    /// Who is asked does not.
    Decline,
    /// Another hour is proposed: the talk moves there at once, and the other side is asked.
    Move(DateTime<Utc>),
    /// The guardian agrees.
    Consent,
    /// The guardian does not agree, or no longer.
    Object,
    /// One of the two, or a moderator, calls it off.
    Cancel,
    /// One of the two deletes their account, or the professional their profile.
    Leave,
    /// One of the two says whether it took place.
    Tell(Word),
    /// Time has come for what [`Standing::due`] said.
    Tick,
}

/// What somebody says of an hour that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// We talked.
    TookPlace,
    /// The other one did not come.
    OtherAbsent,
    /// I could not come.
    SelfAbsent,
}

impl Word {
    /// Every word.
    pub const ALL: [Self; 3] = [Self::TookPlace, Self::OtherAbsent, Self::SelfAbsent];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TookPlace => "took_place",
            Self::OtherAbsent => "other_absent",
            Self::SelfAbsent => "self_absent",
        }
    }

    /// The word of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|word| word.code() == code)
    }
}

/// Whether somebody answers for the explorer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guardian {
    /// The explorer is of age at the hour of the talk.
    NotNeeded,
    /// A guardian has to agree.
    Needed,
    /// A guardian has agreed.
    Agreed,
}

impl Guardian {
    /// The code in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::Needed => "needed",
            Self::Agreed => "agreed",
        }
    }

    /// The state of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::NotNeeded, Self::Needed, Self::Agreed].into_iter().find(|state| state.code() == code)
    }
}

/// A talk as its rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub stage: Stage,
    /// Who has to answer; of a request only.
    pub awaits: Option<Side>,
    /// Whether somebody answers for the explorer.
    pub guardian: Guardian,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When the answer that is waited for was asked, the last time that somebody did: reminders count from here.
    pub asked_at: DateTime<Utc>,
    /// Since when an answer is waited for: who asks again, at another hour, gains no time by it.
    pub waiting_since: DateTime<Utc>,
    /// When that wait ends; of a stage that waits only.
    pub answer_by: Option<DateTime<Utc>>,
    /// Reminders of this stage that are behind it.
    pub reminders: u8,
    /// What the explorer says of it.
    pub explorer_word: Option<Word>,
    /// What the professional says of it.
    pub professional_word: Option<Word>,
    /// Whether the professional was told of it, or did anything with it: of what they never heard they hear nothing.
    pub professional_knows: bool,
}

/// What the rules of a professional and the age of an explorer mean to a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Whether the professional confirms nothing by hand.
    pub accepts_automatically: bool,
    /// The professional's minimum notice: an answer after it is worth nothing.
    pub notice: Duration,
    /// Whether somebody has to answer, or has answered, for the explorer at the hour that the talk is about to have.
    pub guardian: Guardian,
}

/// What becomes of the quarters of an hour that both people's agendas hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// They stay as they are.
    Keep,
    /// They are free again.
    Free,
    /// Those of the new hour are taken, those of the old one are free again.
    Move,
}

/// Whom a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Recipient {
    /// One of the two who talk.
    Party(Side),
    /// Who answers for the explorer.
    Guardian,
}

/// What a letter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Your request is on its way.
    RequestSent,
    /// Somebody asks for an hour of yours.
    RequestReceived,
    /// An hour of yours is asked for and waits for a guardian.
    GuardianAwaited,
    /// It takes place.
    Confirmed,
    /// Another hour is proposed to you.
    Proposed,
    /// Another hour is proposed; you are asked once a guardian agrees. Until then, it does not take place.
    ProposedToGuardian,
    /// You proposed another hour: until the answer, it does not take place.
    Suspended,
    /// Your request, or your proposal, is declined.
    Declined,

    /// An answer of yours is waited for.
    AnswerReminder,
    /// Nobody answered in time.
    Expired,
    /// It is called off.
    Cancelled,
    /// May your child talk with them?
    ConsentAsked,
    /// The same once more.
    ConsentReminder,
    /// It is soon.
    TalkReminder,
    /// Did it take place?
    WordAsked,
}

/// A letter that a transition sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Whom it is for.
    pub to: Recipient,
    /// What it says.
    pub subject: Subject,
}

/// What an action comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The talk afterwards.
    pub after: Standing,
    /// What becomes of the time of both.
    pub cells: Cells,
    /// What is told to whom.
    pub letters: Vec<Letter>,
}

/// Why an action is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not for this one to do.
    NotYours,
    /// The talk is past the stage where it can be done, or its hour has come.
    TooLate,
    /// The talk has not come to where it can be done.
    TooEarly,
    /// It is at that hour already.
    Unchanged,
}

const BOTH: [Recipient; 2] = [Recipient::Party(Side::Explorer), Recipient::Party(Side::Professional)];

fn letters(recipients: &[Recipient], subject: Subject) -> Vec<Letter> {
    recipients.iter().map(|to| Letter { to: *to, subject }).collect()
}

fn to(side: Side, subject: Subject) -> Letter {
    Letter { to: Recipient::Party(side), subject }
}

impl Standing {
    /// An hour held for an explorer since `now`.
    #[must_use]
    pub fn held(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self {
            stage: Stage::Held,
            awaits: None,
            guardian: Guardian::NotNeeded,
            starts_at,
            asked_at: now,
            waiting_since: now,
            answer_by: Some(now + HOLD),
            reminders: 0,
            explorer_word: None,
            professional_word: None,
            professional_knows: false,
        }
    }

    /// When it is over.
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.starts_at + Duration::minutes(i64::from(TALK_MINUTES))
    }

    /// When the clock has to do with it next; never once it has come to its end.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        let reminded = usize::from(self.reminders);
        match self.stage {
            Stage::Held => self.answer_by,
            Stage::Requested | Stage::AwaitingGuardian => {
                let reminder = REMINDERS_TO_ANSWER.get(reminded).map(|after| self.asked_at + *after);
                self.answer_by.map(|end| reminder.map_or(end, |reminder| reminder.min(end)))
            }
            Stage::Confirmed => Some(self.appointments().get(reminded).copied().unwrap_or(self.closes_at())),
            Stage::Done | Stage::Absent | Stage::Cancelled | Stage::Declined | Stage::Expired => None,
        }
    }

    /// What a confirmed talk has ahead: its reminders, and the question how it was.
    fn appointments(&self) -> [DateTime<Utc>; 3] {
        let [day, hour] = REMINDERS_OF_TALK;
        [self.starts_at - day, self.starts_at - hour, self.ends_at()]
    }

    fn closes_at(&self) -> DateTime<Utc> {
        self.ends_at() + WORDS_WITHIN
    }

    /// What `actor` doing `action` comes to.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing follows from it then.
    pub fn step(&self, actor: Actor, action: Action, terms: &Terms, now: DateTime<Utc>) -> Result<Step, Refusal> {
        if !self.stage.is_open() {
            return Err(Refusal::TooLate);
        }
        let mut step = match (action, actor) {
            (Action::Submit, Actor::Party(Side::Explorer)) => self.submit(terms, now),
            (Action::Accept, Actor::Party(side)) => self.accept(side, terms, now),
            (Action::Decline, Actor::Party(side)) => self.decline(side, now),
            (Action::Move(start), Actor::Party(side)) => self.move_to(start, side, terms, now),
            (Action::Consent, Actor::Guardian) => self.consent(terms, now),
            (Action::Object, Actor::Guardian) => self.object(now),
            (Action::Cancel, Actor::Party(side)) => self.cancel(side, now),
            (Action::Cancel, Actor::Moderator) => self.call_off(now),
            (Action::Leave, Actor::Party(side)) => Ok(self.leave(side, now)),
            (Action::Tell(word), Actor::Party(side)) => self.tell(side, word, now),
            (Action::Tick, Actor::Clock) => self.tick(now),
            _ => Err(Refusal::NotYours),
        }?;
        let professional = BOTH[1];
        step.after.professional_knows |=
            actor == Actor::Party(Side::Professional) || step.letters.iter().any(|letter| letter.to == professional);
        Ok(step)
    }

    fn submit(&self, terms: &Terms, now: DateTime<Utc>) -> Result<Step, Refusal> {
        if self.stage != Stage::Held || now >= self.starts_at {
            return Err(Refusal::TooLate);
        }
        let asked = Self { guardian: terms.guardian, ..*self };
        let mut step = if terms.accepts_automatically {
            asked.settle(terms.notice, now)
        } else {
            let mut letters = letters(&[BOTH[0]], Subject::RequestSent);
            // The professional is asked once they may know who asks.
            letters.extend(asked.question_to_professional());
            // From here on the professional knows whose child asks, and what.
            letters.extend(asked.news_to_guardian(Subject::RequestSent));
            Step { after: asked.ask(Side::Professional, terms.notice, now), cells: Cells::Keep, letters }
        };
        step.letters.extend(asked.question_to_guardian());
        Ok(step)
    }

    /// A request that waits for `side` from `now` on.
    fn ask(&self, side: Side, notice: Duration, now: DateTime<Utc>) -> Self {
        Self { stage: Stage::Requested, awaits: Some(side), ..self.wait(notice, now) }
    }

    /// An answer is worth waiting for until the hour's notice passes, where that leaves time to give it.
    fn wait(&self, notice: Duration, now: DateTime<Utc>) -> Self {
        let in_time = self.starts_at - notice;
        let last = if in_time >= now + ANSWER_TIME { in_time } else { self.starts_at };
        let end = last.min(now + EXPIRES_AFTER);
        Self { asked_at: now, waiting_since: now, answer_by: Some(end), reminders: 0, ..*self }
    }

    /// The same as part of the wait that was going on `before`: who asks again cannot hold an hour for ever.
    fn waiting_on(&self, before: &Self) -> Self {
        // What was asked at the same time may have been written first.
        let since = before.waiting_since.min(self.asked_at);
        Self { waiting_since: since, answer_by: self.answer_by.map(|end| end.min(since + EXPIRES_AFTER)), ..*self }
    }

    /// Whether who is waited for at the hour that `side` moves it to is whom they waited for before: the other side, if
    /// they were asked, or the explorer's guardian.
    fn is_waited_on(&self, side: Side, moved: &Self) -> bool {
        let needs_guardian = moved.guardian == Guardian::Needed;
        let was_asked = !self.is_withheld() || needs_guardian;
        let awaits_guardian = self.guardian == Guardian::Needed && needs_guardian && side == Side::Explorer;
        awaits_guardian || (self.awaits == Some(side.other()) && was_asked)
    }

    /// The guardian who is waited for is asked once more: reminders count from now, the time to answer stays.
    #[must_use]
    pub fn asked_anew(&self, now: DateTime<Utc>) -> Self {
        Self { asked_at: self.asked_at.max(now), reminders: 0, ..*self }
    }

    /// Both agree: confirmed, unless a guardian has to.
    fn settle(&self, notice: Duration, now: DateTime<Utc>) -> Step {
        if self.guardian == Guardian::Needed {
            let after = Self { stage: Stage::AwaitingGuardian, awaits: None, ..self.wait(notice, now) };
            return Step { after, cells: Cells::Keep, letters: letters(&BOTH, Subject::GuardianAwaited) };
        }
        let after =
            Self { stage: Stage::Confirmed, awaits: None, answer_by: None, asked_at: now, waiting_since: now, ..*self };
        // Of what is past already nobody is reminded.
        let past = after.appointments().iter().filter(|appointment| **appointment <= now).count();
        let after = Self { reminders: u8::try_from(past).unwrap_or(u8::MAX), ..after };
        let mut letters = letters(&BOTH, Subject::Confirmed);
        letters.extend(after.news_to_guardian(Subject::Confirmed));
        Step { after, cells: Cells::Keep, letters }
    }

    /// A guardian who agreed learns when it is asked for, when it takes place and when it does not: they may be there.
    fn news_to_guardian(&self, subject: Subject) -> Option<Letter> {
        (self.guardian == Guardian::Agreed).then_some(Letter { to: Recipient::Guardian, subject })
    }

    /// What asks the professional, unless a guardian has to agree first.
    fn question_to_professional(&self) -> Option<Letter> {
        let subject = if self.professional_knows { Subject::Proposed } else { Subject::RequestReceived };
        (self.guardian != Guardian::Needed).then_some(to(Side::Professional, subject))
    }

    /// Whether the professional is asked only once a guardian agrees.
    fn is_withheld(&self) -> bool {
        self.awaits == Some(Side::Professional) && self.guardian == Guardian::Needed
    }

    fn question_to_guardian(&self) -> Option<Letter> {
        (self.guardian == Guardian::Needed)
            .then_some(Letter { to: Recipient::Guardian, subject: Subject::ConsentAsked })
    }

    /// Who is asked, while there is still time to answer.
    fn require_turn(&self, side: Side, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.awaits {
            Some(awaited) if awaited != side => Err(Refusal::NotYours),
            Some(_) if self.answer_by.is_some_and(|end| now < end) => Ok(()),
            Some(_) => Err(Refusal::TooLate),
            None if self.stage == Stage::Held => Err(Refusal::NotYours),
            None => Err(Refusal::TooLate),
        }
    }

    fn accept(&self, side: Side, terms: &Terms, now: DateTime<Utc>) -> Result<Step, Refusal> {
        self.require_turn(side, now)?;
        Ok(self.settle(terms.notice, now))
    }

    fn decline(&self, side: Side, now: DateTime<Utc>) -> Result<Step, Refusal> {
        self.require_turn(side, now)?;
        Ok(self.end(Stage::Declined, vec![to(side.other(), Subject::Declined)]))
    }

    /// The end of it: its time is free again. A professional who never heard of it is told nothing.
    fn end(&self, stage: Stage, mut letters: Vec<Letter>) -> Step {
        if !self.professional_knows {
            letters.retain(|letter| letter.to != Recipient::Party(Side::Professional));
        }
        if matches!(stage, Stage::Cancelled | Stage::Declined | Stage::Expired) {
            letters.extend(self.news_to_guardian(Subject::Cancelled));
        }
        let after = Self { stage, awaits: None, answer_by: None, ..*self };
        Step { after, cells: Cells::Free, letters }
    }

    fn move_to(&self, start: DateTime<Utc>, side: Side, terms: &Terms, now: DateTime<Utc>) -> Result<Step, Refusal> {
        if self.stage == Stage::Held {
            return Err(Refusal::NotYours);
        }
        if now >= self.starts_at || now >= start {
            return Err(Refusal::TooLate);
        }
        if start == self.starts_at {
            return Err(Refusal::Unchanged);
        }
        let moved = Self { starts_at: start, guardian: terms.guardian, ..*self };
        let mut step = if side == Side::Explorer && terms.accepts_automatically {
            moved.settle(terms.notice, now)
        } else {
            let mut letters: Vec<Letter> = match side {
                Side::Professional => vec![to(Side::Explorer, Subject::Proposed)],
                Side::Explorer => self.news_of_move(&moved).into_iter().collect(),
            };
            if self.stage == Stage::Confirmed {
                letters.push(to(side, Subject::Suspended));
            }
            Step { after: moved.ask(side.other(), terms.notice, now), cells: Cells::Keep, letters }
        };
        if step.after.answer_by.is_some() && self.is_waited_on(side, &moved) {
            step.after = step.after.waiting_on(self);
        }
        if step.after.answer_by.is_some_and(|end| end <= now) {
            return Err(Refusal::TooLate);
        }
        step.cells = Cells::Move;
        step.letters.extend(moved.question_to_guardian());
        Ok(step)
    }

    /// What the professional learns of another hour that they have to agree to: who counts on the one before is told that
    /// it is off even where a guardian has to agree first.
    fn news_of_move(&self, moved: &Self) -> Option<Letter> {
        let counts_on_it = self.professional_knows && !self.is_withheld();
        let news = counts_on_it.then_some(to(Side::Professional, Subject::ProposedToGuardian));
        moved.question_to_professional().or(news)
    }

    fn consent(&self, terms: &Terms, now: DateTime<Utc>) -> Result<Step, Refusal> {
        if self.guardian != Guardian::Needed {
            return Err(Refusal::TooLate);
        }
        if self.answer_by.is_none_or(|end| now >= end) {
            return Err(Refusal::TooLate);
        }
        let agreed = Self { guardian: Guardian::Agreed, ..*self };
        Ok(match self.stage {
            Stage::AwaitingGuardian => agreed.settle(terms.notice, now),
            // Their time to answer begins when they are asked.
            _ if self.awaits == Some(Side::Professional) => {
                let letters = agreed.question_to_professional().into_iter().collect();
                Step { after: agreed.ask(Side::Professional, terms.notice, now), cells: Cells::Keep, letters }
            }
            _ => Step { after: agreed, cells: Cells::Keep, letters: Vec::new() },
        })
    }

    fn object(&self, now: DateTime<Utc>) -> Result<Step, Refusal> {
        if self.guardian == Guardian::NotNeeded {
            return Err(Refusal::NotYours);
        }
        // An hour that takes place is stopped while it lasts.
        let last = if self.stage == Stage::Confirmed { self.ends_at() } else { self.starts_at };
        if now >= last {
            return Err(Refusal::TooLate);
        }
        let mut step = self.end(Stage::Cancelled, letters(&BOTH, Subject::Cancelled));
        step.letters.retain(|letter| letter.to != Recipient::Guardian);
        Ok(step)
    }

    fn cancel(&self, side: Side, now: DateTime<Utc>) -> Result<Step, Refusal> {
        match self.stage {
            // Nobody knows of it yet.
            Stage::Held if side == Side::Explorer => Ok(self.end(Stage::Expired, Vec::new())),
            Stage::Held => Err(Refusal::NotYours),
            // A request is answered, not called off.
            Stage::Requested if side == Side::Professional && self.awaits == Some(side) => Err(Refusal::NotYours),
            _ if now >= self.starts_at => Err(Refusal::TooLate),
            _ => Ok(self.end(Stage::Cancelled, letters(&BOTH, Subject::Cancelled))),
        }
    }

    /// By a moderator, whoever is asked: nobody's answer is waited for where somebody may not be safe.
    fn call_off(&self, now: DateTime<Utc>) -> Result<Step, Refusal> {
        match self.stage {
            // Of an hour that is only held nobody is told; it ends by itself.
            Stage::Held => Err(Refusal::NotYours),
            _ if now >= self.starts_at => Err(Refusal::TooLate),
            _ => Ok(self.end(Stage::Cancelled, letters(&BOTH, Subject::Cancelled))),
        }
    }

    fn leave(&self, side: Side, now: DateTime<Utc>) -> Step {
        match self.stage {
            Stage::Held => self.end(Stage::Expired, Vec::new()),
            Stage::Confirmed if now >= self.ends_at() => self.close(),
            _ => self.end(Stage::Cancelled, vec![to(side.other(), Subject::Cancelled)]),
        }
    }

    fn tell(&self, side: Side, word: Word, now: DateTime<Utc>) -> Result<Step, Refusal> {
        if self.stage != Stage::Confirmed || now < self.ends_at() {
            return Err(Refusal::TooEarly);
        }
        let told = match side {
            Side::Explorer => Self { explorer_word: Some(word), ..*self },
            Side::Professional => Self { professional_word: Some(word), ..*self },
        };
        let all_told = told.explorer_word.is_some() && told.professional_word.is_some();
        Ok(if all_told { told.close() } else { Step { after: told, cells: Cells::Keep, letters: Vec::new() } })
    }

    /// What the words come to. One who says that they talked is believed, nobody is called absent on the word of
    /// the other alone, and silence is no reproach.
    fn close(&self) -> Step {
        let words = [self.explorer_word, self.professional_word];
        let took_place = words.contains(&Some(Word::TookPlace));
        let is_absent = !took_place && (words.contains(&Some(Word::SelfAbsent)) || words.iter().all(Option::is_some));
        self.end(if is_absent { Stage::Absent } else { Stage::Done }, Vec::new())
    }

    fn tick(&self, now: DateTime<Utc>) -> Result<Step, Refusal> {
        if self.due().is_none_or(|due| now < due) {
            return Err(Refusal::TooEarly);
        }
        let is_over = self.answer_by.is_some_and(|end| now >= end);
        Ok(match self.stage {
            Stage::Held => self.end(Stage::Expired, Vec::new()),
            Stage::Requested | Stage::AwaitingGuardian if is_over => {
                self.end(Stage::Expired, letters(&BOTH, Subject::Expired))
            }
            Stage::Requested | Stage::AwaitingGuardian => self.remind_to_answer(now),
            _ if now >= self.closes_at() => self.close(),
            _ => self.remind_of_talk(now),
        })
    }

    fn remind_to_answer(&self, now: DateTime<Utc>) -> Step {
        let past = REMINDERS_TO_ANSWER.iter().filter(|after| self.asked_at + **after <= now).count();
        let asked = self.awaits.filter(|_| !self.is_withheld()).map(|side| to(side, Subject::AnswerReminder));
        let guardian = (self.guardian == Guardian::Needed)
            .then_some(Letter { to: Recipient::Guardian, subject: Subject::ConsentReminder });
        self.reminded(past, asked.into_iter().chain(guardian).collect())
    }

    /// Only of the last of what is past: after a pause of the server nobody is told that an hour is soon that has
    /// begun.
    fn remind_of_talk(&self, now: DateTime<Utc>) -> Step {
        let past = self.appointments().iter().filter(|appointment| **appointment <= now).count();
        let subject = match past {
            3.. => Some(Subject::WordAsked),
            _ if now < self.starts_at => Some(Subject::TalkReminder),
            _ => None,
        };
        self.reminded(past, subject.map(|subject| letters(&BOTH, subject)).unwrap_or_default())
    }

    fn reminded(&self, past: usize, letters: Vec<Letter>) -> Step {
        let after = Self { reminders: u8::try_from(past).unwrap_or(u8::MAX), ..*self };
        Step { after, cells: Cells::Keep, letters }
    }
}

#[cfg(test)]
mod properties;
