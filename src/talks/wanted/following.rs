//! Who asked for a trade may be told when somebody joins: once, and then no more.

use super::super::{
    form::UnfollowForm,
    mails,
    store::{self, NewProfile, ProfessionalRow},
    types::{DepartmentName, FollowedTrade},
};
use crate::{
    accounts::session::CurrentUser,
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

/// Whom the publication of a profile concerns: followers of the trade in these two départements (empty for
/// anywhere). Nobody where the profile is hidden, or could be found as this trade in this département before.
fn concerned(before: Option<&ProfessionalRow>, profile: &NewProfile) -> Option<[String; 2]> {
    let department = |commune: &str| communes::find(commune).map(|commune| commune.department.code.clone());
    let here = department(&profile.commune_code).filter(|_| profile.published)?;
    match before.filter(|before| before.published && before.trade_code == profile.trade_code) {
        None => Some([here, String::new()]),
        // They moved: who wanted to meet one anywhere could do so before.
        Some(before) if department(&before.commune_code).as_ref() != Some(&here) => Some([here.clone(), here]),
        Some(_) => None,
    }
}

/// Tells the followers of a trade, in the transaction that publishes `profile`, that they can meet this
/// professional; they follow it no longer. `before` is the profile as it was.
///
/// # Errors
/// [`WriteError`] of the reads and writes.
pub async fn tell(
    transaction: &mut Transaction,
    app: &AppContext,
    before: Option<&ProfessionalRow>,
    profile: &NewProfile,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let Some([here, there]) = concerned(before, profile) else { return Ok(()) };
    let account = profile.account_id;
    let mut followers = store::take_followers(&mut *transaction, &profile.trade_code, [&here, &there], account).await?;
    if followers.is_empty() {
        return Ok(());
    }
    // One mail, whether they wanted to meet somebody here or anywhere.
    followers.sort_unstable();
    followers.dedup();
    let Some(professional) = store::find_professional_of(&mut *transaction, account).await? else { return Ok(()) };
    for batch in followers.chunks(BATCH) {
        let recipients = store::list_followers(&mut *transaction, batch).await?;
        let mails: Vec<_> = recipients.iter().map(|recipient| mails::joined(app, &professional, recipient)).collect();
        outbox::enqueue(&mut *transaction, app, &mails.iter().collect::<Vec<_>>(), now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::availability::Availability;
    use chrono_tz::Tz;

    fn profile(trade: &str, commune: &str, published: bool) -> NewProfile {
        NewProfile {
            accepts_automatically: true,
            charter_signed_at: None,
            id: Uuid::nil(),
            account_id: Uuid::nil(),
            trade_code: trade.into(),
            headline: String::new(),
            likes: String::new(),
            dislikes: String::new(),
            languages: Vec::new(),
            commune_code: commune.into(),
            organisation: None,
            meeting_place: None,
            ways: Vec::new(),
            availability: Availability {
                zone: Tz::Europe__Paris,
                weekly: Vec::new(),
                exceptions: Vec::new(),
                minimum_notice_minutes: 0,
                horizon_days: 60,
                maximum_per_week: None,
                closed_on: None,
                buffer_before_minutes: 0,
                buffer_after_minutes: 0,
                maximum_per_day: None,
                maximum_per_month: None,
            },
            published,
        }
    }

    fn row(trade: &str, commune: &str, published: bool) -> ProfessionalRow {
        ProfessionalRow {
            accepts_automatically: true,
            charter_signed_at: None,
            paused_at: None,
            id: Uuid::nil(),
            account_id: Uuid::nil(),
            trade_code: trade.into(),
            headline: String::new(),
            likes: String::new(),
            dislikes: String::new(),
            languages: String::new(),
            commune_code: commune.into(),
            organisation: None,
            meeting_place: None,
            by_video: true,
            by_phone: false,
            on_site: false,
            time_zone: String::new(),
            minimum_notice_minutes: 0,
            horizon_days: 60,
            maximum_per_week: None,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            maximum_per_day: None,
            maximum_per_month: None,
            closed_on_holidays: false,
            published,
            display_name: String::new(),
            email: String::new(),
            locale: String::new(),
            demonstration: false,
            photo_id: None,
        }
    }

    #[test]
    fn joining_is_told_and_editing_is_not() {
        let (albi, gaillac, toulouse) = ("81004", "81099", "31555");
        let both = |code: &str, other: &str| Some([code.to_owned(), other.to_owned()]);
        let now = profile("D1102", albi, true);
        assert_eq!(concerned(None, &now), both("81", ""), "first time");
        assert_eq!(concerned(Some(&row("D1102", albi, false)), &now), both("81", ""), "again");
        assert_eq!(concerned(Some(&row("D1101", albi, true)), &now), both("81", ""), "another trade");
        assert_eq!(concerned(Some(&row("D1102", toulouse, true)), &now), both("81", "81"), "moved");
        assert_eq!(concerned(Some(&row("D1102", gaillac, true)), &now), None, "the same département");
        assert_eq!(concerned(Some(&row("D1102", albi, true)), &now), None, "only edited");
        assert_eq!(concerned(None, &profile("D1102", albi, false)), None, "hidden");
    }
}
