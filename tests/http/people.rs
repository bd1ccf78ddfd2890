//! People of a test: written straight into the tables, signed in already.

use crate::site::Site;
use chrono::{DateTime, Duration, NaiveDate, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use declic::{
    accounts::{
        session::RENEWED_KEY,
        session_store::{ACCOUNT_KEY, id_hash},
        store::{self as accounts, AccountRow, SessionRow},
    },
    agenda::{
        availability::{Availability, WeeklyRange},
        moment,
    },
    context,
    db::Db,
    moderation::{
        audit::By,
        roles::{self, Assignment, Moderator, Reach},
        types::Role,
    },
    talks::{
        form::DecisionForm,
        store::{self as talks, NewProfile},
        types::{Decision, Way},
        vetting_decision, vetting_queue,
    },
};
use tower_sessions::session::Id;
use uuid::Uuid;

/// The password of everybody who has one.
pub const PASSWORD: &str = "quatre chevaux bleus";

/// Somebody with an account and an open session.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Uuid,
    pub email: String,
    pub name: String,
    /// `name=value`.
    pub cookie: String,
}

/// A person with a profile.
#[derive(Clone, Debug)]
pub struct Professional {
    pub person: Person,
    pub id: Uuid,
}

/// Adults with confirmed addresses, in one transaction.
pub async fn explorers(db: &Db, prefix: &str, count: usize) -> Vec<Person> {
    let rows: Vec<AccountRow> = (0..count).map(|number| account(&format!("{prefix}{number}"))).collect();
    insert(db, rows).await
}

/// An adult with a confirmed address.
pub async fn explorer(site: &Site, name: &str) -> Person {
    insert(site.db(), vec![account(name)]).await.remove(0)
}

/// Somebody born on this day.
pub async fn born(site: &Site, name: &str, birth_date: NaiveDate) -> Person {
    insert(site.db(), vec![AccountRow { birth_date, ..account(name) }]).await.remove(0)
}

/// An adult who can sign in with [`PASSWORD`].
pub async fn with_password(site: &Site, name: &str) -> Person {
    let password_hash = Some(site.app.passwords.hash(PASSWORD.to_owned()).await.unwrap());
    insert(site.db(), vec![AccountRow { password_hash, ..account(name) }]).await.remove(0)
}

pub fn account(name: &str) -> AccountRow {
    AccountRow {
        id: context::new_id(),
        email: format!("{}@exemple.fr", name.to_lowercase().replace(' ', ".")),
        password_hash: None,
        display_name: name.to_owned(),
        birth_date: NaiveDate::from_ymd_opt(1990, 5, 31).unwrap(),
        commune_code: "81004".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        locale: "fr".to_owned(),
        email_verified_at: Some(context::now()),
        demonstration: false,
        created_at: context::now(),
    }
}

async fn insert(db: &Db, rows: Vec<AccountRow>) -> Vec<Person> {
    let written = rows.clone();
    db.write(written, |transaction, rows| {
        Box::pin(async move {
            for row in rows {
                accounts::create_account(&mut *transaction, row).await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
    let mut people = Vec::new();
    for row in rows {
        let cookie = open_session(db, row.id).await;
        people.push(Person { id: row.id, email: row.email, name: row.display_name, cookie });
    }
    people
}

/// Opens a session; gives its cookie.
pub async fn open_session(db: &Db, account: Uuid) -> String {
    let id = Id::default();
    let session = SessionRow {
        id_hash: id_hash(&id),
        account_id: Some(account),
        data: serde_json::json!({ ACCOUNT_KEY: account, RENEWED_KEY: context::now().timestamp() }).to_string(),
        expires_at: context::now() + Duration::days(1),
    };
    accounts::create_session(db, session).await.unwrap();
    format!("declic={id}")
}

/// Free at every hour of every day, from now on.
pub fn always() -> Availability {
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    Availability {
        zone: Tz::UTC,
        weekly: days.map(|weekday| WeeklyRange { weekday, starts_minute: 0, ends_minute: 1440 }).to_vec(),
        exceptions: Vec::new(),
        closed_on: None,
        minimum_notice_minutes: 0,
        horizon_days: 60,
        buffer_before_minutes: 0,
        buffer_after_minutes: 0,
        maximum_per_day: None,
        maximum_per_month: None,
        maximum_per_week: None,
    }
}

/// A baker of Albi.
pub async fn professional(site: &Site, name: &str) -> Professional {
    professionals(site.db(), name, 1, &always()).await.remove(0)
}

/// A baker of Albi with hours of their own.
pub async fn professional_with(site: &Site, name: &str, availability: &Availability) -> Professional {
    professionals(site.db(), name, 1, availability).await.remove(0)
}

/// Bakers of Albi.
pub async fn professionals(db: &Db, name: &str, count: usize, availability: &Availability) -> Vec<Professional> {
    let names: Vec<String> =
        (0..count).map(|number| if count == 1 { name.to_owned() } else { format!("{name}{number}") }).collect();
    let people = insert(db, names.iter().map(|name| account(name)).collect()).await;
    let profile = |person: &Person| NewProfile {
        id: context::new_id(),
        account_id: person.id,
        trade_code: "D1102".to_owned(),
        other_trades: Vec::new(),
        day: String::new(),
        path: String::new(),
        accessibility: Vec::new(),
        headline: "Je fais du pain au levain depuis vingt ans.".to_owned(),
        likes: "Le silence du fournil à quatre heures du matin.".to_owned(),
        dislikes: "La farine partout, et les jours fériés.".to_owned(),
        languages: vec!["fr".to_owned()],
        commune_code: "81004".to_owned(),
        organisation: None,
        meeting_place: Some("1 place Sainte-Cécile, Albi".to_owned()),
        ways: Way::ALL.to_vec(),
        availability: availability.clone(),
        accepts_automatically: true,
        charter_signed_at: Some(context::now()),
        published: true,
    };
    let profiles: Vec<NewProfile> = people.iter().map(profile).collect();
    let ids: Vec<Uuid> = profiles.iter().map(|profile| profile.id).collect();
    db.write(profiles, |transaction, profiles| {
        Box::pin(async move {
            for profile in profiles {
                let now = context::now();
                talks::save_profile(&mut *transaction, profile, now).await?;
                talks::take_as_approved(&mut *transaction, profile.account_id, now).await?;
            }
            Ok(())
        })
    })
    .await
    .unwrap();
    people.into_iter().zip(ids).map(|(person, id)| Professional { person, id }).collect()
}

/// Somebody who moderates: a relay of the région of this INSEE code, or (empty) an administrator.
pub async fn moderator(site: &Site, name: &str, region: &str) -> Person {
    let person = explorer(site, name).await;
    let role = if region.is_empty() { Role::Administrator } else { Role::Relay };
    let assignment = Assignment { account: person.id, role, region: region.to_owned() };
    assert!(roles::grant(site.db(), By::Operator, &assignment, context::now()).await.unwrap());
    person
}

/// Approves the profile of somebody, if it waits, as an administrator would who looks at it.
pub async fn approve(site: &Site, owner: &Person) {
    let profile = talks::find_professional_of(site.db(), owner.id).await.unwrap().unwrap();
    if !profile.vetting().waits() {
        return;
    }
    let moderator = Moderator { user: account("Relectrice").into(), reach: Reach::Everywhere };
    let form = DecisionForm {
        profile: profile.id.to_string(),
        seen: vetting_queue::seen(&profile),
        decision: Decision::Approve.code().to_owned(),
        ..DecisionForm::default()
    };
    vetting_decision::decide(&site.app, &moderator, &form, context::now()).await.unwrap();
}

/// The day after tomorrow at eight UTC, and `minutes` more.
pub fn start(minutes: i64) -> DateTime<Utc> {
    let day = context::now() + Duration::days(2);
    day.with_hour(8).unwrap().with_minute(0).unwrap().with_second(0).unwrap().with_nanosecond(0).unwrap()
        + Duration::minutes(minutes)
}

/// The same as forms and addresses carry it.
pub fn iso(minutes: i64) -> String {
    moment::iso(start(minutes))
}
