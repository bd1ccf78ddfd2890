//! What people say of a talk that is over. The explorer may thank, which the professional reads, and answer three
//! questions that nobody else reads; the professional may note something for themselves.

use super::{
    form::{FeedbackForm, ProfessionalNoteForm, TakeThanksBackForm, ThanksForm},
    lifecycle::{Standing, Word},
    service::own_talk,
    store::{self, TalkRow},
    types::{FeedbackAnswers, Side, Stage},
};
use crate::{
    accounts::session::CurrentUser,
    contact_details,
    context::AppContext,
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    notifications::outbox,
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

mod mails;
pub mod views;

/// How long after a talk its explorer may thank and answer.
pub const OPEN_DAYS: u32 = 30;

fn open_until(talk: &Standing) -> DateTime<Utc> {
    talk.ends_at() + Duration::days(i64::from(OPEN_DAYS))
}

/// Whether the hour of a talk that was to take place is over.
fn is_over(talk: &Standing, now: DateTime<Utc>) -> bool {
    matches!(talk.stage, Stage::Confirmed | Stage::Done | Stage::Absent) && now >= talk.ends_at()
}

/// Whether an explorer may say how a talk was: they met, as far as they say, and it is not long ago.
///
/// # Errors
/// Why not.
fn explorer_may_say(talk: &Standing, now: DateTime<Utc>) -> Result<(), Problem> {
    let missed = talk.stage == Stage::Absent || talk.explorer_word.is_some_and(|word| word != Word::TookPlace);
    match (is_over(talk, now) && !missed, now < open_until(talk)) {
        (false, _) => Err(Problem::NotOver),
        (true, false) => Err(Problem::ClosedAfter(OPEN_DAYS)),
        (true, true) => Ok(()),
    }
}

/// A talk of `user`, who has to be on `side` of it.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for the other side.
async fn talk_as(app: &AppContext, user: &CurrentUser, id: &str, side: Side) -> Result<TalkRow, AppError> {
    match own_talk(app, user, id).await? {
        (talk, own) if own == side => Ok(talk),
        _ => Err(AppError::Forbidden),
    }
}

/// What is written of a talk, by whom and when.
struct Words<T> {
    app: AppContext,
    talk: Uuid,
    author: Uuid,
    said: T,
    now: DateTime<Utc>,
}

impl<T> Words<T> {
    fn of(app: &AppContext, talk: &TalkRow, user: &CurrentUser, said: T, now: DateTime<Utc>) -> Self {
        Self { app: app.clone(), talk: talk.id, author: user.id, said, now }
    }

    /// The talk as it is, until all is written; its author is still on it.
    async fn hold(&self, transaction: &mut Transaction) -> Result<TalkRow, WriteError> {
        let talk = store::hold_talk(transaction, self.talk).await?;
        if talk.party_of(self.author).is_none() {
            return Err(WriteError::Answer(AppError::NotFound));
        }
        Ok(talk)
    }
}

/// Keeps what the explorer of a talk thanks its professional with, who gets one mail that says so; gives the talk's page.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Invalid`].
pub async fn thank(
    app: &AppContext,
    user: &CurrentUser,
    form: &ThanksForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let talk = talk_as(app, user, &form.talk, Side::Explorer).await?;
    form.check()?;
    contact_details::refuse("words", &form.words)?;
    let words = Words::of(app, &talk, user, form.words.trim().to_owned(), now);
    app.db.write(words, |transaction, words| Box::pin(write_thanks(transaction, words))).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

async fn write_thanks(transaction: &mut Transaction, words: &Words<String>) -> Result<(), WriteError> {
    let talk = words.hold(&mut *transaction).await?;
    explorer_may_say(&talk.standing(), words.now).map_err(|problem| AppError::field("words", problem))?;
    // Nobody would read it.
    let professional = talk.party(Side::Professional).ok_or(AppError::NotFound)?;
    let is_first = store::save_thanks(&mut *transaction, talk.id, words.author, &words.said, words.now).await?;
    if is_first && !talk.is_demonstration() {
        let mail = mails::thanks_wait(&words.app, &talk, &professional);
        outbox::enqueue(transaction, &words.app, &[&mail], words.now).await?;
    }
    Ok(())
}

/// Takes an explorer's thanks back, whenever they want; gives the talk's page.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub async fn take_thanks_back(
    app: &AppContext,
    user: &CurrentUser,
    form: &TakeThanksBackForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let talk = talk_as(app, user, &form.talk, Side::Explorer).await?;
    app.db
        .write(Words::of(app, &talk, user, (), now), |transaction, words| {
            Box::pin(async move { Ok(store::take_thanks_back(transaction, words.talk, words.author).await?) })
        })
        .await?;
    Ok(Route::Talk(talk.id.to_string()))
}

/// Keeps an explorer's private answers; gives the talk's page.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Invalid`].
pub async fn answer(
    app: &AppContext,
    user: &CurrentUser,
    form: &FeedbackForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let talk = talk_as(app, user, &form.talk, Side::Explorer).await?;
    let words = Words::of(app, &talk, user, form.answers()?, now);
    app.db.write(words, |transaction, words| Box::pin(write_answers(transaction, words))).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

async fn write_answers(transaction: &mut Transaction, words: &Words<FeedbackAnswers>) -> Result<(), WriteError> {
    let talk = words.hold(&mut *transaction).await?;
    explorer_may_say(&talk.standing(), words.now).map_err(|problem| AppError::field("learned", problem))?;
    Ok(store::save_answers(transaction, talk.id, words.author, &words.said, words.now).await?)
}

/// Keeps a professional's note to themselves; gives the talk's page.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Invalid`].
pub async fn note(
    app: &AppContext,
    user: &CurrentUser,
    form: &ProfessionalNoteForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let talk = talk_as(app, user, &form.talk, Side::Professional).await?;
    form.check()?;
    let words = Words::of(app, &talk, user, form.words.trim().to_owned(), now);
    app.db.write(words, |transaction, words| Box::pin(write_note(transaction, words))).await?;
    Ok(Route::Talk(talk.id.to_string()))
}

async fn write_note(transaction: &mut Transaction, words: &Words<String>) -> Result<(), WriteError> {
    let talk = words.hold(&mut *transaction).await?;
    if !is_over(&talk.standing(), words.now) {
        return Err(WriteError::Answer(AppError::field("words", Problem::NotOver)));
    }
    Ok(store::save_professional_note(transaction, talk.id, words.author, &words.said, words.now).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talks::lifecycle::Guardian;

    fn talk(stage: Stage, explorer_word: Option<Word>) -> Standing {
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        Standing {
            stage,
            guardian: Guardian::NotNeeded,
            answer_by: None,
            explorer_word,
            ..Standing::held(start, start - Duration::days(9))
        }
    }

    #[test]
    fn an_explorer_speaks_from_the_end_of_the_hour_for_thirty_days() {
        let met = talk(Stage::Confirmed, None);
        let end = met.ends_at();
        assert_eq!(explorer_may_say(&met, end - Duration::seconds(1)), Err(Problem::NotOver));
        assert_eq!(explorer_may_say(&met, end), Ok(()));
        assert_eq!(explorer_may_say(&met, end + Duration::days(30) - Duration::seconds(1)), Ok(()));
        assert_eq!(explorer_may_say(&met, end + Duration::days(30)), Err(Problem::ClosedAfter(30)));
    }

    #[test]
    fn only_of_a_talk_that_took_place() {
        let after = |talk: Standing| explorer_may_say(&talk, talk.ends_at() + Duration::days(1)).is_ok();
        for stage in Stage::ALL {
            let can = matches!(stage, Stage::Confirmed | Stage::Done);
            assert_eq!(after(talk(stage, None)), can, "{stage:?}");
            assert_eq!(after(talk(stage, Some(Word::TookPlace))), can, "{stage:?}");
            assert!(!after(talk(stage, Some(Word::OtherAbsent))), "{stage:?}");
            assert!(!after(talk(stage, Some(Word::SelfAbsent))), "{stage:?}");
        }
    }
}
