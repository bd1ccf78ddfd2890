//! Booking and cancelling an hour: the rules between the endpoint and the tables.

use super::{
    availability::Schedule,
    form::{BookingForm, CancelForm},
    limits, mails,
    store::{self, NewTalk, Party, ProfessionalRow, TalkRow},
    types::{CancelReason, Cancellation, Side, Way},
};
use crate::{
    accounts::{self, rate_limit::Limit, session::CurrentUser},
    agenda::{
        self,
        availability::{TALK_MINUTES, Week},
        moment,
    },
    contact_details,
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    notifications::{mail::Mail, outbox},
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// Under this age at the hour of the talk, a guardian has to agree first.
const ADULT_AGE: i32 = 18;
/// Talks to come that one explorer may hold: enough for a month of looking around, too few to empty an agenda.
const MAXIMUM_COMING: i64 = 20;
/// Talks with one professional that an explorer may cancel within a day and book another: each time both get mails.
const MAXIMUM_CANCELLED: i64 = 3;

/// Whether somebody is of age when it happens.
///
/// # Errors
/// [`AppError::GuardianNeeded`].
pub fn require_adult(user: &CurrentUser, at: DateTime<Utc>) -> Result<(), AppError> {
    if user.age_at(at) < ADULT_AGE { Err(AppError::GuardianNeeded) } else { Ok(()) }
}

/// The id in a URL or form.
///
/// # Errors
/// [`AppError::NotFound`].
pub fn parse_id(text: &str) -> Result<Uuid, AppError> {
    Uuid::parse_str(text).map_err(|_| AppError::NotFound)
}

/// A professional whose page anybody may see.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn published(app: &AppContext, id: &str) -> Result<ProfessionalRow, AppError> {
    let professional = store::find_professional(&app.db, parse_id(id)?).await?;
    professional.filter(|professional| professional.published).ok_or(AppError::NotFound)
}

/// A booking as it goes through the transaction.
struct Booking {
    app: AppContext,
    professional: Uuid,
    talk: NewTalk,
    now: DateTime<Utc>,
}

/// Books an hour; gives the talk's page.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`], [`AppError::GuardianNeeded`], [`AppError::NotOffered`],
/// [`AppError::JustTaken`], [`AppError::OwnAgendaTaken`], [`AppError::TooManyTalks`],
/// [`AppError::CancelledOften`], [`AppError::Forbidden`].
pub async fn book(
    app: &AppContext,
    user: &CurrentUser,
    form: &BookingForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    form.check()?;
    contact_details::refuse("question", &form.question)?;
    let professional = parse_id(&form.professional)?;
    let starts_at = moment::from_iso(&form.start).ok_or(AppError::NotOffered)?;
    let way = Way::from_code(&form.way).ok_or_else(not_a_way)?;
    require_adult(user, starts_at)?;
    let question = form.question.trim();
    let talk = NewTalk {
        id: context::new_id(),
        explorer_id: user.id,
        starts_at,
        way,
        question: (!question.is_empty()).then(|| question.to_owned()),
        room: format!("declic-{}", context::new_token()?),
    };
    let booking = Booking { app: app.clone(), professional, talk, now };
    let id = app.db.write(booking, |transaction, booking| Box::pin(write_booking(transaction, booking))).await?;
    Ok(Route::Talk(id.to_string()))
}

fn not_a_way() -> AppError {
    AppError::field("way", Problem::NotAChoice)
}

/// Everything that a booking writes: the talk, its day, week and month, the cells of both, two mails, a change for the
/// index. Whatever fails undoes all of it.
async fn write_booking(transaction: &mut Transaction, booking: &Booking) -> Result<Uuid, WriteError> {
    let Booking { app, professional, talk, now } = booking;
    // So that what is read here of the explorer's talks holds until all is written.
    accounts::store::hold_account(&mut *transaction, talk.explorer_id).await?;
    let (start, minutes) = (talk.starts_at, TALK_MINUTES);
    let end = start + Duration::minutes(i64::from(minutes));
    if let Some(own) = store::find_talk_between(&mut *transaction, talk.explorer_id, start, end).await? {
        // A second click on "confirm": the answer is the booking that the first one made.
        let is_same = own.is_of(talk.explorer_id, *professional) && own.starts_at == start;
        return if is_same { Ok(own.id) } else { Err(WriteError::Answer(AppError::OwnAgendaTaken)) };
    }
    if store::count_coming(&mut *transaction, talk.explorer_id, *now).await? >= MAXIMUM_COMING {
        return Err(WriteError::Answer(AppError::TooManyTalks));
    }
    if store::count_cancelled(&mut *transaction, talk.explorer_id, *professional, *now - Duration::days(1)).await?
        >= MAXIMUM_CANCELLED
    {
        return Err(WriteError::Answer(AppError::CancelledOften));
    }
    store::hold_published(&mut *transaction, *professional).await?;
    let professional = store::find_professional(&mut *transaction, *professional).await?;
    let professional = professional.ok_or(AppError::NotFound)?;
    if professional.account_id == talk.explorer_id {
        return Err(WriteError::Answer(AppError::Forbidden));
    }
    if !professional.ways().contains(&talk.way) {
        return Err(WriteError::Answer(not_a_way()));
    }
    let schedule = Schedule::load(&mut *transaction, &professional, *now).await?;
    if !schedule.is_free(*now, start) {
        let taken = schedule.was_taken(*now, start);
        return Err(WriteError::Answer(if taken { AppError::JustTaken } else { AppError::NotOffered }));
    }
    let monday = Week::of(start, professional.zone()).monday();
    store::insert_talk(&mut *transaction, talk, &professional, monday, *now).await?;
    // The cells decide: what was read above may be out of date on PostgreSQL.
    let (one, other) = (professional.account_id, talk.explorer_id);
    agenda::store::take(&mut *transaction, talk.id, one, start, minutes, AppError::JustTaken).await?;
    agenda::store::take(&mut *transaction, talk.id, other, start, minutes, AppError::OwnAgendaTaken).await?;
    limits::take(&mut *transaction, &professional, start).await?;
    store::note_change(&mut *transaction, professional.id, *now).await?;
    store::note_change_of(&mut *transaction, talk.explorer_id, *now).await?;
    let row = store::find_talk(&mut *transaction, talk.id).await?.ok_or(AppError::Internal)?;
    let mails: Vec<Mail> = reached(&row).map(|party| mails::booked(app, &row, &party, *now)).collect();
    outbox::enqueue(transaction, &mails.iter().collect::<Vec<_>>(), *now).await?;
    Ok(talk.id)
}

/// Who gets mail about a talk: invented people have no mailbox.
fn reached(talk: &TalkRow) -> impl Iterator<Item = Party<'_>> {
    talk.parties().filter(|party| !(talk.is_demonstration() && party.side == Side::Professional))
}

/// A talk of `user`, with their side.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger too: nobody learns that it exists.
pub async fn own_talk(app: &AppContext, user: &CurrentUser, id: &str) -> Result<(TalkRow, Side), AppError> {
    let talk = store::find_talk(&app.db, parse_id(id)?).await?.ok_or(AppError::NotFound)?;
    let side = talk.party_of(user.id).ok_or(AppError::NotFound)?.side;
    Ok((talk, side))
}

/// A cancellation as it goes through the transaction.
struct Withdrawal {
    app: AppContext,
    talk: Uuid,
    cancellation: Cancellation,
    now: DateTime<Utc>,
}

/// Cancels a talk of `user` that has not begun.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`], [`AppError::TooLate`].
pub async fn cancel(
    app: &AppContext,
    user: &CurrentUser,
    form: &CancelForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (talk, by) = own_talk(app, user, &form.talk).await?;
    form.check()?;
    contact_details::refuse("note", &form.note)?;
    app.limits.count(Limit::Cancel, context::client_address(), &user.id.to_string())?;
    let reason = by.cancel_reasons().iter().find(|reason| reason.code() == form.reason);
    let reason = *reason.ok_or_else(|| AppError::field("reason", Problem::NotAChoice))?;
    let note = form.note.trim();
    let note = (!note.is_empty()).then(|| note.to_owned());
    let withdrawal =
        Withdrawal { app: app.clone(), talk: talk.id, cancellation: Cancellation { by, reason, note }, now };
    app.db.write(withdrawal, |transaction, withdrawal| Box::pin(write_withdrawal(transaction, withdrawal))).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

async fn write_withdrawal(transaction: &mut Transaction, withdrawal: &Withdrawal) -> Result<(), WriteError> {
    let Withdrawal { app, talk, cancellation, now } = withdrawal;
    let talk = store::find_talk(&mut *transaction, *talk).await?.ok_or(AppError::NotFound)?;
    if talk.starts_at <= *now {
        return Err(WriteError::Answer(AppError::TooLate));
    }
    call_off(transaction, app, &talk, cancellation, *now).await
}

/// Cancels a talk as part of `transaction`: the time of both is free again, and both are told, but for somebody who
/// deletes their account.
///
/// # Errors
/// [`AppError::TooLate`] when it was cancelled already; nothing is written then.
pub async fn call_off(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &TalkRow,
    cancellation: &Cancellation,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    store::mark_cancelled(&mut *transaction, talk.id, cancellation, now).await?;
    agenda::store::free(&mut *transaction, talk.id).await?;
    if let Some(professional) = talk.professional_id {
        limits::give_back(&mut *transaction, talk).await?;
        store::note_change(&mut *transaction, professional, now).await?;
    }
    if let Some(explorer) = talk.party(Side::Explorer) {
        store::note_change_of(&mut *transaction, explorer.account, now).await?;
    }
    let row = store::find_talk(&mut *transaction, talk.id).await?.ok_or(AppError::Internal)?;
    let leaves =
        |party: &Party<'_>| cancellation.reason == CancelReason::AccountDeleted && party.side == cancellation.by;
    let told = reached(&row).filter(|party| !leaves(party));
    let mails: Vec<Mail> = told.map(|party| mails::cancelled(app, &row, &party, cancellation.by, now)).collect();
    outbox::enqueue(transaction, &mails.iter().collect::<Vec<_>>(), now).await?;
    Ok(())
}

/// Forgets what only mattered for hours that are past.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn sweep(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    app.db
        .write(now, |transaction, now| {
            Box::pin(async move {
                agenda::store::delete_cells_before(&mut *transaction, *now - Duration::days(1)).await?;
                // Even a month has ended in every zone.
                Ok(store::delete_periods_before(transaction, now.date_naive() - Duration::days(40)).await?)
            })
        })
        .await
}
