//! Telling moderators that profiles, reports and organisations wait: at most once a day each, however many processes look.

use super::{store, vetting_mails};
use crate::{
    context::AppContext,
    error::AppError,
    moderation::{
        roles::Reach,
        store::{self as moderation, MemberRow},
    },
    notifications::{mail::Mail, outbox},
    organisations,
};
use chrono::{DateTime, Duration, Utc};

/// Nobody is told again before this has passed.
const EVERY: Duration = Duration::days(1);

/// Tells who moderates, and was told nothing for a day, what waits for them; nothing where nothing does.
///
/// # Errors
/// [`AppError`] of the reads and writes.
pub async fn tell(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    let roles = moderation::list_untold(&app.db, now - EVERY).await?;
    for of_one in roles.chunk_by(|one, other| one.account_id == other.account_id) {
        let reach = Reach::of(of_one.iter().map(|row| (row.role.as_str(), row.region.as_str())));
        let (Some(moderator), Some(reach)) = (of_one.first(), reach) else { continue };
        tell_one(app, moderator, &reach, now).await?;
    }
    Ok(())
}

async fn tell_one(app: &AppContext, moderator: &MemberRow, reach: &Reach, now: DateTime<Utc>) -> Result<(), AppError> {
    let profiles = store::count_waiting(&app.db, reach.regions(), moderator.account_id).await?;
    let reports = store::count_waiting_reports(&app.db, reach.regions(), moderator.account_id).await?;
    let organisations = organisations::store::count_waiting(&app.db, reach.regions(), moderator.account_id).await?;
    if profiles == 0 && reports == 0 && organisations == 0 {
        return Ok(());
    }
    let input = (app.clone(), moderator.clone());
    app.db
        .write(input, move |transaction, (app, moderator)| {
            Box::pin(async move {
                // Another process may have been quicker.
                if moderation::claim_notice(&mut *transaction, moderator.account_id, now - EVERY, now).await? {
                    let people = (profiles > 0 || reports > 0)
                        .then(|| vetting_mails::waiting(app, moderator, profiles, reports));
                    let others = (organisations > 0).then(|| organisations::mails::waiting(app, moderator));
                    let mails: Vec<&Mail> = people.iter().chain(&others).collect();
                    outbox::enqueue(transaction, app, &mails, now).await?;
                }
                Ok(())
            })
        })
        .await
}
