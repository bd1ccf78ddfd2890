//! Booking an hour: the rules between the endpoint and the tables.

use super::{
    availability::Schedule,
    conversation,
    form::BookingForm,
    guardians, holding,
    lifecycle::{Action, Actor, Guardian, Standing, Terms},
    profile,
    store::{self, NewTalk, ProfessionalRow, TalkRow},
    transitions,
    types::{Side, Stage, Vetting, Way},
};
use crate::{
    accounts::{self, session::CurrentUser},
    agenda::{self, availability::TALK_MINUTES, moment},
    contact_details,
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    form::Notice,
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// Requests of one explorer that may wait for an answer at once: each keeps an hour of somebody's from others.
const MAXIMUM_REQUESTS: i64 = 3;
/// Talks to come that one explorer may hold: enough for a month of looking around, too few to empty an agenda.
const MAXIMUM_COMING: i64 = 20;
/// Talks with one professional that an explorer may cancel within a day and book another: each time both get mails.
const MAXIMUM_CANCELLED: i64 = 3;

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
/// [`AppError::Away`], [`AppError::NotFound`].
pub async fn published(app: &AppContext, id: &str) -> Result<ProfessionalRow, AppError> {
    visible(app, None, id).await
}

/// A professional whose page a reader may see: anybody's once it is listed, their own at all times.
///
/// # Errors
/// [`AppError::Away`] for who is on a break; [`AppError::NotFound`] for who never was listed, or may not be.
pub async fn visible(app: &AppContext, reader: Option<Uuid>, id: &str) -> Result<ProfessionalRow, AppError> {
    let professional = store::find_professional(&app.db, parse_id(id)?).await?.ok_or(AppError::NotFound)?;
    if professional.is_listed() || Some(professional.account_id) == reader {
        return Ok(professional);
    }
    Err(match professional.vetting() {
        Vetting::Approved | Vetting::Changed => AppError::Away(professional.trade_code),
        _ => AppError::NotFound,
    })
}

/// A booking as it goes through the transaction.
struct Booking {
    app: AppContext,
    professional: Uuid,
    talk: NewTalk,
    /// Who answers for the explorer, who is under age at that hour.
    guardian_email: Option<String>,
    now: DateTime<Utc>,
}

/// Asks for an hour, which is confirmed at once where the professional wants it so; gives the talk's page.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::NotFound`], [`AppError::GuardianNeeded`], [`AppError::NotOffered`],
/// [`AppError::JustTaken`], [`AppError::OwnAgendaTaken`], [`AppError::TooManyTalks`],
/// [`AppError::TooManyRequests`], [`AppError::CancelledOften`], [`AppError::Forbidden`], [`AppError::Blocked`].
pub async fn book(
    app: &AppContext,
    user: &CurrentUser,
    form: &BookingForm,
    now: DateTime<Utc>,
) -> Result<(Route, Notice), AppError> {
    form.check()?;
    contact_details::refuse("question", &form.question)?;
    let professional = parse_id(&form.professional)?;
    let starts_at = moment::from_iso(&form.start).ok_or(AppError::NotOffered)?;
    let way = Way::from_code(&form.way).ok_or_else(not_a_way)?;
    let guardian_email = guardians::address(app, user, form, starts_at, now).await?;
    let question = form.question.trim();
    let talk = NewTalk {
        id: context::new_id(),
        explorer_id: user.id,
        starts_at,
        way,
        question: (!question.is_empty()).then(|| question.to_owned()),
        room: new_room()?,
    };
    let booking = Booking { app: app.clone(), professional, talk, guardian_email, now };
    let (id, stage) =
        app.db.write(booking, |transaction, booking| Box::pin(write_booking(transaction, booking))).await?;
    let notice = if stage == Stage::Confirmed { Notice::Booked } else { Notice::Requested };
    Ok((Route::Talk(id.to_string()), notice))
}

/// The unguessable name of a room.
///
/// # Errors
/// [`AppError::Internal`] without randomness.
pub fn new_room() -> Result<String, AppError> {
    Ok(format!("declic-{}", context::new_token()?))
}

fn not_a_way() -> AppError {
    AppError::field("way", Problem::NotAChoice)
}

/// Everything that a booking writes: the talk, its day, week and month, the cells of both, the mails, a change for the
/// index. Whatever fails undoes all of it.
async fn write_booking(transaction: &mut Transaction, booking: &Booking) -> Result<(Uuid, Stage), WriteError> {
    let Booking { app, professional, talk, guardian_email, now } = booking;
    // So that what is read here of the explorer's talks holds until all is written.
    accounts::store::hold_account(&mut *transaction, talk.explorer_id).await?;
    let start = talk.starts_at;
    let held = holding::keep_only(&mut *transaction, app, talk.explorer_id, (*professional, start), *now).await?;
    let end = start + Duration::minutes(i64::from(TALK_MINUTES));
    if held.is_none()
        && let Some(own) = store::find_talk_between(&mut *transaction, talk.explorer_id, start, end).await?
    {
        // A second click on "confirm": the answer is the booking that the first one made.
        let is_same = own.is_of(talk.explorer_id, *professional) && own.starts_at == start;
        return if is_same { Ok((own.id, own.stage())) } else { Err(WriteError::Answer(AppError::OwnAgendaTaken)) };
    }
    if store::count_coming(&mut *transaction, talk.explorer_id, *now).await? >= MAXIMUM_COMING {
        return Err(WriteError::Answer(AppError::TooManyTalks));
    }
    if store::count_cancelled(&mut *transaction, talk.explorer_id, *professional, *now - Duration::days(1)).await?
        >= MAXIMUM_CANCELLED
    {
        return Err(WriteError::Answer(AppError::CancelledOften));
    }
    let (professional, guardian) =
        require_offered(&mut *transaction, talk.explorer_id, *professional, start, held.as_ref(), *now).await?;
    if guardian == Guardian::Needed && guardian_email.is_none() {
        // What covered it was taken back a moment ago.
        return Err(WriteError::Answer(AppError::field("guardian_email", Problem::Required)));
    }
    if !holding::ways(&professional, guardian).contains(&talk.way) {
        return Err(WriteError::Answer(not_a_way()));
    }
    let terms =
        Terms { accepts_automatically: professional.accepts_automatically, notice: professional.notice(), guardian };
    let standing = held.as_ref().map_or_else(|| Standing::held(start, *now), TalkRow::standing);
    let step = standing.step(Actor::Party(Side::Explorer), Action::Submit, &terms, *now).map_err(AppError::from)?;
    if step.after.stage != Stage::Confirmed {
        require_few_requests(&mut *transaction, talk.explorer_id).await?;
    }
    let guardian_email = guardian_email.as_deref();
    let id = match &held {
        Some(held) => {
            transitions::submit(transaction, app, held, talk, &professional, guardian_email, &step, *now).await?;
            held.id
        }
        None => {
            transitions::begin(transaction, app, talk, &professional, guardian_email, &step, *now).await?;
            talk.id
        }
    };
    Ok((id, step.after.stage))
}

/// That one more request of an explorer may wait. The caller holds the explorer's account.
///
/// # Errors
/// [`AppError::TooManyRequests`].
pub async fn require_few_requests(transaction: &mut Transaction, explorer: Uuid) -> Result<(), WriteError> {
    match store::count_requests(transaction, explorer).await? {
        MAXIMUM_REQUESTS.. => Err(WriteError::Answer(AppError::TooManyRequests)),
        _ => Ok(()),
    }
}

/// That a professional offers this explorer an hour which is free, but for what the explorer holds of it; with who
/// answers for the explorer then. What is read holds until all is written.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Blocked`], [`AppError::GuardianNeeded`],
/// [`AppError::JustTaken`], [`AppError::NotOffered`].
pub async fn require_offered(
    transaction: &mut Transaction,
    explorer: Uuid,
    professional: Uuid,
    start: DateTime<Utc>,
    held: Option<&TalkRow>,
    now: DateTime<Utc>,
) -> Result<(ProfessionalRow, Guardian), WriteError> {
    store::hold_listed(&mut *transaction, professional).await?;
    let professional = store::find_professional(&mut *transaction, professional).await?;
    let professional = professional.ok_or(AppError::NotFound)?;
    if professional.account_id == explorer {
        return Err(WriteError::Answer(AppError::Forbidden));
    }
    conversation::require_unblocked(&mut *transaction, explorer, professional.account_id).await?;
    let guardian = guardians::needed(&mut *transaction, explorer, Some(professional.id), start).await?;
    if guardian != Guardian::NotNeeded && !professional.meets_minors() {
        return Err(WriteError::Answer(AppError::GuardianNeeded));
    }
    let schedule = Schedule::load(transaction, &professional, now).await?;
    require_free(&held.into_iter().fold(schedule, Schedule::without), start, now)?;
    Ok((professional, guardian))
}

/// That an hour is offered and free.
///
/// # Errors
/// [`AppError::JustTaken`], [`AppError::NotOffered`].
pub fn require_free(schedule: &Schedule, start: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), AppError> {
    if schedule.is_free(now, start) {
        return Ok(());
    }
    Err(if schedule.was_taken(now, start) { AppError::JustTaken } else { AppError::NotOffered })
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

/// Forgets what only mattered for hours that are past, and profiles that nobody comes back to.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn sweep(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    app.db
        .write(now, |transaction, now| {
            Box::pin(async move {
                agenda::store::delete_cells_before(&mut *transaction, *now - Duration::days(1)).await?;
                store::delete_expired_links(&mut *transaction, *now).await?;
                store::delete_settled_reports(&mut *transaction, *now - conversation::safety::SETTLED_KEPT).await?;
                store::delete_profile_drafts_before(&mut *transaction, *now - profile::DRAFT_KEPT).await?;
                // Even a month has ended in every zone.
                Ok(store::delete_periods_before(transaction, now.date_naive() - Duration::days(40)).await?)
            })
        })
        .await
}
