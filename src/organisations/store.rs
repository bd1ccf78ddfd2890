//! The SQL of organisations: what they say, their members and professionals, who is invited. What an organisation that is
//! online wants to say instead is kept apart (`organisation_change`) until somebody has looked at it.

mod invitations;
mod people;

use super::types::{Kind, MemberRole, State};
use crate::db::{Db, DbError, Source, Transaction, execute, fetch_all, fetch_one, fetch_optional, insert_rows};
use chrono::{DateTime, Utc};
pub use invitations::*;
pub use people::*;
use sqlx::FromRow;
use uuid::Uuid;

/// An organisation, as everybody sees it or as its members wrote it last, with what the reader is there.
#[derive(Clone, Debug, FromRow)]
pub struct OrganisationRow {
    /// Its id.
    pub id: Uuid,
    /// Its name in its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    kind: String,
    /// INSEE code.
    pub commune_code: String,
    /// INSEE code of the région.
    pub region_code: String,
    /// A few words.
    pub about: String,
    /// The address of its web site.
    pub website: Option<String>,
    /// 14 digits.
    pub siret: Option<String>,
    state: String,
    /// Its name as it was approved, or as it waits the first time.
    pub shown_name: String,
    /// Since when it, or a change of it, waits for a decision.
    pub waits_since: Option<DateTime<Utc>>,
    /// Why it, or a change of it, was refused.
    pub refusal: Option<String>,
    /// When what is looked at last changed.
    pub changed_at: DateTime<Utc>,
    /// Invented for demonstration.
    pub demonstration: bool,
    role: Option<String>,
}

impl OrganisationRow {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        Kind::from_code(&self.kind).unwrap_or(Kind::Other)
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        State::from_code(&self.state).unwrap_or(State::Waiting)
    }

    /// Whether everybody sees it.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.state() == State::Approved
    }

    /// Whether something waits for a decision: itself, or, where it is approved, a change of it.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.waits_since.is_some()
    }

    /// The reader's role, who is a member.
    #[must_use]
    pub fn role(&self) -> Option<MemberRole> {
        self.role.as_deref().and_then(MemberRole::from_code)
    }

    /// What it says.
    #[must_use]
    pub fn said(&self) -> Said {
        Said {
            name: self.name.clone(),
            kind: self.kind().code(),
            commune_code: self.commune_code.clone(),
            region_code: self.region_code.clone(),
            about: self.about.clone(),
            website: self.website.clone(),
            siret: self.siret.clone(),
        }
    }
}

/// What members write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its name.
    pub name: String,
    /// Code of what it is.
    pub kind: &'static str,
    /// INSEE code.
    pub commune_code: String,
    /// INSEE code of the région.
    pub region_code: String,
    /// A few words.
    pub about: String,
    /// The address of its web site.
    pub website: Option<String>,
    /// 14 digits.
    pub siret: Option<String>,
}

/// The rest of the columns of [`OrganisationRow`], for the reader whose account is `$1`.
macro_rules! standing {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select o.id, o.slug, o.state, o.name as shown_name, coalesce(o.waits_since, c.waits_since) as waits_since,
    coalesce(c.refusal, o.refusal) as refusal, coalesce(c.changed_at, o.changed_at) as changed_at, o.demonstration, m.role, ",
            $columns,
            " from organisation o left join organisation_change c on c.organisation_id = o.id
    left join organisation_member m on m.organisation_id = o.id and m.account_id = $1 ",
            $rest
        )
    };
}

/// Organisations as everybody sees them.
macro_rules! organisation {
    ($rest:literal) => {
        standing!("o.name, o.kind, o.commune_code, o.region_code, o.about, o.website, o.siret", $rest)
    };
}

/// Organisations as their members wrote them last.
macro_rules! written {
    ($rest:literal) => {
        standing!(
            "coalesce(c.name, o.name) as name, coalesce(c.kind, o.kind) as kind,
    coalesce(c.commune_code, o.commune_code) as commune_code, coalesce(c.region_code, o.region_code) as region_code,
    coalesce(c.about, o.about) as about,
    case when c.organisation_id is null then o.website else c.website end as website,
    case when c.organisation_id is null then o.siret else c.siret end as siret",
            $rest
        )
    };
}

/// The organisation of this address, as everybody sees it.
///
/// # Errors
/// [`DbError`].
pub async fn find(
    source: impl Into<Source<'_>>,
    slug: &str,
    reader: Option<Uuid>,
) -> Result<Option<OrganisationRow>, DbError> {
    fetch_optional!(source.into(), OrganisationRow, organisation!("where o.slug = $2"), reader, slug)
}

/// The organisation of this id, as everybody sees it.
///
/// # Errors
/// [`DbError`].
pub async fn find_by_id(
    source: impl Into<Source<'_>>,
    id: Uuid,
    reader: Option<Uuid>,
) -> Result<Option<OrganisationRow>, DbError> {
    fetch_optional!(source.into(), OrganisationRow, organisation!("where o.id = $2"), reader, id)
}

/// The organisation of this id, as its members wrote it last.
///
/// # Errors
/// [`DbError`].
pub async fn find_written(
    source: impl Into<Source<'_>>,
    id: Uuid,
    reader: Option<Uuid>,
) -> Result<Option<OrganisationRow>, DbError> {
    fetch_optional!(source.into(), OrganisationRow, written!("where o.id = $2"), reader, id)
}

/// The organisations whose page `account` looks after, by name.
///
/// # Errors
/// [`DbError`].
pub async fn list_of(source: impl Into<Source<'_>>, account: Uuid) -> Result<Vec<OrganisationRow>, DbError> {
    let sql = organisation!("where m.account_id is not null order by o.name, o.id");
    fetch_all!(source.into(), OrganisationRow, sql, account)
}

/// The organisation in whose name `account` gives time, whether it is listed or not.
///
/// # Errors
/// [`DbError`].
pub async fn find_of_professional(
    source: impl Into<Source<'_>>,
    account: Uuid,
) -> Result<Option<OrganisationRow>, DbError> {
    let sql = organisation!("join organisation_professional p on p.organisation_id = o.id where p.account_id = $1");
    fetch_optional!(source.into(), OrganisationRow, sql, account)
}

/// The organisations that everybody sees, by name.
///
/// # Errors
/// [`DbError`].
pub async fn list_approved(db: &Db, limit: i64, offset: i64) -> Result<Vec<OrganisationRow>, DbError> {
    let sql = organisation!("where o.state = 'approved' order by o.name, o.id limit $2 offset $3");
    fetch_all!(db, OrganisationRow, sql, None::<Uuid>, limit, offset)
}

/// How many there are in [`list_approved`].
///
/// # Errors
/// [`DbError`].
pub async fn count_approved(db: &Db) -> Result<i64, DbError> {
    fetch_one!(db, (i64,), "select count(*) from organisation where state = 'approved'").map(|(count,)| count)
}

/// Codes of régions as the statements below read them: `,76,11,`; empty for all.
fn listed(regions: &[String]) -> String {
    if regions.is_empty() { String::new() } else { format!(",{},", regions.join(",")) }
}

/// The organisations that wait in these régions (none named: in all), themselves or with a change, as their members wrote
/// them last, but for those of `reader`, the longest waiting first.
///
/// # Errors
/// [`DbError`].
pub async fn list_waiting(
    db: &Db,
    regions: &[String],
    reader: Uuid,
    limit: i64,
) -> Result<Vec<OrganisationRow>, DbError> {
    let sql = written!(
        "where (o.waits_since is not null or c.waits_since is not null) and m.account_id is null
             and ($2 = '' or $2 like '%,' || coalesce(c.region_code, o.region_code) || ',%')
         order by coalesce(o.waits_since, c.waits_since), o.id limit $3"
    );
    fetch_all!(db, OrganisationRow, sql, reader, listed(regions), limit)
}

/// How many there are in [`list_waiting`].
///
/// # Errors
/// [`DbError`].
pub async fn count_waiting(db: &Db, regions: &[String], reader: Uuid) -> Result<i64, DbError> {
    let sql = "select count(*) from organisation o left join organisation_change c on c.organisation_id = o.id
               where (o.waits_since is not null or c.waits_since is not null)
                   and ($1 = '' or $1 like '%,' || coalesce(c.region_code, o.region_code) || ',%')
                   and not exists (select 1 from organisation_member m where m.organisation_id = o.id and m.account_id = $2)";
    fetch_one!(db, (i64,), sql, listed(regions), reader).map(|(count,)| count)
}

/// Opens an organisation that waits for a decision; tells whether its address was free.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    transaction: &mut Transaction,
    id: Uuid,
    slug: &str,
    said: &Said,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "insert into organisation (id, slug, name, kind, commune_code, region_code, about, website, siret, state,
                   waits_since, changed_at, created_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $10, $10) on conflict (slug) do nothing";
    let Said { name, kind, commune_code, region_code, about, website, siret } = said;
    let written = execute!(
        transaction,
        sql,
        id,
        slug,
        name,
        *kind,
        commune_code,
        region_code,
        about,
        website.as_deref(),
        siret.as_deref(),
        now
    )?;
    Ok(written > 0)
}

/// Adds an organisation of the demonstration, which needs nobody to look at it, with who gives time in its name.
///
/// # Errors
/// [`DbError`].
pub async fn insert_invented(
    transaction: &mut Transaction,
    id: Uuid,
    slug: &str,
    said: &Said,
    professionals: &[Uuid],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    // A real one may have the address.
    if !insert(&mut *transaction, id, slug, said, now).await? {
        return Ok(());
    }
    let sql = "update organisation set state = 'approved', waits_since = null, demonstration = $2 where id = $1";
    execute!(&mut *transaction, sql, id, true)?;
    insert_rows!(
        transaction,
        "insert into organisation_professional (account_id, organisation_id, joined_at)",
        professionals,
        |account| *account,
        id,
        now
    )?;
    Ok(())
}

/// Keeps what members of an organisation that is not online wrote: it waits for a decision, from when it began to.
///
/// # Errors
/// [`DbError`].
pub async fn update(transaction: &mut Transaction, id: Uuid, said: &Said, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "update organisation set name = $2, kind = $3, commune_code = $4, region_code = $5, about = $6, website = $7,
                   siret = $8, state = 'waiting', waits_since = coalesce(waits_since, $9), refusal = null, changed_at = $9
               where id = $1";
    let Said { name, kind, commune_code, region_code, about, website, siret } = said;
    let (website, siret) = (website.as_deref(), siret.as_deref());
    execute!(transaction, sql, id, name, *kind, commune_code, region_code, about, website, siret, now)?;
    Ok(())
}

/// Keeps what members of an organisation that is online want it to say: the change waits for a decision, from when it
/// began to.
///
/// # Errors
/// [`DbError`].
pub async fn save_change(
    transaction: &mut Transaction,
    id: Uuid,
    said: &Said,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into organisation_change (organisation_id, name, kind, commune_code, region_code, about, website, siret,
                   waits_since, changed_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
               on conflict (organisation_id) do update set name = excluded.name, kind = excluded.kind,
                   commune_code = excluded.commune_code, region_code = excluded.region_code, about = excluded.about,
                   website = excluded.website, siret = excluded.siret, refusal = null, changed_at = excluded.changed_at,
                   waits_since = coalesce(organisation_change.waits_since, excluded.waits_since)";
    let Said { name, kind, commune_code, region_code, about, website, siret } = said;
    let (website, siret) = (website.as_deref(), siret.as_deref());
    execute!(transaction, sql, id, name, *kind, commune_code, region_code, about, website, siret, now)?;
    Ok(())
}

/// Forgets a change: the organisation stays as everybody sees it.
///
/// # Errors
/// [`DbError`].
pub async fn delete_change(transaction: &mut Transaction, id: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from organisation_change where organisation_id = $1", id)?;
    Ok(())
}

/// Refuses a change: the organisation stays as everybody sees it, and its members can go on from what they wrote.
///
/// # Errors
/// [`DbError`].
pub async fn refuse_change(transaction: &mut Transaction, id: Uuid, refusal: &str) -> Result<(), DbError> {
    let sql = "update organisation_change set waits_since = null, refusal = $2 where organisation_id = $1";
    execute!(transaction, sql, id, refusal)?;
    Ok(())
}

/// Writes a decision on an organisation as its members wrote it last. Without a `refusal` it is approved.
///
/// # Errors
/// [`DbError`].
pub async fn decide(
    transaction: &mut Transaction,
    written: &OrganisationRow,
    refusal: Option<&str>,
) -> Result<(), DbError> {
    let sql =
        "update organisation set name = $2, kind = $3, commune_code = $4, region_code = $5, about = $6, website = $7,
                   siret = $8, state = $9, waits_since = null, refusal = $10, changed_at = $11
               where id = $1";
    let Said { name, kind, commune_code, region_code, about, website, siret } = written.said();
    let state = if refusal.is_some() { State::Refused } else { State::Approved }.code();
    execute!(
        &mut *transaction,
        sql,
        written.id,
        name,
        kind,
        commune_code,
        region_code,
        about,
        website,
        siret,
        state,
        refusal,
        written.changed_at
    )?;
    delete_change(transaction, written.id).await
}

/// Forgets which explorers let an organisation know: they told it to those who had its name.
///
/// # Errors
/// [`DbError`].
pub async fn delete_interests(transaction: &mut Transaction, organisation: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from organisation_interest where organisation_id = $1", organisation)?;
    Ok(())
}

/// Makes what is written of one organisation's people come one after the other: until this transaction ends, another
/// one that asks the same waits here. Gives the organisation as `reader` sees it then.
///
/// # Errors
/// [`DbError`].
pub async fn hold(
    transaction: &mut Transaction,
    id: Uuid,
    reader: Option<Uuid>,
) -> Result<Option<OrganisationRow>, DbError> {
    // `select … for update`, as both engines understand it.
    execute!(&mut *transaction, "update organisation set created_at = created_at where id = $1", id)?;
    find_by_id(transaction, id, reader).await
}

/// Deletes an organisation that no other member is left of, with all that is its own.
///
/// # Errors
/// [`DbError`].
pub async fn delete(transaction: &mut Transaction, id: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from organisation where id = $1", id)?;
    Ok(())
}
