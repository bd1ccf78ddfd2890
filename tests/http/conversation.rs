//! The conversation of a talk: who may write, what is held back, who is told, what is reported, and new messages as they
//! are written, in one process and across several.

use crate::{
    browser::{Browser, book, call},
    html,
    people::{self, Person, Professional},
    site::{Answer, Site},
};
use axum::{
    Router,
    body::{Body, HttpBody},
    http::{Method, Request, StatusCode, header},
};
use chrono::{Datelike, Duration, NaiveDate};
use declic::{
    accounts::store as accounts,
    context,
    db::Db,
    talks::{
        conversation::{live::Live, notices, writing},
        form::MessageForm,
        store,
    },
};
use futures::{StreamExt, future::join_all};
use http_body_util::BodyExt;
use std::time::Duration as Wait;
use tower::ServiceExt;
use uuid::Uuid;

/// Longer than anything here takes.
const PATIENCE: Wait = Wait::from_secs(20);

/// Léa, who has a talk with Paul.
struct Scene {
    lea: Person,
    paul: Professional,
    /// The talk's id.
    talk: String,
}

impl Scene {
    async fn set(site: &Site) -> Self {
        let lea = people::explorer(site, "Lea Martin").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        assert_eq!(booked.status, StatusCode::OK, "{}", booked.body);
        let talk = booked.location().trim_start_matches("/rendez-vous/").to_owned();
        Self { lea, paul, talk }
    }

    fn id(&self) -> Uuid {
        self.talk.parse().unwrap()
    }

    fn page(&self) -> String {
        format!("/rendez-vous/{}/messages", self.talk)
    }

    /// Where links to it lead.
    fn newest(&self) -> String {
        format!("{}#derniers", self.page())
    }

    async fn say(&self, site: &Site, person: &Person, body: &str) -> Answer {
        site.answer(message(person, &self.talk, body)).await
    }

    async fn must_say(&self, site: &Site, person: &Person, body: &str) {
        let said = self.say(site, person, body).await;
        assert_eq!(said.status, StatusCode::OK, "{body}: {}", said.body);
    }

    async fn do_with(&self, site: &Site, person: &Person, function: &str) -> Answer {
        site.answer(call(&Method::POST, function, Some(&person.cookie), &[("form[talk]", &self.talk)])).await
    }

    async fn report(&self, site: &Site, person: &Person, message: &str, reason: &str, note: &str) -> Answer {
        let fields =
            [("form[talk]", &*self.talk), ("form[message]", message), ("form[reason]", reason), ("form[note]", note)];
        site.answer(call(&Method::POST, "report_person", Some(&person.cookie), &fields)).await
    }
}

fn message(person: &Person, talk: &str, body: &str) -> Request<Body> {
    call(&Method::POST, "send_message", Some(&person.cookie), &[("form[talk]", talk), ("form[body]", body)])
}

async fn written(site: &Site) -> Vec<String> {
    let rows: Vec<(String,)> = site.rows("select body from message order by talk_id, number").await;
    rows.into_iter().map(|(body,)| body).collect()
}

/// Puts the only talk's end `days` into the past.
async fn end(site: &Site, stage: &'static str, days: i64) {
    let then = context::now() - Duration::days(days);
    let sql =
        "update talk set status = $1, due_at = null, answer_by = null, awaits = null, starts_at = $2, ended_at = $2";
    let changed = match site.db() {
        Db::Sqlite { writer, .. } => {
            sqlx::query(sql).bind(stage).bind(then).execute(writer).await.unwrap().rows_affected()
        }
        Db::Postgres(pool) => sqlx::query(sql).bind(stage).bind(then).execute(pool).await.unwrap().rows_affected(),
    };
    assert_eq!(changed, 1);
}

/// Somebody's stream of a conversation.
struct Stream {
    body: Body,
    text: String,
}

impl Stream {
    async fn open(router: Router, person: &Person, path: &str, last: Option<&str>) -> Result<Self, StatusCode> {
        let mut request = Request::get(path).header(header::COOKIE, &person.cookie);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        if response.status() != StatusCode::OK {
            return Err(response.status());
        }
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert!(response.headers().get("content-encoding").is_none(), "it would be held back until it is whole");
        Ok(Self { body: response.into_body(), text: String::new() })
    }

    /// The next message: its id and its text; nothing once the stream has ended.
    async fn next(&mut self) -> Option<(String, String)> {
        tokio::time::timeout(PATIENCE, self.read()).await.expect("nothing comes")
    }

    async fn read(&mut self) -> Option<(String, String)> {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let lines = event.lines().filter_map(|line| line.strip_prefix(name));
                    lines.map(str::trim_start).collect::<Vec<_>>().join("\n")
                };
                let told = (field("id:"), field("data:"));
                self.text = rest.to_owned();
                if !told.1.is_empty() {
                    return Some(told);
                }
            }
            let frame = self.body.frame().await?.unwrap();
            self.text.push_str(std::str::from_utf8(frame.data_ref()?).unwrap());
        }
    }
}

on_both_engines! {
    async fn two_people_write_to_each_other(site) {
        let scene = Scene::set(site).await;
        let mut lea = Browser::of(site, &scene.lea);
        lea.open(&format!("/rendez-vous/{}", scene.talk)).await;
        assert!(lea.links().contains(&scene.newest()), "{:?}", lea.links());
        lea.open(&scene.page()).await;
        assert!(lea.says("Messages avec Paul Fournier") && lea.says("Aucun message"), "{}", lea.text());
        lea.submit("send_message", &[("body", "Bonjour Paul,\r\n<b>à lundi</b> & merci ")]).await;
        assert_eq!(lea.path, format!("{}#message-1", scene.page()));
        assert!(lea.says("Vous") && lea.says("<b>à lundi</b> & merci"), "{}", lea.text());
        assert!(!lea.page.body.contains("<b>à lundi"));
        assert_eq!(lea.field("send_message", "body").as_deref(), Some(""));
        assert_eq!(written(site).await, ["Bonjour Paul,\n<b>à lundi</b> & merci"]);
        // Paul sees that something waits, until he has read it.
        let mut paul = Browser::of(site, &scene.paul.person);
        let talk = format!("/rendez-vous/{}", scene.talk);
        for page in ["/agenda", &talk] {
            paul.open(page).await;
            assert!(paul.says("1 nouveau message"), "{page}: {}", paul.text());
        }
        paul.open(&scene.page()).await;
        assert!(paul.says("Lea Martin") && paul.says("à lundi") && !paul.page.body.contains("message--own"), "{}", paul.text());
        for page in ["/agenda", &talk] {
            paul.open(page).await;
            assert!(!paul.says("nouveau message"), "{page}: {}", paul.text());
        }
        // Who wrote it has nothing to read.
        lea.open(&talk).await;
        assert!(!lea.says("nouveau message"), "{}", lea.text());
        let mut english = Browser::of(site, &scene.paul.person);
        site.execute("update account set locale = 'en'").await;
        english.open(&scene.page()).await;
        assert!(english.says("Messages with Lea Martin") && english.says("Your message"), "{}", english.text());
    }

    async fn a_request_shows_that_a_message_waits(site) {
        let scene = Scene::set(site).await;
        site.execute("update talk set status = 'requested', awaits = 'professional', answer_by = starts_at, due_at = starts_at").await;
        scene.must_say(site, &scene.lea, "Une chose encore").await;
        let mut paul = Browser::of(site, &scene.paul.person);
        paul.open("/demandes").await;
        assert!(paul.says("1 nouveau message") && paul.links().contains(&scene.newest()), "{}", paul.text());
        scene.must_say(site, &scene.paul.person, "Dites-moi").await;
    }

    async fn nobody_else_reads_or_writes(site) {
        let scene = Scene::set(site).await;
        scene.must_say(site, &scene.lea, "Entre nous").await;
        let max = people::explorer(site, "Max").await;
        let before = site.content().await;
        let mut browser = Browser::of(site, &max);
        let page = browser.open(&scene.page()).await.clone();
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(!page.body.contains("Entre nous"));
        let stranger = Stream::open(site.router(), &max, &format!("{}/flux", scene.page()), None).await;
        assert_eq!(stranger.err(), Some(StatusCode::NOT_FOUND));
        assert_eq!(scene.say(site, &max, "Moi aussi").await.status, StatusCode::NOT_FOUND);
        assert_eq!(scene.report(site, &max, "1", "insult", "").await.status, StatusCode::NOT_FOUND);
        for function in ["block_person", "unblock_person"] {
            assert_eq!(scene.do_with(site, &max, function).await.status, StatusCode::NOT_FOUND, "{function}");
        }
        let read = [("form[talk]", &*scene.talk), ("form[number]", "1")];
        let read = call(&Method::POST, "read_messages", Some(&max.cookie), &read);
        assert_eq!(site.answer(read).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.content().await, before);
        let mut nobody = Browser::new(site);
        nobody.open(&scene.page()).await;
        assert!(nobody.path.starts_with("/connexion?suite="), "{}", nobody.path);
        // An hour that is only held is nobody's talk yet.
        site.execute("update talk set status = 'held', answer_by = starts_at, awaits = null, due_at = starts_at").await;
        assert_eq!(scene.say(site, &scene.paul.person, "Bonjour").await.status, StatusCode::NOT_FOUND);
    }

    async fn what_cannot_be_sent_comes_back(site) {
        let scene = Scene::set(site).await;
        let before = site.number("select count(*) from message_reading").await;
        let mut lea = Browser::of(site, &scene.lea);
        let long = "a".repeat(2001);
        for (body, says) in [
            ("", "Ce champ est nécessaire"),
            (" \r\n ", "Ce champ est nécessaire"),
            ("\u{200b}", "Ce champ est nécessaire"),
            ("abc\u{202e}def", "signes invisibles"),
            (&*long, "2000 caractères au plus"),
            ("Appelez-moi au 06 12 34 56 78", "06 12 34 56 78"),
            ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", "zéro six douze"),
            ("0 6 . 1 2 . 3 4 . 5 6 . 7 8", "ressemble à une coordonnée ou à un lien"),
            ("lea arobase exemple point fr", "lea arobase exemple"),
            ("l e a @ e x e m p l e", "ressemble à une coordonnée ou à un lien"),
            ("tout est sur www.exemple.fr", "www.exemple.fr"),
            ("Ajoute-moi sur Insta", "Ajoute-moi sur Insta"),
        ] {
            lea.open(&scene.page()).await;
            lea.submit("send_message", &[("body", body)]).await;
            assert_eq!(lea.path, scene.page(), "{body:?}");
            assert!(lea.says(says), "{body:?}: {}", lea.text());
            assert_eq!(lea.field("send_message", "body").unwrap(), body, "what was typed is not lost");
            assert!(lea.says("Il reste quelque chose à corriger"), "{body:?}");
        }
        let english = scene.say(site, &scene.lea, "call me: oh seven nine one two three four five six seven").await;
        assert_eq!(english.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(english.body.contains("ContactDetails"), "{}", english.body);
        assert_eq!(written(site).await, Vec::<String>::new());
        assert_eq!(site.number("select count(*) from message_reading").await, before);
        // In pieces it is a number all the same; the other one's figures are their own.
        scene.must_say(site, &scene.lea, "Je note : 06 12 34").await;
        scene.must_say(site, &scene.paul.person, "56 78 90").await;
        let piece = scene.say(site, &scene.lea, "56 78").await;
        assert_eq!((piece.status, piece.body.contains("06 12 34")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{}", piece.body);
        // A smile is an answer.
        scene.must_say(site, &scene.lea, "👍").await;
    }

    async fn a_number_is_held_back_digit_by_digit_too(site) {
        let scene = Scene::set(site).await;
        for digit in "06123456".chars() {
            scene.must_say(site, &scene.paul.person, &digit.to_string()).await;
        }
        let last = scene.say(site, &scene.paul.person, "7").await;
        assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", last.body);
        // Nor does it begin in what the explorer asked; that is none of the professional's words.
        site.execute("update talk set question = 'Ma ligne : 06 12 34'").await;
        let rest = scene.say(site, &scene.lea, "56 78").await;
        assert_eq!(rest.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", rest.body);
        scene.must_say(site, &scene.lea, "Je viens à 14 h.").await;
    }

    /// More than the site ever reads: said in the reader's language, nothing is written.
    async fn a_message_of_a_megabyte_is_refused(site) {
        let scene = Scene::set(site).await;
        let before = site.content().await;
        let large = "Bonjour. ".repeat(1024 * 1024 / 9);
        for (language, says) in [("fr", "C’est trop long pour être lu"), ("en-GB", "This is too long to be read")] {
            let mut request = message(&scene.lea, &scene.talk, &large);
            let length = request.body().size_hint().exact().unwrap();
            let headers = request.headers_mut();
            headers.insert(header::CONTENT_LENGTH, length.into());
            headers.insert(header::ACCEPT, "text/html".parse().unwrap());
            headers.insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
            let refused = site.answer(request).await;
            assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
            assert!(html::text(&refused.body).contains(says), "{}", refused.body);
        }
        // Below what is read, above what is sent: it comes back.
        let mut lea = Browser::of(site, &scene.lea);
        lea.open(&scene.page()).await;
        lea.submit("send_message", &[("body", &large[..100_000])]).await;
        assert!(lea.says("2000 caractères au plus"), "{}", lea.text().get(..500).unwrap_or_default());
        assert!(lea.field("send_message", "body").unwrap().starts_with("Bonjour. Bonjour. "));
        assert_eq!(written(site).await, Vec::<String>::new());
        let tables = |content: &str| content.split("\nsession\n").next().unwrap().to_owned();
        assert_eq!(tables(&site.content().await), tables(&before));
    }

    async fn a_second_click_sends_once(site) {
        let scene = Scene::set(site).await;
        let twice = join_all([scene.say(site, &scene.lea, "Bonjour"), scene.say(site, &scene.lea, "Bonjour")]).await;
        assert!(twice.iter().all(|answer| answer.status == StatusCode::OK && answer.location().ends_with("#message-1")));
        assert_eq!(written(site).await, ["Bonjour"]);
        // The other one may say the same, and so may they later.
        scene.must_say(site, &scene.paul.person, "Bonjour").await;
        let account = accounts::find_account(site.db(), scene.lea.id).await.unwrap().unwrap();
        let form = MessageForm { talk: scene.talk.clone(), body: "Bonjour".to_owned() };
        writing::send(&site.app, &account.into(), &form, context::now() + Duration::seconds(30)).await.unwrap();
        assert_eq!(written(site).await.len(), 3);
    }

    async fn too_many_messages_wait(site) {
        let scene = Scene::set(site).await;
        let mut sent = 0;
        while scene.say(site, &scene.lea, &format!("Message {sent}")).await.status == StatusCode::OK {
            sent += 1;
        }
        // On a slow machine one of the next minute may be among them.
        assert!((30..40).contains(&sent), "{sent}");
        let mut lea = Browser::of(site, &scene.lea);
        lea.open(&scene.page()).await;
        lea.submit("send_message", &[("body", "Encore un")]).await;
        assert!(lea.says("Trop d’essais"), "{}", lea.text());
        assert_eq!(lea.field("send_message", "body").as_deref(), Some("Encore un"));
        assert_eq!(scene.say(site, &scene.lea, "Et un").await.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(written(site).await.len(), sent);
        // Their fault, not the other one's.
        scene.must_say(site, &scene.paul.person, "Doucement").await;
    }

    async fn a_minor_waits_for_the_guardian(site) {
        let today = context::now().date_naive();
        let born = NaiveDate::from_ymd_opt(today.year() - 16, 1, 15).unwrap();
        let lea = people::born(site, "Petite Ourse", born).await;
        let paul = people::professional(site, "Paul Fournier").await;
        let fields = [
            ("form[professional]", &*paul.id.to_string()),
            ("form[start]", &people::iso(0)),
            ("form[way]", "video"),
            ("form[question]", ""),
            ("form[guardian_email]", "parent@exemple.fr"),
        ];
        let asked = site.answer(call(&Method::POST, "book_talk", Some(&lea.cookie), &fields)).await;
        let talk = asked.location().trim_start_matches("/rendez-vous/").to_owned();
        let scene = Scene { lea, paul, talk };
        for person in [&scene.lea, &scene.paul.person] {
            let said = scene.say(site, person, "Bonjour").await;
            assert_eq!((said.status, said.body.contains("ConversationClosed")), (StatusCode::CONFLICT, true), "{}", said.body);
        }
        assert_eq!(written(site).await, Vec::<String>::new());
        let mut lea = Browser::of(site, &scene.lea);
        lea.open(&scene.page()).await;
        assert!(lea.says("dès que votre parent ou la personne responsable aura donné son accord"), "{}", lea.text());
        let mut paul = Browser::of(site, &scene.paul.person);
        paul.open(&scene.page()).await;
        assert!(paul.says("Cette personne a moins de 18 ans") && !paul.says("Petite Ourse"), "{}", paul.text());
        let flux = format!("{}/flux", scene.page());
        assert_eq!(Stream::open(site.router(), &scene.paul.person, &flux, None).await.err(), Some(StatusCode::FORBIDDEN));
        // The guardian agrees, and the two write.
        let consent = |link: String, scope: &'static str| {
            let token = link.trim_start_matches("/accord/").to_owned();
            site.answer(call(&Method::POST, if scope.is_empty() { "object_to_talk" } else { "give_consent" }, None, &[("form[token]", &token), ("form[scope]", scope), ("form[responsible]", "on")]))
        };
        let link = || async {
            let body = site.mails_to("parent@exemple.fr").await.pop().unwrap().body;
            body[body.find("/accord/").unwrap()..].split_whitespace().next().unwrap().to_owned()
        };
        assert_eq!(consent(link().await, "talk").await.status, StatusCode::OK);
        scene.must_say(site, &scene.paul.person, "Bonjour Petite Ourse").await;
        scene.must_say(site, &scene.lea, "Bonjour, ici Petite Ourse").await;
        // Another hour is agreed to anew: until then the professional is shown nothing.
        site.execute("update talk set guardian = 'needed', status = 'awaiting_guardian', answer_by = starts_at, due_at = starts_at").await;
        paul.open(&scene.page()).await;
        assert!(!paul.says("Petite Ourse"), "{}", paul.text());
        lea.open(&scene.page()).await;
        assert!(lea.says("Bonjour Petite Ourse") && html::form(&lea.page.body, "/api/send_message").is_none(), "{}", lea.text());
        notices::send_due(&site.app, context::now() + Duration::minutes(5)).await.unwrap();
        assert_eq!(site.mails_to(&scene.paul.person.email).await.iter().filter(|mail| mail.subject.contains("message vous attend")).count(), 0);
        // What the guardian takes back ends it at once.
        site.execute("update talk set guardian = 'agreed', status = 'confirmed', answer_by = null").await;
        assert_eq!(consent(link().await, "").await.status, StatusCode::OK);
        assert_eq!(scene.say(site, &scene.paul.person, "Dommage").await.status, StatusCode::CONFLICT);
        paul.open(&scene.page()).await;
        assert!(paul.says("Cette conversation est terminée"), "{}", paul.text());
    }

    async fn thirty_days_after_it_is_read_only(site) {
        let scene = Scene::set(site).await;
        scene.must_say(site, &scene.lea, "À bientôt").await;
        for stage in ["done", "expired"] {
            end(site, stage, 29).await;
            scene.must_say(site, &scene.paul.person, &format!("Merci encore ({stage})")).await;
            end(site, stage, 31).await;
            for person in [&scene.lea, &scene.paul.person] {
                let late = scene.say(site, person, "Trop tard").await;
                assert_eq!(late.status, StatusCode::CONFLICT, "{stage}");
                let mut reader = Browser::of(site, person);
                reader.open(&scene.page()).await;
                assert!(reader.says("À bientôt") && reader.says("Cette conversation est terminée"), "{}", reader.text());
                assert!(html::form(&reader.page.body, "/api/send_message").is_none());
            }
        }
    }

    /// Words that were typed while it closed are not lost.
    async fn a_conversation_that_closes_meanwhile_gives_the_words_back(site) {
        let scene = Scene::set(site).await;
        let mut lea = Browser::of(site, &scene.lea);
        lea.open(&scene.page()).await;
        assert_eq!(scene.do_with(site, &scene.paul.person, "block_person").await.status, StatusCode::OK);
        lea.submit("send_message", &[("body", "Un long message écrit avec soin")]).await;
        assert!(lea.says("votre message n’est pas parti") && lea.says("écrit avec soin"), "{}", lea.text());
    }

    async fn blocked_is_blocked_both_ways(site) {
        let scene = Scene::set(site).await;
        scene.must_say(site, &scene.lea, "Bonjour").await;
        let mut paul = Browser::of(site, &scene.paul.person);
        paul.open(&scene.page()).await;
        paul.submit("block_person", &[]).await;
        assert!(paul.says("plus aucun message entre vous") && paul.says("Vous avez bloqué"), "{}", paul.text());
        for person in [&scene.lea, &scene.paul.person] {
            assert_eq!(scene.say(site, person, "Encore").await.status, StatusCode::CONFLICT);
        }
        // Who is blocked learns that it is closed, and no more.
        let mut lea = Browser::of(site, &scene.lea);
        lea.open(&scene.page()).await;
        assert!(lea.says("Cette conversation est fermée") && lea.says("Bonjour"), "{}", lea.text());
        assert!(!lea.says("Vous avez bloqué"), "{}", lea.text());
        lea.open(&format!("/rencontres/{}", scene.paul.id)).await;
        lea.submit("hold_hour", &[("start", &people::iso(120))]).await;
        assert!(lea.says("Vous ne pouvez pas prendre d’heure avec cette personne"), "{}", lea.text());
        let again = site.answer(book(&scene.lea, &scene.paul.id.to_string(), &people::iso(120))).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::FORBIDDEN, "\"Forbidden\""));
        let moved = [("form[talk]", &*scene.talk), ("form[token]", ""), ("form[start]", &people::iso(240))];
        for (person, status) in [(&scene.lea, StatusCode::FORBIDDEN), (&scene.paul.person, StatusCode::CONFLICT)] {
            let moved = site.answer(call(&Method::POST, "reschedule_talk", Some(&person.cookie), &moved)).await;
            assert_eq!(moved.status, status, "{}", moved.body);
        }
        assert_eq!(site.number("select count(*) from talk").await, 1);
        // Only who blocked can undo it.
        assert_eq!(scene.do_with(site, &scene.lea, "unblock_person").await.status, StatusCode::OK);
        assert_eq!(scene.say(site, &scene.lea, "Encore").await.status, StatusCode::CONFLICT);
        paul.open(&scene.page()).await;
        paul.submit("unblock_person", &[]).await;
        assert!(paul.says("vous pouvez de nouveau vous écrire"), "{}", paul.text());
        scene.must_say(site, &scene.lea, "Encore").await;
        assert_eq!(site.answer(book(&scene.lea, &scene.paul.id.to_string(), &people::iso(120))).await.status, StatusCode::OK);
        // An explorer who blocks is told why they cannot book.
        scene.do_with(site, &scene.lea, "block_person").await;
        lea.open(&format!("/rencontres/{}", scene.paul.id)).await;
        lea.submit("hold_hour", &[("start", &people::iso(360))]).await;
        assert!(lea.says("Vous avez bloqué cette personne") && lea.links().contains(&"/agenda".to_owned()), "{}", lea.text());
        let own = site.answer(book(&scene.lea, &scene.paul.id.to_string(), &people::iso(360))).await;
        assert_eq!((own.status, own.body.as_str()), (StatusCode::CONFLICT, "\"Blocked\""));
    }

    async fn what_waits_is_not_accepted_once_somebody_blocks(site) {
        let scene = Scene::set(site).await;
        site.execute("update professional set accepts_automatically = false").await;
        let answer = site.answer(book(&scene.lea, &scene.paul.id.to_string(), &people::iso(120))).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let waiting = answer.location().trim_start_matches("/rendez-vous/").to_owned();
        scene.do_with(site, &scene.lea, "block_person").await;
        let accept = call(&Method::POST, "accept_talk", Some(&scene.paul.person.cookie), &[("form[talk]", &*waiting)]);
        let refused = site.answer(accept).await;
        assert_eq!((refused.status, refused.body.as_str()), (StatusCode::FORBIDDEN, "\"Forbidden\""));
        assert_eq!(site.number("select count(*) from talk where status = 'requested'").await, 1);
        let fields = [("form[talk]", &*waiting), ("form[reason]", "unavailable"), ("form[note]", "")];
        let declined = site.answer(call(&Method::POST, "decline_talk", Some(&scene.paul.person.cookie), &fields)).await;
        assert_eq!(declined.status, StatusCode::OK, "{}", declined.body);
    }

    async fn a_report_keeps_the_words(site) {
        let scene = Scene::set(site).await;
        scene.must_say(site, &scene.lea, "Bonjour").await;
        scene.must_say(site, &scene.paul.person, "Va te faire voir").await;
        scene.must_say(site, &scene.paul.person, "Et ne reviens pas").await;
        let mut lea = Browser::of(site, &scene.lea);
        lea.open(&scene.page()).await;
        let link = lea.links().into_iter().find(|link| link.contains("signaler=2")).expect("a link to report it");
        lea.open(&link).await;
        assert!(lea.says("Le message signalé : Va te faire voir"), "{}", lea.text());
        lea.submit("report_person", &[]).await;
        assert!(lea.says("Choisissez une réponse") && lea.says("Le message signalé"), "{}", lea.text());
        lea.submit("report_person", &[("reason", "other")]).await;
        assert!(lea.says("Ce champ est nécessaire"), "{}", lea.text());
        lea.submit("report_person", &[("reason", "insult"), ("note", "Sans raison.")]).await;
        assert!(lea.says("Votre signalement est arrivé"), "{}", lea.text());
        let one = "select r.evidence, r.note, r.reason from report r join message m on m.id = r.message_id
                   where m.number = 2 and r.reporter_id <> r.reported_id";
        let rows: Vec<(String, String, String)> = site.rows(one).await;
        assert_eq!(rows.len(), 1);
        assert!(rows[0].0.contains("Va te faire voir") && !rows[0].0.contains("reviens"), "{rows:?}");
        assert_eq!((&*rows[0].1, &*rows[0].2), ("Sans raison.", "insult"));
        // Of a person: what they wrote last, nothing of who reports.
        assert_eq!(scene.report(site, &scene.lea, "", "harassment", "").await.status, StatusCode::OK);
        let rows: Vec<(String,)> = site.rows("select evidence from report where message_id is null").await;
        assert!(rows[0].0.contains("Va te faire voir") && rows[0].0.contains("reviens") && !rows[0].0.contains("Bonjour"), "{rows:?}");
        // One's own words, and others that are none.
        for number in ["1", "99", "-1", "x"] {
            assert_eq!(scene.report(site, &scene.lea, number, "insult", "").await.status, StatusCode::NOT_FOUND, "{number}");
        }
        // The other one learns nothing of it, and their going takes no evidence along.
        let mut paul = Browser::of(site, &scene.paul.person);
        paul.open(&scene.page()).await;
        assert!(!paul.says("Sans raison") && !paul.says("signalement est arrivé"), "{}", paul.text());
        assert!(site.mails().await.iter().all(|mail| !mail.body.contains("signal")));
        let account = accounts::find_account(site.db(), scene.paul.person.id).await.unwrap().unwrap();
        (site.app.delete_account)(site.app.clone(), account.into(), None).await.unwrap();
        assert_eq!(written(site).await, ["Bonjour"], "their words go with them");
        assert_eq!(site.number("select count(*) from report where evidence like '%Va te faire voir%' and reported_id is null").await, 2);
        lea.open(&scene.page()).await;
        assert!(lea.says("Cette personne a quitté Déclic") && lea.says("Bonjour") && !lea.says("Paul"), "{}", lea.text());
        assert_eq!(scene.say(site, &scene.lea, "Paul ?").await.status, StatusCode::CONFLICT);
        let nobody = scene.report(site, &scene.lea, "", "insult", "").await;
        assert_eq!(nobody.status, StatusCode::CONFLICT);
        assert!(site.refuses("update report set reason = 'because'").await);
        assert!(site.refuses("update report set outcome = 'upheld'").await, "settled without a time");
    }

    async fn five_reports_wait_at_most(site) {
        let scene = Scene::set(site).await;
        let reports = (0..20).map(|_| scene.report(site, &scene.lea, "", "danger", ""));
        let answers = join_all(reports).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::OK).count(), 5);
        let refused = answers.iter().find(|answer| answer.status != StatusCode::OK).unwrap();
        assert_eq!((refused.status, refused.body.contains("TooManyReports")), (StatusCode::UNPROCESSABLE_ENTITY, true));
        assert_eq!(site.number("select count(*) from report").await, 5);
        // Once they are settled there may be others; after a year they are forgotten.
        site.execute("update report set settled_at = reported_at, outcome = 'dismissed'").await;
        assert_eq!(scene.report(site, &scene.lea, "", "danger", "").await.status, StatusCode::OK);
        declic::talks::service::sweep(&site.app, context::now() + Duration::days(364)).await.unwrap();
        assert_eq!(site.number("select count(*) from report").await, 6);
        declic::talks::service::sweep(&site.app, context::now() + Duration::days(366)).await.unwrap();
        assert_eq!(site.number("select count(*) from report").await, 1);
    }

    /// What a moderator has just closed nobody is called into.
    async fn no_mail_calls_into_a_conversation_that_a_moderator_closed(site) {
        let scene = Scene::set(site).await;
        scene.must_say(site, &scene.lea, "Un secret").await;
        site.execute("update talk set messages_closed_at = created_at").await;
        let before = site.mails_to(&scene.paul.person.email).await.len();
        notices::send_due(&site.app, context::now() + Duration::minutes(5)).await.unwrap();
        assert_eq!(site.mails_to(&scene.paul.person.email).await.len(), before);
        assert_eq!(site.number("select count(*) from message_reading where notice_due_at is not null").await, 0);
    }

    async fn one_mail_tells_that_a_message_waits(site) {
        let scene = Scene::set(site).await;
        let told = || async {
            let mails = site.mails_to(&scene.paul.person.email).await;
            mails.into_iter().filter(|mail| mail.subject.contains("Un message vous attend")).collect::<Vec<_>>()
        };
        let tick = |minutes| {
            let now = context::now() + Duration::minutes(minutes);
            async move { notices::send_due(&site.app, now).await.unwrap() }
        };
        scene.must_say(site, &scene.lea, "Un secret").await;
        tick(1).await;
        assert_eq!(told().await.len(), 0, "who has the page open needs no mail");
        // However many processes look.
        join_all((0..4).map(|_| tick(3))).await;
        let mails = told().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].body.contains(&scene.page()), "{}", mails[0].body);
        for secret in ["secret", "Lea", "Martin"] {
            assert!(!mails[0].body.contains(secret) && !mails[0].subject.contains(secret), "{}", mails[0].body);
        }
        scene.must_say(site, &scene.lea, "Encore un").await;
        tick(60).await;
        assert_eq!(told().await.len(), 1, "nothing new before it is read");
        // Read, and another one comes.
        Browser::of(site, &scene.paul.person).open(&scene.page()).await;
        tick(60).await;
        assert_eq!(told().await.len(), 1);
        scene.must_say(site, &scene.lea, "Un autre jour").await;
        tick(60).await;
        assert_eq!(told().await.len(), 2);
        // Read on an open page, which says so, before the mail goes out.
        Browser::of(site, &scene.paul.person).open(&scene.page()).await;
        scene.must_say(site, &scene.lea, "En direct").await;
        for (number, unread) in [("99", 1), ("4", 0)] {
            let read = [("form[talk]", &*scene.talk), ("form[number]", number)];
            let read = call(&Method::POST, "read_messages", Some(&scene.paul.person.cookie), &read);
            assert_eq!(site.answer(read).await.status, StatusCode::OK);
            assert_eq!(site.number("select count(*) from message_reading where notice_due_at is not null").await, unread);
        }
        tick(60).await;
        assert_eq!(told().await.len(), 2);
        assert_eq!(site.mails_to(&scene.lea.email).await.len(), 1, "nothing waits for her");
    }

    async fn a_long_conversation_has_pages(site) {
        let scene = Scene::set(site).await;
        let people = [scene.lea.id, scene.paul.person.id];
        site.db().write((scene.id(), people), |transaction, (talk, people)| {
            Box::pin(async move {
                for number in 1..=120_usize {
                    let body = format!("Message n°{number}.");
                    store::insert_message(&mut *transaction, context::new_id(), *talk, people[number % 2], &body, context::now()).await?;
                }
                Ok(())
            })
        }).await.unwrap();
        let mut lea = Browser::of(site, &scene.lea);
        lea.open(&scene.page()).await;
        assert!(lea.says("Message n°71.") && lea.says("Message n°120.") && !lea.says("Message n°70."), "{}", lea.text());
        let older = format!("{}?avant=71", scene.page());
        assert!(lea.links().contains(&older), "{:?}", lea.links());
        lea.open(&older).await;
        assert!(lea.says("Message n°21.") && lea.says("Message n°70.") && !lea.says("Message n°71."), "{}", lea.text());
        assert!(!lea.page.body.contains("/messages.js"), "older messages do not grow");
        lea.open(&format!("{}?avant=21", scene.page())).await;
        assert!(lea.says("Message n°1.") && !lea.says("plus anciens"), "{}", lea.text());
        for odd in ["avant=x", "avant=-1", "avant=99999999999", "signaler=x", "signaler=999"] {
            assert_eq!(lea.open(&format!("{}?{odd}", scene.page())).await.status, StatusCode::OK, "{odd}");
        }
    }

    async fn the_schema_holds(site) {
        let scene = Scene::set(site).await;
        scene.must_say(site, &scene.lea, "Bonjour").await;
        assert!(site.refuses("update message set body = ''").await);
        assert!(site.refuses("update message set number = 0").await);
        assert!(site.refuses("insert into message (id, talk_id, number, author_id, body, sent_at) select talk_id, talk_id, number, author_id, body, sent_at from message").await);
        assert!(site.refuses("insert into account_block (blocker_id, blocked_id, blocked_at) select author_id, author_id, sent_at from message").await);
        assert!(site.refuses("update message_reading set noticed_at = notice_due_at").await);
    }

    /// What is written appears once and in order, whichever process wrote it; after a break the rest follows.
    async fn new_messages_appear_in_every_process(site) {
        let scene = Scene::set(site).await;
        let other = site.made_of(site.app.clone()).await;
        let flux = format!("{}/flux?apres=0", scene.page());
        let mut here = Stream::open(site.router(), &scene.lea, &flux, None).await.unwrap();
        let mut there = Stream::open(other.clone(), &scene.paul.person, &flux, None).await.unwrap();
        scene.must_say(site, &scene.lea, "Bonjour <Paul>,\r\nça va ?").await;
        let (id, own) = here.next().await.unwrap();
        assert_eq!(id, "1");
        assert!(own.contains("message--own") && own.contains("Bonjour &lt;Paul&gt;,\nça va ?"), "{own}");
        let (id, told) = there.next().await.unwrap();
        assert_eq!(id, "1");
        assert!(told.contains("Lea Martin") && !told.contains("message--own") && told.contains("signaler=1"), "{told}");
        drop(there);
        scene.must_say(site, &scene.lea, "Vous êtes là ?").await;
        scene.must_say(site, &scene.lea, "Tant pis").await;
        // The address still says 0; what the browser has counts.
        let mut there = Stream::open(other, &scene.paul.person, &flux, Some("1")).await.unwrap();
        for expected in ["2", "3"] {
            assert_eq!(there.next().await.unwrap().0, expected);
        }
        scene.must_say(site, &scene.paul.person, "Me voilà").await;
        assert_eq!(there.next().await.unwrap().0, "4");
        for expected in ["2", "3", "4"] {
            assert_eq!(here.next().await.unwrap().0, expected);
        }
        // Numbers that nobody has harm nobody.
        let mut odd = Stream::open(site.router(), &scene.paul.person, &flux, Some("9999")).await.unwrap();
        scene.must_say(site, &scene.lea, "Et moi").await;
        assert_eq!(odd.next().await.unwrap().0, "5");
        assert_eq!(here.next().await.unwrap().0, "5");
        // At a stop nobody is waited for.
        site.app.stopping.send_replace(true);
        for stream in [&mut here, &mut there, &mut odd] {
            while let Some((id, _)) = stream.next().await {
                assert_eq!(id, "5");
            }
        }
    }

    /// Everybody at once, heard by listeners of two processes: each message once, numbered without gaps.
    async fn nothing_is_lost_and_nothing_comes_twice(site) {
        let scene = Scene::set(site).await;
        let other = site.made_of(site.app.clone()).await;
        let flux = format!("{}/flux?apres=0", scene.page());
        let mut listeners = Vec::new();
        for (router, person) in [(site.router(), &scene.lea), (other.clone(), &scene.paul.person), (other, &scene.lea)] {
            listeners.push(Stream::open(router, person, &flux, None).await.unwrap());
        }
        let said = (0..40).map(|number| {
            let person = if number % 2 == 0 { &scene.lea } else { &scene.paul.person };
            tokio::spawn(crate::site::answer(site.router(), message(person, &scene.talk, &format!("Message {number}"))))
        });
        for answer in join_all(said.collect::<Vec<_>>()).await {
            assert_eq!(answer.unwrap().status, StatusCode::OK);
        }
        for listener in &mut listeners {
            for number in 1..=40 {
                assert_eq!(listener.next().await.unwrap().0, number.to_string());
            }
        }
        assert_eq!(site.number("select count(distinct number) from message where number between 1 and 40").await, 40);
    }

    async fn streams_are_few_and_end(site) {
        let scene = Scene::set(site).await;
        let flux = format!("{}/flux", scene.page());
        let mut open = Vec::new();
        for _ in 0..8 {
            open.push(Stream::open(site.router(), &scene.lea, &flux, None).await.unwrap());
        }
        assert_eq!(Stream::open(site.router(), &scene.lea, &flux, None).await.err(), Some(StatusCode::TOO_MANY_REQUESTS));
        // Somebody else's are their own, and one that is closed makes room.
        Stream::open(site.router(), &scene.paul.person, &flux, None).await.unwrap();
        open.pop();
        open.push(Stream::open(site.router(), &scene.lea, &flux, None).await.unwrap());
        drop(open);
        // Who signed out, or has no account any more, is refused when they come back.
        let session = Person { cookie: people::open_session(site.db(), scene.lea.id).await, ..scene.lea.clone() };
        Stream::open(site.router(), &session, &flux, None).await.unwrap();
        site.answer(call(&Method::POST, "sign_out", Some(&session.cookie), &[])).await;
        assert_eq!(Stream::open(site.router(), &session, &flux, None).await.err(), Some(StatusCode::UNAUTHORIZED));
        // So that it comes to that, a stream lasts for so long only; what nobody has heard is heard in the next one.
        let live = Live::new(&site.app);
        let first = live.listen(scene.lea.id, scene.id(), 0, Wait::from_millis(50)).await.unwrap();
        assert_eq!(first.count().await, 0);
        scene.must_say(site, &scene.paul.person, "Entre deux").await;
        let next = live.listen(scene.lea.id, scene.id(), 0, Wait::from_millis(50)).await.unwrap();
        let heard: Vec<String> = next.map(|message| message.body).collect().await;
        assert_eq!(heard, ["Entre deux"]);
    }
}
