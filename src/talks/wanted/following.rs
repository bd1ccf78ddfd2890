//! Who asked for a trade may be told when somebody joins: once, and then no more.

use super::super::{
    form::UnfollowForm,
    mails,
    store::{self, ProfessionalRow},
    types::{DepartmentName, FollowedTrade},
};
use crate::{
    accounts::session::{CurrentUser, adults_born_by},
    context::AppContext,
    db::{Transaction, WriteError},
    error::{AppError, Problem},
    geo::communes,
    notifications::outbox,
    routes::Route,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Trades that one person may follow.
const MOST_FOLLOWED: u8 = 20;
/// Mails written at once.
const BATCH: usize = 200;

/// Follows a trade for a person whose account is held by `transaction`.
///
/// # Errors
/// [`AppError::Invalid`] at `follow` when they follow as many as one may.
pub async fn follow(
    transaction: &mut Transaction,
    person: Uuid,
    trade: &str,
    department: &str,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let is_new = store::follow(&mut *transaction, person, trade, department, now).await?;
    if is_new && store::count_follows(transaction, person).await? > i64::from(MOST_FOLLOWED) {
        let problem = Problem::TooManyFollowed(MOST_FOLLOWED.into());
        return Err(WriteError::Answer(AppError::field("follow", problem)));
    }
    Ok(())
}

/// Follows a trade no longer; goes on to one's journey, which lists what is followed.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn stop(app: &AppContext, user: &CurrentUser, form: &UnfollowForm) -> Result<Route, AppError> {
    let input = (user.id, form.clone());
    app.db
        .write(input, |transaction, (person, form)| {
            Box::pin(async move { Ok(store::unfollow(transaction, *person, &form.trade, &form.department).await?) })
        })
        .await?;
    Ok(Route::Journey(1))
}

/// What a person follows, the newest first.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn list(app: &AppContext, user: &CurrentUser) -> Result<Vec<FollowedTrade>, AppError> {
    let told = |row: store::FollowRow| FollowedTrade {
        label: mails::trade_label(&row.trade_code),
        code: row.trade_code,
        department: communes::department(&row.department).map(DepartmentName::from),
    };
    Ok(store::list_follows(&app.db, user.id).await?.into_iter().map(told).collect())
}

/// As what and where somebody can be met.
#[derive(Clone, Copy, Debug)]
pub struct Found<'p> {
    /// ROME code.
    pub trade: &'p str,
    /// INSEE code.
    pub commune: &'p str,
}

impl<'p> From<&'p ProfessionalRow> for Found<'p> {
    fn from(professional: &'p ProfessionalRow) -> Self {
        Self { trade: &professional.trade_code, commune: &professional.commune_code }
    }
}

/// Whom it concerns that somebody can be met: followers of the trade in these two départements (empty for anywhere).
/// Nobody where they could be met as this trade in this département `before`.
fn concerned(before: Option<Found<'_>>, now: Found<'_>) -> Option<[String; 2]> {
    let department = |commune: &str| communes::find(commune).map(|commune| commune.department.code.clone());
    let here = department(now.commune)?;
    match before.filter(|before| before.trade == now.trade) {
        None => Some([here, String::new()]),
        // They moved: who wanted to meet one anywhere could do so before.
        Some(before) if department(before.commune).as_ref() != Some(&here) => Some([here.clone(), here]),
        Some(_) => None,
    }
}

/// Tells the followers of a trade, in the transaction that lists an approved profile, that they can meet this
/// professional; they follow it no longer. `before` is as what they could be met until now.
///
/// # Errors
/// [`WriteError`] of the reads and writes.
pub async fn tell(
    transaction: &mut Transaction,
    app: &AppContext,
    before: Option<Found<'_>>,
    professional: &ProfessionalRow,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let Some([here, there]) = concerned(before, professional.into()) else { return Ok(()) };
    let (account, trade) = (professional.account_id, &professional.trade_code);
    // Minors go on waiting for somebody whom they can meet.
    let born_by =
        if professional.suits_minors_once_approved() { now.date_naive() } else { adults_born_by(now.date_naive()) };
    let departments = [here.as_str(), there.as_str()];
    let mut followers = store::take_followers(&mut *transaction, trade, departments, account, born_by).await?;
    if followers.is_empty() {
        return Ok(());
    }
    // One mail, whether they wanted to meet somebody here or anywhere.
    followers.sort_unstable();
    followers.dedup();
    for batch in followers.chunks(BATCH) {
        let recipients = store::list_followers(&mut *transaction, batch).await?;
        let mails: Vec<_> = recipients.iter().map(|recipient| mails::joined(app, professional, recipient)).collect();
        outbox::enqueue(&mut *transaction, app, &mails.iter().collect::<Vec<_>>(), now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_is_told_and_editing_is_not() {
        let (albi, gaillac, toulouse) = ("81004", "81099", "31555");
        let as_of = |trade, commune| Found { trade, commune };
        let both = |code: &str, other: &str| Some([code.to_owned(), other.to_owned()]);
        let now = as_of("D1102", albi);
        assert_eq!(concerned(None, now), both("81", ""), "first time, or again");
        assert_eq!(concerned(Some(as_of("D1101", albi)), now), both("81", ""), "another trade");
        assert_eq!(concerned(Some(as_of("D1102", toulouse)), now), both("81", "81"), "moved");
        assert_eq!(concerned(Some(as_of("D1102", gaillac)), now), None, "the same département");
        assert_eq!(concerned(Some(now), now), None, "only edited");
        assert_eq!(concerned(None, as_of("D1102", "00000")), None, "nowhere");
    }
}
