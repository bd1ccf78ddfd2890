//! What the two sides of a talk do with it once it is asked for: answer, propose another hour, call it off, and say how
//! it was.

use super::{
    availability::Schedule,
    form::{AcceptForm, CancelForm, DeclineForm, RescheduleForm, WordForm},
    guardians,
    lifecycle::{Action, Actor, Guardian, Standing, Word},
    links,
    service::own_talk,
    store::{self, TalkRow},
    transitions::{self, Change},
    types::{EndReason, EndedBy, Ending, Side, Stage, Vetting},
    wanted::following,
};
use crate::{
    accounts::{
        rate_limit::Limit,
        session::{self, CurrentUser},
    },
    agenda::moment,
    contact_details,
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    form::{Notice, Secret},
    routes::Route,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Who answers: the reader who is signed in, or whoever opened the link of a mail.
pub enum Answerer {
    /// The signed-in reader.
    User(CurrentUser),
    /// The token of a link.
    Link(String),
}

impl Answerer {
    /// Whoever sends a form with `token`; without one, the signed-in reader.
    ///
    /// # Errors
    /// [`AppError::SignInRequired`].
    pub fn of(token: &Secret) -> Result<Self, AppError> {
        if token.0.is_empty() { session::require_user().map(Self::User) } else { Ok(Self::Link(token.0.clone())) }
    }

    /// Whether they may not be signed in.
    #[must_use]
    pub fn is_link(&self) -> bool {
        matches!(self, Self::Link(_))
    }

    /// The token of their link.
    fn link(&self) -> Option<String> {
        match self {
            Self::User(_) => None,
            Self::Link(token) => Some(token.clone()),
        }
    }

    /// The talk that is answered and the side that answers it.
    async fn talk(&self, app: &AppContext, id: &str, now: DateTime<Utc>) -> Result<(TalkRow, Side), AppError> {
        match self {
            Self::User(user) => own_talk(app, user, id).await,
            Self::Link(token) => links::talk(app, token, now).await,
        }
    }
}

/// Where to go on after an answer: who answered by a link may not be signed in.
///
/// # Errors
/// The one of the outcome.
pub fn landing(outcome: Result<Route, AppError>, by_link: bool) -> Result<Route, AppError> {
    outcome.map(|route| if by_link { Route::Answered } else { route })
}

/// Accepts what the other side asks for; gives the talk's page and what to tell there.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::LinkExpired`], [`AppError::Forbidden`], [`AppError::TooLate`],
/// [`AppError::ChangedMeanwhile`] where the hour is no longer the one that was shown.
pub async fn accept(
    app: &AppContext,
    by: &Answerer,
    form: &AcceptForm,
    now: DateTime<Utc>,
) -> Result<(Route, Notice), AppError> {
    let (talk, side) = by.talk(app, &form.talk, now).await?;
    let change = Change { talk: talk.id, actor: Actor::Party(side), action: Action::Accept, ending: None, now };
    let after = carry_out(app, change, Basis { hour: shown(&form.hour)?, link: by.link() }).await?;
    let notice = match after.stage {
        Stage::AwaitingGuardian => Notice::AcceptedForGuardian,
        _ => Notice::Accepted,
    };
    Ok((Route::Talk(talk.id.to_string()), notice))
}

/// Declines what the other side asks for; gives the talk's page.
///
/// # Errors
/// As [`accept`], and [`AppError::Invalid`].
pub async fn decline(
    app: &AppContext,
    by: &Answerer,
    form: &DeclineForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (talk, side) = by.talk(app, &form.talk, now).await?;
    form.check()?;
    contact_details::refuse("note", &form.note)?;
    let ending = ending(side, side.decline_reasons(), &form.reason, &form.note)?;
    let change =
        Change { talk: talk.id, actor: Actor::Party(side), action: Action::Decline, ending: Some(ending), now };
    carry_out(app, change, Basis { hour: shown(&form.hour)?, link: by.link() }).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

/// Calls off a talk of `user`; gives its page.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::TooLate`].
pub async fn cancel(
    app: &AppContext,
    user: &CurrentUser,
    form: &CancelForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (talk, side) = own_talk(app, user, &form.talk).await?;
    form.check()?;
    contact_details::refuse("note", &form.note)?;
    app.limits.count(Limit::Cancel, context::client_address(), &user.id.to_string())?;
    let ending = ending(side, side.cancel_reasons(), &form.reason, &form.note)?;
    let change = Change { talk: talk.id, actor: Actor::Party(side), action: Action::Cancel, ending: Some(ending), now };
    carry_out(app, change, Basis::default()).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

fn ending(side: Side, reasons: &[EndReason], reason: &str, note: &str) -> Result<Ending, AppError> {
    let reason = reasons.iter().find(|known| known.code() == reason);
    let reason = *reason.ok_or_else(|| AppError::field("reason", Problem::NotAChoice))?;
    let note = note.trim();
    Ok(Ending { by: EndedBy::Party(side), reason, note: (!note.is_empty()).then(|| note.to_owned()) })
}

/// Moves a talk to another hour of the professional's, which the other side is asked about unless it is confirmed at once;
/// gives its page and what to tell there.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`], [`AppError::TooLate`], [`AppError::NotOffered`],
/// [`AppError::JustTaken`], [`AppError::OwnAgendaTaken`] (or [`AppError::OtherAgendaTaken`] when it is the other
/// side who is elsewhere), [`AppError::TooManyAttempts`].
pub async fn reschedule(
    app: &AppContext,
    by: &Answerer,
    form: &RescheduleForm,
    now: DateTime<Utc>,
) -> Result<(Route, Notice), AppError> {
    let (talk, side) = by.talk(app, &form.talk, now).await?;
    form.check()?;
    let party = talk.party(side).ok_or(AppError::NotFound)?;
    app.limits.count(Limit::Cancel, context::client_address(), &party.account.to_string())?;
    let start = moment::from_iso(&form.start).ok_or(AppError::NotOffered)?;
    guardians::count_question(app, &talk, start, now).await?;
    let change = Change { talk: talk.id, actor: Actor::Party(side), action: Action::Move(start), ending: None, now };
    let moved = carry_out(app, change, Basis { hour: None, link: by.link() }).await;
    // The explorer's agenda is not the professional's own.
    let after = moved.map_err(|error| match error {
        AppError::OwnAgendaTaken if side == Side::Professional => AppError::OtherAgendaTaken,
        error => error,
    })?;
    let notice = match (after.stage, after.guardian) {
        (_, Guardian::Needed) => Notice::ProposedForGuardian,
        (Stage::Confirmed, _) => Notice::Moved,
        _ => Notice::Proposed,
    };
    Ok((Route::Talk(talk.id.to_string()), notice))
}

/// When the professional of a talk is free, if it were not for this talk.
///
/// # Errors
/// [`AppError::NotFound`] when the professional is gone.
pub async fn schedule_without(app: &AppContext, talk: &TalkRow, now: DateTime<Utc>) -> Result<Schedule, AppError> {
    let professional = talk.professional_id.ok_or(AppError::NotFound)?;
    let professional = store::find_professional(&app.db, professional).await?.ok_or(AppError::NotFound)?;
    Ok(Schedule::load(&app.db, &professional, now).await?.without(talk))
}

/// Says whether a talk of `user` that is over took place; gives its page.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`], [`AppError::TooLate`].
pub async fn tell(
    app: &AppContext,
    user: &CurrentUser,
    form: &WordForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (talk, side) = own_talk(app, user, &form.talk).await?;
    let word = Word::from_code(&form.word).ok_or_else(|| AppError::field("word", Problem::ChooseOne))?;
    let change = Change { talk: talk.id, actor: Actor::Party(side), action: Action::Tell(word), ending: None, now };
    carry_out(app, change, Basis::default()).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

/// What has to be so still when an answer is written.
#[derive(Default)]
struct Basis {
    /// The hour of the talk.
    hour: Option<DateTime<Utc>>,
    /// That the link of this token works: of two answers by it at once one counts.
    link: Option<String>,
}

/// The hour that a form says was shown; none where it says nothing.
fn shown(hour: &str) -> Result<Option<DateTime<Utc>>, AppError> {
    match hour {
        "" => Ok(None),
        hour => moment::from_iso(hour).map(Some).ok_or(AppError::Malformed),
    }
}

async fn carry_out(app: &AppContext, change: Change, basis: Basis) -> Result<Standing, AppError> {
    let write = app.db.write((app.clone(), change, basis), |transaction, (app, change, basis)| {
        Box::pin(async move {
            require_unchanged(&mut *transaction, change, basis).await?;
            transitions::apply(transaction, app, change).await
        })
    });
    write.await
}

/// That a talk is still what its answer was given to; it is held from then on.
async fn require_unchanged(transaction: &mut Transaction, change: &Change, basis: &Basis) -> Result<(), WriteError> {
    if basis.hour.is_none() && basis.link.is_none() {
        return Ok(());
    }
    transitions::hold_account_of_mover(&mut *transaction, change).await?;
    let talk = store::hold_talk(&mut *transaction, change.talk).await?;
    if let Some(token) = &basis.link {
        links::require(transaction, token, change.now).await?;
    }
    match basis.hour {
        Some(hour) if talk.stage().is_open() && talk.starts_at != hour => {
            Err(WriteError::Answer(AppError::ChangedMeanwhile))
        }
        _ => Ok(()),
    }
}

/// Calls off the talks with minors that a professional's profile, as it was just saved, does not allow any more: the charter
/// is withdrawn, or an address on site is no organisation's.
///
/// # Errors
/// [`AppError`] of the writes.
pub async fn call_off_unsuited(
    transaction: &mut Transaction,
    app: &AppContext,
    account: Uuid,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let side = Side::Professional;
    let Some(professional) = store::find_professional_of(&mut *transaction, account).await? else { return Ok(()) };
    for talk in store::list_of_minors(&mut *transaction, professional.id, now).await? {
        let Some(talk) = store::find_talk(&mut *transaction, talk).await? else { continue };
        // One that was sent back may be saved in this very moment as was asked for: that calls nothing off.
        if talk.keeps_to_charter() {
            continue;
        }
        // Who is asked declines.
        let action = if talk.standing().awaits == Some(side) { Action::Decline } else { Action::Cancel };
        let ending = Ending { by: EndedBy::Party(side), reason: EndReason::Unavailable, note: None };
        let change = Change { talk: talk.id, actor: Actor::Party(side), action, ending: Some(ending), now };
        match transitions::apply(&mut *transaction, app, &change).await {
            // It came to its end in the meantime.
            Ok(_) | Err(WriteError::Answer(AppError::TooLate)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Brings a professional's profile back that was paused; gives their page of requests.
///
/// # Errors
/// [`AppError::LinkExpired`], [`AppError::NotFound`] for somebody who is no professional.
pub async fn resume(app: &AppContext, by: &Answerer, now: DateTime<Utc>) -> Result<Route, AppError> {
    let account = match by {
        Answerer::User(user) => user.id,
        Answerer::Link(token) => links::returning(app, token, now).await?,
    };
    app.db
        .write((app.clone(), account, now), |transaction, (app, account, now)| {
            Box::pin(async move {
                store::delete_return_links(&mut *transaction, *account).await?;
                if !store::resume(&mut *transaction, *account).await? {
                    return Ok(());
                }
                store::note_change_of(&mut *transaction, *account, *now).await?;
                // Who has waited for somebody of the trade since then, or was not told of what was approved meanwhile. What
                // has changed and was not looked at is told once it is approved.
                match store::find_professional_of(&mut *transaction, *account).await? {
                    Some(back) if back.is_listed() && back.vetting() == Vetting::Approved => {
                        following::tell(transaction, app, None, &back, *now).await
                    }
                    _ => Ok(()),
                }
            })
        })
        .await?;
    Ok(Route::Requests)
}
