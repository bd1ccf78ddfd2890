//! Finds out who reads (the account of the session, the language, what the last request left for this page),
//! and decides what becomes of the session.

use crate::{
    accounts::{
        carried::{self, Carried},
        guardian,
        session::{self, LOCALE_KEY, Reader},
        session_store::ACCOUNT_KEY,
        store,
        visitor::DraftShown,
    },
    context::{self, AppContext, ClientAddress},
    error::AppError,
    locale::{self, Locale},
};
use axum::{
    Extension,
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::net::IpAddr;
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
    // What was left is for the page that comes after a form: not for the requests that the page makes.
    let is_page = request.method().is_safe() && !request.uri().path().starts_with("/api/");
    let Ok(reader) = find_out(&app, &session, accepted, is_page).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let address = request.extensions().get::<ClientAddress>().map(|address| address.0);
    let (locale, draft_shown) = (reader.locale, reader.draft_shown.clone());
    request.extensions_mut().insert(reader);
    let response = next.run(request).await;
    let showed = (is_page && is_shown(&response)).then(|| draft_shown.is_set());
    match keep(&app, &session, address, showed).await {
        Ok(()) => response,
        Err(error) => {
            // Nothing of this request is kept.
            session.clear().await;
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, locale::error_message(&error, locale)).into_response()
        }
    }
}

async fn find_out(
    app: &AppContext,
    session: &Session,
    accepted: Option<Locale>,
    is_page: bool,
) -> Result<Reader, AppError> {
    let account: Option<Uuid> = session.get(ACCOUNT_KEY).await.map_err(context::session_failed)?;
    let known = match account {
        Some(id) => store::find_reader(&app.db, id).await?.map(|row| guardian::admit(row, context::now())),
        None => None,
    };
    let Reader { user, waiting, .. } = known.unwrap_or_default();
    let chosen: Option<String> = session.get(LOCALE_KEY).await.map_err(context::session_failed)?;
    let chosen = chosen.as_deref().and_then(locale::from_code);
    // Who waits cannot change their account, so that a choice of this session comes first.
    let waits_in = waiting.as_ref().map(|minor| minor.locale);
    let language = user.as_ref().map(|user| user.locale).or(chosen).or(waits_in).or(accepted);
    let carried = if is_page { carried::read(session, user.is_some()).await? } else { Carried::default() };
    Ok(Reader { user, waiting, locale: language.unwrap_or_default(), carried, draft_shown: DraftShown::default() })
}

/// Whether somebody sees this answer as a page: a redirect or a file shows nothing that was left for a page.
fn is_shown(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    !response.status().is_redirection() && kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Settles what the session goes on with and how long it lives; `showed` says of an answer that is a page whether
/// it showed the draft that was left. Strangers make only so many: the table cannot be filled by forms that are refused
/// on purpose.
async fn keep(
    app: &AppContext,
    session: &Session,
    address: Option<IpAddr>,
    showed: Option<bool>,
) -> Result<(), AppError> {
    if let Some(showed_draft) = showed {
        carried::use_up(session, showed_draft).await?;
    }
    session::settle(session, context::now()).await?;
    if session::is_new_strangers(session).await? { app.limits.count_session(address) } else { Ok(()) }
}
