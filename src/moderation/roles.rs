//! Who may moderate what. Roles are read anew for each request: one that was taken back a moment ago is gone.

use super::{
    audit::{self, By, Entry},
    store::{self, MemberRow, RoleRow},
    types::{Deed, Role},
};
use crate::{
    accounts::{
        session::{ADULT_AGE, CurrentUser, age_on},
        store as accounts,
    },
    db::{Db, Transaction, WriteError},
    error::{AppError, Problem},
    fold::fold,
    geo::communes,
};
use chrono::{DateTime, Utc};
use std::fmt;
use uuid::Uuid;

/// Whom a moderator looks after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody: an administrator.
    Everywhere,
    /// The people of these régions, by their INSEE codes: a relay.
    Regions(Vec<String>),
}

impl Reach {
    /// What somebody with these roles reaches; nothing without any.
    #[must_use]
    pub fn of<'r>(roles: impl IntoIterator<Item = (&'r str, &'r str)>) -> Option<Self> {
        let mut regions = Vec::new();
        for (role, region) in roles {
            match Role::from_code(role)? {
                Role::Administrator => return Some(Self::Everywhere),
                Role::Relay => regions.push(region.to_owned()),
            }
        }
        (!regions.is_empty()).then_some(Self::Regions(regions))
    }

    /// Whether a région is within it.
    #[must_use]
    pub fn covers(&self, region: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Regions(regions) => regions.iter().any(|own| own == region),
        }
    }

    /// The codes of its régions; none for everywhere.
    #[must_use]
    pub fn regions(&self) -> &[String] {
        match self {
            Self::Everywhere => &[],
            Self::Regions(regions) => regions,
        }
    }

    /// The role that gives it.
    #[must_use]
    pub fn role(&self) -> Role {
        match self {
            Self::Everywhere => Role::Administrator,
            Self::Regions(_) => Role::Relay,
        }
    }
}

/// A signed-in person who moderates.
#[derive(Clone, Debug)]
pub struct Moderator {
    /// Who it is.
    pub user: CurrentUser,
    /// Whom they look after.
    pub reach: Reach,
}

/// Whom an account looks after; nobody, for most.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn reach_of(db: &Db, account: Uuid) -> Result<Option<Reach>, AppError> {
    let roles = store::list_roles_of(db, account).await?;
    Ok(Reach::of(roles.iter().map(|row| (row.role.as_str(), row.region.as_str()))))
}

/// `user` as a moderator with `role`; an administrator may do all that a relay may.
///
/// # Errors
/// [`AppError::NotFound`] without it: what moderators see is not there for anybody else.
pub async fn require(db: &Db, user: CurrentUser, role: Role) -> Result<Moderator, AppError> {
    let reach = reach_of(db, user.id).await?.ok_or(AppError::NotFound)?;
    if role == Role::Administrator && reach.role() != Role::Administrator {
        return Err(AppError::NotFound);
    }
    Ok(Moderator { user, reach })
}

/// A role to be given or taken back.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Whose.
    pub account: Uuid,
    /// Which.
    pub role: Role,
    /// INSEE code of a relay's région; empty for administrators.
    pub region: String,
}

impl Assignment {
    /// The role of the account with this address.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at `email` or `region`.
    pub async fn of(
        db: &Db,
        email: &str,
        role: Role,
        region: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Self, AppError> {
        let account = accounts::find_account_by_email(db, email).await?;
        let account = account.filter(|account| account.email_verified_at.is_some());
        let account = account.ok_or_else(|| AppError::field("email", Problem::UnknownAccount))?;
        if age_on(account.birth_date, now.date_naive()) < ADULT_AGE {
            return Err(AppError::field("email", Problem::NotAnAdult));
        }
        let region = match (role, region) {
            (Role::Administrator, None) => String::new(),
            (Role::Relay, Some(region)) => find_region(region)?,
            _ => return Err(AppError::field("region", Problem::NotAChoice)),
        };
        Ok(Self { account: account.id, role, region })
    }

    fn row(&self) -> RoleRow {
        RoleRow { role: self.role.code().to_owned(), region: self.region.clone() }
    }

    async fn record(
        &self,
        transaction: &mut Transaction,
        by: By<'_>,
        deed: Deed,
        now: DateTime<Utc>,
    ) -> Result<(), WriteError> {
        // Which role: `relay 76`.
        let reason = format!("{} {}", self.role.code(), self.region);
        let entry = Entry {
            at: now,
            by,
            deed,
            subject: self.account,
            account: self.account,
            reason: Some(reason.trim_end()),
            note: None,
        };
        Ok(audit::record(transaction, &entry).await?)
    }
}

/// The code of a région, by its code or its name.
fn find_region(text: &str) -> Result<String, AppError> {
    let text = fold(text.trim());
    let is_it = |region: &&communes::Region| fold(&region.code) == text || fold(&region.name) == text;
    let region = communes::regions().iter().find(is_it);
    region.map(|region| region.code.clone()).ok_or_else(|| AppError::field("region", Problem::NotAChoice))
}

/// Gives a role; tells whether that is new. Written to the log.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn grant(db: &Db, by: By<'_>, assignment: &Assignment, now: DateTime<Utc>) -> Result<bool, AppError> {
    change(db, by, assignment, Deed::RoleGranted, now).await
}

/// Takes a role back; tells whether there was one. Written to the log.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn revoke(db: &Db, by: By<'_>, assignment: &Assignment, now: DateTime<Utc>) -> Result<bool, AppError> {
    change(db, by, assignment, Deed::RoleRevoked, now).await
}

async fn change(
    db: &Db,
    by: By<'_>,
    assignment: &Assignment,
    deed: Deed,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let moderator = match by {
        By::Moderator(moderator) => Some(moderator.clone()),
        By::Operator => None,
    };
    db.write((assignment.clone(), moderator), move |transaction, (assignment, moderator)| {
        Box::pin(async move {
            let row = assignment.row();
            let changed = match deed {
                Deed::RoleGranted => store::insert_role(&mut *transaction, assignment.account, &row, now).await?,
                _ => store::delete_role(&mut *transaction, assignment.account, &row).await?,
            };
            if changed {
                let by = moderator.as_ref().map_or(By::Operator, By::Moderator);
                assignment.record(transaction, by, deed, now).await?;
            }
            Ok(changed)
        })
    })
    .await
}

/// Somebody's role as a line: `lea@exemple.fr relay 76 Occitanie`.
pub struct Line(MemberRow);

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(row) = self;
        write!(f, "{} {}", row.email, row.role)?;
        match communes::region(&row.region) {
            Some(region) => write!(f, " {} {}", region.code, region.name),
            None => Ok(()),
        }
    }
}

/// Everybody's roles, for whoever runs the program.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn list(db: &Db) -> Result<Vec<Line>, AppError> {
    Ok(store::list_members(db).await?.into_iter().map(Line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_reach_everybody_and_relays_their_regions() {
        assert_eq!(Reach::of([]), None);
        let relay = Reach::of([("relay", "76"), ("relay", "11")]).unwrap();
        assert!(relay.covers("76") && relay.covers("11") && !relay.covers("84"));
        assert_eq!(relay.role(), Role::Relay);
        let both = Reach::of([("administrator", ""), ("relay", "76")]).unwrap();
        assert!(both.covers("84"));
        assert_eq!(both.role(), Role::Administrator);
        assert_eq!(Reach::of([("emperor", "")]), None);
    }

    #[test]
    fn a_region_is_known_by_code_or_name() {
        for text in ["76", "Occitanie", " occitanie "] {
            assert_eq!(find_region(text), Ok("76".to_owned()), "{text}");
        }
        for text in ["", "00", "Occitania", "'; --"] {
            assert_eq!(find_region(text), Err(AppError::field("region", Problem::NotAChoice)), "{text}");
        }
    }
}
