//! All that a server function may ask for: the database, the clock, new ids, links, and how to answer.
//! The only place (with jobs) that reads the clock and makes random values; both are passed down.

use crate::{
    accounts::{
        carried,
        password::PasswordHasher,
        rate_limit::RateLimits,
        session::{CurrentUser, require_user},
    },
    agenda::calendar_client::CalendarClient,
    db::Db,
    error::AppError,
    form::{Draft, Form, Notice},
    moderation::{
        roles::{self, Moderator},
        types::Role,
    },
    notifications::{mail::Mail, unsubscribe::UnsubscribeKey},
    routes::{Route, local_path},
    search::service::SearchService,
};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, SubsecRound, Utc};
use futures::future::BoxFuture;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use rand::{TryRngCore, rngs::OsRng};
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::sync::watch;
use tower_sessions::Session;
use url::Url;
use uuid::Uuid;

/// Settles what others count on a person for and deletes their account; given by `server`, which knows every
/// domain. The mail is the last one to its owner, in place of the usual one.
pub type DeleteAccount = fn(AppContext, CurrentUser, Option<Mail>) -> BoxFuture<'static, Result<(), AppError>>;

/// What the whole process shares. Cloning is cheap.
#[derive(Clone)]
pub struct AppContext {
    /// The database.
    pub db: Db,
    /// The search index.
    pub search: SearchService,
    /// Hashes and checks passwords, a few at a time.
    pub passwords: PasswordHasher,
    /// Counts attempts.
    pub limits: Arc<RateLimits>,
    /// Where this site is reached: for links in mails and calendars.
    pub base_url: Arc<Url>,
    /// Where video and audio rooms are: the room's name is added to its path.
    pub room_url: Arc<Url>,
    /// Reads people's calendars elsewhere.
    pub calendars: CalendarClient,
    /// Signs the links that switch mail off.
    pub unsubscribing: UnsubscribeKey,
    /// Whether the pages under `/dev` exist.
    pub development: bool,
    /// Whether the process was told to stop: what lasts ends then.
    pub stopping: watch::Sender<bool>,
    /// Deletes an account, with what has to happen before: others count on it in domains that `accounts` does not
    /// know.
    pub delete_account: DeleteAccount,
}

impl AppContext {
    /// The full address of a page, for mails and calendars.
    #[must_use]
    pub fn link(&self, route: &Route) -> String {
        self.base_url.join(&route.path()).map_or_else(|_| self.base_url.to_string(), String::from)
    }

    /// The host that addresses of mails end in.
    #[must_use]
    pub fn host(&self) -> &str {
        self.base_url.host_str().unwrap_or("localhost")
    }
}

/// The application's context of this request.
#[must_use]
pub fn app() -> AppContext {
    expect_context::<AppContext>()
}

/// The database.
#[must_use]
pub fn db() -> Db {
    app().db
}

/// How far the clock of this process was moved on, in milliseconds: not at all, but on a development server.
static CLOCK_AHEAD: AtomicI64 = AtomicI64::new(0);

/// The current instant, UTC, in whole milliseconds: the same on both engines.
#[must_use]
pub fn now() -> DateTime<Utc> {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
    let now = Utc::now().trunc_subsecs(3);
    now + Duration::milliseconds(CLOCK_AHEAD.load(Ordering::Relaxed))
}

/// Moves the clock of this process on to an instant; tells whether it did, as it never goes back nor further than
/// [`FURTHEST`] at once.
pub fn advance_clock(to: DateTime<Utc>) -> bool {
    let ahead = to - now();
    let moves = ahead >= Duration::zero() && ahead <= FURTHEST;
    if moves {
        CLOCK_AHEAD.fetch_add(ahead.num_milliseconds(), Ordering::Relaxed);
    }
    moves
}

/// How far the clock is moved on at once, at most.
const FURTHEST: Duration = Duration::days(366);

/// A new id that sorts by time (UUID version 7, RFC 9562).
#[must_use]
pub fn new_id() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "this is the one source of ids")]
    Uuid::now_v7()
}

/// 256 unguessable bits, safe in a URL.
///
/// # Errors
/// [`AppError::Internal`] when the operating system gives no randomness.
pub fn new_token() -> Result<String, AppError> {
    let mut bytes = [0; 32];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| {
        tracing::error!(%error, "randomness");
        AppError::Internal
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The address that a request came from, as the connection or the trusted proxy tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The address of the caller of this request; none inside a transaction, which runs in a task of its own
/// (`Db::write`): what counts by it is counted before.
#[must_use]
pub fn client_address() -> Option<IpAddr> {
    extension::<ClientAddress>().map(|address| address.0)
}

/// Something that a middleware attached to this request.
#[must_use]
pub fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>()?.extensions.get::<T>().cloned()
}

/// The path of this request, without its query.
#[must_use]
pub fn path() -> String {
    use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default()
}

/// The session of this request.
///
/// # Errors
/// [`AppError::Internal`] when there is none: the route lacks the session layer.
pub fn session() -> Result<Session, AppError> {
    extension::<Session>().ok_or_else(|| {
        tracing::error!("no session layer on this route");
        AppError::Internal
    })
}

/// The signed-in person, who has `role`; it is looked up anew each time.
///
/// # Errors
/// [`AppError::SignInRequired`]; [`AppError::NotFound`] for anybody else.
pub async fn require_role(role: Role) -> Result<Moderator, AppError> {
    let user = require_user()?;
    roles::require(&db(), user, role).await.map_err(fail)
}

/// What is kept of each field, in characters: more than any field accepts, so that nothing honest is lost.
const DRAFT_LENGTH: usize = 20_000;

/// Ends a form's server function. A success goes on to its page. A refusal goes back to the form with
/// what was typed, or, when the caller is a program, answers with the error's status.
///
/// # Errors
/// The refusal, when the caller does not read HTML.
pub async fn answer<F: Form>(form: &F, outcome: Result<Route, AppError>) -> Result<(), AppError> {
    match outcome {
        Ok(route) => {
            leptos_axum::redirect(&route.path());
            Ok(())
        }
        Err(error) if reads_html() => {
            // A form that only the signed-in see was sent without being signed in any more.
            let error = if error == AppError::SignInRequired { AppError::SessionEnded } else { error };
            keep(form, Some(error)).await?;
            go_back();
            Ok(())
        }
        Err(error) => Err(fail(error)),
    }
}

/// Ends a form's server function like [`answer`]; the page after a success tells `notice` once.
///
/// # Errors
/// As [`answer`].
pub async fn answer_and_tell<F: Form>(
    form: &F,
    outcome: Result<Route, AppError>,
    notice: Notice,
) -> Result<(), AppError> {
    if outcome.is_ok() {
        notify(notice).await?;
    }
    answer(form, outcome).await
}

/// Ends a form's server function by showing the form again on its page at `route`, as it is now: nothing was
/// refused and nothing done.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be stored.
pub async fn show_again<F: Form>(form: &F, route: &Route) -> Result<(), AppError> {
    keep(form, None).await?;
    leptos_axum::redirect(&route.path());
    Ok(())
}

async fn keep<F: Form>(form: &F, error: Option<AppError>) -> Result<(), AppError> {
    let kept = |value: String| value.chars().take(DRAFT_LENGTH).collect();
    let values = form.kept().into_iter().map(|(name, value)| (name.to_owned(), kept(value))).collect();
    let draft = Draft { form: F::NAME.to_owned(), values, error };
    carried::leave_draft(&session()?, draft).await
}

/// Ends a form's server function like [`answer`], where the page to go on to is a path.
///
/// # Errors
/// As [`answer`].
pub async fn answer_path<F: Form>(form: &F, outcome: Result<String, AppError>) -> Result<(), AppError> {
    match outcome {
        Ok(path) => {
            leptos_axum::redirect(&path);
            Ok(())
        }
        Err(error) => answer(form, Err(error)).await,
    }
}

/// Leaves `notice` for the next page, which shows it once.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn notify(notice: Notice) -> Result<(), AppError> {
    carried::leave_notice(&session()?, notice).await
}

/// Goes back to the page that the form was on.
pub fn go_back() {
    leptos_axum::redirect(&referring_path().unwrap_or_else(|| Route::Home.path()));
}

/// Sets the status that `error` answers with, unless a browser is posting a form (a status would undo
/// the redirect back to it).
#[must_use]
pub fn fail(error: AppError) -> AppError {
    let response = use_context::<ResponseOptions>().filter(|_| !is_form_post());
    if let (Some(response), Ok(status)) = (response, StatusCode::from_u16(error.status())) {
        response.set_status(status);
    }
    error
}

/// Logs a failure of the session store: mostly of the database under it.
pub fn session_failed(error: tower_sessions::session::Error) -> AppError {
    tracing::error!(%error, "session");
    AppError::Unavailable
}

fn headers() -> HeaderMap {
    use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default()
}

fn reads_html() -> bool {
    headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

fn is_form_post() -> bool {
    reads_html() && use_context::<Parts>().is_some_and(|parts| !parts.method.is_safe())
}

/// The path (and query) of the page that the form was on, if it was one of ours.
fn referring_path() -> Option<String> {
    let referer = Url::parse(headers().get(header::REFERER)?.to_str().ok()?).ok()?;
    let path = referer.query().map_or_else(|| referer.path().to_owned(), |query| format!("{}?{query}", referer.path()));
    local_path(&path).map(str::to_owned)
}
