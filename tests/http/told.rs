//! What the mails and calendar files of all talks told everybody, against how the talks went.

use crate::site::Site;
use chrono::{DateTime, Duration, Utc};
use declic::talks::types::Side;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Somebody asked for an hour.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Whose talk it is.
    pub explorer: Uuid,
    /// Who asked.
    pub by: Side,
    /// Whether it was another hour for a talk that there was.
    pub is_move: bool,
    /// When: what is written then bears this moment.
    pub at: DateTime<Utc>,
}

/// A letter without what is random in its links: two of the same differ in nothing else.
fn without_tokens(body: &str) -> String {
    let links = ["/accord/", "/reponse/", "/retour/"];
    let word = |word: &str| match links.iter().find_map(|link| word.find(link).map(|at| at + link.len())) {
        Some(end) => word[..end].to_owned(),
        None => word.to_owned(),
    };
    body.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// That no mail was written twice, and that both sides' calendars were told the same, each thing once; gives how many
/// things they were told.
pub async fn assert_told_once(site: &Site) -> usize {
    let all: Vec<(String, String, String, DateTime<Utc>)> =
        site.rows("select recipient, subject, body, created_at from outbox_mail").await;
    let mut different = BTreeSet::new();
    for (recipient, subject, body, created_at) in all {
        let mail = (recipient, subject, without_tokens(&body), created_at);
        assert!(different.insert(mail.clone()), "written twice: {mail:?}");
    }
    let of_two: Vec<(Uuid,)> =
        site.rows("select id from talk where explorer_id is not null and professional_id is not null").await;
    let of_two: BTreeSet<String> = of_two.into_iter().map(|(id,)| id.to_string()).collect();
    let told: Vec<(String, String)> =
        site.rows("select recipient, calendar from outbox_mail where calendar is not null").await;
    let mut readers: BTreeMap<[String; 3], Vec<String>> = BTreeMap::new();
    for (recipient, calendar) in told {
        let line = |name: &str| {
            let line = calendar.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {calendar}")).trim().to_owned()
        };
        readers.entry(["UID:", "SEQUENCE:", "METHOD:"].map(line)).or_default().push(recipient);
    }
    let count = readers.len();
    for (event, mut recipients) in readers {
        recipients.sort();
        // Who leaves is told nothing any more.
        let is_left = event[0].split('@').next().is_none_or(|talk| !of_two.contains(talk));
        let is_once = recipients.len() == 2 && recipients[0] != recipients[1];
        assert!(is_once || (is_left && recipients.len() == 1), "{event:?} was told to {recipients:?}");
    }
    count
}

/// How many of all mails each recipient had whose subject has these words.
async fn counted(site: &Site, words: &str) -> HashMap<String, usize> {
    let mails: Vec<(String, String)> = site.rows("select recipient, subject from outbox_mail").await;
    let of_them = mails.into_iter().filter(|(_, subject)| subject.contains(words)).map(|(recipient, _)| recipient);
    count(of_them)
}

fn count<T: Eq + std::hash::Hash>(all: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

/// That everybody who still has an account was told of an end as often as talks of theirs ended so: of what was declined
/// the other side only, of what came to nothing otherwise both, of what they never heard of no professional.
pub async fn assert_ends_told(site: &Site) {
    let explorers = "select a.email, t.status, t.ended_by from talk t join account a on a.id = t.explorer_id";
    let professionals =
        "select a.email, t.status, t.ended_by from talk t join professional p on p.id = t.professional_id
        join account a on a.id = p.account_id where t.professional_knows";
    for (side, talks) in [(Side::Explorer, explorers), (Side::Professional, professionals)] {
        let talks: Vec<(String, String, Option<String>)> = site.rows(talks).await;
        let everybody: BTreeSet<&String> = talks.iter().map(|(email, ..)| email).collect();
        for (stage, words) in
            [("cancelled", "Rencontre annulée"), ("declined", " ne peut pas"), ("expired", "Demande sans réponse")]
        {
            let told = counted(site, words).await;
            let is_told = |ended_by: &Option<String>| stage != "declined" || ended_by.as_deref() != Some(side.code());
            let ended = talks.iter().filter(|(_, status, ended_by)| status == stage && is_told(ended_by));
            let ended = count(ended.map(|(email, ..)| email));
            for email in &everybody {
                let (ended, told) = (ended.get(email).copied(), told.get(*email).copied());
                assert_eq!(ended.unwrap_or(0), told.unwrap_or(0), "{email} was told of what was {stage}");
            }
        }
    }
}

/// That nobody reads twice that their request is on its way, or is asked twice how it was.
pub async fn assert_told_once_a_talk(site: &Site) {
    let mails: Vec<(String, String, String)> = site
        .rows("select recipient, subject, body from outbox_mail where subject like 'Demande envoyée%' or subject like '%a-t-elle eu lieu%'")
        .await;
    let mut different = BTreeSet::new();
    for (recipient, subject, body) in mails {
        let kind = subject.starts_with("Demande envoyée");
        let talk = body.split_whitespace().find(|word| word.contains("/rendez-vous/")).map(str::to_owned);
        let mail = (talk.expect("the talk's page"), recipient, kind);
        assert!(different.insert(mail.clone()), "told twice: {mail:?}");
    }
    assert!(different.len() > 50, "hardly anybody is told");
}

/// That each explorer who still has an account was told of another hour as often as one was proposed to them.
pub async fn assert_proposals_told(site: &Site, asked: &[Asked]) {
    let told = counted(site, " vous propose une autre heure").await;
    let proposed = asked.iter().filter(|asked| asked.is_move && asked.by == Side::Professional);
    let proposed = count(proposed.map(|asked| asked.explorer));
    let explorers: Vec<(Uuid, String)> = site
        .rows(
            "select id, email from account a where not exists (select 1 from professional p where p.account_id = a.id)",
        )
        .await;
    for (explorer, email) in explorers {
        let (proposed, told) = (proposed.get(&explorer).copied(), told.get(&email).copied());
        assert_eq!(proposed.unwrap_or(0), told.unwrap_or(0), "{email} was told of other hours");
    }
}

/// That time alone asks nobody the same within a day: a guardian who was asked is not reminded at once, and nobody is
/// reminded twice.
pub async fn assert_reminded_apart(site: &Site, asked: &[Asked]) {
    let asked: BTreeSet<(Uuid, DateTime<Utc>)> = asked.iter().map(|asked| (asked.explorer, asked.at)).collect();
    let consents = "select recipient, body, created_at, minor_id from outbox_mail
        where body like '%/accord/%' and minor_id is not null and subject not like '% est noté' order by id";
    let answers = "select recipient, body, created_at, cast(null as uuid) as minor_id from outbox_mail
        where subject like '% attend votre réponse%' order by id";
    let mut reminders = 0;
    for mails in [consents, answers] {
        let mails: Vec<(String, String, DateTime<Utc>, Option<Uuid>)> = site.rows(mails).await;
        let mut last: HashMap<(String, String), DateTime<Utc>> = HashMap::new();
        for (recipient, body, at, minor) in mails {
            let is_reminder = minor.is_none_or(|minor| !asked.contains(&(minor, at)));
            let words = (recipient, without_tokens(&body));
            let before = last.insert(words.clone(), at);
            assert!(
                !is_reminder || before.is_none_or(|before| before + Duration::days(1) <= at),
                "asked at {before:?} and again at {at}: {words:?}"
            );
            reminders += usize::from(is_reminder);
        }
    }
    assert!(reminders > 10, "hardly anybody is reminded");
}
