//! Carrying out what `lifecycle` decides: one transition of one talk, with the time of both, the counts, the mails and
//! the change for the index, as part of a transaction.

use super::{
    alternatives, answer_behaviour,
    availability::Schedule,
    conversation, guardians,
    lifecycle::{Action, Actor, Cells, Guardian, Letter, Recipient, Refusal, Standing, Step, Subject, Terms},
    limits, links,
    mails::{self, Occasion},
    service,
    store::{self, TalkRow},
    types::{EndReason, EndedBy, Ending, Side, Stage},
};
use crate::{
    accounts::store::hold_account,
    agenda::{
        self,
        availability::{TALK_MINUTES, Week},
    },
    context::{AppContext, new_id},
    db::{Transaction, WriteError},
    error::AppError,
    notifications::{mail::Mail, outbox},
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// Somebody doing something with a talk.
pub struct Change {
    /// Which talk.
    pub talk: Uuid,
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: Action,
    /// How it ends, of an action that cancels or declines.
    pub ending: Option<Ending>,
    /// When.
    pub now: DateTime<Utc>,
}

/// Requests that a professional may leave unanswered one after the other before their profile is paused.
const EXPIRED_BEFORE_PAUSE: i32 = 5;

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotYours => Self::Forbidden,
            Refusal::Unchanged => Self::NotOffered,
            Refusal::TooLate | Refusal::TooEarly => Self::TooLate,
        }
    }
}

/// Carries out `change`, and gives how the talk stands then. Two changes of one talk come one after the other.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::TooLate`], and, for another hour,
/// [`AppError::JustTaken`], [`AppError::OwnAgendaTaken`], [`AppError::NotOffered`], where a guardian is asked
/// [`AppError::TooManyAttempts`], and, where a confirmed talk would wait anew, [`AppError::TooManyRequests`]; nothing is
/// written then.
pub async fn apply(transaction: &mut Transaction, app: &AppContext, change: &Change) -> Result<Standing, WriteError> {
    hold_account_of_mover(&mut *transaction, change).await?;
    let before = hold(&mut *transaction, change.talk).await?;
    require_unblocked(&mut *transaction, &before, change).await?;
    if let (Action::Move(start), Actor::Party(_)) = (change.action, change.actor) {
        require_free(&mut *transaction, &before, start, change.now).await?;
    }
    let terms = terms(&mut *transaction, &before, change.action, change.now).await?;
    let step = before.standing().step(change.actor, change.action, &terms, change.now);
    let step = step.map_err(AppError::from)?;
    let waits_anew =
        before.stage() == Stage::Confirmed && step.after.stage.is_open() && step.after.stage != before.stage();
    if let (Actor::Party(Side::Explorer), Some(explorer)) = (change.actor, before.party(Side::Explorer))
        && waits_anew
    {
        service::require_few_requests(&mut *transaction, explorer.account).await?;
    }
    carry_out(transaction, app, &before, &step, change).await?;
    Ok(step.after)
}

/// Takes the account of an explorer who moves a talk until the transaction ends, before the talk is taken: so that what is
/// counted of their requests holds until all is written.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::TooLate`] where they are gone.
pub async fn hold_account_of_mover(transaction: &mut Transaction, change: &Change) -> Result<(), WriteError> {
    if change.actor == Actor::Party(Side::Explorer) && matches!(change.action, Action::Move(_)) {
        let talk = store::find_talk(&mut *transaction, change.talk).await?.ok_or(AppError::NotFound)?;
        let explorer = talk.party(Side::Explorer).ok_or(AppError::TooLate)?;
        hold_account(transaction, explorer.account).await?;
    }
    Ok(())
}

/// Takes a talk that is open, then its professional, until the transaction ends. Whoever books takes the professional
/// before they count the hour: if a transition took them the other way round, each would wait for the other.
async fn hold(transaction: &mut Transaction, talk: Uuid) -> Result<TalkRow, WriteError> {
    let talk = store::hold_talk(&mut *transaction, talk).await?;
    if let Some(professional) = talk.professional_id.filter(|_| talk.stage().is_open()) {
        store::hold_professional(transaction, professional).await?;
    }
    Ok(talk)
}

/// That neither side blocks the other one, where a talk would begin or go on by the change. A guardian, whose business it is
/// not, is told that it is too late.
async fn require_unblocked(transaction: &mut Transaction, talk: &TalkRow, change: &Change) -> Result<(), WriteError> {
    // Of what has ended nobody is told who blocks whom.
    if !talk.stage().is_open() || !matches!(change.action, Action::Move(_) | Action::Accept | Action::Consent) {
        return Ok(());
    }
    let side = match change.actor {
        Actor::Party(side) => side,
        _ => Side::Explorer,
    };
    let (Some(who), Some(other)) = (talk.party(side), talk.party(side.other())) else { return Ok(()) };
    match conversation::require_unblocked(transaction, who.account, other.account).await {
        Err(WriteError::Answer(_)) if change.action == Action::Consent => Err(WriteError::Answer(AppError::TooLate)),
        outcome => outcome,
    }
}

/// That the professional's rules offer an hour to a talk that moves, as if it were nowhere; what is read holds until all
/// is written.
async fn require_free(
    transaction: &mut Transaction,
    talk: &TalkRow,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    // Who moves what has ended, or what is not theirs, is told that first.
    if !talk.stage().is_open() || talk.stage() == Stage::Held {
        return Ok(());
    }
    let professional = talk.professional_id.ok_or(AppError::TooLate)?;
    let professional = store::find_professional(&mut *transaction, professional).await?.ok_or(AppError::TooLate)?;
    let schedule = Schedule::load(&mut *transaction, &professional, now).await?.without(talk);
    Ok(service::require_free(&schedule, start, now)?)
}

/// What the professional's rules and the explorer's age mean to a talk as it is.
async fn terms(
    transaction: &mut Transaction,
    talk: &TalkRow,
    action: Action,
    now: DateTime<Utc>,
) -> Result<Terms, WriteError> {
    let explorer = talk.party(Side::Explorer).map(|party| party.account);
    let guardian = match (action, explorer) {
        // What a guardian agreed to was the hour before.
        (Action::Move(start), Some(explorer)) => {
            guardians::needed(&mut *transaction, explorer, talk.professional_id, start).await?
        }
        _ => talk.standing().guardian,
    };
    let begins = matches!(action, Action::Move(_) | Action::Accept | Action::Consent);
    if begins && guardian != Guardian::NotNeeded && !talk.suits_minors() {
        return Err(WriteError::Answer(AppError::GuardianNeeded));
    }
    if matches!(action, Action::Move(_)) && guardian == Guardian::Needed {
        guardians::find_whom_to_ask(transaction, talk, now).await?;
    }
    Ok(Terms { accepts_automatically: talk.accepts_automatically(), notice: talk.notice(), guardian })
}

async fn carry_out(
    transaction: &mut Transaction,
    app: &AppContext,
    before: &TalkRow,
    step: &Step,
    change: &Change,
) -> Result<(), WriteError> {
    let (after, now) = (&step.after, change.now);
    let monday = settle_time(&mut *transaction, before, step, now).await?;
    if before.stage() == Stage::Held && !after.stage.is_open() {
        // Nobody but its explorer knew of it.
        return Ok(store::delete_talk(transaction, before.id).await?);
    }
    store::save_standing(&mut *transaction, before.id, after, monday, change.ending.as_ref(), now).await?;
    if is_waiting_anew(&before.standing(), after) {
        store::delete_links(&mut *transaction, before.id).await?;
    }
    let standings = (&before.standing(), after);
    let answers = note_question(&mut *transaction, before.id, standings, change.actor, now).await?;
    if let Some(professional) = before.professional_id.filter(|_| answers && step.cells == Cells::Keep) {
        store::note_change(&mut *transaction, professional, now).await?;
    }
    note_answer(&mut *transaction, app, before, change, after).await?;
    let row = tell_calendars(&mut *transaction, before, after, now).await?;
    let mut letters = Vec::new();
    for letter in &step.letters {
        letters.extend(write(&mut *transaction, app, &row, &before.standing(), letter, now).await?);
    }
    outbox::enqueue(transaction, app, &letters.iter().collect::<Vec<_>>(), now).await?;
    Ok(())
}

/// Whether whoever was asked is no longer, or is asked something else.
fn is_waiting_anew(before: &Standing, after: &Standing) -> bool {
    before.stage != after.stage || before.awaits != after.awaits || before.starts_at != after.starts_at
}

/// The time of both, and the week that the talk counts in afterwards.
async fn settle_time(
    transaction: &mut Transaction,
    talk: &TalkRow,
    step: &Step,
    now: DateTime<Utc>,
) -> Result<NaiveDate, WriteError> {
    let start = step.after.starts_at;
    if step.cells == Cells::Keep {
        return Ok(talk.monday);
    }
    agenda::store::free(&mut *transaction, talk.id).await?;
    if let Some(professional) = talk.professional_id {
        // An hour that was given counts for its day, week and month.
        if !matches!(step.after.stage, Stage::Done | Stage::Absent) {
            limits::give_back(&mut *transaction, talk).await?;
        }
        store::note_change(&mut *transaction, professional, now).await?;
    }
    if let Some(explorer) = talk.party(Side::Explorer) {
        store::note_change_of(&mut *transaction, explorer.account, now).await?;
    }
    if step.cells == Cells::Move {
        for side in Side::BOTH {
            let party = talk.party(side).ok_or(AppError::TooLate)?;
            // Whose time it is that is taken depends on who reads it: told by who moves the talk.
            let taken = match side {
                Side::Professional => AppError::JustTaken,
                Side::Explorer => AppError::OwnAgendaTaken,
            };
            agenda::store::take(&mut *transaction, talk.id, party.account, start, TALK_MINUTES, taken).await?;
        }
        let professional =
            store::find_professional(&mut *transaction, talk.professional_id.unwrap_or_default()).await?;
        let professional = professional.ok_or(AppError::TooLate)?;
        limits::take(&mut *transaction, &professional, start).await?;
        // It counts by the clock that the professional has now.
        store::save_zone(transaction, talk.id, professional.zone().name()).await?;
        return Ok(Week::of(start, professional.zone()).monday());
    }
    Ok(talk.monday)
}

/// Calendars are told of a talk that takes place, and of one that no longer does.
async fn tell_calendars(
    transaction: &mut Transaction,
    before: &TalkRow,
    after: &Standing,
    now: DateTime<Utc>,
) -> Result<TalkRow, WriteError> {
    let was_told = before.stage() == Stage::Confirmed;
    let moved = before.starts_at != after.starts_at;
    let is_off = !matches!(after.stage, Stage::Confirmed | Stage::Done | Stage::Absent);
    let is_back = !was_told && after.stage == Stage::Confirmed && before.sequence > 0;
    if (was_told && (moved || is_off)) || is_back {
        store::raise_sequence(&mut *transaction, before.id, now).await?;
    }
    store::find_talk(transaction, before.id).await?.ok_or(WriteError::Answer(AppError::Internal))
}

/// Notes when a professional is asked and when they answer; tells whether they answer now, as their place in the search
/// follows from it.
async fn note_question(
    transaction: &mut Transaction,
    talk: Uuid,
    (before, after): (&Standing, &Standing),
    actor: Actor,
    now: DateTime<Utc>,
) -> Result<bool, WriteError> {
    if answer_behaviour::asks(before, after) {
        store::note_asked(&mut *transaction, talk, now).await?;
    }
    let answers = answer_behaviour::answers(before, after, actor);
    Ok(answers && store::note_answered(transaction, talk, now).await?)
}

/// Counts the requests that a professional leaves unanswered, one after the other; an answer begins anew. After so
/// many the profile is paused, with a mail that brings it back.
async fn note_answer(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &TalkRow,
    change: &Change,
    after: &Standing,
) -> Result<(), WriteError> {
    let Some(professional) = talk.professional_id else { return Ok(()) };
    // Before a guardian agrees, they are not told who asks, and need not answer.
    let was_asked = talk.standing().awaits == Some(Side::Professional) && !talk.is_veiled();
    if change.actor == Actor::Party(Side::Professional) && was_asked {
        store::begin_answering(transaction, professional).await?;
    } else if was_asked && after.stage == Stage::Expired {
        let expired = store::count_expired(&mut *transaction, professional).await?;
        if expired >= EXPIRED_BEFORE_PAUSE
            && let Some(party) = talk.party(Side::Professional)
            && store::pause(&mut *transaction, professional, change.now).await?
        {
            store::note_change(&mut *transaction, professional, change.now).await?;
            let token = links::create(&mut *transaction, party.account, None, change.now).await?;
            outbox::enqueue(transaction, app, &[&mails::paused(app, &party, &token)], change.now).await?;
        }
    }
    Ok(())
}

/// The mail that `letter` becomes; none to who is gone or invented.
async fn write(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &TalkRow,
    was: &Standing,
    letter: &Letter,
    now: DateTime<Utc>,
) -> Result<Option<Mail>, WriteError> {
    let Recipient::Party(side) = letter.to else {
        return match letter.subject {
            Subject::ConsentAsked | Subject::ConsentReminder => guardians::question(transaction, app, talk, now).await,
            subject => guardians::news(transaction, app, talk, subject, now).await,
        };
    };
    let invented = side == Side::Professional && talk.is_demonstration();
    let Some(party) = talk.party(side).filter(|_| !invented) else { return Ok(None) };
    let token = match letter.subject {
        Subject::RequestReceived | Subject::Proposed | Subject::AnswerReminder => {
            let until = talk.standing().answer_by.unwrap_or(talk.starts_at);
            Some(links::create(transaction, party.account, Some((talk.id, until)), now).await?)
        }
        _ => None,
    };
    // Whose request came to nothing is shown who else is free.
    let seeks = side == Side::Explorer && matches!(letter.subject, Subject::Declined | Subject::Expired);
    let occasion = Occasion {
        talk,
        party,
        was_in_calendars: was.stage == Stage::Confirmed,
        was_asked: was.awaits == Some(side),
        told_nobody: !was.professional_knows,
        token,
        alternatives: if seeks { alternatives::find(&mut *transaction, app, talk, now).await? } else { Vec::new() },
        now,
    };
    Ok(Some(mails::letter(app, &occasion, letter.subject)))
}

/// Writes a talk that begins its life: inserted as it stands, with the time of both, the counts and its mails.
///
/// # Errors
/// [`AppError::JustTaken`], [`AppError::OwnAgendaTaken`], [`AppError::NotOffered`].
pub async fn begin(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &store::NewTalk,
    professional: &store::ProfessionalRow,
    guardian_email: Option<&str>,
    step: &Step,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let monday = Week::of(talk.starts_at, professional.zone()).monday();
    store::insert_talk(&mut *transaction, talk, &step.after, professional, monday, now).await?;
    // The cells decide: what was read before may be out of date on PostgreSQL.
    let (one, other, start) = (professional.account_id, talk.explorer_id, talk.starts_at);
    agenda::store::take(&mut *transaction, talk.id, one, start, TALK_MINUTES, AppError::JustTaken).await?;
    agenda::store::take(&mut *transaction, talk.id, other, start, TALK_MINUTES, AppError::OwnAgendaTaken).await?;
    limits::take(&mut *transaction, professional, start).await?;
    store::note_change(&mut *transaction, professional.id, now).await?;
    store::note_change_of(&mut *transaction, talk.explorer_id, now).await?;
    let held = Standing::held(talk.starts_at, now);
    note_question(&mut *transaction, talk.id, (&held, &step.after), Actor::Party(Side::Explorer), now).await?;
    if let Some(email) = guardian_email {
        store::insert_consent(&mut *transaction, new_id(), talk.explorer_id, talk.id, email, now).await?;
    }
    if step.letters.is_empty() {
        return Ok(());
    }
    let row = store::find_talk(&mut *transaction, talk.id).await?.ok_or(AppError::Internal)?;
    let mut letters = Vec::new();
    for letter in &step.letters {
        letters.extend(write(&mut *transaction, app, &row, &held, letter, now).await?);
    }
    outbox::enqueue(transaction, app, &letters.iter().collect::<Vec<_>>(), now).await?;
    Ok(())
}

/// Asks for the hour that an explorer holds, with what `talk` says of it.
///
/// # Errors
/// [`AppError`] of the writes.
#[expect(clippy::too_many_arguments, reason = "all of it is one request")]
pub async fn submit(
    transaction: &mut Transaction,
    app: &AppContext,
    held: &TalkRow,
    talk: &store::NewTalk,
    professional: &store::ProfessionalRow,
    guardian_email: Option<&str>,
    step: &Step,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    store::fill_held(&mut *transaction, held.id, talk, professional).await?;
    if let Some(email) = guardian_email {
        store::insert_consent(&mut *transaction, new_id(), talk.explorer_id, held.id, email, now).await?;
    }
    let actor = Actor::Party(Side::Explorer);
    let change = Change { talk: held.id, actor, action: Action::Submit, ending: None, now };
    carry_out(transaction, app, held, step, &change).await
}

/// Takes one side out of a talk, as they leave for `reason`; the other side is told.
///
/// # Errors
/// [`AppError::TooLate`] when it came to its end meanwhile; nothing is written then.
pub async fn leave(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &TalkRow,
    side: Side,
    reason: EndReason,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let ending = Ending { by: EndedBy::Party(side), reason, note: None };
    let before = hold(&mut *transaction, talk.id).await?;
    let actor = Actor::Party(side);
    let terms = terms(&mut *transaction, &before, Action::Leave, now).await?;
    let step = before.standing().step(actor, Action::Leave, &terms, now).map_err(AppError::from)?;
    let ending = matches!(step.after.stage, Stage::Cancelled).then_some(ending);
    let change = Change { talk: talk.id, actor, action: Action::Leave, ending, now };
    carry_out(transaction, app, &before, &step, &change).await
}
