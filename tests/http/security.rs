//! What an attacker meets: every server function as nobody, as a stranger and from another site; the
//! headers of every kind of answer; bodies too large; addresses that lead elsewhere.

use crate::{
    browser::{Browser, book, call},
    html, organisations,
    people::{self, Person, Professional},
    site::{Answer, BASE, Engine, Site},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use declic::{
    agenda::busy::BusySpans,
    context,
    talks::store::{self, FeedRow, Reading},
};
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Only somebody who is signed in, and only about themselves.
    Own,
}
use Access::{Own, Public};

/// Every server function: its method, who may call it, and arguments with which it does something. `{…}`
/// stands for what belongs to the two people of [`Scene`].
type Function = (&'static str, Method, Access, &'static [(&'static str, &'static str)]);

const FUNCTIONS: &[Function] = &[
    ("search_talks", Method::GET, Public, &[("query[text]", "boulanger")]),
    ("professional", Method::GET, Public, &[("id", "{professional}"), ("from", ""), ("zone", "")]),
    ("booking_page", Method::GET, Public, &[("id", "{professional}"), ("start", "{start}"), ("zone", "")]),
    ("complete_communes", Method::GET, Public, &[("text", "Albi")]),
    ("complete_trades", Method::GET, Public, &[("text", "boulanger")]),
    ("linked_address", Method::GET, Public, &[("token", "nothing"), ("resets_password", "false")]),
    // On a development server only: see `production`.
    ("development_mails", Method::GET, Public, &[]),
    (
        "sign_up",
        Method::POST,
        Public,
        &[
            ("form[email]", "nouvelle@exemple.fr"),
            ("form[display_name]", "Nouvelle"),
            ("form[birth_date]", "1990-01-01"),
            ("form[commune]", "Albi"),
            ("form[password]", "quatre chevaux bleus"),
        ],
    ),
    ("verify_email", Method::POST, Public, &[("form[token]", "nothing"), ("form[password]", "quatre chevaux bleus")]),
    ("sign_in", Method::POST, Public, &[("form[email]", "lea@exemple.fr"), ("form[password]", "quatre chevaux bleus")]),
    ("sign_out", Method::POST, Public, &[]),
    ("awaited_guardian", Method::GET, Own, &[]),
    ("correct_account_guardian", Method::POST, Own, &[("form[guardian_email]", "parent@exemple.fr")]),
    ("account_consent_by_link", Method::GET, Public, &[("token", "nothing")]),
    ("agree_to_account", Method::POST, Public, &[("form[token]", "nothing"), ("form[responsible]", "on")]),
    ("object_to_account", Method::POST, Public, &[("form[token]", "nothing")]),
    ("ask_new_password", Method::POST, Public, &[("form[email]", "lea@exemple.fr")]),
    ("reset_password", Method::POST, Public, &[("form[token]", "nothing"), ("form[password]", "cinq chevaux verts")]),
    ("choose_language", Method::POST, Public, &[("language", "en")]),
    ("ask_for_trade", Method::POST, Public, &[("form[trade]", "D1102"), ("form[department]", "81")]),
    ("wanted_trades", Method::GET, Public, &[("department", "81"), ("page", "1")]),
    ("wanted_trade", Method::GET, Public, &[("trade", "D1102"), ("department", "81")]),
    ("unfollow_trade", Method::POST, Own, &[("form[trade]", "D1102"), ("form[department]", "81")]),
    ("my_journey", Method::GET, Own, &[("page", "1")]),
    ("save_search", Method::POST, Own, &[("form[search]", "q=boulanger")]),
    ("choose_frequency", Method::POST, Own, &[("form[search]", "{search}"), ("form[frequency]", "never")]),
    ("delete_search", Method::POST, Own, &[("form[search]", "{search}")]),
    ("save_note", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[note]", "Une note"), ("form[page]", "1")]),
    ("my_mail_choices", Method::GET, Own, &[]),
    ("save_mail_choices", Method::POST, Own, &[("form[shown]", "saved_search")]),
    ("unsubscription_by_link", Method::GET, Public, &[("token", "nothing")]),
    ("unsubscribe", Method::POST, Public, &[("form[token]", "nothing")]),
    ("my_account", Method::GET, Own, &[]),
    ("my_agenda", Method::GET, Own, &[]),
    ("my_profile", Method::GET, Own, &[]),
    ("profile_step", Method::GET, Own, &[("step", "presentation"), ("trade", "")]),
    ("talk", Method::GET, Own, &[("id", "{talk}")]),
    (
        "change_password",
        Method::POST,
        Own,
        &[("form[current]", "quatre chevaux bleus"), ("form[password]", "cinq chevaux verts")],
    ),
    ("delete_account", Method::POST, Own, &[("form[current]", "quatre chevaux bleus")]),
    // Leads to the form of the hour, which asks to sign in.
    (
        "hold_hour",
        Method::POST,
        Public,
        &[("form[professional]", "{professional}"), ("form[start]", "{start}"), ("form[zone]", "")],
    ),
    (
        "book_talk",
        Method::POST,
        Own,
        &[
            ("form[professional]", "{professional}"),
            ("form[start]", "{start}"),
            ("form[way]", "video"),
            ("form[question]", ""),
        ],
    ),
    ("accept_talk", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[token]", "")]),
    (
        "decline_talk",
        Method::POST,
        Own,
        &[("form[talk]", "{talk}"), ("form[token]", ""), ("form[reason]", "unavailable"), ("form[note]", "")],
    ),
    (
        "reschedule_talk",
        Method::POST,
        Own,
        &[("form[talk]", "{talk}"), ("form[token]", ""), ("form[start]", "{start}")],
    ),
    ("tell_talk", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[word]", "took_place")]),
    ("conversation", Method::GET, Own, &[("id", "{talk}"), ("before", ""), ("reported", "")]),
    ("send_message", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[body]", "Bonjour !")]),
    ("read_messages", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[number]", "1")]),
    (
        "report_person",
        Method::POST,
        Own,
        &[("form[talk]", "{talk}"), ("form[message]", ""), ("form[reason]", "insult"), ("form[note]", "")],
    ),
    ("block_person", Method::POST, Own, &[("form[talk]", "{talk}")]),
    ("unblock_person", Method::POST, Own, &[("form[talk]", "{talk}")]),
    ("thank_professional", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[words]", "Merci beaucoup.")]),
    ("take_thanks_back", Method::POST, Own, &[("form[talk]", "{talk}")]),
    (
        "answer_feedback",
        Method::POST,
        Own,
        &[
            ("form[talk]", "{talk}"),
            ("form[learned]", "yes"),
            ("form[attraction]", "more"),
            ("form[recommends]", "perhaps"),
        ],
    ),
    ("note_talk", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[words]", "À rappeler.")]),
    ("my_thanks", Method::GET, Own, &[("page", "1")]),
    ("resume_profile", Method::POST, Own, &[("form[token]", "")]),
    ("hours_for_talk", Method::GET, Own, &[("id", "{talk}"), ("from", "")]),
    ("my_requests", Method::GET, Own, &[]),
    ("consent_by_link", Method::GET, Public, &[("token", "nothing")]),
    (
        "give_consent",
        Method::POST,
        Public,
        &[("form[token]", "nothing"), ("form[scope]", "talk"), ("form[responsible]", "on")],
    ),
    ("object_to_talk", Method::POST, Public, &[("form[token]", "nothing")]),
    ("correct_guardian", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[guardian_email]", "parent@exemple.fr")]),
    ("request_by_link", Method::GET, Public, &[("token", "nothing")]),
    ("return_by_link", Method::GET, Public, &[("token", "nothing")]),
    ("cancel_talk", Method::POST, Own, &[("form[talk]", "{talk}"), ("form[reason]", "mistake"), ("form[note]", "")]),
    (
        "save_profile",
        Method::POST,
        Own,
        &[
            ("form[step]", "presentation"),
            ("form[trade]", "D1102"),
            ("form[headline]", "Je pétris, je façonne et je cuis."),
            ("form[likes]", "L'odeur du pain le matin, chaque jour."),
            ("form[dislikes]", "Les sacs de farine de cinquante kilos."),
            ("form[languages][0]", "fr"),
            ("form[commune]", "Albi (81)"),
            ("form[ways][0]", "video"),
            ("form[time_zone]", "Europe/Paris"),
            ("form[notice_hours]", "48"),
            ("form[horizon_days]", "60"),
        ],
    ),
    (
        "preview_hours",
        Method::POST,
        Own,
        &[
            ("form[ranges][0][starts]", "09:00"),
            ("form[ranges][0][ends]", "12:00"),
            ("form[time_zone]", "Europe/Paris"),
            ("form[notice_hours]", "48"),
            ("form[horizon_days]", "60"),
        ],
    ),
    ("choose_visibility", Method::POST, Own, &[("form[published]", "on")]),
    ("remove_photo", Method::POST, Own, &[]),
    ("my_profile_removal", Method::GET, Own, &[]),
    ("remove_profile", Method::POST, Own, &[]),
    ("profiles_to_vet", Method::GET, Own, &[("region", ""), ("page", "1")]),
    ("profile_to_vet", Method::GET, Own, &[("id", "{professional}")]),
    (
        "decide_on_profile",
        Method::POST,
        Own,
        &[
            ("form[profile]", "{professional}"),
            ("form[seen]", "nothing"),
            ("form[decision]", "refuse"),
            ("form[reason]", "vague"),
            ("form[note]", ""),
        ],
    ),
    ("waiting_reports", Method::GET, Own, &[("page", "1")]),
    ("settled_reports", Method::GET, Own, &[("page", "1")]),
    ("report_to_settle", Method::GET, Own, &[("id", "{talk}")]),
    (
        "settle_report",
        Method::POST,
        Own,
        &[
            ("form[report]", "{talk}"),
            ("form[outcome]", "upheld"),
            ("form[finding]", "insult"),
            ("form[consequence]", "warn"),
            ("form[note]", ""),
        ],
    ),
    ("moderation_log", Method::GET, Own, &[("page", "1")]),
    ("moderation_team", Method::GET, Own, &[]),
    ("name_relay", Method::POST, Own, &[("form[email]", "max@exemple.fr"), ("form[region]", "76")]),
    ("dismiss_relay", Method::POST, Own, &[("form[account]", "{professional}"), ("form[region]", "76")]),
    ("organisations", Method::GET, Public, &[("page", "1")]),
    ("organisation", Method::GET, Public, &[("slug", "{organisation}"), ("page", "1")]),
    ("my_organisations", Method::GET, Own, &[]),
    (
        "create_organisation",
        Method::POST,
        Own,
        &[
            ("form[name]", "Moulin de Max"),
            ("form[kind]", "company"),
            ("form[commune]", "Albi (81)"),
            ("form[about]", "Un moulin qui tourne, et qui le raconte."),
        ],
    ),
    ("organisation_draft", Method::GET, Own, &[("slug", "{organisation}")]),
    (
        "save_organisation",
        Method::POST,
        Own,
        &[
            ("form[organisation]", "{organisation}"),
            ("form[name]", "Moulin de Max"),
            ("form[kind]", "company"),
            ("form[commune]", "Albi (81)"),
            ("form[about]", "Un moulin qui tourne, et qui le raconte."),
        ],
    ),
    ("organisation_team", Method::GET, Own, &[("slug", "{organisation}")]),
    ("organisation_space", Method::GET, Own, &[("slug", "{organisation}")]),
    (
        "invite_to_organisation",
        Method::POST,
        Own,
        &[("form[organisation]", "{organisation}"), ("form[email]", "max@exemple.fr"), ("form[place]", "owner")],
    ),
    (
        "withdraw_invitation",
        Method::POST,
        Own,
        &[("form[organisation]", "{organisation}"), ("form[invitation]", "{professional}")],
    ),
    ("invitation_by_link", Method::GET, Public, &[("token", "nothing")]),
    ("accept_invitation", Method::POST, Own, &[("form[token]", "nothing")]),
    ("decline_invitation", Method::POST, Public, &[("form[token]", "nothing")]),
    (
        "change_member_role",
        Method::POST,
        Own,
        &[("form[organisation]", "{organisation}"), ("form[account]", "{paul}"), ("form[role]", "editor")],
    ),
    (
        "remove_from_organisation",
        Method::POST,
        Own,
        &[("form[organisation]", "{organisation}"), ("form[account]", "{paul}"), ("form[place]", "professional")],
    ),
    ("delete_organisation", Method::POST, Own, &[("form[organisation]", "{organisation}")]),
    ("organisations_to_review", Method::GET, Own, &[]),
    ("moderated_organisation", Method::GET, Own, &[("slug", "{organisation}")]),
    (
        "decide_on_organisation",
        Method::POST,
        Own,
        &[("form[organisation]", "{professional}"), ("form[seen]", "0"), ("form[decision]", "approve")],
    ),
    ("tell_interest", Method::POST, Own, &[("form[talk]", "{talk}")]),
    ("take_interest_back", Method::POST, Own, &[("form[talk]", "{talk}")]),
    // An address that nothing is read from.
    ("add_calendar", Method::POST, Own, &[("form[url]", "https://127.0.0.1/calendrier.ics")]),
    ("remove_calendar", Method::POST, Own, &[("form[calendar]", "{calendar}")]),
    ("renew_feed", Method::POST, Own, &[]),
    ("revoke_feed", Method::POST, Own, &[]),
];

/// Léa, who has a talk with Paul and a feed; and Max, who has nothing to do with them.
struct Scene {
    lea: Person,
    paul: Professional,
    max: Person,
    talk: String,
    /// A calendar of Paul's.
    calendar: String,
    /// A search of Léa's.
    search: String,
    /// Paul's organisation, in whose name he gives time.
    organisation: String,
    /// What Max and the rest of the world must never be told.
    secrets: Vec<String>,
}

impl Scene {
    async fn set(site: &Site) -> Self {
        let lea = people::with_password(site, "Lea").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let max = people::with_password(site, "Max").await;
        let fields = [
            ("form[professional]", &*paul.id.to_string()),
            ("form[start]", &people::iso(0)),
            ("form[way]", "video"),
            ("form[question]", "Une question confidentielle"),
        ];
        let booked = site.answer(call(&Method::POST, "book_talk", Some(&lea.cookie), &fields)).await;
        assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
        let onsite = site.answer(book(&lea, &paul.id.to_string(), &people::iso(60))).await;
        assert_eq!(onsite.status, StatusCode::OK);
        site.answer(call(&Method::POST, "renew_feed", Some(&lea.cookie), &[])).await;
        let calendar = add_calendar(site, &paul).await;
        let kept = call(&Method::POST, "save_search", Some(&lea.cookie), &[("form[search]", "q=zinzolin")]);
        assert_eq!(site.answer(kept).await.status, StatusCode::OK);
        let searches: Vec<(Uuid,)> = site.rows("select id from saved_search").await;
        site.index().await;
        let talk = booked.location().trim_start_matches("/rendez-vous/").split('?').next().unwrap().to_owned();
        let note = [("form[talk]", &*talk), ("form[note]", "Une note confidentielle"), ("form[page]", "1")];
        let noted = site.answer(call(&Method::POST, "save_note", Some(&lea.cookie), &note)).await;
        assert_eq!(noted.status, StatusCode::OK, "{}", noted.body);
        let rooms: Vec<(String,)> = site.rows("select room from talk").await;
        let feeds: Vec<(String,)> = site.rows("select token from agenda_feed").await;
        let mut secrets: Vec<String> = rooms.into_iter().chain(feeds).map(|(secret,)| secret).collect();
        secrets.extend(["Une question confidentielle".to_owned(), lea.email.clone(), paul.person.email.clone()]);
        // Where to meet is for the explorer of a confirmed talk only.
        secrets.push("1 place Sainte-C".to_owned());
        secrets.extend(["5ecret", "Une note confidentielle", "zinzolin"].map(str::to_owned));
        let search = searches[0].0.to_string();
        let organisation = organisations::open(site, &paul.person, "Fournil").await;
        organisations::approve(site, &organisation).await;
        organisations::join(site, &paul.person, &organisation, &paul.person, "professional").await;
        let told = call(&Method::POST, "tell_interest", Some(&lea.cookie), &[("form[talk]", &talk)]);
        assert_eq!(site.answer(told).await.status, StatusCode::OK);
        Self { lea, paul, max, talk, calendar, search, organisation, secrets }
    }

    fn request(&self, function: &Function, method: &Method, cookie: Option<&str>) -> Request<Body> {
        let (name, _, _, arguments) = function;
        let filled: Vec<(&str, String)> = arguments.iter().map(|(name, value)| (*name, self.fill(value))).collect();
        let fields: Vec<(&str, &str)> = filled.iter().map(|(name, value)| (*name, value.as_str())).collect();
        call(method, name, cookie, &fields)
    }

    fn fill(&self, value: &str) -> String {
        value
            .replace("{professional}", &self.paul.id.to_string())
            .replace("{talk}", &self.talk)
            .replace("{calendar}", &self.calendar)
            .replace("{search}", &self.search)
            .replace("{organisation}", &self.organisation)
            .replace("{paul}", &self.paul.person.id.to_string())
            .replace("{start}", &people::iso(180))
    }

    fn assert_nothing_told(&self, whom: &str, name: &str, answer: &Answer) {
        let told = format!("{:?} {}", answer.headers, answer.body);
        for secret in &self.secrets {
            assert!(!told.contains(secret.as_str()), "{name} told {whom} {secret}: {told}");
        }
    }
}

/// A calendar of somebody's, as if it had been read; gives its id.
async fn add_calendar(site: &Site, paul: &Professional) -> String {
    let feed = FeedRow {
        id: context::new_id(),
        professional_id: paul.id,
        url: "https://exemple.fr/private-5ecret/basic.ics".to_owned(),
        read_at: None,
        etag: None,
        last_modified: None,
        failures: 0,
        leased_until: None,
    };
    let id = feed.id.to_string();
    let reading = Reading { busy: BusySpans::default(), etag: None, last_modified: None };
    let now = context::now();
    let written = site.db().write((feed, reading), move |transaction, (feed, reading)| {
        Box::pin(async move { store::insert_feed(transaction, feed, reading, (now, now)).await })
    });
    written.await.unwrap();
    id
}

/// The database without its sessions: a refused form is kept there for the next page.
async fn content(site: &Site) -> String {
    let content = site.content().await;
    content.split_once("\nsession\n").map_or_else(|| content.clone(), |(before, _)| before.to_owned())
}

#[tokio::test]
async fn every_server_function_is_in_the_list() {
    let registered: BTreeSet<(String, Method)> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (path.to_owned(), method))
        .map(by_name)
        .collect();
    let listed: BTreeSet<(String, Method)> =
        FUNCTIONS.iter().map(|(name, method, ..)| by_name((format!("/api/{name}"), method.clone()))).collect();
    assert!(registered.len() > 20, "the functions are not linked in: {registered:?}");
    assert_eq!(
        registered.symmetric_difference(&listed).collect::<Vec<_>>(),
        Vec::<&(String, Method)>::new(),
        "decide who may call these"
    );
}

/// `Method` has no order of its own.
fn by_name((path, method): (String, Method)) -> (String, Method) {
    (format!("{method} {path}"), Method::GET)
}

on_both_engines! {
    async fn nobody_gets_nothing_of_anybody(site) {
        let scene = Scene::set(site).await;
        let mails = site.mails_to(&scene.lea.email).await.len();
        for function @ (name, method, access, _) in FUNCTIONS {
            let before = content(site).await;
            let answer = site.answer(scene.request(function, method, None)).await;
            assert!(!answer.status.is_server_error(), "{name}: {} {}", answer.status, answer.body);
            if *access == Public {
                assert_ne!(answer.status, StatusCode::NOT_FOUND, "{name} did nothing");
                if *name != "development_mails" {
                    scene.assert_nothing_told("nobody", name, &answer);
                }
                if *name == "ask_new_password" {
                    // Written after the answer: not to be taken for the work of the next one.
                    site.mails_arrived(&scene.lea.email, mails + 1).await;
                }
                continue;
            }
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}: {}", answer.body);
            scene.assert_nothing_told("nobody", name, &answer);
            // A browser without JavaScript is sent back to its page.
            let mut request = scene.request(function, method, None);
            request.headers_mut().insert(header::ACCEPT, "text/html".parse().unwrap());
            request.headers_mut().insert(header::REFERER, format!("{BASE}/agenda").parse().unwrap());
            let answer = site.answer(request).await;
            assert!(answer.status == StatusCode::UNAUTHORIZED || answer.status.is_redirection(), "{name}: {}", answer.status);
            scene.assert_nothing_told("nobody", name, &answer);
            assert_eq!(content(site).await, before, "{name} changed something for nobody");
        }
    }

    async fn a_stranger_gets_nothing_of_others(site) {
        let scene = Scene::set(site).await;
        let of_others = || async {
            let accounts: Vec<(String, String, String)> =
                site.rows("select email, display_name, locale from account where email_key <> 'max@exemple.fr' and email_key <> 'nouvelle@exemple.fr' order by email").await;
            let talks: Vec<(String, i32, String)> = site
                .rows("select t.status, t.sequence, t.room from talk t join account e on e.id = t.explorer_id where e.email_key <> 'max@exemple.fr' order by t.id").await;
            let profiles: Vec<(String, String)> = site.rows("select p.headline, p.likes from professional p join account a on a.id = p.account_id where a.email_key <> 'max@exemple.fr'").await;
            let feeds: Vec<(String,)> = site.rows("select f.token from agenda_feed f join account a on a.id = f.account_id where a.email_key <> 'max@exemple.fr'").await;
            let lea = site.answer(call(&Method::GET, "my_account", Some(&scene.lea.cookie), &[])).await.body;
            let calendars: Vec<(String, i32)> = site.rows("select f.url, f.place from busy_feed f join professional p on p.id = f.professional_id join account a on a.id = p.account_id where a.email_key <> 'max@exemple.fr'").await;
            let journey = site.answer(call(&Method::GET, "my_journey", Some(&scene.lea.cookie), &[("page", "1")])).await.body;
            let mails = site.answer(call(&Method::GET, "my_mail_choices", Some(&scene.lea.cookie), &[])).await.body;
            assert!(journey.contains("zinzolin"), "{journey}");
            let notes: Vec<(String,)> = site.rows("select n.note from talk_note n join account a on a.id = n.account_id where a.email_key <> 'max@exemple.fr'").await;
            let organisations: Vec<(String, String)> = site.rows("select slug, state from organisation where name <> 'Moulin de Max' order by slug").await;
            let people: Vec<(String, String)> = site.rows("select a.email, 'gives time' from organisation_professional p join account a on a.id = p.account_id union all select e.email, 'is interested' from organisation_interest i join account e on e.id = i.explorer_id order by 1, 2").await;
            format!("{organisations:?} {people:?} {accounts:?} {talks:?} {profiles:?} {feeds:?} {calendars:?} {lea} {journey} {mails} {notes:?}")
        };
        let before = of_others().await;
        assert!(before.contains("lea@exemple.fr") && before.contains("confirmed"), "{before}");
        // Deleting one's account comes last: afterwards Max is nobody.
        let (last, rest): (Vec<_>, Vec<_>) = FUNCTIONS.iter().partition(|(name, ..)| *name == "delete_account");
        for function @ (name, method, access, _) in rest.into_iter().chain(last) {
            let cookie = people::open_session(site.db(), scene.max.id).await;
            let answer = site.answer(scene.request(function, method, Some(&cookie))).await;
            assert!(!answer.status.is_server_error(), "{name}: {} {}", answer.status, answer.body);
            if *name != "development_mails" {
                scene.assert_nothing_told("a stranger", name, &answer);
            }
            match *name {
                "talk" | "cancel_talk" | "accept_talk" | "decline_talk" | "reschedule_talk" | "tell_talk"
                | "hours_for_talk" | "remove_calendar" | "conversation" | "send_message" | "read_messages"
                | "report_person" | "block_person" | "unblock_person" | "choose_frequency" | "save_note"
                | "thank_professional" | "take_thanks_back" | "answer_feedback" | "note_talk" | "profiles_to_vet"
                | "profile_to_vet" | "decide_on_profile" | "waiting_reports" | "settled_reports" | "report_to_settle" | "settle_report" | "moderation_log" | "moderation_team" | "name_relay"
                | "dismiss_relay" | "correct_guardian" | "awaited_guardian" | "correct_account_guardian" | "organisation_draft"
                | "save_organisation" | "organisation_team" | "organisation_space" | "invite_to_organisation"
                | "withdraw_invitation" | "change_member_role" | "remove_from_organisation" | "organisations_to_review"
                | "delete_organisation" | "moderated_organisation" | "decide_on_organisation" | "tell_interest" | "take_interest_back" => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}: {}", answer.body),
                // One step makes no profile.
                "add_calendar" | "choose_visibility" => {
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{name}: {}", answer.body);
                }
                "accept_invitation" => assert_eq!(answer.status, StatusCode::GONE, "{}", answer.body),
                // The password was changed just before.
                "delete_account" => assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body),
                _ if *access == Own => assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.body),
                _ => {}
            }
            assert_eq!(of_others().await, before, "{name} changed what is not Max's");
        }
        // Files too.
        let file = format!("/rendez-vous/{}/invitation.ics", scene.talk);
        let request = |cookie: &str| Request::get(&file).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        let session = people::open_session(site.db(), scene.max.id).await;
        assert_eq!(site.answer(request(&session)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.answer(request(&scene.lea.cookie)).await.status, StatusCode::OK);
        assert!(site.get(&file).await.location().starts_with("/connexion?suite="));
        let stream = format!("/rendez-vous/{}/messages/flux", scene.talk);
        let request = |cookie: &str| Request::get(&stream).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        assert_eq!(site.answer(request(&session)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.answer(request("")).await.status, StatusCode::UNAUTHORIZED);
        // And the page.
        let mut max = Browser::of(site, &Person { cookie: session, ..scene.max.clone() });
        let page = max.open(&format!("/rendez-vous/{}", scene.talk)).await.clone();
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        scene.assert_nothing_told("a stranger", "the talk's page", &page);
    }

    async fn other_sites_cannot_post(site) {
        let scene = Scene::set(site).await;
        let foreign: [&[(&str, &str)]; 9] = [
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            &[("sec-fetch-site", "same-site"), ("origin", "http://evil.localhost:3000")],
            &[("sec-fetch-site", "none")],
            // Older browsers: no Fetch Metadata.
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", "null"), ("referer", "http://localhost:3000/")],
            &[("referer", "https://evil.example/http://localhost:3000/")],
            // What even a plain form can do.
            &[("sec-fetch-site", "cross-site"), ("content-type", "text/plain")],
            &[],
        ];
        let before = site.content().await;
        for function @ (name, ..) in FUNCTIONS {
            for headers in foreign {
                let mut request = scene.request(function, &Method::POST, Some(&scene.lea.cookie));
                request.headers_mut().remove("sec-fetch-site");
                for (header, value) in headers {
                    request.headers_mut().insert(*header, value.parse().unwrap());
                }
                let answer = site.answer(request).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} from {headers:?}: {}", answer.body);
                assert!(answer.headers.get(header::SET_COOKIE).is_none(), "{name}");
            }
        }
        assert_eq!(site.content().await, before, "something changed");
    }

    async fn what_changes_something_cannot_be_linked_to(site) {
        let scene = Scene::set(site).await;
        let before = site.content().await;
        for function @ (name, method, ..) in FUNCTIONS.iter().filter(|(_, method, ..)| *method == Method::POST) {
            assert_eq!(*method, Method::POST);
            for unsafe_by_link in [Method::GET, Method::HEAD] {
                let answer = site.answer(scene.request(function, &unsafe_by_link, Some(&scene.lea.cookie))).await;
                assert!(answer.status.is_client_error(), "{unsafe_by_link} {name}: {}", answer.status);
            }
        }
        assert_eq!(site.content().await, before, "something changed");
    }

    async fn what_can_be_linked_to_changes_nothing(site) {
        let scene = Scene::set(site).await;
        for function @ (name, method, ..) in FUNCTIONS.iter().filter(|(_, method, ..)| *method == Method::GET) {
            for cookie in [None, Some(&*scene.lea.cookie), Some(&*scene.paul.person.cookie)] {
                let before = site.content().await;
                site.answer(scene.request(function, method, cookie)).await;
                assert_eq!(site.content().await, before, "{name} changed something");
            }
        }
        // One exception, which counts and keeps nothing about anybody: a search in vain.
        let before = site.content().await;
        let vain = call(&Method::GET, "search_talks", None, &[("query[trade]", "K1706")]);
        assert_eq!(site.answer(vain).await.status, StatusCode::OK);
        site.reaches("select count(*) from wanted_trade where searches = 1 and trade_code = 'K1706'", 1).await;
        assert_ne!(site.content().await, before);
    }

    async fn addresses_lead_nowhere_else(site) {
        people::with_password(site, "Lea").await;
        let elsewhere = ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example", "/\r\nX: y"];
        for next in elsewhere {
            let mut browser = Browser::new(site);
            browser.open(&format!("/connexion?suite={}", declic::routes::encode(next))).await;
            assert_eq!(browser.field("sign_in", "next").as_deref(), Some(""), "{next:?}");
            let typed = [("email", "lea@exemple.fr"), ("password", people::PASSWORD), ("next", next)];
            browser.submit("sign_in", &typed).await;
            assert_eq!(browser.posted().location(), "/", "{next:?}");
            // Signed in already, the page itself goes on.
            for page in ["connexion", "inscription"] {
                let path = format!("/{page}?suite={}", declic::routes::encode(next));
                browser.open(&path).await;
                assert!(["/", "/compte"].contains(&&*browser.path), "{page} {next:?} went to {}", browser.path);
            }
        }
        // A refused form goes back to a path of this site, whatever the page's address was.
        let body = "form[email]=lea@exemple.fr&form[password]=faux";
        let refused = |referer: &str| {
            Request::post("/api/sign_in")
                .header("sec-fetch-site", "same-origin")
                .header(header::ACCEPT, "text/html")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::REFERER, referer)
                .body(Body::from(body))
                .unwrap()
        };
        assert_eq!(site.answer(refused("http://localhost:3000/connexion?a=b")).await.location(), "/connexion?a=b");
        assert_eq!(site.answer(refused("http://localhost:3000//evil.example/")).await.location(), "/");
        assert_eq!(site.answer(refused("https://evil.example/connexion")).await.location(), "/connexion");
    }
}

/// One address of each kind.
async fn kinds(site: &Site) -> Vec<(String, Answer)> {
    let professional = people::professional(site, "Paul").await;
    let mut answers = Vec::new();
    for path in [
        "/",
        "/rencontres",
        &format!("/rencontres/{}", professional.id),
        "/connexion",
        "/inscription",
        "/mot-de-passe",
        "/metiers-recherches",
        "/metiers-recherches/K1706?departement=81",
        "/departements.svg",
        "/dev/ui",
        "/dev/mail",
        "/nulle-part",
        "/rencontres/nulle-part",
        "/healthz",
        "/readyz",
        "/favicon.svg",
        "/fr.webmanifest",
        "/pkg/declic.js",
        "/pkg/nulle-part.js",
        "/fonts/nulle-part.woff2",
        "/icons/nulle-part.png",
        "/agenda/flux/nulle-part",
        "/desabonnement/nulle-part",
        "/rendez-vous/nulle-part/invitation.ics",
        "/rendez-vous/nulle-part/messages/flux",
        "/api/complete_trades?text=boulanger",
        "/api/nulle-part",
        "/agenda",
    ] {
        answers.push((path.to_owned(), site.get(path).await));
    }
    let foreign = Request::post("/api/sign_out").header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    answers.push(("a refused post".to_owned(), site.answer(foreign).await));
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_has_the_headers() {
    let site = Site::open(Engine::Sqlite).await;
    let mut pages = 0;
    for (path, answer) in kinds(&site).await {
        let policy = answer.header("content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("geolocation=()"), "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        // What is missing while one release replaces another must not be missing for a year.
        let is_kept = answer.header("cache-control").contains("public");
        assert!(answer.status.is_success() || !is_kept, "{path}: {}", answer.header("cache-control"));
        assert!(
            answer.headers.get(header::STRICT_TRANSPORT_SECURITY).is_none(),
            "{path}: HSTS would break a site on http"
        );
        assert!(answer.headers.get(header::SET_COOKIE).is_none(), "{path}: nobody gets a cookie for looking");
        if answer.header("content-type").starts_with("text/html") && answer.body.contains("<html") {
            pages += 1;
            assert_page_obeys(&path, &policy, &answer.body);
        }
    }
    assert!(pages >= 9, "{pages} pages");
    site.close().await;
}

/// Whatever the page would run or load, its own policy lets it.
fn assert_page_obeys(path: &str, policy: &str, page: &str) {
    let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).map_or("", |(nonce, _)| nonce);
    assert!(nonce.len() >= 16, "{path}: {policy}");
    assert!(
        policy.contains("'wasm-unsafe-eval'")
            && policy.contains("form-action 'self'")
            && policy.contains("base-uri 'none'"),
        "{path}: {policy}"
    );
    let mut scripts = 0;
    for tag in html::tags(page) {
        for (name, value) in &tag.attributes {
            assert!(!name.starts_with("on") && name != "style", "{path}: <{} {name}={value}>", tag.name);
            let loads = matches!(name.as_str(), "src" | "action") || (name == "href" && tag.name == "link");
            assert!(
                !loads || (value.starts_with('/') && !value.starts_with("//")),
                "{path}: <{} {name}={value}> is not ours",
                tag.name
            );
        }
        if tag.name == "script" && tag.get("type") != "application/json" {
            scripts += 1;
            assert_eq!(tag.get("nonce"), nonce, "{path}: a script that will not run");
        }
        assert!(tag.name != "style", "{path}: an inline style sheet");
    }
    assert!(scripts > 0, "{path} has no script");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nonce_is_used_once() {
    let site = Site::open(Engine::Sqlite).await;
    let (one, other) = (site.get("/").await, site.get("/").await);
    assert_ne!(one.header("content-security-policy"), other.header("content-security-policy"));
    site.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn production() {
    let site = Site::with(Engine::Sqlite, &["--base-url", "https://declic.example"]).await;
    let scene = people::explorer(&site, "Lea").await;
    for path in ["/dev/mail", "/dev/ui", "/api/development_mails"] {
        let answer = site.get(path).await;
        assert!(answer.status == StatusCode::NOT_FOUND || answer.status.is_redirection(), "{path}: {}", answer.status);
        assert!(!answer.body.contains(&scene.email));
    }
    let program = site.answer(call(&Method::GET, "development_mails", None, &[])).await;
    assert_eq!(program.status, StatusCode::NOT_FOUND);
    let clock = Request::post("/dev/clock")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("to=2100-01-01T00:00:00Z"));
    let before = context::now();
    let answer = site.answer(clock.unwrap()).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(context::now() - before < chrono::Duration::minutes(5), "anybody moves the clock");
    assert!(site.get("/").await.header("strict-transport-security").contains("max-age=63072000"));
    let chosen = site.answer(call(&Method::POST, "choose_language", None, &[("language", "en")])).await;
    let cookie = chosen.header("set-cookie");
    assert!(cookie.starts_with("__Host-declic="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_bodies_are_refused() {
    let site = Site::open(Engine::Sqlite).await;
    let body = format!("form[email]={}", "a".repeat(256 * 1024));
    for (name, ..) in FUNCTIONS.iter().filter(|(_, method, ..)| *method == Method::POST) {
        let request = |declared: bool| {
            let mut request = Request::post(format!("/api/{name}"))
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            if declared {
                request = request.header(header::CONTENT_LENGTH, body.len());
            }
            request.body(Body::from(body.clone())).unwrap()
        };
        assert_eq!(site.answer(request(true)).await.status, StatusCode::PAYLOAD_TOO_LARGE, "{name}");
        // In pieces, of unknown length, it is cut off at the limit.
        let pieces = site.answer(request(false)).await;
        let reads_nothing = matches!(*name, "sign_out" | "renew_feed" | "revoke_feed");
        assert!(pieces.status.is_client_error() || reads_nothing, "{name}: {} {}", pieces.status, pieces.body);
    }
    site.close().await;
}

on_both_engines! {
async fn nonsense_is_no_failure(site) {
    let person = people::explorer(site, "Lea").await;
    let texts = ["", "\0", "'; drop table account; --", "<script>alert(1)</script>", "%00", "9999999999999999999999", "\u{202e}x", "{}[]"];
    for (name, method, _, arguments) in FUNCTIONS {
        for text in texts {
            let fields: Vec<(&str, &str)> = arguments.iter().map(|(name, _)| (*name, text)).collect();
            let answer = site.answer(call(method, name, Some(&person.cookie), &fields)).await;
            assert!(!answer.status.is_server_error(), "{name} with {text:?}: {} {}", answer.status, answer.body);
        }
    }
    for path in ["/rencontres?q=%00", "/rencontres?lieu='--", "/rencontres/%00", "/rencontres?page=99999999999", "/mot-de-passe/%00"] {
        assert!(!site.get(path).await.status.is_server_error(), "{path}");
    }
}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_type_is_shown_as_text() {
    let site = Site::open(Engine::Sqlite).await;
    let mischief = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'";
    let person = people::explorer(&site, mischief).await;
    let mut browser = Browser::of(&site, &person);
    for path in ["/compte", "/agenda", &format!("/rencontres?q={}", declic::routes::encode(mischief))] {
        browser.open(path).await;
        assert!(!browser.page.body.contains("<script>alert"), "{path}");
        assert!(!browser.page.body.contains("<img src=x"), "{path}");
        assert!(!browser.page.body.contains("</script><script>"), "{path}");
    }
    site.close().await;
}
