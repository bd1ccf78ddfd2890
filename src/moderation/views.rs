//! What the pages of moderation are told: the log, and who moderates.

use super::{
    audit::By,
    form::{DismissRelayForm, NameRelayForm},
    roles::{self, Assignment, Moderator},
    store::{self, EntryRow, MemberRow},
    types::{AuditLine, AuditLog, Deed, Doer, RegionName, Role, Team, TeamMember},
};
use crate::{
    accounts::session::CurrentUser, agenda::moment, context::AppContext, error::AppError, geo::communes, routes::Route,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Lines on a page of the log.
const PAGE_SIZE: i64 = 50;

impl From<&communes::Region> for RegionName {
    fn from(region: &communes::Region) -> Self {
        Self { code: region.code.clone(), name: region.name.clone() }
    }
}

/// Every région by its name.
#[must_use]
pub fn regions() -> Vec<RegionName> {
    let mut regions: Vec<RegionName> = communes::regions().iter().map(RegionName::from).collect();
    regions.sort_by(|one, other| one.name.cmp(&other.name));
    regions
}

/// A page of a list of `count`, `size` a page: its number, how many there are, and what is before it. A page
/// beyond the last is the last.
#[must_use]
pub fn page_of(count: i64, size: i64, asked: u32) -> (u32, u32, i64) {
    let pages = u32::try_from((count + size - 1) / size).unwrap_or(u32::MAX).max(1);
    let page = asked.clamp(1, pages);
    (page, pages, i64::from(page - 1) * size)
}

/// A page of the log, as `user` reads it.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn audit_log(
    app: &AppContext,
    user: &CurrentUser,
    page: u32,
    now: DateTime<Utc>,
) -> Result<AuditLog, AppError> {
    let (page, pages, before) = page_of(store::count_entries(&app.db).await?, PAGE_SIZE, page);
    let entries = store::list_entries(&app.db, PAGE_SIZE, before).await?;
    Ok(AuditLog { lines: entries.into_iter().map(|entry| line(entry, user, now)).collect(), page, pages })
}

/// A line of the log, as `user` reads it.
#[must_use]
pub fn line(entry: EntryRow, user: &CurrentUser, now: DateTime<Utc>) -> AuditLine {
    let deed = Deed::from_code(&entry.action).ok_or(entry.action);
    // `relay 76`, as `Assignment` writes it.
    let (reason, region) = match entry.reason {
        Some(reason) if matches!(deed, Ok(Deed::RoleGranted | Deed::RoleRevoked)) => {
            let (role, region) = reason.split_once(' ').unwrap_or((&reason, ""));
            (Some(role.to_owned()), communes::region(region).map(RegionName::from))
        }
        reason => (reason, None),
    };
    AuditLine {
        at: moment::whole(entry.at, now, user.time_zone, user.locale),
        by: match (entry.actor_role.as_str(), entry.actor_name) {
            ("operator", _) => Doer::Operator,
            (_, Some(name)) => Doer::Person(name),
            (_, None) => Doer::Gone,
        },
        deed,
        subject: entry.subject_id.to_string(),
        concerns: entry.account_name,
        reason,
        region,
        note: entry.note,
    }
}

/// Who moderates.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn team(app: &AppContext) -> Result<Team, AppError> {
    let member = |row: MemberRow| {
        Some(TeamMember {
            account: row.account_id.to_string(),
            name: row.display_name,
            email: row.email,
            role: Role::from_code(&row.role)?,
            region: communes::region(&row.region).map(RegionName::from),
        })
    };
    let members = store::list_members(&app.db).await?.into_iter().filter_map(member).collect();
    Ok(Team { members, regions: regions() })
}

/// Makes somebody the relay of a région.
///
/// # Errors
/// [`AppError::Invalid`].
pub async fn name_relay(
    app: &AppContext,
    moderator: &Moderator,
    form: &NameRelayForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    form.check()?;
    let assignment = Assignment::of(&app.db, &form.email, Role::Relay, Some(&form.region), now).await?;
    roles::grant(&app.db, By::Moderator(moderator), &assignment, now).await?;
    Ok(Route::ModerationTeam)
}

/// Takes the role of a relay back.
///
/// # Errors
/// [`AppError::NotFound`] where there is none.
pub async fn dismiss_relay(
    app: &AppContext,
    moderator: &Moderator,
    form: &DismissRelayForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let account = Uuid::parse_str(&form.account).map_err(|_| AppError::NotFound)?;
    let assignment = Assignment { account, role: Role::Relay, region: form.region.clone() };
    let was_one = roles::revoke(&app.db, By::Moderator(moderator), &assignment, now).await?;
    if was_one { Ok(Route::ModerationTeam) } else { Err(AppError::NotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        assert_eq!(page_of(0, 20, 1), (1, 1, 0));
        assert_eq!(page_of(0, 20, 9), (1, 1, 0));
        assert_eq!(page_of(20, 20, 2), (1, 1, 0));
        assert_eq!(page_of(21, 20, 2), (2, 2, 20));
        assert_eq!(page_of(21, 20, 0), (1, 2, 0));
        assert_eq!(page_of(100, 20, u32::MAX), (5, 5, 80));
    }

    #[test]
    fn regions_are_in_the_order_of_their_names() {
        let regions = regions();
        assert_eq!(regions.len(), communes::regions().len());
        assert!(regions.windows(2).all(|two| two[0].name <= two[1].name));
    }
}
