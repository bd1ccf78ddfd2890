//! The reports that somebody settles: who may see one, and what it shows (`cases`); what a moderator decides, and what
//! follows (`settling`); who is told of it (`mails`).
//!
//! A report opens a part of a conversation of two people to a third, so as few as can be see it: administrators, and, of a
//! professional who is reported, the relays of the région of their profile, who approved it and can refuse it. What an
//! explorer is reported for, who is often a minor and has no profile that a relay looks after, administrators see alone.
//! Nobody sees a report that they made, or that is about them. Around a message that is reported the page shows the
//! few that it is understood by; once it is settled, what was written is shown to administrators alone, who may have
//! to answer for the decision.

pub mod cases;
pub mod mails;
pub mod settling;

use super::store::{self, ReportRow};
use crate::{
    context::AppContext,
    error::AppError,
    moderation::roles::{Moderator, Reach},
};
use uuid::Uuid;

/// A report that `moderator` may see, settled or not.
///
/// # Errors
/// [`AppError::NotFound`] for any other.
pub async fn reachable(app: &AppContext, moderator: &Moderator, id: Uuid) -> Result<ReportRow, AppError> {
    let report = store::find_report(&app.db, id).await?.ok_or(AppError::NotFound)?;
    if may_see(moderator, &report) { Ok(report) } else { Err(AppError::NotFound) }
}

fn may_see(moderator: &Moderator, report: &ReportRow) -> bool {
    let reader = Some(moderator.user.id);
    let is_party = report.reporter_id == reader || report.reported_id == reader;
    let is_within = match (&moderator.reach, &report.region) {
        (Reach::Everywhere, _) => true,
        (reach @ Reach::Regions(_), Some(region)) => reach.covers(region),
        (Reach::Regions(_), None) => false,
    };
    is_within && !is_party
}
