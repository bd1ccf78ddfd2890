//! Holding an hour while its form is filled in: for ten minutes nobody else can take it. An explorer holds one at a time,
//! by pressing it: a page that is opened holds nothing, so that no link that is followed by itself takes an hour away.

use super::{
    form::HoldForm,
    lifecycle::{Action, Actor, Cells, Guardian, Standing, Step},
    service,
    store::{self, NewTalk, ProfessionalRow, TalkRow},
    transitions::{self, Change},
    types::{Side, Way},
};
use crate::{
    accounts::{self, session::CurrentUser},
    agenda::moment,
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::AppError,
    routes::Route,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

struct Hold {
    app: AppContext,
    professional: Uuid,
    explorer: Uuid,
    starts_at: DateTime<Utc>,
    room: String,
    now: DateTime<Utc>,
}

/// Holds an hour for `user`, who lets go of any other; gives the page of its form, which says so if it cannot be had.
///
/// # Errors
/// [`AppError::NotFound`] for somebody, or an hour, that is none; [`AppError::Blocked`] and [`AppError::Forbidden`] with
/// whom no hour can be had; [`AppError::TooManyRequests`], [`AppError::TooManyAttempts`].
pub async fn hold(
    app: &AppContext,
    user: &CurrentUser,
    form: &HoldForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let professional = service::parse_id(&form.professional)?;
    let starts_at = moment::from_iso(&form.start).ok_or(AppError::NotFound)?;
    app.limits.count_hold(&user.id.to_string())?;
    let room = service::new_room()?;
    let hold = Hold { app: app.clone(), professional, explorer: user.id, starts_at, room, now };
    let outcome = app.db.write(hold, |transaction, hold| Box::pin(write_hold(transaction, hold))).await;
    match outcome {
        Ok(())
        | Err(AppError::JustTaken | AppError::OwnAgendaTaken | AppError::NotOffered | AppError::GuardianNeeded) => {
            form_of(form)
        }
        Err(error) => Err(error),
    }
}

/// The page of an hour's booking form.
///
/// # Errors
/// [`AppError::NotFound`] for a professional, or an hour, that is none.
pub fn form_of(form: &HoldForm) -> Result<Route, AppError> {
    let professional = service::parse_id(&form.professional)?.to_string();
    let start = moment::from_iso(&form.start).map(moment::iso).ok_or(AppError::NotFound)?;
    Ok(Route::Book { professional, start, zone: form.zone.clone() })
}

async fn write_hold(transaction: &mut Transaction, hold: &Hold) -> Result<(), WriteError> {
    let Hold { app, professional, explorer, starts_at, room, now } = hold;
    accounts::store::hold_account(&mut *transaction, *explorer).await?;
    if keep_only(&mut *transaction, app, *explorer, (*professional, *starts_at), *now).await?.is_some() {
        return Ok(());
    }
    let (professional, guardian) =
        service::require_offered(&mut *transaction, *explorer, *professional, *starts_at, None, *now).await?;
    // Nobody is kept from an hour that cannot be asked for.
    if !professional.accepts_automatically || guardian == Guardian::Needed {
        service::require_few_requests(&mut *transaction, *explorer).await?;
    }
    let ways = ways(&professional, guardian);
    let talk = NewTalk {
        id: context::new_id(),
        explorer_id: *explorer,
        starts_at: *starts_at,
        // Until the form says which.
        way: ways.first().copied().ok_or(AppError::NotOffered)?,
        question: None,
        room: room.clone(),
    };
    let step = Step { after: Standing::held(*starts_at, *now), cells: Cells::Keep, letters: Vec::new() };
    transitions::begin(transaction, app, &talk, &professional, None, &step, *now).await
}

/// The ways in which an explorer may meet a professional.
pub fn ways(professional: &ProfessionalRow, guardian: Guardian) -> Vec<Way> {
    match guardian {
        Guardian::NotNeeded => professional.ways(),
        Guardian::Needed | Guardian::Agreed => professional.ways_for_minors(),
    }
}

/// The hour that an explorer holds, if it is this one; lets go of any other. The caller holds the explorer's account.
///
/// # Errors
/// [`AppError`] of the writes.
pub async fn keep_only(
    transaction: &mut Transaction,
    app: &AppContext,
    explorer: Uuid,
    (professional, starts_at): (Uuid, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<Option<TalkRow>, WriteError> {
    let Some(held) = store::find_held(&mut *transaction, explorer).await? else { return Ok(None) };
    let outcome = if held.is_of(explorer, professional) && held.starts_at == starts_at {
        store::hold_talk(transaction, held.id).await.map(Some)
    } else {
        let actor = Actor::Party(Side::Explorer);
        let change = Change { talk: held.id, actor, action: Action::Cancel, ending: None, now };
        transitions::apply(transaction, app, &change).await.map(|_| None)
    };
    match outcome {
        // Its ten minutes have just ended.
        Err(WriteError::Answer(AppError::NotFound)) => Ok(None),
        outcome => outcome,
    }
}
