//! Which mails somebody wants.

use super::{
    form::MailChoicesForm,
    store,
    types::{MailChoices, MailKind},
};
use crate::{accounts::session::CurrentUser, context::AppContext, error::AppError, routes::Route};
use chrono::{DateTime, Utc};

/// Which mails `user` wants.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn view(app: &AppContext, user: &CurrentUser) -> Result<MailChoices, AppError> {
    let codes = store::list_switched_off(&app.db, user.id).await?;
    let switched_off = codes.iter().filter_map(|code| MailKind::from_code(code)).collect();
    Ok(MailChoices { email: user.email.clone(), switched_off })
}

/// Notes which of the kinds that the form showed `user` wants. What it did not show stays as it is: a page that was
/// open before a kind came to be says nothing of it.
///
/// # Errors
/// [`AppError::Malformed`] for what is no kind that can be switched off.
pub async fn save(
    app: &AppContext,
    user: &CurrentUser,
    form: &MailChoicesForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let shown = form.shown.split_whitespace().map(switchable).collect::<Result<Vec<_>, _>>()?;
    let wanted = form.kinds.iter().map(|code| switchable(code)).collect::<Result<Vec<_>, _>>()?;
    let (on, off): (Vec<MailKind>, Vec<MailKind>) = shown.into_iter().partition(|kind| wanted.contains(kind));
    app.db
        .write((user.id, on, off), move |transaction, (account, on, off)| {
            Box::pin(async move {
                store::hold_reader(&mut *transaction, *account).await?;
                store::switch_on(&mut *transaction, *account, on).await?;
                Ok(store::switch_off(transaction, *account, off, now).await?)
            })
        })
        .await?;
    Ok(Route::MailChoices)
}

fn switchable(code: &str) -> Result<MailKind, AppError> {
    MailKind::from_code(code).filter(|kind| kind.is_switchable()).ok_or(AppError::Malformed)
}
