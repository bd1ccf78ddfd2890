//! Demonstration data: invented professionals all over France, organisations that some of them speak for, and invented
//! wishes for trades that are missing, the same at every load, marked as such on every page. Their texts are written by hand in `data/demo/`; this combines them.

mod stories;

use crate::{
    accounts::store::{self as accounts, AccountRow},
    agenda::availability::{Availability, AvailabilityException, ExceptionKind, WeeklyRange},
    db::{Db, Transaction, WriteError},
    error::AppError,
    geo::{
        communes::{self, Commune},
        zones,
    },
    organisations::{
        store::{Said, insert_invented},
        types::Kind,
    },
    talks::{
        store::{self, InventedWishes, NewProfile},
        types::Way,
    },
};
use anyhow::Context;
use chrono::{DateTime, Days, Duration, NaiveDate, Utc, Weekday};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use stories::{Stories, Story};
use uuid::Uuid;

const TRADES: [&str; 2] =
    [include_str!("../../data/demo/trades-a-h.json"), include_str!("../../data/demo/trades-i-n.json")];
const PEOPLE: &str = include_str!("../../data/demo/people.json");

/// How many are spread over the régions, each trade in its turn.
const SPREAD: usize = 495;
/// Towns of a région that they live in: its largest.
const TOWNS: usize = 30;
/// Somebody is there for the first searches that a visitor tries: trade and town.
const WELCOME: [(&str, &str); 16] = [
    ("D1102", "Albi (81)"),
    ("D1102", "Gaillac (81)"),
    ("D1102", "Castres (81)"),
    ("D1102", "Toulouse (31)"),
    ("D1102", "Lyon (69)"),
    ("J1506", "Albi (81)"),
    ("J1506", "Paris (75)"),
    ("J1506", "Saint-Denis (974)"),
    ("M1805", "Nantes (44)"),
    ("M1805", "Paris (75)"),
    ("K1705", "Marseille (13)"),
    ("K1706", "Brest (29)"),
    ("D1202", "Lille (59)"),
    ("D1202", "Fort-de-France (972)"),
    ("A1415", "Lorient (56)"),
    ("G1228", "Chamonix-Mont-Blanc (74)"),
];
/// Trades that make sense in few places: only where [`WELCOME`] puts them.
const PLACED: [&str; 2] = ["A1415", "G1228"];

/// Trades that none of the professionals has, and that people wish to meet: the most wanted first.
const WANTED: [&str; 32] = [
    "A1504", "K1707", "K2409", "L1207", "J1511", "G1206", "A1201", "J1119", "K1909", "F1142", "I1502", "L1201",
    "M1893", "J1310", "K2603", "B1606", "A1204", "J1407", "F1105", "K1726", "K1902", "E1123", "N2206", "J1411",
    "K1505", "A1424", "J1401", "G1611", "K1702", "F1504", "B1302", "I1506",
];
/// Organisations in whose name some of them give time: what it is, its name, its town, and a few words.
const ORGANISATIONS: [(Kind, &str, &str, &str); 5] = [
    (
        Kind::PublicBody,
        "Ville de Clairval",
        "Albi (81)",
        "Une mairie, c’est deux cents métiers : celles et ceux qui les font ouvrent leur porte, une heure à la fois.",
    ),
    (
        Kind::Company,
        "Ateliers Marchand-Leroy",
        "Lyon (69)",
        "Du bureau d’études à l’atelier, nos équipes racontent ce qui ne se lit dans aucune fiche.",
    ),
    (
        Kind::Association,
        "Passerelles des métiers",
        "Nantes (44)",
        "Des bénévoles en activité qui aident chacun à trouver sa voie en parlant de la leur.",
    ),
    (
        Kind::School,
        "Lycée des métiers du Grand Large",
        "Brest (29)",
        "Nos anciens élèves travaillent aujourd’hui, et disent volontiers comment ils y sont arrivés.",
    ),
    (
        Kind::Company,
        "Coopérative des Trois Rivières",
        "Saint-Denis (974)",
        "Une coopérative où chacun connaît le métier de l’autre, et aime en parler.",
    ),
];
/// Every so many of the professionals gives time in the name of one, each organisation in its turn.
const SPEAKS_FOR_ONE: usize = 9;

/// The largest towns, where they wish for it.
const WISHING_TOWNS: usize = 300;
/// Days over which wishes are spread: within those that count.
const WISHED_SINCE: usize = 300;

/// A trade's texts.
#[derive(Deserialize)]
struct Texts {
    code: String,
    sectors: Vec<String>,
    headlines: Vec<String>,
    likes: Vec<String>,
    dislikes: Vec<String>,
}

#[derive(Deserialize)]
struct People {
    feminine: Vec<String>,
    masculine: Vec<String>,
    surnames: Vec<String>,
}

/// An invented professional.
struct Invented {
    account: AccountRow,
    profile: NewProfile,
}

/// An invented organisation, with the accounts of those who give time in its name.
struct InventedOrganisation {
    id: Uuid,
    slug: String,
    said: Said,
    professionals: Vec<Uuid>,
}

/// Adds the demonstration professionals, unless they are there; gives how many were added.
///
/// # Errors
/// A database that cannot be read or written.
pub async fn load(db: &Db, now: DateTime<Utc>) -> anyhow::Result<usize> {
    if store::count_demonstration(db).await? > 0 {
        return Ok(0);
    }
    let invented = invent(now)?;
    let count = invented.len();
    let organisations = organisations(&invented);
    let input = (invented, organisations, wishes(now.date_naive()));
    db.write(input, move |transaction, (invented, organisations, wishes)| {
        Box::pin(write(transaction, invented, organisations, wishes, now))
    })
    .await?;
    Ok(count)
}

async fn write(
    transaction: &mut Transaction,
    invented: &[Invented],
    organisations: &[InventedOrganisation],
    wishes: &[InventedWishes],
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    for Invented { account, profile } in invented {
        accounts::create_account(&mut *transaction, account).await?;
        store::save_profile(&mut *transaction, profile, now).await?;
        store::take_as_approved(&mut *transaction, account.id, now).await?;
    }
    for InventedOrganisation { id, slug, said, professionals } in organisations {
        insert_invented(&mut *transaction, *id, slug, said, professionals, now).await?;
    }
    Ok(store::insert_invented(transaction, wishes).await?)
}

/// [`ORGANISATIONS`] with those who give time in their name.
fn organisations(invented: &[Invented]) -> Vec<InventedOrganisation> {
    let speakers: Vec<Uuid> = invented.iter().step_by(SPEAKS_FOR_ONE).map(|one| one.account.id).collect();
    let organisation = |(index, (kind, name, town, about)): (usize, (Kind, &str, &str, &str))| {
        let communes::Resolution::One(communes::Area::Commune(commune)) = communes::resolve(town) else { return None };
        let said = Said {
            name: name.to_owned(),
            kind: kind.code(),
            commune_code: commune.code.to_string(),
            region_code: commune.department.region.code.clone(),
            about: about.to_owned(),
            website: None,
            siret: None,
        };
        let professionals = speakers.iter().skip(index).step_by(ORGANISATIONS.len()).copied().collect();
        // Far from the professionals' own.
        let id = Dice::new(usize::MAX - index).id(b"organisation");
        Some(InventedOrganisation { id, slug: format!("demonstration-{}", index + 1), said, professionals })
    };
    ORGANISATIONS.into_iter().enumerate().filter_map(organisation).collect()
}

/// Wishes for [`WANTED`]: the more wanted a trade, the more places it is wanted in and the more often.
fn wishes(today: NaiveDate) -> Vec<InventedWishes> {
    let mut towns: Vec<&Commune> = communes::all().iter().collect();
    towns.sort_by_key(|commune| std::cmp::Reverse(commune.population));
    towns.truncate(WISHING_TOWNS);
    let mut wishes = Vec::new();
    for (rank, trade) in WANTED.into_iter().enumerate() {
        let places = (WANTED.len() - rank).div_ceil(2) + 2;
        for place in 0..places {
            let dice = Dice::new(rank * WANTED.len() + place);
            let Some(commune) = towns.get(dice.below(0, towns.len())) else { continue };
            let day = today - Duration::days(1 + i64::try_from(dice.below(1, WISHED_SINCE)).unwrap_or_default());
            let asks = 1 + dice.below(2, 4 + 24 / (rank + 1));
            wishes.push((day, trade.to_owned(), commune.department.code.clone(), i32::try_from(asks).unwrap_or(1)));
        }
    }
    wishes
}

fn invent(now: DateTime<Utc>) -> anyhow::Result<Vec<Invented>> {
    let mut trades: Vec<Texts> = Vec::new();
    for text in TRADES {
        trades.extend(serde_json::from_str::<Vec<Texts>>(text).context("data/demo")?);
    }
    let stories = Stories::read()?;
    let people: People = serde_json::from_str(PEOPLE).context("data/demo/people.json")?;
    let common: Vec<&Texts> = trades.iter().filter(|trade| !PLACED.contains(&trade.code.as_str())).collect();
    let towns = towns_by_region();
    let mut invented = Vec::new();
    for (index, (code, town)) in WELCOME.into_iter().enumerate() {
        let texts = trades.iter().find(|trade| trade.code == code).with_context(|| format!("no texts for {code}"))?;
        let communes::Resolution::One(communes::Area::Commune(commune)) = communes::resolve(town) else {
            anyhow::bail!("no town {town}");
        };
        invented.push(professional(index, (texts, &stories), commune, &people, now).map_err(|_| AppError::Internal)?);
    }
    for turn in 0..SPREAD {
        let index = WELCOME.len() + turn;
        let dice = Dice::new(index);
        let (Some(texts), Some(region)) = (common.get(turn % common.len()), towns.get(turn % towns.len())) else {
            break;
        };
        // The square root of the choice is even: larger towns come up more often.
        let choice = dice.below(0, TOWNS) * dice.below(1, TOWNS) / TOWNS;
        let Some(commune) = region.get(choice % region.len()) else { continue };
        invented.push(professional(index, (texts, &stories), commune, &people, now).map_err(|_| AppError::Internal)?);
    }
    Ok(invented)
}

/// The largest towns of every région and overseas collectivity that has inhabitants.
fn towns_by_region() -> Vec<Vec<&'static Commune>> {
    let mut regions: Vec<Vec<&'static Commune>> = communes::regions()
        .iter()
        .map(|region| communes::all().iter().filter(|commune| commune.department.region.code == region.code).collect())
        .collect();
    for towns in &mut regions {
        towns.retain(|commune: &&Commune| commune.population > 0);
        towns.sort_by_key(|commune| std::cmp::Reverse(commune.population));
        towns.truncate(TOWNS);
    }
    regions.retain(|towns| !towns.is_empty());
    regions
}

fn professional(
    index: usize,
    (texts, stories): (&Texts, &Stories),
    commune: &Commune,
    people: &People,
    now: DateTime<Utc>,
) -> Result<Invented, AppError> {
    let dice = Dice::new(index);
    let first_names = if dice.below(2, 2) == 0 { &people.feminine } else { &people.masculine };
    let (first, last) = (dice.pick(3, first_names), dice.pick(4, &people.surnames));
    let zone = zones::zone_of(commune);
    let ways = ways(dice.below(5, 8));
    let Story { day, path, other_trades, accessibility } = stories.story(&dice, &texts.code, &ways);
    let works_for = dice.below(6, 10) < 6;
    let organisation = works_for.then(|| dice.pick(7, &texts.sectors).replace("{commune}", &commune.name));
    let on_site = ways.contains(&Way::Onsite);
    let account = AccountRow {
        id: dice.id(b"account"),
        email: format!("demo{index}@demonstration.invalid"),
        password_hash: None,
        display_name: format!("{first} {last}"),
        birth_date: NaiveDate::from_ymd_opt(1985, 1, 1).ok_or(AppError::Internal)?,
        commune_code: commune.code.to_string(),
        time_zone: zone.name().to_owned(),
        locale: "fr".to_owned(),
        email_verified_at: Some(now),
        demonstration: true,
        created_at: now,
    };
    let profile = NewProfile {
        accepts_automatically: true,
        // Most meet minors too.
        charter_signed_at: (dice.below(18, 4) > 0).then_some(now),
        id: dice.id(b"professional"),
        account_id: account.id,
        trade_code: texts.code.clone(),
        other_trades,
        headline: dice.pick(8, &texts.headlines).to_owned(),
        likes: dice.pick(9, &texts.likes).to_owned(),
        dislikes: dice.pick(10, &texts.dislikes).to_owned(),
        day,
        path,
        accessibility,
        languages: languages(dice.below(11, 12)),
        commune_code: commune.code.to_string(),
        meeting_place: on_site
            .then(|| format!("{}, {}", organisation.as_deref().unwrap_or("12 rue de la Mairie"), commune.name)),
        organisation,
        ways,
        availability: Availability {
            zone,
            weekly: weekly(dice.below(12, 17)),
            exceptions: exceptions(dice.below(13, 6), now.date_naive()),
            closed_on: None,
            minimum_notice_minutes: [12, 24, 24, 48, 48, 72].get(dice.below(14, 6)).copied().unwrap_or(24) * 60,
            horizon_days: [30, 45, 60, 60, 90].get(dice.below(15, 5)).copied().unwrap_or(60),
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            maximum_per_day: None,
            maximum_per_month: None,
            maximum_per_week: [None, Some(1), Some(2), Some(2), Some(3), Some(4)]
                .get(dice.below(16, 6))
                .copied()
                .flatten(),
        },
        published: true,
    };
    Ok(Invented { account, profile })
}

fn ways(choice: usize) -> Vec<Way> {
    match choice {
        0 | 1 => vec![Way::Video],
        2 => vec![Way::Phone],
        3 | 4 => vec![Way::Video, Way::Phone],
        5 => vec![Way::Onsite],
        6 => vec![Way::Video, Way::Onsite],
        _ => Way::ALL.to_vec(),
    }
}

fn languages(choice: usize) -> Vec<String> {
    let codes: &[&str] = match choice {
        0 | 1 => &["fr", "en"],
        2 => &["fr", "es"],
        3 => &["fr", "ar"],
        4 => &["fr", "en", "de"],
        5 => &["fr", "pt"],
        _ => &["fr"],
    };
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// Weekly hours; one in seventeen has none and cannot be booked.
fn weekly(choice: usize) -> Vec<WeeklyRange> {
    use Weekday::{Fri, Mon, Sat, Thu, Tue, Wed};
    let ranges: &[(Weekday, i32, i32)] = match choice {
        0 => &[],
        1 | 2 => &[(Mon, 18, 20), (Wed, 18, 20)],
        3 | 4 => &[(Tue, 12, 14), (Thu, 12, 14)],
        5 | 6 => &[(Wed, 14, 18)],
        7 => &[(Sat, 9, 12)],
        8 => &[(Mon, 9, 12), (Tue, 9, 12), (Wed, 9, 12), (Thu, 9, 12), (Fri, 9, 12)],
        9 => &[(Fri, 14, 17)],
        10 => &[(Mon, 14, 16), (Mon, 18, 20), (Thu, 18, 21)],
        11 => &[(Tue, 9, 11), (Tue, 15, 18)],
        12 => &[(Sat, 10, 12), (Sat, 14, 16)],
        13 => &[(Mon, 12, 14), (Tue, 12, 14), (Wed, 12, 14), (Thu, 12, 14), (Fri, 12, 14)],
        14 => &[(Thu, 16, 19)],
        _ => &[(Wed, 9, 12), (Fri, 9, 12)],
    };
    let range = |(weekday, starts, ends): &(Weekday, i32, i32)| WeeklyRange {
        weekday: *weekday,
        starts_minute: starts * 60,
        ends_minute: ends * 60,
    };
    ranges.iter().map(range).collect()
}

/// A few days away, for some.
fn exceptions(choice: usize, today: NaiveDate) -> Vec<AvailabilityException> {
    let away: u64 = match choice {
        0 => 5,
        1 => 2,
        _ => 0,
    };
    let day = |offset: u64| today.checked_add_days(Days::new(10 + offset));
    (0..away).filter_map(day).map(|day| AvailabilityException { day, kind: ExceptionKind::Closed }).collect()
}

/// Choices that look random and are always the same for one professional.
struct Dice([u8; 32]);

impl Dice {
    fn new(index: usize) -> Self {
        Self(Sha256::digest(format!("declic demonstration {index}")).into())
    }

    /// A number from 0 to `sides` − 1; `throw` names the choice.
    fn below(&self, throw: usize, sides: usize) -> usize {
        let byte = |offset: usize| usize::from(self.0.get((throw * 2 + offset) % 32).copied().unwrap_or_default());
        (byte(0) * 256 + byte(1)) % sides.max(1)
    }

    fn pick<'t>(&self, throw: usize, texts: &'t [String]) -> &'t str {
        texts.get(self.below(throw, texts.len())).map_or("", String::as_str)
    }

    /// Choices of their own for a `purpose`.
    fn other(&self, purpose: &[u8]) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(purpose).finalize().into())
    }

    fn id(&self, purpose: &[u8]) -> Uuid {
        let Self(digest) = self.other(purpose);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(digest.get(..16).unwrap_or(&[0; 16]));
        uuid::Builder::from_custom_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn all() -> Vec<Invented> {
        invent("2026-11-22T08:00:00Z".parse().unwrap()).unwrap()
    }

    #[test]
    fn they_cover_trades_and_every_region() {
        let invented = all();
        let trades: BTreeSet<_> = invented.iter().map(|one| one.profile.trade_code.clone()).collect();
        let regions: BTreeSet<_> = invented
            .iter()
            .map(|one| communes::find(&one.profile.commune_code).unwrap().department.region.code.clone())
            .collect();
        let inhabited = towns_by_region().len();
        assert!(invented.len() >= 400, "{}", invented.len());
        assert!(trades.len() >= 150, "{}", trades.len());
        assert_eq!(regions.len(), inhabited);
        assert!(inhabited >= 18);
    }

    #[test]
    fn they_are_the_same_at_every_load() {
        let text = |Invented { account, profile, .. }: &Invented| {
            format!("{} {} {} {} {profile:?}", account.id, account.email, account.display_name, account.birth_date)
        };
        assert_eq!(all().iter().map(text).collect::<Vec<_>>(), all().iter().map(text).collect::<Vec<_>>());
    }

    #[test]
    fn some_have_an_organisation_and_some_no_free_hour() {
        let invented = all();
        assert!(invented.iter().any(|one| one.profile.organisation.is_some()));
        assert!(invented.iter().any(|one| one.profile.organisation.is_none()));
        assert!(invented.iter().any(|one| one.profile.availability.weekly.is_empty()));
        assert!(invented.iter().all(|one| one.profile.availability.validate().is_ok()));
    }

    #[test]
    fn most_tell_a_day_and_a_path_and_some_have_several_trades() {
        let invented = all();
        let share = |holds: fn(&NewProfile) -> bool| {
            invented.iter().filter(|one| holds(&one.profile)).count() * 100 / invented.len()
        };
        assert!((65..95).contains(&share(|profile| !profile.day.is_empty())));
        assert!((60..90).contains(&share(|profile| !profile.path.is_empty())));
        assert!((3..15).contains(&share(|profile| !profile.other_trades.is_empty())));
        assert!((30..70).contains(&share(|profile| !profile.accessibility.is_empty())));
        let days: BTreeSet<_> = invented.iter().map(|one| one.profile.day.as_str()).collect();
        assert!(days.len() > 60, "{}", days.len());
    }

    #[test]
    fn their_texts_pass_what_texts_have_to() {
        for Invented { profile, .. } in all() {
            for text in [&profile.headline, &profile.likes, &profile.dislikes, &profile.day, &profile.path] {
                assert_eq!(crate::contact_details::find(text), None, "{text}");
            }
            for story in [&profile.day, &profile.path] {
                let length = story.chars().count();
                assert!(length == 0 || (20..=1000).contains(&length), "{story}");
            }
        }
    }

    #[test]
    fn what_is_wished_for_is_missing_and_enough_to_be_shown() {
        let today = "2026-11-22".parse().unwrap();
        let wishes = wishes(today);
        let trades = |one: &Invented| [vec![one.profile.trade_code.clone()], one.profile.other_trades.clone()].concat();
        let offered: BTreeSet<_> = all().iter().flat_map(trades).collect();
        for (day, trade, department, asks) in &wishes {
            assert!(crate::trades::catalogue::find(trade).is_some() && !offered.contains(trade), "{trade}");
            assert!(communes::department(department).is_some() && *asks > 0);
            assert!(*day < today && *day > "2025-11-22".parse().unwrap());
        }
        let most: i32 = wishes.iter().filter(|wish| wish.1 == WANTED[0]).map(|wish| wish.3).sum();
        assert!(most >= 40, "{most}");
    }

    #[test]
    fn organisations_have_people_of_their_own() {
        let invented = all();
        let organisations = organisations(&invented);
        assert_eq!(organisations.len(), ORGANISATIONS.len());
        let accounts: BTreeSet<_> = invented.iter().map(|one| one.account.id).collect();
        let mut speakers = BTreeSet::new();
        for organisation in &organisations {
            assert!(organisation.professionals.len() >= 5, "{}", organisation.said.name);
            assert_eq!(crate::contact_details::find(&organisation.said.about), None);
            for account in &organisation.professionals {
                assert!(accounts.contains(account) && speakers.insert(*account), "in two organisations, or in none");
            }
        }
    }

    #[test]
    fn ids_are_unique() {
        let ids: BTreeSet<_> = all().iter().flat_map(|one| [one.account.id, one.profile.id]).collect();
        assert_eq!(ids.len(), all().len() * 2);
    }
}
