//! An explorer of age may let the organisation of whom they meet know that they are interested: nothing is told unless
//! they say so for that talk, it is told what the page says, and they may take it back at any time.

use super::{
    form::{TakeInterestBackForm, TellInterestForm},
    service::own_talk,
    store::{self, TalkRow},
    types::{Interest, Side, Stage},
};
use crate::{
    accounts::session::CurrentUser,
    context::AppContext,
    db::{Transaction, WriteError},
    error::AppError,
    routes::Route,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Whether an explorer may let anybody know of a talk: it takes place or took, and they are of age, and were at its hour.
fn may_tell(user: &CurrentUser, talk: &TalkRow, now: DateTime<Utc>) -> bool {
    is_of_age(user, talk.starts_at, now) && matches!(talk.stage(), Stage::Confirmed | Stage::Done)
}

fn is_of_age(user: &CurrentUser, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    user.is_adult_at(now.min(starts_at))
}

/// What `user` can let an organisation know from the page of a talk; nothing for most.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn of_talk(
    app: &AppContext,
    user: &CurrentUser,
    (talk, side): (&TalkRow, Side),
    now: DateTime<Utc>,
) -> Result<Option<Interest>, AppError> {
    // What was told can be taken back by whoever told it, whatever became of the talk.
    if side != Side::Explorer || !is_of_age(user, talk.starts_at, now) {
        return Ok(None);
    }
    let interest = store::find_interest(&app.db, talk.id, user.id).await?;
    let offered = interest.filter(|interest| interest.told_to.is_some() || may_tell(user, talk, now));
    Ok(offered.map(|interest| Interest { organisation: interest.name, is_told: interest.told_to.is_some() }))
}

/// A talk that `user` explores.
async fn explored(app: &AppContext, user: &CurrentUser, id: &str) -> Result<TalkRow, AppError> {
    match own_talk(app, user, id).await? {
        (talk, Side::Explorer) => Ok(talk),
        _ => Err(AppError::Forbidden),
    }
}

/// Lets the organisation of whom `user` meets know; gives the talk's page.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::TooLate`] for a talk that does not take place.
pub async fn tell(
    app: &AppContext,
    user: &CurrentUser,
    form: &TellInterestForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let talk = explored(app, user, &form.talk).await?;
    if !is_of_age(user, talk.starts_at, now) {
        return Err(AppError::Forbidden);
    }
    let input = (user.clone(), talk.id);
    app.db.write(input, move |transaction, (user, talk)| Box::pin(write(transaction, user, *talk, now))).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

async fn write(
    transaction: &mut Transaction,
    user: &CurrentUser,
    talk: Uuid,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let talk = store::hold_talk(&mut *transaction, talk).await?;
    if !may_tell(user, &talk, now) {
        return Err(WriteError::Answer(AppError::TooLate));
    }
    let interest = store::find_interest(&mut *transaction, talk.id, user.id).await?.ok_or(AppError::NotFound)?;
    Ok(store::insert_interest(transaction, talk.id, interest.organisation_id, user.id, now).await?)
}

/// Takes it back, whenever they want; gives the talk's page.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub async fn take_back(app: &AppContext, user: &CurrentUser, form: &TakeInterestBackForm) -> Result<Route, AppError> {
    let talk = explored(app, user, &form.talk).await?;
    app.db
        .write((talk.id, user.id), |transaction, (talk, user)| {
            Box::pin(async move { Ok(store::delete_interest(transaction, *talk, *user).await?) })
        })
        .await?;
    Ok(Route::Talk(talk.id.to_string()))
}
