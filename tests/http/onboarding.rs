//! Becoming a professional step by step: left, resumed, published; and what a step keeps from the others.

use crate::{
    browser::{Browser, book, call},
    html,
    people::{self, Person},
    profile::{GOOD, held, path},
    site::Site,
};
use axum::http::{Method, StatusCode};
use chrono::{Datelike, Duration};
use chrono_tz::Europe::Paris;
use declic::{
    context,
    talks::{
        form::{ProfileStep, RANGES_A_DAY},
        service,
    },
};

const DRAFTS: &str = "select count(*) from profile_draft";
const PROFILES: &str = "select count(*) from professional";

const JOB: [(&str, &str); 4] = [GOOD[0], GOOD[1], GOOD[2], GOOD[3]];
/// What who saves an old page is told.
const SAVED_SINCE: &str = "enregistré depuis que vous avez ouvert cette page";
const MORNINGS: [(&str, &str); 2] = [GOOD[5], GOOD[6]];

/// Opens a step and sends it with these fields.
async fn take(browser: &mut Browser, step: ProfileStep, typed: &[(&str, &str)]) {
    browser.open(&path(step)).await;
    browser.submit("save_profile", typed).await;
}

/// Somebody who has taken every step but the last.
async fn nearly_there(site: &Site, person: &Person) -> Browser {
    let mut browser = Browser::of(site, person);
    take(&mut browser, ProfileStep::Job, &JOB).await;
    take(&mut browser, ProfileStep::Meeting, &[]).await;
    take(&mut browser, ProfileStep::Hours, &MORNINGS).await;
    browser
}

/// What a program is answered that sends a step.
async fn send(site: &Site, person: &Person, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let fields: Vec<(String, &str)> = fields.iter().map(|(name, value)| (format!("form[{name}]"), *value)).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let answer = site.answer(call(&Method::POST, "save_profile", Some(&person.cookie), &fields)).await;
    (answer.status, answer.body)
}

on_both_engines! {
    async fn a_profile_is_left_resumed_and_published(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        browser.open("/compte/metier").await;
        assert!(browser.says("Étapes faites : 0 sur 4") && browser.says("Commencer"), "{}", browser.text());
        assert!(!browser.says("Bon retour"), "{}", browser.text());
        browser.open(&path(ProfileStep::Job)).await;
        assert!(browser.says("Étape 1 sur 5") && browser.says("Enregistrer et continuer"), "{}", browser.text());
        browser.submit("save_profile", &JOB).await;
        assert_eq!(browser.path, path(ProfileStep::Meeting));
        assert!(browser.says("C’est gardé") && browser.says("Étape 2 sur 5"), "{}", browser.text());
        browser.submit("save_profile", &[("commune", "Gaillac")]).await;
        assert_eq!(browser.path, path(ProfileStep::Hours));
        assert_eq!((site.number(PROFILES).await, site.number(DRAFTS).await), (0, 1));

        // Another day, at another browser.
        let cookie = people::open_session(site.db(), anne.id).await;
        let mut browser = Browser::of(site, &Person { cookie, ..anne.clone() });
        browser.open("/compte/metier").await;
        assert!(browser.says("Étapes faites : 2 sur 4") && browser.says("Bon retour"), "{}", browser.text());
        assert!(browser.says("Reprendre : Mes heures") && browser.says("Dernier enregistrement : "), "{}", browser.text());
        for (field, value) in [JOB[1], JOB[2], JOB[3], ("commune", "Gaillac")] {
            assert_eq!(held(&mut browser, field).await.as_deref(), Some(value), "{field}");
        }
        take(&mut browser, ProfileStep::Hours, &MORNINGS).await;
        assert_eq!(browser.path, path(ProfileStep::Photo));
        assert!(browser.says("Continuer sans photo"), "{}", browser.text());
        assert!(browser.links().contains(&path(ProfileStep::Publication)));

        // As an explorer will see it.
        browser.open(&path(ProfileStep::Publication)).await;
        for shown in [JOB[1].1, JOB[2].1, JOB[3].1, "Gaillac (81)", "Anne", "Boulanger", "Les premières heures"] {
            assert!(browser.says(shown), "{shown}: {}", browser.text());
        }
        browser.submit("save_profile", &[]).await;
        assert_eq!(browser.path, "/compte/metier");
        assert!(browser.says("Votre profil est enregistré") && browser.says("attend une relecture"), "{}", browser.text());
        assert!(browser.says("Étapes faites : 4 sur 4") && !browser.says("Bon retour"), "{}", browser.text());
        assert!(browser.says("Ajouter une photo") && browser.says("Dire où vous travaillez"), "{}", browser.text());
        assert_eq!((site.number(PROFILES).await, site.number(DRAFTS).await), (1, 0));
        assert_eq!(held(&mut browser, "ranges][0][starts").await.as_deref(), Some("09:00"));
    }

    async fn the_last_step_waits_for_the_others(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        browser.open(&path(ProfileStep::Publication)).await;
        assert!(browser.says("Ces étapes manquent encore"), "{}", browser.text());
        for step in [ProfileStep::Job, ProfileStep::Meeting, ProfileStep::Hours] {
            assert!(browser.links().contains(&path(step)), "{:?}", browser.links());
        }
        assert!(html::form(&browser.page.body, "/api/save_profile").is_none());
        let (status, body) = send(site, &anne, &[("step", "publication"), ("published", "on")]).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("headline"), "{status} {body}");
        assert_eq!(site.number(PROFILES).await, 0);
    }

    async fn what_was_typed_comes_along_into_another_language(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        browser.open(&path(ProfileStep::Job)).await;
        assert!(browser.page.body.contains("/language.js"));
        let (mut fields, _) = html::form(&browser.page.body, "/api/save_profile").unwrap();
        fields.retain(|(name, _)| name != "form[headline]");
        // As the script sends it.
        fields.extend([("form[headline]", "Je"), ("form[language]", "en")].map(|(name, value)| (name.to_owned(), value.to_owned())));
        browser.post("/api/save_profile", &fields).await;
        assert_eq!(browser.path, path(ProfileStep::Job));
        assert!(browser.says("Save and continue") && !browser.page.body.contains("role=\"alert\""), "{}", browser.text());
        assert_eq!(browser.field("save_profile", "headline").as_deref(), Some("Je"));
        assert_eq!(site.number(DRAFTS).await, 0, "nothing is kept that was not sent");
        for (language, step) in [("de", "presentation"), ("fr", "nulle-part")] {
            let (status, body) = send(site, &anne, &[("step", step), ("language", language)]).await;
            assert_eq!((status, body.as_str()), (StatusCode::BAD_REQUEST, "\"Malformed\""), "{language} {step}");
        }
    }

    async fn what_nobody_comes_back_to_is_forgotten_after_a_year(site) {
        let [anne, zoe] = [people::explorer(site, "Anne").await, people::explorer(site, "Zoe").await];
        let paul = people::professional(site, "Paul").await;
        nearly_there(site, &anne).await;
        for person in [&anne, &zoe, &paul.person] {
            crate::photos::send_picture(site, person).await;
        }
        let photos = "select count(*) from professional_photo";
        service::sweep(&site.app, context::now() + Duration::days(360)).await.unwrap();
        assert_eq!((site.number(DRAFTS).await, site.number(photos).await), (1, 3));
        service::sweep(&site.app, context::now() + Duration::days(366)).await.unwrap();
        assert_eq!((site.number(DRAFTS).await, site.number(photos).await), (0, 1), "Paul's stays with his profile");
    }

    /// The client is not loaded there: a script of its own fills the lists.
    async fn trades_and_communes_are_completed_in_the_steps(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = Browser::of(site, &anne);
        for (step, fields, address) in [
            (ProfileStep::Job, &["trade", "second_trade", "third_trade"][..], "/api/complete_trades"),
            (ProfileStep::Meeting, &["commune"], "/api/complete_communes"),
        ] {
            browser.open(&path(step)).await;
            let scripts = html::tags(&browser.page.body).into_iter().filter(|tag| tag.get("src") == "/completion.js");
            assert_eq!(scripts.filter(|script| !script.get("nonce").is_empty()).count(), 1);
            let named = html::tags(&browser.page.body).into_iter().filter(|tag| tag.get("data-completion") == address);
            assert_eq!(named.count(), fields.len());
            for field in fields {
                assert!(browser.page.body.contains(&format!("<datalist id=\"{field}-suggestions\"")), "{field}");
            }
            let asked = site.answer(call(&Method::GET, address.trim_start_matches("/api/"), None, &[("text", "albi")])).await;
            assert!(serde_json::from_str::<Vec<String>>(&asked.body).is_ok(), "{}", asked.body);
        }
    }

    /// Neither those that come before an answer could, nor those when they are taken as an explorer.
    async fn the_last_step_promises_the_hours_that_can_be_booked(site) {
        let paul = people::professional(site, "Paul").await;
        let from = people::start(0).with_timezone(&Paris);
        let index = usize::try_from(from.weekday().num_days_from_monday()).unwrap() * RANGES_A_DAY;
        let name = |end: &str| format!("ranges][{index}][{end}");
        let (starts, ends) = (name("starts"), name("ends"));
        let around = [from, from + Duration::hours(2)].map(|hour| hour.format("%H:%M").to_string());
        let around = [(starts.as_str(), around[0].as_str()), (ends.as_str(), around[1].as_str())];
        let whole_week = (0..7).flat_map(|day| ["starts", "ends"].map(|end| format!("ranges][{}][{end}", day * RANGES_A_DAY)));
        let whole_week: Vec<_> = whole_week.collect();
        let whole_week: Vec<_> = whole_week.iter().map(|name| (name.as_str(), "00:00")).collect();
        for (who, hours) in [("Anne", &around[..]), ("Zoe", &whole_week)] {
            let person = people::explorer(site, who).await;
            if who == "Anne" {
                let booked = site.answer(book(&person, &paul.id.to_string(), &people::iso(0))).await;
                assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
            }
            let mut browser = Browser::of(site, &person);
            take(&mut browser, ProfileStep::Job, &JOB).await;
            take(&mut browser, ProfileStep::Meeting, &[]).await;
            let rules = [("notice_hours", "0"), ("confirms_by_hand", "on"), ("closed_on_holidays", "")];
            let hours: Vec<_> = hours.iter().copied().chain(rules).collect();
            take(&mut browser, ProfileStep::Hours, &hours).await;
            let step = call(&Method::GET, "profile_step", Some(&person.cookie), &[("step", "publication"), ("trade", "")]);
            let step: serde_json::Value = serde_json::from_str(&site.answer(step).await.body).unwrap();
            take(&mut browser, ProfileStep::Publication, &[]).await;
            let profile = site.answer(call(&Method::GET, "my_profile", Some(&person.cookie), &[])).await;
            let profile: serde_json::Value = serde_json::from_str(&profile.body).unwrap();
            let page = &profile["page"];
            let bookable: Vec<_> = [&page["next_free"]].into_iter().chain(page["then_free"].as_array().unwrap()).collect();
            let promised: Vec<_> = step["first_hours"].as_array().unwrap().iter().collect();
            assert!(!promised.is_empty());
            assert_eq!(promised, bookable, "{who}");
        }
    }

    /// A day that was to come when it was written is past when the profile is published.
    async fn what_went_stale_meanwhile_is_told_with_its_step(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = nearly_there(site, &anne).await;
        site.execute("update profile_draft set fields = replace(fields, '\"exceptions\":\"\"', '\"exceptions\":\"01/01/2020\"')").await;
        // It was opened before.
        let publication = [("form[step]", "publication"), ("form[welcomes_minors]", "on")];
        let publication = publication.map(|(name, value)| (name.to_owned(), value.to_owned()));
        browser.open(&path(ProfileStep::Publication)).await;
        for typed in [("published", "on"), ("welcomes_minors", "on")] {
            browser.submit("save_profile", &[typed]).await;
            assert!(browser.says("Une autre étape") && !browser.says(SAVED_SINCE), "its refusal kept it: {}", browser.text());
        }
        browser.post("/api/save_profile", &publication).await;
        assert_eq!(browser.path, path(ProfileStep::Publication));
        assert!(browser.says("Une autre étape est à corriger") && browser.links().contains(&path(ProfileStep::Hours)), "{}", browser.text());
        assert_eq!(site.number(PROFILES).await, 0);
        take(&mut browser, ProfileStep::Hours, &[]).await;
        assert!(browser.says("Ce jour est passé"), "{}", browser.text());
        browser.submit("save_profile", &[("exceptions", "")]).await;
        // What was ticked is still there.
        assert_eq!(held(&mut browser, "welcomes_minors").await.as_deref(), Some("on"));
        assert_eq!(held(&mut browser, "published").await, None);
        browser.submit("save_profile", &[]).await;
        assert!(browser.says("Votre profil est enregistré") && browser.says("Il n’est pas visible"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from professional where charter_signed_at is not null and not published").await, 1);
    }

    /// Two windows, each with a step that was opened before the other one was saved.
    async fn a_step_keeps_from_the_others(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut one = nearly_there(site, &anne).await;
        take(&mut one, ProfileStep::Publication, &[]).await;
        let mut other = Browser::of(site, &anne);
        one.open(&path(ProfileStep::Job)).await;
        other.open(&path(ProfileStep::Hours)).await;
        one.submit("save_profile", &[("headline", "Je fais du pain, et je le vends au marché.")]).await;
        assert!(one.path == "/compte/metier" && one.says("Votre profil est enregistré"), "{}", one.text());
        other.submit("save_profile", &[("notice_hours", "12"), ("ranges][3][starts", "14:00"), ("ranges][3][ends", "16:00")]).await;
        assert!(other.path == "/compte/metier" && other.says("Votre profil est enregistré"), "{}", other.text());
        assert_eq!(held(&mut one, "headline").await.as_deref(), Some("Je fais du pain, et je le vends au marché."));
        assert_eq!(held(&mut one, "notice_hours").await.as_deref(), Some("12"));
        assert_eq!(site.number("select count(*) from availability_range").await, 2);
        // A field of another step is not read.
        let sneaked = [("step", "publication"), ("published", "on"), ("headline", "Je ne fais plus de pain du tout.")];
        assert_eq!(send(site, &anne, &sneaked).await.0, StatusCode::OK);
        assert_eq!(site.number("select count(*) from professional where headline like 'Je fais%'").await, 1);
    }

    /// One step in two windows: what was saved in one is not put back by the other without a word.
    async fn a_step_that_was_saved_elsewhere_is_not_put_back(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut one = nearly_there(site, &anne).await;
        let mut other = Browser::of(site, &anne);
        // Kept, then saved: the draft of a profile as well as the profile.
        for (mine, theirs) in [("Je fais du pain au marché de Gaillac.", "Je fais du pain et des brioches."), ("Je pétris la nuit à Gaillac.", "Je forme aussi des apprentis.")] {
            one.open(&path(ProfileStep::Job)).await;
            other.open(&path(ProfileStep::Job)).await;
            one.submit("save_profile", &[("headline", mine)]).await;
            other.submit("save_profile", &[("likes", theirs)]).await;
            assert!(other.path == path(ProfileStep::Job) && other.says(SAVED_SINCE), "{}", other.text());
            assert_eq!(other.field("save_profile", "likes").as_deref(), Some(theirs), "what was typed is there");
            assert_eq!(held(&mut one, "headline").await.as_deref(), Some(mine));
            other.submit("save_profile", &[]).await;
            assert!(other.path != path(ProfileStep::Job), "who reads and means it saves it: {}", other.text());
            one.open(&path(ProfileStep::Job)).await;
            assert_eq!(held(&mut one, "likes").await.as_deref(), Some(theirs));
            take(&mut one, ProfileStep::Publication, &[]).await;
        }
        // A preview of an old page saves nothing, and its page is as old.
        one.open(&path(ProfileStep::Hours)).await;
        other.open(&path(ProfileStep::Hours)).await;
        one.submit("save_profile", &[("notice_hours", "12")]).await;
        other.submit("save_profile", &[("copy", "monday")]).await;
        assert_eq!(other.path, path(ProfileStep::Hours));
        other.submit("save_profile", &[]).await;
        assert!(other.says(SAVED_SINCE), "{}", other.text());
        assert_eq!(site.number("select count(*) from professional where minimum_notice_minutes = 720").await, 1);
    }

    /// A press too many, the other steps and days that pass are no changes of a step.
    async fn a_step_that_is_as_it_was_is_saved_without_a_word(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut one = nearly_there(site, &anne).await;
        let mut other = Browser::of(site, &anne);
        for step in [ProfileStep::Job, ProfileStep::Publication] {
            one.open(&path(step)).await;
            other.open(&path(step)).await;
            for browser in [&mut one, &mut other] {
                let typed: &[(&str, &str)] = if step == ProfileStep::Job { &[("headline", "Je fais du pain et des brioches.")] } else { &[] };
                browser.submit("save_profile", typed).await;
                assert!(browser.path != path(step), "pressed twice: {}", browser.text());
            }
        }
        site.execute("insert into availability_exception (professional_id, day) values ((select id from professional), '2020-01-01')").await;
        other.open(&path(ProfileStep::Hours)).await;
        take(&mut one, ProfileStep::Job, &[("likes", "L’odeur du four à quatre heures du matin.")]).await;
        other.submit("save_profile", &[("notice_hours", "12")]).await;
        assert!(other.path == "/compte/metier" && !other.says(SAVED_SINCE), "{}", other.text());
    }

    /// The same while nothing is saved yet.
    async fn steps_of_a_draft_keep_from_each_other(site) {
        let anne = people::explorer(site, "Anne").await;
        let (mut one, mut other) = (Browser::of(site, &anne), Browser::of(site, &anne));
        one.open(&path(ProfileStep::Job)).await;
        other.open(&path(ProfileStep::Meeting)).await;
        one.submit("save_profile", &JOB).await;
        other.submit("save_profile", &[("commune", "Gaillac")]).await;
        take(&mut one, ProfileStep::Job, &[("organisation", "Le Fournil")]).await;
        for (field, value) in [JOB[1], ("organisation", "Le Fournil"), ("commune", "Gaillac")] {
            assert_eq!(held(&mut other, field).await.as_deref(), Some(value), "{field}");
        }
    }

    async fn a_break_is_one_press_and_so_is_its_end(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = nearly_there(site, &anne).await;
        take(&mut browser, ProfileStep::Publication, &[("welcomes_minors", "on")]).await;
        people::approve(site, &anne).await;
        browser.open("/compte/metier").await;
        assert!(browser.says("Mettre mon profil en pause"), "{}", browser.text());
        browser.submit("choose_visibility", &[]).await;
        assert!(browser.path == "/compte/metier" && browser.says("Il n’est pas visible"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from professional where listed").await, 0);
        assert!(browser.says("Rendre mon profil visible"), "{}", browser.text());
        browser.submit("choose_visibility", &[]).await;
        assert!(browser.says("horaires peuvent être choisis"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from professional where listed and charter_signed_at is not null").await, 1);
    }

    async fn what_was_never_saved_is_not_shown(site) {
        let anne = people::explorer(site, "Anne").await;
        nearly_there(site, &anne).await;
        let show = call(&Method::POST, "choose_visibility", Some(&anne.cookie), &[("form[published]", "on")]);
        assert_eq!(site.answer(show).await.status, StatusCode::NOT_FOUND);
        assert_eq!((site.number(PROFILES).await, site.number(DRAFTS).await), (0, 1));
    }

    async fn a_photo_may_come_before_the_profile(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = nearly_there(site, &anne).await;
        crate::photos::send_picture(site, &anne).await;
        browser.open(&path(ProfileStep::Photo)).await;
        assert!(browser.says("Votre photo est enregistrée") && !browser.says("Continuer sans photo"), "{}", browser.text());
        browser.open(&path(ProfileStep::Publication)).await;
        assert!(browser.page.body.contains("alt=\"Photo de Anne\""), "{}", browser.text());
        browser.submit("save_profile", &[]).await;
        assert!(!browser.says("Ajouter une photo"), "{}", browser.text());
        // It is approved with the profile.
        people::approve(site, &anne).await;
        let own = browser.links().into_iter().find(|link| link.starts_with("/rencontres/")).unwrap();
        let mut stranger = Browser::new(site);
        stranger.open(&own).await;
        assert!(stranger.page.body.contains("alt=\"Photo de Anne\""), "{}", stranger.text());
    }

    async fn a_draft_goes_with_its_account(site) {
        let anne = people::with_password(site, "Anne").await;
        let mut browser = nearly_there(site, &anne).await;
        crate::photos::send_picture(site, &anne).await;
        let other = people::explorer(site, "Lea").await;
        let mut stranger = Browser::of(site, &other);
        assert_eq!(held(&mut stranger, "headline").await.as_deref(), Some(""), "a draft is its owner's alone");
        browser.open("/compte").await;
        browser.submit("delete_account", &[("current", people::PASSWORD)]).await;
        assert_eq!(site.number("select count(*) from account").await, 1);
        assert_eq!((site.number(DRAFTS).await, site.number("select count(*) from professional_photo").await), (0, 0));
    }

    async fn a_step_that_is_none_is_refused(site) {
        let anne = people::explorer(site, "Anne").await;
        for step in ["", "tout", "photo/../heures"] {
            let (status, body) = send(site, &anne, &[("step", step), ("headline", "Je fais du pain au levain.")]).await;
            assert_eq!((status, body.as_str()), (StatusCode::BAD_REQUEST, "\"Malformed\""), "{step}");
        }
        let read = call(&Method::GET, "profile_step", Some(&anne.cookie), &[("step", "tout")]);
        assert_eq!(site.answer(read).await.status, StatusCode::NOT_FOUND);
        let mut browser = Browser::of(site, &anne);
        browser.open("/compte/metier/tout").await;
        assert_eq!(browser.page.status, StatusCode::NOT_FOUND);
        // What no person types.
        let padded = format!("{}09:00", " ".repeat(70_000));
        let typed = [
            ("step", "heures"), ("time_zone", "Europe/Paris"), ("notice_hours", "48"), ("horizon_days", "60"),
            ("ranges][0][starts", padded.as_str()), ("ranges][0][ends", "12:00"),
        ];
        assert_eq!(send(site, &anne, &typed).await.0, StatusCode::BAD_REQUEST);
        assert_eq!(site.number(DRAFTS).await, 0);
    }
}
