//! What one request leaves in the session for the page after it: a form that was refused, and a notice.

use crate::{
    context,
    error::AppError,
    form::{Draft, Notice},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tower_sessions::Session;

const DRAFT_KEY: &str = "draft";
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
/// language.
#[derive(Serialize, Deserialize)]
struct KeptDraft {
    draft: Draft,
    shown: bool,
}

/// Leaves a refused form for the next page.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn leave_draft(session: &Session, draft: Draft) -> Result<(), AppError> {
    session.insert(DRAFT_KEY, KeptDraft { draft, shown: false }).await.map_err(context::session_failed)
}

/// Leaves a notice for the next page.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn leave_notice(session: &Session, notice: Notice) -> Result<(), AppError> {
    session.insert(NOTICE_KEY, notice).await.map_err(context::session_failed)
}

/// Takes what was left for this page. Where nothing was, the session stays as it is.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn take(session: &Session) -> Result<Carried, AppError> {
    let draft = match remove::<KeptDraft>(session, DRAFT_KEY).await? {
        Some(KeptDraft { draft, shown: false }) => {
            let kept = KeptDraft { draft: draft.clone(), shown: true };
            session.insert(DRAFT_KEY, kept).await.map_err(context::session_failed)?;
            Some(draft)
        }
        _ => None,
    };
    Ok(Carried { draft, notice: remove(session, NOTICE_KEY).await? })
}

/// Lets the next page show once more the form that the last one showed.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn show_again(session: &Session) -> Result<(), AppError> {
    match remove::<KeptDraft>(session, DRAFT_KEY).await? {
        Some(kept) => leave_draft(session, kept.draft).await,
        None => Ok(()),
    }
}

/// Whether something waits for its page.
///
/// # Errors
/// [`AppError::Internal`] when the session cannot be read.
pub async fn waits(session: &Session) -> Result<bool, AppError> {
    for key in [DRAFT_KEY, NOTICE_KEY] {
        if session.get_value(key).await.map_err(context::session_failed)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes a value out. Removing nothing would mark the session as changed; what an older version wrote in
/// another form is nothing.
async fn remove<T: DeserializeOwned>(session: &Session, key: &str) -> Result<Option<T>, AppError> {
    if session.get_value(key).await.map_err(context::session_failed)?.is_none() {
        return Ok(None);
    }
    let value = session.remove_value(key).await.map_err(context::session_failed)?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}
