//! Finds out who reads: the account of the session, the language, and the form that was just refused.

use crate::{
    accounts::{
        session::{CurrentUser, LOCALE_KEY, Reader},
        session_store::ACCOUNT_KEY,
        store,
    },
    context::{AppContext, DRAFT_KEY},
    error::AppError,
    form::Draft,
    locale::{self, Locale},
};
use axum::{
    Extension,
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;
use uuid::Uuid;

/// Attaches the [`Reader`].
pub async fn attach(
    Extension(app): Extension<AppContext>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
    let accepted = accepted.and_then(locale::from_accept_language);
    // Only the page that comes after a refused form shows it: not the requests that the page makes.
    let is_page = request.method().is_safe() && !request.uri().path().starts_with("/api/");
    match find_out(&app, &session, accepted, is_page).await {
        Ok(reader) => {
            request.extensions_mut().insert(reader);
            next.run(request).await
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn find_out(
    app: &AppContext,
    session: &Session,
    accepted: Option<Locale>,
    is_page: bool,
) -> Result<Reader, AppError> {
    let failed = |error: tower_sessions::session::Error| {
        tracing::error!(%error, "session");
        AppError::Unavailable
    };
    let account: Option<Uuid> = session.get(ACCOUNT_KEY).await.map_err(failed)?;
    let user = match account {
        Some(id) => store::find_account(&app.db, id).await?.map(CurrentUser::from),
        None => None,
    };
    let chosen: Option<String> = session.get(LOCALE_KEY).await.map_err(failed)?;
    let language =
        user.as_ref().map(|user| user.locale).or_else(|| chosen.as_deref().and_then(locale::from_code)).or(accepted);
    let draft: Option<Draft> = if is_page { session.remove(DRAFT_KEY).await.map_err(failed)? } else { None };
    Ok(Reader { user, locale: language.unwrap_or_default(), draft })
}
