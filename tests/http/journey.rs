//! One's journey: past talks with notes to oneself, saved searches and their mails.

use crate::{
    browser::{Browser, book, call},
    html,
    people::{self, Person, Professional},
    profile::{self, GOOD},
    site::Site,
};
use axum::http::{Method, StatusCode};
use chrono::{DateTime, Datelike, Duration, Timelike, Utc, Weekday};
use chrono_tz::Tz;
use declic::{
    accounts::store as accounts,
    context,
    talks::{
        saved_searches::news,
        store::{self, NewSavedSearch},
        types::Frequency,
    },
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A moment after which whoever was listed so far is news.
fn soon() -> DateTime<Utc> {
    context::now() + Duration::minutes(10)
}

/// Keeps a search as its page does; gives the browser, on the person's journey.
async fn keep(site: &Site, person: &Person, search: &str) -> Browser {
    let mut browser = Browser::of(site, person);
    browser.open(&format!("/rencontres?{search}")).await;
    browser.submit("save_search", &[]).await;
    browser
}

/// The same with mails within minutes.
async fn keep_immediate(site: &Site, person: &Person, search: &str) -> Browser {
    let mut browser = keep(site, person, search).await;
    browser.submit("choose_frequency", &[("frequency", "immediate")]).await;
    browser
}

/// Keeps a search for bakers for each of these, due at once.
pub async fn keep_due(site: &Site, people: &[Person]) {
    let accounts: Vec<Uuid> = people.iter().map(|person| person.id).collect();
    let written = site.db().write(accounts, |transaction, accounts| {
        Box::pin(async move {
            let now = context::now();
            for account_id in accounts.iter().copied() {
                let (id, query, frequency) = (context::new_id(), "q=boulanger".to_owned(), Frequency::Immediate);
                let search = NewSavedSearch { id, account_id, query, frequency, due_at: Some(now) };
                store::insert_saved_search(&mut *transaction, &search, now).await?;
            }
            Ok(())
        })
    });
    written.await.unwrap();
}

/// Looks at what is due at `now`, after the index has taken up everything.
async fn tell(site: &Site, now: DateTime<Utc>) {
    site.index().await;
    news::tell(&site.app, now).await.unwrap();
}

async fn subjects(site: &Site, person: &Person) -> Vec<String> {
    site.mails_to(&person.email).await.into_iter().map(|mail| mail.subject).collect()
}

async fn leave(site: &Site, person: &Person) {
    let account = accounts::find_account(site.db(), person.id).await.unwrap().unwrap();
    (site.app.delete_account)(site.app.clone(), account.into(), None).await.unwrap();
}

/// Books an hour with each of these; gives the talks' ids.
async fn meet(site: &Site, person: &Person, professionals: &[Professional]) -> Vec<String> {
    let mut talks = Vec::new();
    for (number, professional) in (0..).zip(professionals) {
        let booked = site.answer(book(person, &professional.id.to_string(), &people::iso(60 * number))).await;
        assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
        talks.push(booked.location().trim_start_matches("/rendez-vous/").to_owned());
    }
    talks
}

/// Makes every talk one that took place, on another day each.
async fn let_time_pass(site: &Site) {
    site.execute(
        "update talk set status = 'done', ended_at = created_at, due_at = null, starts_at = created_at;
         delete from agenda_cell;",
    )
    .await;
}

/// The forms of the page that go to `function`.
fn forms(browser: &Browser, function: &str) -> usize {
    let action = format!("/api/{function}");
    html::tags(&browser.page.body).into_iter().filter(|tag| tag.name == "form" && tag.get("action") == action).count()
}

on_both_engines! {
    async fn a_journey_begins_with_ways_on(site) {
        let lea = people::explorer(site, "Lea").await;
        let mut browser = Browser::new(site);
        browser.open("/mon-parcours").await;
        assert_eq!(browser.path, "/connexion?suite=%2Fmon-parcours");
        let mut browser = Browser::of(site, &lea);
        browser.open("/compte").await;
        assert!(browser.links().contains(&"/mon-parcours".to_owned()) && browser.links().contains(&"/compte/courriels".to_owned()));
        browser.open("/mon-parcours").await;
        assert!(browser.says("Aucune rencontre à venir") && browser.says("Vos rencontres passées seront ici"), "{}", browser.text());
        for page in ["0", "-1", "abc", "99999999999", "%00", "7"] {
            browser.open(&format!("/mon-parcours?page={page}")).await;
            assert_eq!(browser.page.status, StatusCode::OK, "{page}");
        }
    }

    async fn past_talks_are_shown_page_by_page(site) {
        let lea = people::explorer(site, "Lea").await;
        let bakers = people::professionals(site.db(), "Paul", 12, &people::always()).await;
        meet(site, &lea, &bakers).await;
        let mut browser = Browser::of(site, &lea);
        browser.open("/mon-parcours").await;
        assert_eq!((forms(&browser, "save_note"), browser.text().matches("Boulanger").count()), (0, 3), "three to come: {}", browser.text());
        let_time_pass(site).await;
        browser.open("/mon-parcours").await;
        assert_eq!(forms(&browser, "save_note"), 10);
        assert!(browser.says("Métiers rencontrés") && browser.says("12 rencontres"), "{}", browser.text());
        assert!(browser.links().contains(&"/mon-parcours?page=2".to_owned()) && browser.links().contains(&"/rencontres?metier=D1102".to_owned()));
        browser.open("/mon-parcours?page=2").await;
        assert_eq!(forms(&browser, "save_note"), 2);
        assert!(!browser.links().contains(&"/mon-parcours?page=3".to_owned()));
        // Nobody else's.
        let mut stranger = Browser::of(site, &people::explorer(site, "Max").await);
        stranger.open("/mon-parcours").await;
        assert_eq!(forms(&stranger, "save_note"), 0);
    }

    async fn a_note_is_for_its_author_alone(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let talk = meet(site, &lea, std::slice::from_ref(&paul)).await.remove(0);
        let_time_pass(site).await;
        let mut browser = Browser::of(site, &lea);
        browser.open("/mon-parcours").await;
        browser.submit("save_note", &[("note", "Penser au <four> à bois & au levain.\r\nRappeler en mai.")]).await;
        assert!(browser.path == "/mon-parcours" && browser.says("Votre note est à jour"), "{}", browser.text());
        assert_eq!(browser.field("save_note", "note").as_deref(), Some("Penser au <four> à bois & au levain.\nRappeler en mai."));
        // The other side writes their own and sees nothing of it.
        let mut other = Browser::of(site, &paul.person);
        for path in ["/mon-parcours", "/agenda", &format!("/rendez-vous/{talk}")] {
            other.open(path).await;
            assert!(other.page.status == StatusCode::OK && !other.page.body.contains("levain."), "{path}");
        }
        other.open("/mon-parcours").await;
        other.submit("save_note", &[("note", "Curieuse, à revoir.")]).await;
        browser.open("/mon-parcours").await;
        assert!(!browser.page.body.contains("Curieuse"));
        // A stranger is refused, whatever they write.
        let max = people::explorer(site, "Max").await;
        for talk in [talk.as_str(), "nothing", "00000000-0000-4000-8000-000000000000"] {
            let fields = [("form[talk]", talk), ("form[note]", "Vu"), ("form[page]", "1")];
            let answer = site.answer(call(&Method::POST, "save_note", Some(&max.cookie), &fields)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{talk}");
        }
        assert_eq!(site.number("select count(*) from talk_note").await, 2);
        // An empty one is gone; all of them with their author, and nobody else's.
        browser.submit("save_note", &[("note", "  ")]).await;
        assert_eq!(site.number("select count(*) from talk_note").await, 1);
        browser.submit("save_note", &[("note", "Encore")]).await;
        leave(site, &lea).await;
        let left: Vec<(String,)> = site.rows("select note from talk_note").await;
        assert_eq!(left, [("Curieuse, à revoir.".to_owned(),)]);
    }

    async fn a_refused_note_keeps_what_was_typed(site) {
        let lea = people::explorer(site, "Lea").await;
        let bakers = people::professionals(site.db(), "Paul", 2, &people::always()).await;
        meet(site, &lea, &bakers).await;
        let_time_pass(site).await;
        let mut browser = Browser::of(site, &lea);
        browser.open("/mon-parcours").await;
        for (note, said) in [("é".repeat(2_001), "2000"), ("a\u{202e}b".to_owned(), "invisible")] {
            browser.submit("save_note", &[("note", &note)]).await;
            assert!(browser.says(said), "{said}: {}", browser.text());
            let shown = html::tags(&browser.page.body).into_iter().filter(|tag| tag.get("aria-invalid") == "true").count();
            assert_eq!(shown, 1, "beside its own field only");
            assert_eq!(browser.field("save_note", "note").map(|kept| kept.chars().count()), Some(note.chars().count()));
        }
        browser.submit("save_note", &[("note", &"é\r\n".repeat(1_000))]).await;
        assert!(browser.says("Votre note est à jour"), "{}", browser.text());
        assert!(site.refuses("update talk_note set note = ''").await);
    }

    async fn a_search_is_kept_once_and_told_in_its_own_words(site) {
        let lea = people::explorer(site, "Lea").await;
        people::professional(site, "Paul").await;
        site.index().await;
        let mut browser = keep(site, &lea, "q=boulanger&lieu=Albi+(81)&rayon=25&maniere=video&tri=distance").await;
        assert!(browser.path == "/mon-parcours" && browser.says("Votre recherche est gardée"), "{}", browser.text());
        assert!(browser.says("boulanger · Albi (81), 25") && browser.says("en vidéo"), "{}", browser.text());
        assert_eq!(browser.field("choose_frequency", "frequency").as_deref(), Some("weekly"));
        assert!(browser.links().contains(&"/rencontres?q=boulanger&lieu=Albi%20%2881%29&rayon=25&maniere=video".to_owned()), "{:?}", browser.links());
        keep(site, &lea, "q=boulanger&lieu=Albi+(81)&rayon=25&maniere=video").await;
        assert_eq!(site.number("select count(*) from saved_search").await, 1, "in another order it is the same");
        browser.submit("choose_frequency", &[("frequency", "never")]).await;
        assert!(browser.says("le rythme de cette recherche a changé"), "{}", browser.text());
        assert_eq!(browser.field("choose_frequency", "frequency").as_deref(), Some("never"));
        browser.submit("delete_search", &[]).await;
        assert!(browser.says("n’est plus gardée") && !browser.says("boulanger"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from saved_search").await, 0);
    }

    async fn only_a_search_of_something_is_kept(site) {
        let lea = people::explorer(site, "Lea").await;
        people::professional(site, "Paul").await;
        site.index().await;
        let has_form = |browser: &Browser| forms(browser, "save_search") > 0;
        for (search, offered) in [
            ("q=boulanger", true), ("metier=D1102", true), ("metier=K1706", true), ("", false), ("tri=date", false),
            ("lieu=Nulle-Part-Les-Oies", false), ("q=boulanger&metier=Z9999", false),
        ] {
            let path = format!("/rencontres?{search}");
            let mut browser = Browser::of(site, &lea);
            browser.open(&path).await;
            assert_eq!(has_form(&browser), offered, "{search}");
            let mut stranger = Browser::new(site);
            stranger.open(&path).await;
            assert!(!has_form(&stranger), "{search} for a stranger");
        }
        let save = |search: &'static str| call(&Method::POST, "save_search", Some(&lea.cookie), &[("form[search]", search)]);
        for search in ["", "page=3&tri=date", "lieu=Nulle-Part-Les-Oies", "q=%00", "<script>alert(1)</script>"] {
            assert_eq!(site.answer(save(search)).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{search}");
        }
        let long = format!("q={}", "a".repeat(200_000));
        let answer = site.answer(call(&Method::POST, "save_search", Some(&lea.cookie), &[("form[search]", &long)])).await;
        assert_eq!(answer.status, StatusCode::OK, "cut like any search: {}", answer.body);
        assert_eq!(site.number("select count(*) from saved_search where length(query) < 200").await, 1);
        let strangers = call(&Method::POST, "save_search", None, &[("form[search]", "q=boulanger")]);
        assert_eq!(site.answer(strangers).await.status, StatusCode::UNAUTHORIZED);
    }

    async fn twenty_searches_are_kept_at_most(site) {
        let lea = people::explorer(site, "Lea").await;
        let save = |number: i32| {
            let search = format!("q=pain+{number}");
            site.answer(call(&Method::POST, "save_search", Some(&lea.cookie), &[("form[search]", &search)]))
        };
        futures::future::join_all((0..25).map(save)).await;
        assert_eq!(site.number("select count(*) from saved_search").await, 20, "however many at once");
        let kept: Vec<(String,)> = site.rows("select query from saved_search order by query").await;
        let mut browser = Browser::of(site, &lea);
        browser.open(&format!("/rencontres?{}", kept[0].0)).await;
        browser.submit("save_search", &[]).await;
        assert!(browser.says("Votre recherche est gardée"), "a known one is no new one: {}", browser.text());
        browser.open("/rencontres?q=croissant").await;
        browser.submit("save_search", &[]).await;
        assert!(browser.path == "/rencontres?q=croissant" && browser.says("Vous gardez déjà 20 recherches"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from saved_search").await, 20);
    }

    async fn nobody_touches_the_searches_of_others(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        let mut browser = keep(site, &lea, "metier=K1706").await;
        let id = browser.field("delete_search", "search").unwrap();
        for (id, cookie, status) in [
            (id.as_str(), Some(&max.cookie), StatusCode::NOT_FOUND), (id.as_str(), None, StatusCode::UNAUTHORIZED),
            ("nothing", Some(&lea.cookie), StatusCode::NOT_FOUND),
        ] {
            let fields = [("form[search]", id), ("form[frequency]", "never")];
            let answer = site.answer(call(&Method::POST, "choose_frequency", cookie.map(String::as_str), &fields)).await;
            assert_eq!(answer.status, status, "{id}");
            let answer = site.answer(call(&Method::POST, "delete_search", cookie.map(String::as_str), &fields)).await;
            assert!(status == StatusCode::NOT_FOUND || answer.status == status, "{id}");
        }
        let fields = [("form[search]", id.as_str()), ("form[frequency]", "hourly")];
        let answer = site.answer(call(&Method::POST, "choose_frequency", Some(&lea.cookie), &fields)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(site.number("select count(*) from saved_search where frequency = 'weekly'").await, 1);
        browser.open("/mon-parcours").await;
        assert!(browser.says("Recherches gardées") && browser.says("chaque lundi"), "{}", browser.text());
    }

    /// Whoever joins is told of once, by every search that finds them, in one mail.
    async fn who_joins_is_told_once(site) {
        let lea = people::explorer(site, "Lea").await;
        let before = people::professional(site, "Anne Ancienne").await;
        site.index().await;
        keep_immediate(site, &lea, "q=boulanger&lieu=Albi").await;
        keep_immediate(site, &lea, "maniere=video").await;
        keep_immediate(site, &lea, "metier=K1706").await;
        tell(site, soon()).await;
        assert_eq!(subjects(site, &lea).await.len(), 0, "nothing new, no mail");
        let paul = people::professional(site, "Paul Fournier").await;
        // The look above has put them off by some minutes.
        tell(site, soon() + Duration::minutes(6)).await;
        let mails = site.mails_to(&lea.email).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        let body = &mails[0].body;
        assert!(mails[0].subject == "Du nouveau dans vos recherches" && body.starts_with("Bonjour Lea"), "{mails:?}");
        assert_eq!(body.matches("Paul Fournier").count(), 2, "{body}");
        assert!(body.contains(&format!("http://localhost:3000/rencontres/{}", paul.id)) && body.contains("http://localhost:3000/rencontres?q=boulanger"), "{body}");
        assert!(!body.contains("Anne") && !body.contains("K1706") && !body.contains(&paul.person.email), "{body}");
        // Once more, and after they left the list for a while: nothing.
        tell(site, soon() + Duration::hours(2)).await;
        for listed in [false, true] {
            let write = (paul.person.id, paul.id, listed);
            site.db().write(write, |transaction, (account, professional, listed)| Box::pin(async move {
                match listed {
                    true => drop(store::resume(&mut *transaction, *account).await?),
                    false => drop(store::pause(&mut *transaction, *professional, context::now()).await?),
                }
                Ok(store::note_change_of(transaction, *account, context::now()).await?)
            })).await.unwrap();
        }
        tell(site, soon() + Duration::hours(4)).await;
        assert_eq!(subjects(site, &lea).await.len(), 1, "nobody is told of twice");
        assert_ne!(before.id, paul.id);
    }

    async fn immediate_mails_come_once_an_hour_at_most(site) {
        let lea = people::explorer(site, "Lea").await;
        keep_immediate(site, &lea, "q=boulanger").await;
        people::professional(site, "Paul").await;
        let first = soon();
        tell(site, first).await;
        assert_eq!(subjects(site, &lea).await, ["Du nouveau pour : boulanger"]);
        people::professional(site, "Eve").await;
        for minutes in [5, 30, 59] {
            tell(site, first + Duration::minutes(minutes)).await;
            assert_eq!(subjects(site, &lea).await.len(), 1, "{minutes} minutes later");
        }
        // A search that is kept meanwhile waits with the other one.
        keep_immediate(site, &lea, "maniere=video").await;
        tell(site, first + Duration::minutes(61)).await;
        let mails = site.mails_to(&lea.email).await;
        assert!(mails.len() == 2 && mails[1].body.contains("Eve") && !mails[1].body.contains("Paul"), "{mails:?}");
    }

    async fn weekly_mails_wait_for_their_day(site) {
        let (lea, max) = (people::explorer(site, "Lea").await, people::explorer(site, "Max").await);
        site.execute("update account set time_zone = 'Pacific/Noumea' where email_key = 'max@exemple.fr'").await;
        for person in [&lea, &max] {
            keep(site, person, "q=boulanger").await;
        }
        people::professional(site, "Paul").await;
        // Whose Monday comes first depends on when this runs.
        let dues: Vec<(String, String, DateTime<Utc>)> =
            site.rows("select a.email, a.time_zone, s.due_at from saved_search s join account a on a.id = s.account_id order by s.due_at").await;
        assert_eq!(dues.len(), 2);
        let mut last = context::now();
        for (email, zone, due) in dues {
            let local = due.with_timezone(&zone.parse::<Tz>().unwrap());
            assert_eq!((local.weekday(), local.hour(), local.minute()), (Weekday::Mon, 8, 0), "{local}");
            tell(site, due - Duration::seconds(1)).await;
            assert_eq!(site.mails_to(&email).await.len(), 0, "{zone}");
            tell(site, due + Duration::minutes(3)).await;
            assert_eq!(site.mails_to(&email).await.len(), 1, "{zone}");
            last = due;
        }
        people::professional(site, "Eve").await;
        tell(site, last + Duration::hours(5)).await;
        assert_eq!(site.mails().await.len(), 2, "the next week");
        tell(site, last + Duration::days(8)).await;
        assert_eq!(site.mails().await.len(), 4);
    }

    async fn who_cannot_be_found_is_no_news(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        keep_immediate(site, &lea, "q=boulanger").await;
        keep_immediate(site, &paul.person, "q=boulanger").await;
        // Hidden again before anybody looked.
        let eve = people::professional(site, "Eve").await;
        site.db().write(eve.person.id, |transaction, account| Box::pin(async move {
            store::set_published(&mut *transaction, *account, false).await?;
            Ok(store::note_change_of(transaction, *account, context::now()).await?)
        })).await.unwrap();
        assert_eq!(site.number("select count(*) from professional where listed_at is not null").await, 1);
        tell(site, soon()).await;
        assert_eq!(site.mails().await.len(), 0);
        // She comes back: to all but herself, and to those who look for somebody else.
        keep_immediate(site, &eve.person, "q=boulanger").await;
        keep_immediate(site, &lea, "lieu=Brest+(29)").await;
        keep_immediate(site, &lea, "metier=K1706").await;
        site.execute("update professional set published = true").await;
        site.db().write(eve.person.id, |transaction, account| Box::pin(async move {
            Ok(store::note_change_of(transaction, *account, context::now()).await?)
        })).await.unwrap();
        tell(site, soon() + Duration::minutes(10)).await;
        let told = site.mails().await;
        let recipients: BTreeSet<&str> = told.iter().map(|mail| mail.recipient.as_str()).collect();
        assert_eq!((told.len(), recipients), (2, BTreeSet::from([lea.email.as_str(), paul.person.email.as_str()])));
        assert!(told.iter().all(|mail| mail.subject == "Du nouveau pour : boulanger" && mail.body.contains("Eve")), "{told:?}");
    }

    /// Who takes up another trade is somebody new there; who gives one up is not.
    async fn who_takes_up_a_trade_is_new_there(site) {
        let lea = people::explorer(site, "Lea").await;
        let owner = people::explorer(site, "Paul").await;
        let mut paul = Browser::of(site, &owner);
        profile::save(&mut paul, &GOOD).await;
        people::approve(site, &owner).await;
        site.index().await;
        keep_immediate(site, &lea, "metier=D1104").await;
        profile::save(&mut paul, &[("second_trade", "D1104")]).await;
        assert!(paul.says("Votre profil est enregistré"), "{}", paul.text());
        tell(site, soon()).await;
        let told = site.mails_to(&lea.email).await;
        assert_eq!(told.len(), 1);
        assert!(told[0].body.contains("Paul") && told[0].body.contains("aussi\u{a0}: Pâtissier / Pâtissière"), "{told:?}");
        // The main trade is another one, and none is new.
        keep_immediate(site, &lea, "q=boulanger").await;
        profile::save(&mut paul, &[("trade", "D1104"), ("second_trade", "D1102")]).await;
        assert!(paul.says("Votre profil est enregistré"), "{}", paul.text());
        profile::save(&mut paul, &[("second_trade", "")]).await;
        tell(site, soon() + Duration::minutes(70)).await;
        assert_eq!(subjects(site, &lea).await.len(), 1);
    }

    /// Who moves is somebody new where they move to.
    async fn who_changes_their_trade_is_new_there(site) {
        let lea = people::explorer(site, "Lea").await;
        let owner = people::explorer(site, "Paul").await;
        let mut paul = Browser::of(site, &owner);
        profile::save(&mut paul, &GOOD).await;
        assert!(paul.says("Votre profil est enregistré"), "{}", paul.text());
        people::approve(site, &owner).await;
        site.index().await;
        for search in ["metier=A1504", "q=boulanger"] {
            keep_immediate(site, &lea, search).await;
        }
        profile::save(&mut paul, &[("headline", "Je fais du pain au levain et des brioches.")]).await;
        tell(site, soon()).await;
        assert_eq!(subjects(site, &lea).await.len(), 0, "new words are no news");
        profile::save(&mut paul, &[("trade", "A1504")]).await;
        assert!(paul.says("Votre profil est enregistré"), "{}", paul.text());
        tell(site, soon() + Duration::minutes(10)).await;
        let subjects = subjects(site, &lea).await;
        assert!(subjects.len() == 1 && subjects[0].contains("Vétérinaire"), "{subjects:?}");
    }

    async fn two_workers_tell_once(site) {
        let explorers = people::explorers(site.db(), "Lea", 30).await;
        keep_due(site, &explorers).await;
        people::professionals(site.db(), "Paul", 3, &people::always()).await;
        site.index().await;
        let now = soon();
        let looking = (0..4).map(|_| news::tell(&site.app, now));
        for outcome in futures::future::join_all(looking).await {
            outcome.unwrap();
        }
        for explorer in &explorers {
            let mails = site.mails_to(&explorer.email).await;
            assert!(mails.len() == 1 && mails[0].body.matches("Boulanger").count() == 3, "{mails:?}");
        }
        assert_eq!(site.number("select count(*) from saved_search_told").await, 90);
    }

    async fn what_is_understood_no_more_is_told_and_tells_nobody(site) {
        let lea = people::explorer(site, "Lea").await;
        keep_immediate(site, &lea, "q=boulanger&metier=D1102").await;
        site.execute("update saved_search set query = 'q=boulanger&metier=Z9999'").await;
        people::professional(site, "Paul").await;
        tell(site, soon()).await;
        assert_eq!(subjects(site, &lea).await.len(), 0, "a broader search than was asked for");
        let mut browser = Browser::of(site, &lea);
        browser.open("/mon-parcours").await;
        assert!(browser.says("Nous ne comprenons plus : Z9999"), "{}", browser.text());
    }

    async fn who_leaves_keeps_nothing(site) {
        let lea = people::explorer(site, "Lea").await;
        keep_immediate(site, &lea, "q=boulanger").await;
        people::professional(site, "Paul").await;
        tell(site, soon()).await;
        assert_eq!(subjects(site, &lea).await.len(), 1);
        leave(site, &lea).await;
        for table in [
            "select count(*) from saved_search", "select count(*) from saved_search_told", "select count(*) from talk_note",
            "select count(*) from mail_optout", "select count(*) from outbox_mail where kind is not null",
        ] {
            assert_eq!(site.number(table).await, 0, "{table}");
        }
    }

    async fn the_schema_knows_when_a_search_is_due(site) {
        let lea = people::explorer(site, "Lea").await;
        keep(site, &lea, "q=boulanger").await;
        assert!(site.refuses("update saved_search set due_at = null").await);
        assert!(site.refuses("update saved_search set frequency = 'never'").await);
        assert!(site.refuses("update saved_search set frequency = 'hourly'").await);
        assert!(site.refuses("update saved_search set query = ''").await);
        assert!(!site.refuses("update saved_search set frequency = 'never', due_at = null").await);
    }
}
