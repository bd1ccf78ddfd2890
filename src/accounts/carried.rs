//! What one request leaves in the session for the page after it: a form that was refused, and a notice.

use crate::{
    context,
    error::AppError,
    form::{Draft, Notice},
};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tower_sessions::Session;
use uuid::Uuid;

const DRAFT_KEY: &str = "draft";
/// A form that was sent after its session had ended: it waits for its author to sign in.
const WAITING_KEY: &str = "waiting_draft";
/// The account that was signed in here last: what is sent from a page that is still open was typed by its owner.
const LAST_KEY: &str = "last_account";
const NOTICE_KEY: &str = "notice";

/// What was left for a page.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// The form to be shown again.
    pub draft: Option<Draft>,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// A draft stays for one page more than the one that shows it: that page may be asked for again in the other
/// language. A redirect shows nothing.
#[derive(Serialize, Deserialize)]
struct KeptDraft {
    draft: Draft,
    shown: bool,
}

/// A form whose author has to sign in first. It waits for the page that shows it, for an hour at most, and is gone as
/// soon as somebody else signs in here.
#[derive(Serialize, Deserialize)]
struct WaitingDraft {
    draft: Draft,
    since: DateTime<Utc>,
    /// The author's account, where they had signed out here; unknown where their session ended in another way.
    author: Option<Uuid>,
}

impl WaitingDraft {
    fn fresh(self) -> Option<Draft> {
        (context::now() - self.since < Duration::hours(1)).then_some(self.draft)
    }
}

/// Leaves a refused form for the next page; one whose session had ended for the page after signing in.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn leave_draft(session: &Session, draft: Draft) -> Result<(), AppError> {
    if draft.error == Some(AppError::SessionEnded) {
        let waiting = WaitingDraft { draft, since: context::now(), author: get(session, LAST_KEY).await? };
        session.insert(WAITING_KEY, waiting).await.map_err(context::session_failed)?;
        return leave_notice(session, Notice::SignInForDraft).await;
    }
    session.insert(DRAFT_KEY, KeptDraft { draft, shown: false }).await.map_err(context::session_failed)
}

/// Notes that `account` signs out, in the session that goes on without it.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn note_signed_out(session: &Session, account: Uuid) -> Result<(), AppError> {
    session.insert(LAST_KEY, account).await.map_err(context::session_failed)
}

/// Drops the form that waits for somebody else than `account`, who signs in.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn note_signed_in(session: &Session, account: Uuid) -> Result<(), AppError> {
    remove::<Uuid>(session, LAST_KEY).await?;
    let author = get::<WaitingDraft>(session, WAITING_KEY).await?.and_then(|waiting| waiting.author);
    if author.is_some_and(|author| author != account) {
        remove::<WaitingDraft>(session, WAITING_KEY).await?;
    }
    Ok(())
}

/// Leaves a notice for the next page.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn leave_notice(session: &Session, notice: Notice) -> Result<(), AppError> {
    session.insert(NOTICE_KEY, notice).await.map_err(context::session_failed)
}

/// Reads what was left for this page; [`use_up`] follows once it was shown.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn read(session: &Session, is_signed_in: bool) -> Result<Carried, AppError> {
    let draft = match get::<KeptDraft>(session, DRAFT_KEY).await? {
        Some(KeptDraft { draft, shown: false }) => Some(draft),
        _ if is_signed_in => get::<WaitingDraft>(session, WAITING_KEY).await?.and_then(WaitingDraft::fresh),
        _ => None,
    };
    Ok(Carried { draft, notice: get(session, NOTICE_KEY).await? })
}

/// Notes that a page was shown, and whether it showed the draft that was left. Where nothing was, the session
/// stays as it is.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn use_up(session: &Session, showed_draft: bool) -> Result<(), AppError> {
    let shown = match remove::<KeptDraft>(session, DRAFT_KEY).await? {
        Some(KeptDraft { draft, shown: false }) => Some(draft),
        _ if showed_draft => remove::<WaitingDraft>(session, WAITING_KEY).await?.map(|waiting| waiting.draft),
        _ => None,
    };
    if let Some(draft) = shown {
        session.insert(DRAFT_KEY, KeptDraft { draft, shown: true }).await.map_err(context::session_failed)?;
    }
    remove::<Notice>(session, NOTICE_KEY).await?;
    Ok(())
}

/// Lets the next page show once more the form that the last one showed.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn show_again(session: &Session) -> Result<(), AppError> {
    match remove::<KeptDraft>(session, DRAFT_KEY).await? {
        Some(KeptDraft { draft, .. }) => {
            session.insert(DRAFT_KEY, KeptDraft { draft, shown: false }).await.map_err(context::session_failed)
        }
        None => Ok(()),
    }
}

/// Whether something waits for its page.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn waits(session: &Session) -> Result<bool, AppError> {
    for key in [DRAFT_KEY, WAITING_KEY, NOTICE_KEY] {
        if session.get_value(key).await.map_err(context::session_failed)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A value; what an older version wrote in another form is nothing.
async fn get<T: DeserializeOwned>(session: &Session, key: &str) -> Result<Option<T>, AppError> {
    let value = session.get_value(key).await.map_err(context::session_failed)?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

/// Takes a value out. Removing nothing would mark the session as changed.
async fn remove<T: DeserializeOwned>(session: &Session, key: &str) -> Result<Option<T>, AppError> {
    if session.get_value(key).await.map_err(context::session_failed)?.is_none() {
        return Ok(None);
    }
    let value = get(session, key).await?;
    session.remove_value(key).await.map_err(context::session_failed)?;
    Ok(value)
}
