//! More of what a profile tells: other trades, a day, the way there, accessibility. Saved, refused, shown, searched and
//! looked at.

use crate::{
    browser::{Browser, call},
    people::{self, Person},
    profile::{self, GOOD},
    site::Site,
};
use axum::http::Method;
use declic::talks::{
    store,
    types::{FoundPage, Vetting},
};
use uuid::Uuid;

const DAY: &str = "À trois heures, le pétrin.\nÀ six heures, la boutique ouvre.";
const PATH: &str = "Un CAP, puis dix ans dans cinq maisons.";

/// What there is to tell beyond what is needed.
const MORE: [(&str, &str); 5] = [
    ("second_trade", "D1104"),
    ("third_trade", "chocolatière"),
    ("day", DAY),
    ("path", PATH),
    ("accessibility][", "wheelchair"),
];

/// Sends a baker's profile with `other` fields from an editor that is open.
async fn send(browser: &mut Browser, other: &[(&'static str, &'static str)]) {
    let kept = GOOD.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
    let fields: Vec<_> = kept.chain(other.iter().copied()).collect();
    profile::save(browser, &fields).await;
}

async fn save(site: &Site, person: &Person, other: &[(&'static str, &'static str)]) -> Browser {
    let mut browser = Browser::of(site, person);
    send(&mut browser, other).await;
    assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
    browser
}

async fn profile_of(site: &Site, person: &Person) -> Uuid {
    store::find_professional_of(site.db(), person.id).await.unwrap().unwrap().id
}

/// Whether a search finds somebody.
async fn finds(site: &Site, query: &[(&str, &str)], name: &str) -> bool {
    site.index().await;
    let answer = site.answer(call(&Method::GET, "search_talks", None, query)).await;
    assert!(answer.status.is_success(), "{}", answer.body);
    // An empty search shows whom a broader one finds.
    let found: FoundPage = serde_json::from_str(&answer.body).unwrap();
    found.results.total > 0 && found.cards.iter().any(|card| card.name == name)
}

on_both_engines! {
    async fn it_is_saved_and_shown(site) {
        let anne = people::explorer(site, "Anne").await;
        let on_site = [("ways][", "onsite"), ("meeting_place", "3 rue du Four, Albi")];
        let mut browser = save(site, &anne, &[&MORE[..], &on_site].concat()).await;
        for (name, kept) in [
            ("trade", "Boulanger / Boulangère"), ("second_trade", "Pâtissier / Pâtissière"),
            ("third_trade", "Chocolatier / Chocolatière"), ("path", PATH), ("accessibility][", "wheelchair"),
        ] {
            assert_eq!(profile::held(&mut browser, name).await.as_deref(), Some(kept), "{name}");
        }
        let rows: Vec<(String, String, String, String)> = site
            .rows("select second_trade_code, third_trade_code, path, accessibility from professional").await;
        let row = |second: &str, third: &str| (second.to_owned(), third.to_owned(), PATH.to_owned(), "wheelchair".to_owned());
        assert_eq!(rows, [row("D1104", "D1115")]);
        let page = format!("/rencontres/{}", profile_of(site, &anne).await);
        browser.open(&page).await;
        for told in [
            "Pâtissier / Pâtissière, Chocolatier / Chocolatière", "Une journée", "À trois heures, le pétrin.",
            "À six heures, la boutique ouvre.", "Mon chemin jusqu’ici", PATH, "Accessibilité", "Accès en fauteuil roulant sur place",
        ] {
            assert!(browser.says(told), "{told}: {}", browser.text());
        }
        // Whoever books chooses the way by it.
        people::approve(site, &anne).await;
        site.execute("update professional set minimum_notice_minutes = 0").await;
        let row = store::find_professional_of(site.db(), anne.id).await.unwrap().unwrap();
        let now = declic::context::now();
        let schedule = declic::talks::availability::Schedule::load(site.db(), &row, now).await.unwrap();
        let start = declic::agenda::moment::iso(schedule.free_starts(now)[0]);
        let lea = people::explorer(site, "Lea").await;
        let mut explorer = Browser::of(site, &lea);
        explorer.open(&format!("{page}/reserver?debut={}", declic::routes::encode(&start))).await;
        assert!(explorer.says("Albi (81), accès en fauteuil roulant"), "{}", explorer.text());

        // The third moves up where the second is given up; what is empty is not shown.
        let mut browser = save(site, &anne, &[
            ("second_trade", ""), ("third_trade", "D1115"), ("day", " "), ("path", ""), ("ways][", "video"),
        ]).await;
        assert_eq!(profile::held(&mut browser, "second_trade").await.as_deref(), Some("Chocolatier / Chocolatière"));
        assert_eq!(site.number("select count(*) from professional where third_trade_code is null and day = '' and path = ''").await, 1);
        browser.open(&page).await;
        assert!(!browser.says("Une journée") && !browser.says("Mon chemin") && !browser.says("fauteuil") && !browser.says("Pâtissière"), "{}", browser.text());
    }

    async fn what_is_wrong_is_told_beside_its_field(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        for (typed, field, says) in [
            (&[("second_trade", "xyzzy")][..], "second_trade", "ne trouvons pas ce métier"),
            (&[("third_trade", "conducteur")], "third_trade", "Plusieurs métiers correspondent"),
            (&[("second_trade", "boulangère")], "second_trade", "Ce métier est déjà écrit plus haut"),
            (&[("second_trade", "D1104"), ("third_trade", "pâtissière")], "third_trade", "Ce métier est déjà écrit plus haut"),
            (&[("day", "Le pétrin.")], "day", "au moins 20"),
            (&[("path", "Écrivez-moi à anne@exemple.fr, je vous dirai.")], "path", "« anne@exemple.fr » ressemble"),
            (&[("day", "Une journée comme sur www.anne-pains.fr, toujours.")], "day", "« www.anne-pains.fr » ressemble"),
            (&[("accessibility][", "trampoline")], "accessibility", "Choisissez une des réponses"),
        ] {
            send(&mut browser, typed).await;
            assert!(browser.says(says), "{typed:?}: {}", browser.text());
            assert!(browser.page.body.contains(&format!("id=\"{field}-error\"")), "{typed:?}: nothing beside {field}");
            assert!(browser.links().contains(&format!("#{field}")), "{typed:?}: the summary leads nowhere");
            for (name, value) in typed.iter().filter(|(name, _)| ["day", "path", "second_trade"].contains(name)) {
                assert_eq!(profile::held(&mut browser, name).await.as_deref(), Some(*value), "{name} is kept");
            }
        }
        assert_eq!(site.number("select count(*) from professional").await, 0);
        // One of the meanings is chosen.
        send(&mut browser, &[("third_trade", "conducteur")]).await;
        let meaning = crate::html::tags(&browser.page.body).into_iter().find(|tag| tag.get("name") == "form[third_trade]").unwrap();
        let meaning = meaning.get("value").to_owned();
        let chosen = [&GOOD[..], &[("third_trade", meaning.as_str())]].concat();
        profile::save(&mut browser, &chosen).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        assert_eq!(profile::held(&mut browser, "second_trade").await, Some(meaning));
    }

    async fn the_schema_knows_no_trade_twice(site) {
        people::professional(site, "Paul").await;
        for (refused, sql) in [
            (true, "update professional set second_trade_code = 'D1102'"),
            (true, "update professional set third_trade_code = 'D1104'"),
            (false, "update professional set second_trade_code = 'D1104'"),
            (true, "update professional set third_trade_code = 'D1104'"),
            (true, "update professional set third_trade_code = 'D1102'"),
            (false, "update professional set third_trade_code = 'D1115'"),
            (true, "update professional set trade_code = 'D1115'"),
            (true, "update professional set second_trade_code = null"),
        ] {
            assert_eq!(site.refuses(sql).await, refused, "{sql}");
        }
    }

    /// By each of their trades, and by the words of their day.
    async fn each_trade_is_found(site) {
        let anne = people::explorer(site, "Anne Fournier").await;
        save(site, &anne, &MORE).await;
        people::approve(site, &anne).await;
        let paul = people::professional(site, "Paul").await;
        let name = anne.name.as_str();
        for query in [
            [("query[text]", "pâtissière"), ("query[place]", "Albi")],
            [("query[text]", "D1115"), ("query[place]", "")],
            [("query[trade]", "D1104"), ("query[place]", "81")],
            [("query[trade]", "D1102"), ("query[domain]", "D")],
            [("query[text]", "pétrin boutique"), ("query[place]", "")],
        ] {
            assert!(finds(site, &query, name).await, "{query:?}");
        }
        assert!(!finds(site, &[("query[trade]", "D1104")], &paul.person.name).await, "a baker and nothing else");
        let mut browser = Browser::new(site);
        browser.open("/rencontres?metier=D1104").await;
        assert!(browser.says("Boulanger / Boulangère") && browser.says("Pâtissier / Pâtissière, Chocolatier"), "{}", browser.text());
        // Given up, it finds them no more.
        save(site, &anne, &[("second_trade", ""), ("third_trade", "D1115"), ("day", DAY), ("path", PATH)]).await;
        assert!(!finds(site, &[("query[trade]", "D1104")], name).await);
        assert!(finds(site, &[("query[trade]", "D1115")], name).await);
    }

    async fn a_talk_is_about_the_main_trade(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        site.execute("update professional set second_trade_code = 'D1104'").await;
        let booked = site.answer(crate::browser::book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        assert!(booked.status.is_success() || booked.status.is_redirection(), "{}", booked.body);
        let trades: Vec<(String,)> = site.rows("select trade_code from talk").await;
        assert_eq!(trades, [("D1102".to_owned(),)]);
    }

    async fn what_changes_of_it_is_looked_at_again(site) {
        let anne = people::explorer(site, "Anne Fournier").await;
        save(site, &anne, &MORE).await;
        people::approve(site, &anne).await;
        let id = profile_of(site, &anne).await;
        let state = || async { store::find_professional(site.db(), id).await.unwrap().unwrap().vetting() };
        assert_eq!(state().await, Vetting::Approved);
        // What is ticked is nobody's to look at, as languages are.
        save(site, &anne, &[&MORE[..4], &[("accessibility][", "captions")]].concat()).await;
        assert_eq!(state().await, Vetting::Approved);

        let changed = [("second_trade", "D1115"), ("third_trade", ""), ("day", "Je vends des assurances toute la journée."), ("path", PATH)];
        save(site, &anne, &changed).await;
        assert_eq!(state().await, Vetting::Changed);
        let zoe = people::moderator(site, "Zoe", "").await;
        let mut browser = Browser::of(site, &zoe);
        browser.open(&format!("/moderation/profils/{id}")).await;
        for told in ["Autres métiers", "Une journée", "À trois heures, le pétrin.", "Je vends des assurances toute la journée."] {
            assert!(browser.says(told), "{told}: {}", browser.text());
        }
        let differences = browser.text();
        let (_, differences) = differences.split_once("Ce qui a changé").unwrap();
        assert!(differences.contains("Pâtissier / Pâtissière") && !differences.contains(PATH), "{differences}");
        // As it was approved: nobody needs to look.
        save(site, &anne, &MORE).await;
        assert_eq!(state().await, Vetting::Approved);
        save(site, &anne, &changed).await;
        people::approve(site, &anne).await;
        assert_eq!(state().await, Vetting::Approved);
        save(site, &anne, &changed).await;
        assert_eq!(state().await, Vetting::Approved, "it is what was approved last");
    }

    async fn the_words_go_with_the_account(site) {
        let anne = people::explorer(site, "Anne").await;
        save(site, &anne, &MORE).await;
        people::approve(site, &anne).await;
        let account = declic::accounts::store::find_account(site.db(), anne.id).await.unwrap().unwrap();
        (site.app.delete_account)(site.app.clone(), account.into(), None).await.unwrap();
        assert_eq!(site.number("select count(*) from professional").await, 0);
        assert_eq!(site.number("select count(*) from vetted_profile").await, 0);
    }
}
