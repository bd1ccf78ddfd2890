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
    notifications::{outbox, types::MailKind},
    routes::Route,
};
use chrono::{DateTime, Months, NaiveDate, Utc};
use std::collections::HashSet;
use uuid::Uuid;

/// Trades that one person may follow.
const MOST_FOLLOWED: u8 = 20;
/// Mails written at once.
const BATCH: usize = 200;
/// Longer than anybody lives.
const LIFETIME: Months = Months::new(12 * 200);

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
        mails_are_off: row.mails_are_off,
    };
    Ok(store::list_follows(&app.db, user.id, MailKind::FollowedTrade.code()).await?.into_iter().map(told).collect())
}

/// As what and where somebody can be met.
#[derive(Clone, Debug)]
pub struct Found<'p> {
    /// ROME codes, the main trade first.
    pub trades: Vec<&'p str>,
    /// INSEE code.
    pub commune: &'p str,
    /// Whether by minors too.
    pub meets_minors: bool,
}

impl<'p> From<&'p ProfessionalRow> for Found<'p> {
    fn from(professional: &'p ProfessionalRow) -> Self {
        Self {
            trades: professional.trades(),
            commune: &professional.commune_code,
            meets_minors: professional.suits_minors_once_approved(),
        }
    }
}

/// Whom it concerns that somebody can be met: for each trade the two départements (empty for anywhere) in which its
/// followers are told. Nobody where they could be met as this trade in this département `before`.
fn concerned<'p>(before: Option<&Found<'_>>, now: &Found<'p>) -> Vec<(&'p str, [String; 2])> {
    let department = |commune: &str| communes::find(commune).map(|commune| commune.department.code.clone());
    let Some(here) = department(now.commune) else { return Vec::new() };
    let places = |trade: &str| match before.filter(|before| before.trades.contains(&trade)) {
        None => Some([here.clone(), String::new()]),
        // They moved: who wanted to meet one anywhere could do so before.
        Some(before) if department(before.commune).as_ref() != Some(&here) => Some([here.clone(), here.clone()]),
        Some(_) => None,
    };
    now.trades.iter().filter_map(|trade| Some((*trade, places(trade)?))).collect()
}

/// Tells the followers of their trades, in the transaction that lists an approved profile, that they can meet this
/// professional; they follow it no longer. `before` is as what, and by whom, they could be met until now.
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
    // One mail a person, whether they wanted to meet somebody here or anywhere, and of one of the trades or several.
    let mut told: HashSet<Uuid> = HashSet::new();
    let today = now.date_naive();
    let (adults, found) = (adults_born_by(today), Found::from(professional));
    let long_ago = today.checked_sub_months(LIFETIME).unwrap_or(NaiveDate::MIN);
    let mut groups = vec![(long_ago, adults, before.clone())];
    // Minors go on waiting for somebody whom they can meet, be it one who is listed already and opens to them.
    if found.meets_minors {
        groups.push((adults, today, before.filter(|before| before.meets_minors)));
    }
    for (born_after, born_by, before) in groups {
        for (trade, [here, there]) in concerned(before.as_ref(), &found) {
            let (account, departments) = (professional.account_id, [here.as_str(), there.as_str()]);
            let born = (born_after, born_by);
            let mut followers = store::take_followers(&mut *transaction, trade, departments, account, born).await?;
            followers.retain(|follower| told.insert(*follower));
            for batch in followers.chunks(BATCH) {
                let recipients = store::list_followers(&mut *transaction, batch).await?;
                let mail = |recipient| mails::joined(app, professional, trade, recipient);
                let mails: Vec<_> = recipients.iter().map(mail).collect();
                outbox::enqueue(&mut *transaction, app, &mails.iter().collect::<Vec<_>>(), now).await?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_is_told_and_editing_is_not() {
        let (albi, gaillac, toulouse) = ("81004", "81099", "31555");
        let as_of = |trades: &[&'static str], commune| Found { trades: trades.to_vec(), commune, meets_minors: true };
        let told = |trade: &'static str, other: &str| (trade, ["81".to_owned(), other.to_owned()]);
        let now = as_of(&["D1102"], albi);
        assert_eq!(concerned(None, &now), [told("D1102", "")], "first time, or again");
        assert_eq!(concerned(Some(&as_of(&["D1101"], albi)), &now), [told("D1102", "")], "another trade");
        assert_eq!(concerned(Some(&as_of(&["D1102"], toulouse)), &now), [told("D1102", "81")], "moved");
        assert_eq!(concerned(Some(&as_of(&["D1102"], gaillac)), &now), [], "the same département");
        assert_eq!(concerned(Some(&now), &now), [], "only edited");
        assert_eq!(concerned(None, &as_of(&["D1102"], "00000")), [], "nowhere");
    }

    #[test]
    fn each_trade_that_is_new_is_told() {
        let told = |trade: &'static str, other: &str| (trade, ["81".to_owned(), other.to_owned()]);
        let two = Found { trades: vec!["D1104", "D1102"], commune: "81004", meets_minors: true };
        assert_eq!(concerned(None, &two), [told("D1104", ""), told("D1102", "")]);
        let one = Found { trades: vec!["D1102"], commune: "81004", meets_minors: true };
        assert_eq!(concerned(Some(&one), &two), [told("D1104", "")], "the other one they were before");
        assert_eq!(concerned(Some(&two), &one), [], "given up");
        let elsewhere = Found { trades: vec!["D1102"], commune: "31555", meets_minors: true };
        assert_eq!(concerned(Some(&elsewhere), &two), [told("D1104", ""), told("D1102", "81")]);
    }
}
