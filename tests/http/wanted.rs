//! Wanted trades: counted once a day a person and by nobody's name, shown from some number on, and told about when
//! somebody joins.

use crate::{
    browser::{Browser, call},
    html,
    people::{self, Person},
    profile::{self, GOOD},
    site::Site,
};
use axum::http::{Method, StatusCode};
use chrono::Duration;
use declic::{
    context,
    talks::{
        store::{self, NewWish},
        wanted,
    },
};

const COUNTED: &str = "select coalesce(sum(asks), 0) from wanted_trade";

fn wish(trade: &str, department: &str, follow: bool) -> Vec<(String, String)> {
    let mut fields = vec![("form[trade]", trade), ("form[department]", department), ("form[search]", "")];
    if follow {
        fields.push(("form[follow]", "on"));
    }
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

async fn ask(browser: &mut Browser, trade: &str, department: &str) {
    browser.post("/api/ask_for_trade", &wish(trade, department, false)).await;
}

/// Somebody at a browser who wants to be told.
pub async fn follow(site: &Site, person: &Person, trade: &str, department: &str) -> Browser {
    let mut browser = Browser::of(site, person);
    browser.post("/api/ask_for_trade", &wish(trade, department, true)).await;
    browser
}

/// Publishes a baker of Albi, or what `other` fields say; who looks at it finds nothing wrong.
pub async fn publish(site: &Site, person: &Person, other: &[(&'static str, &'static str)]) -> Browser {
    let mut browser = Browser::of(site, person);
    let kept = GOOD.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
    let fields: Vec<_> = kept.chain(other.iter().copied()).collect();
    profile::save(&mut browser, &fields).await;
    assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
    people::approve(site, person).await;
    browser
}

on_both_engines! {
    async fn a_person_counts_once_a_day_for_a_trade_and_a_place(site) {
        let lea = people::explorer(site, "Lea").await;
        let (home, elsewhere) = ([192, 0, 2, 1], [192, 0, 2, 2]);
        let mut browsers = [Browser::new(site).at_address(home), Browser::new(site).at_address(elsewhere)].to_vec();
        browsers.extend([home, elsewhere].map(|address| Browser::of(site, &lea).at_address(address)));
        let [home, elsewhere, lea_at_home, lea_elsewhere] = [0, 1, 2, 3];
        for (browser, department, counted) in [
            (home, "81", 1), (home, "81", 1), (elsewhere, "81", 2), (lea_at_home, "81", 3), (lea_elsewhere, "81", 3),
            (home, "31", 4), (home, "", 5), (home, "", 5),
        ] {
            let browser = &mut browsers[browser];
            ask(browser, "K1706", department).await;
            assert!(browser.says("Votre demande est comptée"), "{}", browser.text());
            assert_eq!(site.number(COUNTED).await, counted, "{department}");
        }
        ask(&mut browsers[home], "D1102", "81").await;
        assert_eq!(site.number(COUNTED).await, 6);
        assert_eq!(site.number("select count(*) from wanted_salt").await, 1, "one secret a day");
    }

    async fn many_at_once_are_still_one_person(site) {
        let lea = people::explorer(site, "Lea").await;
        let fields = [("form[trade]", "K1706"), ("form[department]", "81")];
        let asked = (0..12).map(|_| site.answer(call(&Method::POST, "ask_for_trade", Some(&lea.cookie), &fields)));
        for answer in futures::future::join_all(asked).await {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        }
        assert_eq!(site.number(COUNTED).await, 1);
    }

    async fn asking_after_a_search_in_vain_counts_once(site) {
        let mut browser = Browser::new(site).at_address([192, 0, 2, 1]);
        browser.open("/rencontres?metier=K1706").await;
        site.reaches("select count(*) from wanted_trade where searches = 1 and asks = 0", 1).await;
        ask(&mut browser, "K1706", "").await;
        assert_eq!(site.number("select count(*) from wanted_trade where searches = 0 and asks = 1").await, 1);
        // Looking again is nothing new.
        let counted: Vec<(String,)> = site.rows("select hash from wanted_counted").await;
        let again = NewWish {
            day: context::now().date_naive(),
            hash: counted[0].0.clone(),
            trade: "K1706".into(),
            department: String::new(),
            asked: false,
        };
        site.db().write(again, |transaction, wish| Box::pin(async move { Ok(store::count_wish(transaction, wish).await?) })).await.unwrap();
        assert_eq!(site.number("select count(*) from wanted_trade where searches = 0 and asks = 1").await, 1);
    }

    async fn who_counted_is_forgotten_when_the_day_is_over(site) {
        let lea = people::explorer(site, "Lea").await;
        ask(&mut Browser::of(site, &lea).at_address([192, 0, 2, 77]), "K1706", "81").await;
        ask(&mut Browser::new(site).at_address([192, 0, 2, 77]), "K1706", "81").await;
        let kept: Vec<(String, String)> = site.rows("select c.hash, s.salt from wanted_counted c join wanted_salt s on s.day = c.day").await;
        assert_eq!(kept.len(), 2);
        for (hash, salt) in &kept {
            assert!(hash.len() == 64 && salt.len() >= 43 && !hash.contains("192.0.2.77"), "{hash} {salt}");
        }
        let now = context::now();
        wanted::forget_people(&site.app, now).await.unwrap();
        assert_eq!(site.number("select count(*) from wanted_counted").await, 2, "they count until the day is over");
        wanted::forget_people(&site.app, now + Duration::days(1)).await.unwrap();
        assert_eq!(site.number("select count(*) from wanted_counted").await, 0);
        assert_eq!(site.number("select count(*) from wanted_salt").await, 0);
        assert_eq!(site.number(COUNTED).await, 2, "the count stays");
    }

    async fn the_schema_counts_nobody_twice(site) {
        site.execute("insert into wanted_salt (day, salt) values ('2026-11-22', 'a')").await;
        site.execute("insert into wanted_counted (day, hash, asked) values ('2026-11-22', 'b', false)").await;
        assert!(site.refuses("insert into wanted_counted (day, hash, asked) values ('2026-11-22', 'b', true)").await);
        assert!(site.refuses("insert into wanted_counted (day, hash, asked) values ('2026-11-23', 'b', true)").await, "no secret");
        assert!(site.refuses("insert into wanted_salt (day, salt) values ('2026-11-22', 'c')").await);
        assert_eq!(site.number(COUNTED).await, 0);
    }

    async fn what_few_want_is_not_shown(site) {
        let today = context::now().date_naive();
        for (days, trade, department, searches, asks) in [
            (0, "K1706", "81", 3, 3), (40, "K1706", "", 2, 0), (1, "D1102", "81", 0, 5), (2, "A1415", "81", 11, 1),
            (400, "A1415", "81", 0, 9), (3, "J1506", "2A", 0, 80), (3, "Z9999", "2A", 0, 80),
        ] {
            let row = (today - Duration::days(days), trade.to_owned(), department.to_owned(), searches, asks);
            site.db().write(row, |transaction, (day, trade, department, searches, asks)| Box::pin(async move {
                for (count, asked) in [(*searches, false), (*asks, true)] {
                    for number in 0..count {
                        store::salt_of(transaction, *day, "salt").await?;
                        let hash = format!("{trade} {department} {number} {asked}");
                        let wish = NewWish { day: *day, hash, trade: trade.clone(), department: department.clone(), asked };
                        store::count_wish(transaction, &wish).await?;
                    }
                }
                Ok(())
            })).await.unwrap();
        }
        let mut browser = Browser::new(site);
        browser.open("/metiers-recherches").await;
        assert_eq!(browser.page.status, StatusCode::OK);
        let board = |browser: &Browser| -> Vec<String> {
            let codes = browser.links().into_iter().filter_map(|link| link.strip_prefix("/metiers-recherches/").map(str::to_owned));
            codes.map(|code| code.split('?').next().unwrap().to_owned()).collect()
        };
        // K1706 has three asks and five searches: four. A1415 has one ask and eleven searches: four.
        assert_eq!(board(&browser), ["J1506", "D1102"], "{}", browser.text());
        assert!(browser.says("80 souhaits") && browser.says("5 souhaits") && !browser.says("démonstration"), "{}", browser.text());
        // Three trades of Tarn together are enough to be seen on the map.
        assert!(browser.says("Tarn (81) : 13 souhaits") && browser.says("Haute-Garonne (31) : moins de 5 souhaits"), "{}", browser.text());
        browser.open("/metiers-recherches?departement=81").await;
        assert_eq!(board(&browser), ["D1102"], "{}", browser.text());
        assert_eq!(browser.links().iter().filter(|link| *link == "/metiers-recherches/D1102?departement=81").count(), 1);
        browser.open("/metiers-recherches?departement=31").await;
        assert!(browser.says("Aucun métier n’a encore 5 souhaits ici"), "{}", browser.text());
        // One more, and it is there.
        ask(&mut browser, "K1706", "81").await;
        browser.open("/metiers-recherches").await;
        assert_eq!(board(&browser), ["J1506", "D1102", "K1706"], "{}", browser.text());
        browser.open("/metiers-recherches/K1706").await;
        assert!(browser.says("5 souhaits de rencontre en douze mois, dans toute la France"), "{}", browser.text());
        browser.open("/metiers-recherches/K1706?departement=31").await;
        assert!(browser.says("Moins de 5 souhaits") && browser.says("Haute-Garonne"), "{}", browser.text());
        assert!(browser.page.body.contains("<title>On cherche\u{a0}: ") && browser.page.body.contains("<meta name=\"description\""));
        // The page offers itself, the search and the way in.
        assert!(browser.page.body.contains("value=\"http://localhost:3000/metiers-recherches/K1706?departement=31\""));
        let links = browser.links();
        assert!(links.contains(&"/rencontres?metier=K1706&lieu=31".to_owned()), "{links:?}");
        assert!(links.contains(&"/inscription?suite=%2Fcompte%2Fmetier%3Fmetier%3DK1706".to_owned()), "{links:?}");
    }

    async fn nonsense_in_an_address_is_not_found(site) {
        let mut browser = Browser::new(site);
        // The longest address that reaches the site at all.
        let long = "9".repeat(60_000);
        for path in [
            "/metiers-recherches/Z9999", "/metiers-recherches/%00", "/metiers-recherches/k1706", "/metiers-recherches/%3Cscript%3E",
            "/metiers-recherches/K1706?departement=00", "/metiers-recherches/K1706?departement=%3Cscript%3Ealert(1)%3C/script%3E",
            "/metiers-recherches?departement=%3Cscript%3Ealert(1)%3C/script%3E", "/metiers-recherches?departement=%00",
            "/metiers-recherches?departement=9999", &format!("/metiers-recherches/{long}"),
            &format!("/metiers-recherches?departement={long}"), &format!("/metiers-recherches/K1706?departement={long}"),
        ] {
            let shown = &path[..path.len().min(80)];
            browser.open(path).await;
            assert_eq!(browser.page.status, StatusCode::NOT_FOUND, "{shown}");
            assert!(browser.says("Cette page n’existe pas") && !browser.page.body.contains("<script>alert"), "{shown}");
        }
        for page in ["abc", "-1", "0", "99999999999999", "4000000000", "%00", &long] {
            browser.open(&format!("/metiers-recherches?page={page}")).await;
            assert_eq!(browser.page.status, StatusCode::OK, "{}", &page[..page.len().min(80)]);
        }
    }

    async fn nonsense_in_a_wish_counts_for_nothing(site) {
        let lea = people::explorer(site, "Lea").await;
        for (trade, department) in [("Z9999", "81"), ("K1706", "00"), ("K1706", "<script>"), ("", "81"), ("\0", "\0"), ("<script>", "")] {
            let fields = [("form[trade]", trade), ("form[department]", department), ("form[follow]", "on")];
            let answer = site.answer(call(&Method::POST, "ask_for_trade", Some(&lea.cookie), &fields)).await;
            assert!(answer.status.is_client_error(), "{trade:?} {department:?}: {}", answer.status);
            let fields = [("form[trade]", trade), ("form[department]", department)];
            let answer = site.answer(call(&Method::POST, "unfollow_trade", Some(&lea.cookie), &fields)).await;
            assert!(!answer.status.is_server_error(), "{trade:?} {department:?}: {}", answer.status);
        }
        let long = "K".repeat(1 << 20);
        let answer = site.answer(call(&Method::POST, "ask_for_trade", None, &[("form[trade]", &long)])).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        assert_eq!(site.number(COUNTED).await, 0);
        assert_eq!(site.number("select count(*) from trade_follow").await, 0);
    }

    /// Each follower gets one mail when somebody joins where they want it, and none afterwards.
    async fn who_asked_is_told_when_somebody_joins(site) {
        let [lea, max, anne, zoe] = [
            people::explorer(site, "Lea").await, people::explorer(site, "Max").await,
            people::explorer(site, "Anne").await, people::explorer(site, "Zoe").await,
        ];
        let paul = people::explorer(site, "Paul Fournier").await;
        let told = follow(site, &lea, "D1102", "81").await;
        assert!(told.says("nous vous écrirons dès que"), "{}", told.text());
        follow(site, &lea, "D1102", "").await;
        follow(site, &max, "D1102", "").await;
        follow(site, &anne, "D1102", "31").await;
        follow(site, &zoe, "K1706", "81").await;
        follow(site, &paul, "D1102", "81").await;
        // Whoever does not ask for it is not told.
        ask(&mut Browser::of(site, &zoe), "D1102", "81").await;
        site.execute("update account set locale = 'en' where email_key = 'max@exemple.fr'").await;
        let counts = || async {
            let mut counts = Vec::new();
            for person in [&lea, &max, &anne, &zoe, &paul] {
                let about_themselves = ["Votre profil est en ligne", "Vos changements sont relus"];
                let mails = site.mails_to(&person.email).await;
                counts.push(mails.iter().filter(|mail| !about_themselves.contains(&mail.subject.as_str())).count());
            }
            counts
        };

        // Hidden first: nobody can meet them yet.
        publish(site, &paul, &[("published", "")]).await;
        assert_eq!(counts().await, [0, 0, 0, 0, 0]);
        publish(site, &paul, &[("published", "on")]).await;
        assert_eq!(counts().await, [1, 1, 0, 0, 0], "one mail each, none to themselves");
        let professionals: Vec<(uuid::Uuid,)> = site.rows("select id from professional").await;
        let mail = site.mails_to(&lea.email).await.remove(0);
        assert!(mail.subject.contains("Boulanger") && mail.body.contains("Paul Fournier") && mail.body.contains("Albi (81)"), "{mail:?}");
        assert!(mail.body.contains(&format!("http://localhost:3000/rencontres/{}", professionals[0].0)) && !mail.body.contains(&paul.email), "{mail:?}");
        assert!(site.mails_to(&max.email).await[0].body.starts_with("Hello Max"));

        // What is only edited is told to nobody, not even to who asked in the meantime; and nobody is told twice.
        follow(site, &zoe, "D1102", "81").await;
        publish(site, &paul, &[("headline", "Je fais du pain au levain et des brioches.")]).await;
        assert_eq!(counts().await, [1, 1, 0, 0, 0]);
        // Another baker joins in Toulouse.
        let eve = people::explorer(site, "Eve").await;
        publish(site, &eve, &[("commune", "Toulouse (31)")]).await;
        assert_eq!(counts().await, [1, 1, 1, 0, 0]);
        // Paul comes back.
        publish(site, &paul, &[("published", "")]).await;
        publish(site, &paul, &[("published", "on")]).await;
        assert_eq!(counts().await, [1, 1, 1, 1, 0]);
        let left: Vec<(String, String)> = site.rows("select trade_code, department from trade_follow order by trade_code").await;
        assert_eq!(left, [("D1102".to_owned(), "81".to_owned()), ("K1706".to_owned(), "81".to_owned())], "Paul's own, and what nobody does");
    }

    /// Who takes up another trade joins those who are waited for there, and nobody else is told.
    async fn each_new_trade_tells_who_waits_for_it(site) {
        let [lea, max, zoe] =
            [people::explorer(site, "Lea").await, people::explorer(site, "Max").await, people::explorer(site, "Zoe").await];
        let paul = people::explorer(site, "Paul Fournier").await;
        publish(site, &paul, &[]).await;
        follow(site, &lea, "D1104", "81").await;
        // Both of them: one mail all the same.
        follow(site, &max, "D1115", "").await;
        follow(site, &max, "D1104", "81").await;
        follow(site, &zoe, "D1102", "81").await;
        publish(site, &paul, &[("second_trade", "D1104"), ("third_trade", "D1115")]).await;
        for (person, count) in [(&lea, 1), (&max, 1), (&zoe, 0)] {
            let mails = site.mails_to(&person.email).await;
            assert_eq!(mails.len(), count, "{}: {mails:?}", person.name);
            assert!(mails.iter().all(|mail| mail.subject.contains("Pâtissier") && mail.body.contains("Paul Fournier")), "{mails:?}");
        }
        assert_eq!(site.number("select count(*) from trade_follow").await, 1, "the bakers' follower waits on");
        publish(site, &paul, &[("second_trade", "D1115"), ("third_trade", "")]).await;
        assert_eq!(site.mails_to(&max.email).await.len(), 1);
    }

    /// Minors wait on while who joins meets adults only, and are told once when the charter is signed.
    async fn a_minor_is_told_when_somebody_listed_opens_to_them(site) {
        let birth = context::now().date_naive() - Duration::days(16 * 366);
        let petite = people::born(site, "Petite", birth).await;
        let [lea, max, paul] =
            [people::explorer(site, "Lea").await, people::explorer(site, "Max").await, people::explorer(site, "Paul Fournier").await];
        follow(site, &petite, "D1102", "81").await;
        follow(site, &lea, "D1102", "81").await;
        let told = || async {
            let mut told = Vec::new();
            for person in [&petite, &lea, &max] {
                told.push(site.mails_to(&person.email).await.iter().filter(|mail| mail.body.contains("Paul Fournier")).count());
            }
            told
        };
        publish(site, &paul, &[]).await;
        assert_eq!(told().await, [0, 1, 0], "adults only");
        // Who is of age and follows now could find Paul before.
        follow(site, &max, "D1102", "81").await;
        publish(site, &paul, &[("welcomes_minors", "on")]).await;
        assert_eq!(told().await, [1, 1, 0]);
        publish(site, &paul, &[("headline", "Je fais du pain au levain et des brioches.")]).await;
        assert_eq!(told().await, [1, 1, 0], "once");
        assert_eq!(site.number("select count(*) from trade_follow").await, 1, "Max waits for another one");
    }

    /// Two who join at once tell each follower once.
    async fn two_who_join_at_once_tell_each_follower_once(site) {
        let lea = people::explorer(site, "Lea").await;
        follow(site, &lea, "D1102", "81").await;
        let names = ["Paul", "Eve", "Ines", "Noe"];
        let mut joining = Vec::new();
        for name in names {
            let person = people::explorer(site, name).await;
            joining.push(async move { publish(site, &person, &[]).await });
        }
        futures::future::join_all(joining).await;
        assert_eq!(site.mails_to(&lea.email).await.len(), 1);
        assert_eq!(site.number("select count(*) from professional").await, 4);
    }

    async fn waiting_is_listed_and_can_be_stopped(site) {
        let lea = people::explorer(site, "Lea").await;
        let mut browser = follow(site, &lea, "K1706", "81").await;
        follow(site, &lea, "K1706", "81").await;
        browser.open("/mon-parcours").await;
        assert!(browser.says("Métiers que j’attends") && browser.says("Tarn (81)"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from trade_follow").await, 1);
        // Nobody else's.
        let max = people::explorer(site, "Max").await;
        let fields = [("form[trade]", "K1706"), ("form[department]", "81")];
        site.answer(call(&Method::POST, "unfollow_trade", Some(&max.cookie), &fields)).await;
        assert_eq!(site.number("select count(*) from trade_follow").await, 1);
        browser.submit("unfollow_trade", &[]).await;
        assert!(browser.path == "/mon-parcours" && browser.says("nous ne vous écrirons pas") && !browser.says("Métiers que j’attends"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from trade_follow").await, 0);
        // Who leaves waits for nothing.
        follow(site, &lea, "K1706", "81").await;
        site.execute("delete from account where email_key = 'lea@exemple.fr'").await;
        assert_eq!(site.number("select count(*) from trade_follow").await, 0);
    }

    async fn one_waits_for_twenty_trades_at_most(site) {
        let lea = people::explorer(site, "Lea").await;
        let departments = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "21"];
        let asked = departments.map(|department| follow(site, &lea, "K1706", department));
        futures::future::join_all(asked).await;
        assert_eq!(site.number("select count(*) from trade_follow").await, 20);
        let counted = site.number(COUNTED).await;
        let more = ["22", "23", "24"].map(|department| follow(site, &lea, "K1706", department));
        futures::future::join_all(more).await;
        assert_eq!(site.number("select count(*) from trade_follow").await, 20);
        assert_eq!(site.number(COUNTED).await, counted, "refused as a whole");
        // The form says why, and keeps the box ticked; a known wish is no new one.
        let mut browser = Browser::of(site, &lea);
        browser.open("/rencontres?metier=K1706&lieu=Albi").await;
        browser.submit("ask_for_trade", &[("follow", "on")]).await;
        assert!(browser.says("Vous attendez déjà 20 métiers"), "{}", browser.text());
        assert_eq!(browser.field("ask_for_trade", "follow").as_deref(), Some("on"));
        let mut browser = follow(site, &lea, "K1706", "01").await;
        assert!(browser.says("nous vous écrirons"), "{}", browser.text());
        browser.open("/rencontres?metier=K1706&lieu=Albi").await;
        browser.submit("ask_for_trade", &[]).await;
        assert!(browser.says("Votre demande est comptée"), "without the box it counts: {}", browser.text());
    }

    async fn only_who_is_signed_in_can_be_told(site) {
        let mut browser = Browser::new(site);
        browser.open("/rencontres?metier=K1706&lieu=Albi").await;
        let (_, names) = html::form(&browser.page.body, "/api/ask_for_trade").unwrap();
        assert!(!names.contains(&"form[follow]".to_owned()), "{names:?}");
        let sign_in = "/connexion?suite=%2Frencontres%3Fmetier%3DK1706%26lieu%3DAlbi".to_owned();
        assert!(browser.links().contains(&sign_in), "{:?}", browser.links());
        browser.post("/api/ask_for_trade", &wish("K1706", "81", true)).await;
        assert_eq!(site.number(COUNTED).await, 0);
        assert!(!browser.says("Votre demande est comptée"), "{}", browser.text());
        let lea = people::explorer(site, "Lea").await;
        let mut signed_in = Browser::of(site, &lea);
        signed_in.open("/rencontres?metier=K1706&lieu=Albi").await;
        assert_eq!(signed_in.field("ask_for_trade", "follow"), None, "off unless ticked");
        signed_in.submit("ask_for_trade", &[("follow", "on")]).await;
        assert!(signed_in.says("nous vous écrirons") && signed_in.path.contains("metier=K1706"), "{}", signed_in.text());
    }

    /// The page that people share asks as an empty search does, and comes back to itself.
    async fn a_trade_is_asked_for_on_its_page(site) {
        let mut browser = Browser::new(site);
        for (path, sign_in) in [
            ("/metiers-recherches/K1706", "/connexion?suite=%2Fmetiers-recherches%2FK1706"),
            ("/metiers-recherches/K1706?departement=81", "/connexion?suite=%2Fmetiers-recherches%2FK1706%3Fdepartement%3D81"),
        ] {
            browser.open(path).await;
            assert!(browser.links().contains(&sign_in.to_owned()), "{:?}", browser.links());
            browser.submit("ask_for_trade", &[]).await;
            assert_eq!(browser.path, path);
            assert!(browser.says("Votre demande est comptée"), "{}", browser.text());
        }
        let wishes: Vec<(String, String)> = site.rows("select trade_code, department from wanted_trade where asks = 1 order by department").await;
        assert_eq!(wishes, [("K1706".to_owned(), String::new()), ("K1706".to_owned(), "81".to_owned())]);
        let lea = people::explorer(site, "Lea").await;
        let mut signed_in = Browser::of(site, &lea);
        signed_in.open("/metiers-recherches/K1706?departement=81").await;
        assert_eq!(signed_in.field("ask_for_trade", "follow"), None, "off unless ticked");
        signed_in.submit("ask_for_trade", &[("follow", "on")]).await;
        assert_eq!(signed_in.path, "/metiers-recherches/K1706?departement=81");
        assert!(signed_in.says("nous vous écrirons dès que"), "{}", signed_in.text());
        assert_eq!(site.number("select count(*) from trade_follow where trade_code = 'K1706' and department = '81'").await, 1);
        // What is refused is told there.
        for department in ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19"] {
            follow(site, &lea, "K1706", department).await;
        }
        signed_in.open("/metiers-recherches/K1706").await;
        signed_in.submit("ask_for_trade", &[("follow", "on")]).await;
        assert_eq!(signed_in.path, "/metiers-recherches/K1706");
        assert!(signed_in.page.body.contains("role=\"alert\"") && site.number("select count(*) from trade_follow").await == 20, "{}", signed_in.text());
    }

    async fn the_editor_opens_with_the_wanted_trade(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        browser.open("/metiers-recherches/D1102?departement=81").await;
        assert!(browser.links().contains(&"/compte/metier?metier=D1102".to_owned()), "{:?}", browser.links());
        browser.open("/compte/metier?metier=D1102").await;
        assert!(browser.links().contains(&"/compte/metier/presentation?metier=D1102".to_owned()), "{:?}", browser.links());
        browser.open("/compte/metier/presentation?metier=D1102").await;
        assert!(browser.field("save_profile", "trade").unwrap().contains("Boulanger"));
        // A refusal leads back to it.
        browser.submit("save_profile", &[("trade", "")]).await;
        assert_eq!(browser.path, "/compte/metier/presentation?metier=D1102");
        for nonsense in ["Z9999", "%00", "%3Cscript%3E"] {
            browser.open(&format!("/compte/metier/presentation?metier={nonsense}")).await;
            assert_eq!(browser.field("save_profile", "trade").as_deref(), Some(""), "{nonsense}");
        }
        publish(site, &anne, &[]).await;
        browser.open("/compte/metier/presentation?metier=K1706").await;
        assert!(browser.field("save_profile", "trade").unwrap().contains("Boulanger"), "what is saved stays");
        // A stranger comes back to it after signing in.
        let mut stranger = Browser::new(site);
        stranger.open("/compte/metier?metier=K1706").await;
        assert_eq!(stranger.path, "/connexion?suite=%2Fcompte%2Fmetier%3Fmetier%3DK1706");
    }

    async fn demonstration_wishes_are_marked(site) {
        declic::server::seed::load(site.db(), context::now()).await.unwrap();
        let mut browser = Browser::new(site);
        browser.open("/metiers-recherches").await;
        assert!(browser.says("Données de démonstration") && browser.says("inventée pour la démonstration"), "{}", browser.text());
        assert!(browser.says("Vétérinaire"), "{}", browser.text());
        let shown = html::tags(&browser.page.body).into_iter().filter(|tag| tag.get("class") == "ranking__item").count();
        assert_eq!(shown, 24, "a full page");
        assert!(browser.links().contains(&"/metiers-recherches?page=2".to_owned()), "{:?}", browser.links());
        let drawn = html::tags(&browser.page.body).into_iter().filter(|tag| tag.name == "use" && tag.get("href").starts_with("/departements.svg#d")).count();
        assert_eq!(drawn, 96);
        for tile in ["Mayotte", "La Réunion", "Nouvelle-Calédonie", "Paris"] {
            assert!(browser.says(tile), "{tile}");
        }
        let map = site.get("/departements.svg").await;
        assert!(map.status == StatusCode::OK && map.header("content-type") == "image/svg+xml" && map.body.contains("id=\"d2A\"") && map.body.contains("CC BY 4.0"));
        assert!(browser.says("Victor Cazanave") && browser.says("CC BY 4.0"));
    }
}
