//! A professional's own profile: what the editor refuses, keeps, copies and tells.

use crate::{
    browser::{Browser, call},
    html,
    people::{self, Person},
    site::{Engine, Site},
};
use axum::http::{Method, StatusCode};
use chrono::{Datelike, Duration, Months};
use declic::{
    context,
    routes::Route,
    talks::form::{ProfileStep, RANGES_A_DAY},
};

/// A form that is saved as it is, with Monday mornings.
pub const GOOD: [(&str, &str); 7] = [
    ("trade", "D1102"),
    ("headline", "Je fais du pain au levain depuis vingt ans."),
    ("likes", "Le silence du fournil à quatre heures du matin."),
    ("dislikes", "La farine partout, et les jours fériés."),
    ("commune", "Albi (81)"),
    ("ranges][0][starts", "09:00"),
    ("ranges][0][ends", "12:00"),
];

/// [`GOOD`] with some fields typed otherwise.
fn but(other: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = GOOD.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
    kept.chain(other.iter().copied()).collect()
}

fn editor(site: &Site, person: &Person) -> Browser {
    Browser::of(site, person)
}

/// The address of a step.
pub fn path(step: ProfileStep) -> String {
    Route::ProfileStep(step.code()).path()
}

/// The step that asks for a field.
pub fn step_of(field: &str) -> ProfileStep {
    let name = field.split(']').next().unwrap();
    ProfileStep::of_field(name).unwrap_or_else(|| panic!("no step asks for {name}"))
}

/// Saves the profile as a person does: a new one in all of its steps, another one in those that have a field of `typed`.
/// Goes on until something is refused.
pub async fn save(browser: &mut Browser, typed: &[(&str, &str)]) {
    browser.open("/compte/metier").await;
    let is_new = !browser.says("Étapes faites : 4 sur 4");
    for step in ProfileStep::ALL.into_iter().filter(|step| step.is_needed()) {
        let fields: Vec<_> = typed.iter().filter(|(name, _)| step_of(name) == step).copied().collect();
        if fields.is_empty() && !is_new {
            continue;
        }
        browser.open(&path(step)).await;
        browser.submit("save_profile", &fields).await;
        if browser.path == path(step) {
            return;
        }
    }
}

/// What a field of the profile holds, on the page that is shown or on that of its step.
pub async fn held(browser: &mut Browser, field: &str) -> Option<String> {
    let path = path(step_of(field));
    if browser.path != path {
        browser.open(&path).await;
    }
    browser.field("save_profile", field)
}

/// Where the summary of a refusal leads to.
fn wrong_fields(browser: &Browser) -> Vec<String> {
    browser.links().into_iter().filter_map(|link| link.strip_prefix('#').map(str::to_owned)).collect()
}

/// Next year's day of this month, as it is written in France.
fn next_year(day: u32, month: u32) -> String {
    format!("{day:02}/{month:02}/{}", context::now().year() + 1)
}

on_both_engines! {
    async fn everything_wrong_in_a_step_is_told_at_once(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        type Wrong<'a> = (ProfileStep, &'a [(&'a str, &'a str)], &'a [&'a str]);
        let steps: [Wrong; 3] = [
            (
                ProfileStep::Job,
                &[("trade", "xyzzy"), ("headline", "court"), ("likes", ""), ("dislikes", "Je n’aime pas les longues réunions.")],
                &["trade", "headline", "likes"],
            ),
            (
                ProfileStep::Meeting,
                &[("commune", "Xyzzyville"), ("meeting_place", "12 rue du Four, Albi, 06 12 34 56 78")],
                &["commune", "meeting_place"],
            ),
            (
                ProfileStep::Hours,
                &[
                    ("time_zone", "Europe/Atlantis"), ("ranges][0][ends", "08:00"), ("ranges][6][starts", "14:00"),
                    ("ranges][18][starts", "14:00"), ("ranges][18][ends", "14:45"), ("notice_hours", "beaucoup"),
                    ("horizon_days", "999"), ("exceptions", "Noël"),
                ],
                &["time_zone", "ranges_0", "ranges_2", "ranges_6", "notice_hours", "horizon_days", "exceptions"],
            ),
        ];
        for (step, typed, wrong) in steps {
            browser.open(&path(step)).await;
            browser.submit("save_profile", typed).await;
            assert_eq!(browser.path, path(step));
            let told = wrong_fields(&browser);
            for field in wrong {
                assert!(told.iter().any(|link| link == field), "{field} is not in {told:?}");
                assert!(browser.page.body.contains(&format!("id=\"{field}-error\"")), "nothing beside {field}");
            }
            assert_eq!(told.iter().filter(|link| *link != "contenu").count(), wrong.len(), "{told:?}");
            for (name, value) in typed.iter().filter(|(name, _)| *name != "time_zone") {
                assert_eq!(browser.field("save_profile", name).as_deref(), Some(*value), "{name} is kept");
            }
        }
        assert_eq!(site.number("select count(*) from professional").await, 0);
        assert_eq!(site.number("select count(*) from profile_draft").await, 0);
    }

    async fn ranges_that_overlap_are_told_and_not_kept(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        browser.open(&path(ProfileStep::Hours)).await;
        let typed = [("ranges][0][starts", "09:00"), ("ranges][0][ends", "12:00"), ("ranges][1][starts", "11:00"), ("ranges][1][ends", "14:00")];
        browser.submit("save_profile", &typed).await;
        assert!(browser.path == path(ProfileStep::Hours) && browser.says("en recouvre une autre"), "{}", browser.text());
        for (name, value) in typed {
            assert_eq!(browser.field("save_profile", name).as_deref(), Some(value), "{name} is kept");
        }
        assert_eq!(site.number("select count(*) from profile_draft").await, 0);
    }

    async fn a_range_without_room_for_a_talk_is_refused(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        save(&mut browser, &but(&[("ranges][0][ends", "09:45")])).await;
        assert!(browser.says("Une rencontre dure une heure"), "{}", browser.text());
        save(&mut browser, &but(&[("ranges][0][ends", "10:00")])).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
    }

    async fn contact_details_are_held_back(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let typed = [
            ("headline", "Du pain au levain, voyez www.anne-pains.fr"),
            ("likes", "Écrivez-moi à anne@exemple.fr, je réponds."),
            ("organisation", "Fournil, 06 12 34 56 78"),
        ];
        save(&mut browser, &but(&typed)).await;
        for found in ["www.anne-pains.fr", "anne@exemple.fr", "06 12 34 56 78"] {
            assert!(browser.says(&format!("« {found} » ressemble")), "{}", browser.text());
        }
        assert_eq!(site.number("select count(*) from professional").await, 0);
    }

    /// Who moves and forgets the zone would give hours on the clock of the old place.
    async fn a_clock_of_another_place_is_told(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        save(&mut browser, &but(&[("commune", "Cayenne")])).await;
        assert!(browser.says("n’est pas celui de votre commune"), "{}", browser.text());
        save(&mut browser, &but(&[("commune", "Cayenne"), ("time_zone", "America/Cayenne")])).await;
        assert!(browser.says("Votre profil est enregistré") && !browser.says("n’est pas celui"), "{}", browser.text());
    }

    async fn special_days_are_read_as_people_write_them(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let year = context::now().year() + 1;
        let written = format!("{year}-02-28 de 14 h à 16 h 30\n5/2/{year}\n\n28.02.{year} 9h-10h\n");
        let mut form: Vec<(&str, &str)> = GOOD.to_vec();
        form.push(("exceptions", &written));
        save(&mut browser, &form).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        let (fifth, last) = (next_year(5, 2), next_year(28, 2));
        let shown = format!("{fifth}\n{last} 09:00-10:00\n{last} 14:00-16:30");
        assert_eq!(held(&mut browser, "exceptions").await, Some(shown.clone()));
        let closed = "select count(*) from availability_exception where starts_minute is null";
        assert_eq!(site.number(closed).await, 1);
        assert_eq!(site.number("select count(*) from availability_exception").await, 3);
        // What is shown is saved again as it is.
        browser.submit("save_profile", &[]).await;
        assert_eq!(held(&mut browser, "exceptions").await, Some(shown));
    }

    async fn special_days_that_cannot_be_are_told_by_their_line(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let day = next_year(5, 2);
        let written = format!("{day}\n31/02/2027\n{day} 14:00-16:00\n\n01/01/2020\n{} 14:00", next_year(6, 2));
        let mut form: Vec<(&str, &str)> = GOOD.to_vec();
        form.push(("exceptions", &written));
        save(&mut browser, &form).await;
        for told in [
            "Ligne 2\u{a0}: Ce jour n’existe pas.",
            "Ligne 3\u{a0}: Ce jour est à la fois fermé et ouvert.",
            "Ligne 5\u{a0}: Ce jour est passé.",
            "Ligne 6\u{a0}: Il faut un début et une fin",
        ] {
            assert!(browser.page.body.contains(told), "{told}: {}", browser.text());
        }
        assert!(!browser.page.body.contains("Ligne 1\u{a0}:"));
        assert_eq!(held(&mut browser, "exceptions").await, Some(written));
    }

    /// A fortnight is one line, typed or chosen from two dates.
    async fn days_in_a_row_are_closed_together(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let year = context::now().year() + 1;
        let (first, last) = (format!("{year}-08-01"), format!("{year}-08-15"));
        let summer = format!("{} au {}", next_year(1, 8), next_year(15, 8));
        let easter = format!("{} au {}", next_year(5, 4), next_year(8, 4));
        // The button brings the form back.
        browser.open(&path(ProfileStep::Hours)).await;
        let typed = [("horizon_days", "999"), ("closed_from", &*first), ("closed_until", &*last), ("copy", "closed")];
        browser.submit("save_profile", &typed).await;
        assert_eq!(browser.path, path(ProfileStep::Hours));
        assert!(browser.says("Rien n’est encore enregistré.") && !browser.page.body.contains("role=\"alert\""), "{}", browser.text());
        for (field, value) in [("exceptions", &*summer), ("closed_from", ""), ("closed_until", ""), ("horizon_days", "999")] {
            assert_eq!(browser.field("save_profile", field).as_deref(), Some(value), "{field}");
        }
        assert_eq!(site.number("select count(*) from profile_draft").await, 0);
        // Dates that are sent with the form are saved with it.
        let mut form: Vec<(&str, &str)> = GOOD.to_vec();
        form.extend([("exceptions", &*easter), ("closed_from", &*first), ("closed_until", &*last)]);
        save(&mut browser, &form).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from availability_exception where starts_minute is null").await, 19);
        assert_eq!(held(&mut browser, "exceptions").await, Some(format!("{easter}\n{summer}")));
        assert_eq!(held(&mut browser, "closed_from").await.as_deref(), Some(""));
    }

    async fn dates_that_close_nothing_are_told_beside_them(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let year = context::now().year() + 1;
        let (first, last) = (format!("{year}-08-01"), format!("{year}-08-15"));
        for (from, until, copy, field, told) in [
            ("", "", "closed", "closed_from", "Ce champ est nécessaire"),
            (&*last, &*first, "closed", "closed_until", "La fin doit venir après le début."),
            (&*last, &*first, "", "closed_until", "La fin doit venir après le début."),
            ("2020-01-01", "2020-01-05", "", "closed_until", "Ce jour est passé."),
            (&*first, "2999-01-01", "", "closed_until", "Ce jour est trop lointain."),
        ] {
            browser.open(&path(ProfileStep::Hours)).await;
            browser.submit("save_profile", &[("closed_from", from), ("closed_until", until), ("copy", copy)]).await;
            assert!(browser.page.body.contains(&format!("id=\"{field}-error\"")) && browser.says(told), "{from} {until}: {}", browser.text());
            assert_eq!(browser.field("save_profile", "closed_until").as_deref(), Some(until), "what was typed is kept");
        }
        assert_eq!(site.number("select count(*) from profile_draft").await, 0);
    }

    async fn days_that_are_over_are_shown_no_more(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let day = next_year(5, 2);
        let mut form: Vec<(&str, &str)> = GOOD.to_vec();
        form.push(("exceptions", &day));
        save(&mut browser, &form).await;
        site.execute("update availability_exception set day = '2020-01-01'").await;
        browser.open("/compte/metier").await;
        assert_eq!(held(&mut browser, "exceptions").await.as_deref(), Some(""));
        browser.submit("save_profile", &[]).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        assert_eq!(site.number("select count(*) from availability_exception").await, 0);
    }

    async fn monday_is_copied_without_saving(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        browser.open("/compte/metier/heures").await;
        let typed = [
            ("horizon_days", "999"), ("ranges][0][starts", "09:00"), ("ranges][0][ends", "12:00"),
            ("ranges][18][starts", "20:00"), ("copy", "monday"),
        ];
        browser.submit("save_profile", &typed).await;
        assert_eq!(browser.path, "/compte/metier/heures");
        assert!(browser.says("Rien n’est encore enregistré."), "{}", browser.text());
        assert!(!browser.page.body.contains("role=\"alert\""), "nothing is refused yet");
        for day in 0..5 {
            let field = |end: &str| browser.field("save_profile", &format!("ranges][{}][{end}", day * RANGES_A_DAY));
            assert_eq!((field("starts").as_deref(), field("ends").as_deref()), (Some("09:00"), Some("12:00")), "{day}");
        }
        assert_eq!(browser.field("save_profile", "ranges][18][starts").as_deref(), Some("20:00"));
        assert_eq!(browser.field("save_profile", "horizon_days").as_deref(), Some("999"), "what was typed is kept");
        assert_eq!(site.number("select count(*) from profile_draft").await, 0);
        browser.open("/compte/metier/heures").await;
        assert_eq!(browser.field("save_profile", "horizon_days").as_deref(), Some("60"), "a copy is shown once");
    }

    async fn whoever_saves_is_told_whether_they_can_be_booked(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        save(&mut browser, &but(&[("ranges][0][starts", ""), ("ranges][0][ends", "")])).await;
        assert!(browser.says("Votre profil est enregistré"), "{}", browser.text());
        assert!(browser.says("Personne ne peut réserver pour l’instant"), "{}", browser.text());
        save(&mut browser, &GOOD).await;
        assert!(browser.says("horaires peuvent être choisis"), "{}", browser.text());
        let own: Vec<(uuid::Uuid,)> = site.rows("select id from professional").await;
        let own = format!("/rencontres/{}", own[0].0);
        assert!(browser.links().contains(&own), "{:?}", browser.links());
        // Later, the editor still says so.
        browser.open("/compte/metier").await;
        assert!(browser.says("horaires peuvent être choisis") && browser.links().contains(&own), "{}", browser.text());

        match site.engine {
            Engine::Sqlite => site.execute("update professional set published = 0").await,
            Engine::Postgres => site.execute("update professional set published = false").await,
        }
        browser.open("/compte/metier").await;
        assert!(browser.says("Il n’est pas visible"), "{}", browser.text());
        assert!(!browser.links().contains(&own));
    }

    async fn what_is_ambiguous_is_offered_to_choose_from(site) {
        let anne = people::explorer(site, "Anne").await;
        let mut browser = editor(site, &anne);
        let mut chosen = Vec::new();
        for (field, typed) in [("trade", "conducteur"), ("commune", "Saint-Martin")] {
            let typed_here: Vec<_> = but(&[(field, typed)]).into_iter().filter(|(name, _)| step_of(name) == step_of(field)).collect();
            browser.open(&path(step_of(field))).await;
            browser.submit("save_profile", &typed_here).await;
            let (_, names) = html::form(&browser.page.body, "/api/save_profile").unwrap();
            let name = format!("form[{field}]");
            let choices = names.iter().filter(|known| **known == name).count();
            assert!((3..=20).contains(&choices), "{choices} choices for {field}");
            assert!(browser.says(&format!("Vous avez écrit « {typed} ».")), "{}", browser.text());
            let tags = html::tags(&browser.page.body);
            let is_meaning = |tag: &&html::Tag| tag.name == "input" && tag.get("type") == "radio" && !tag.get("value").is_empty();
            let meaning = tags.iter().find(is_meaning).unwrap().get("value").to_owned();
            browser.submit("save_profile", &[(field, meaning.as_str())]).await;
            chosen.push((field, meaning));
        }
        for (field, meaning) in chosen {
            assert_eq!(held(&mut browser, field).await, Some(meaning));
        }
    }

    async fn a_minor_is_told_before_typing(site) {
        let today = context::now().date_naive();
        let born = |days: i64| today.checked_sub_months(Months::new(18 * 12)).unwrap() + Duration::days(days);
        let minor = people::born(site, "Petite", born(3)).await;
        let mut browser = editor(site, &minor);
        for page in std::iter::once("/compte/metier".to_owned()).chain(ProfileStep::ALL.map(path)) {
            browser.open(&page).await;
            assert!(browser.says("Il faut avoir 18 ans"), "{page}: {}", browser.text());
            assert!(html::form(&browser.page.body, "/api/save_profile").is_none());
        }
        let fields = GOOD.map(|(name, value)| (format!("form[{name}]"), value));
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        fields.push(("form[step]", "presentation"));
        let refused = site.answer(call(&Method::POST, "save_profile", Some(&minor.cookie), &fields)).await;
        assert_eq!((refused.status, refused.body.as_str()), (StatusCode::FORBIDDEN, "\"GuardianNeeded\""));
        assert_eq!(site.number("select count(*) from profile_draft").await, 0);
        let grown = people::born(site, "Grande", born(-3)).await;
        let mut browser = editor(site, &grown);
        browser.open(&path(ProfileStep::Job)).await;
        assert!(html::form(&browser.page.body, "/api/save_profile").is_some(), "{}", browser.text());
    }
}
