//! What calendar programs read, as an independent reader understands it.

use crate::{
    browser::{Browser, book, call},
    peers::read_calendar,
    people,
};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use declic::agenda::moment;

on_both_engines! {
    async fn calendars_follow_a_talk(site) {
        let lea = people::explorer(site, "Lea Martin").await;
        let paul = people::professional(site, "Paul Fournier").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        let talk = booked.location().split('?').next().unwrap().to_owned();
        let id = talk.rsplit('/').next().unwrap().to_owned();
        let file = |cookie: String| {
            let request = Request::get(format!("{talk}/invitation.ics")).header(header::COOKIE, cookie);
            site.answer(request.body(Body::empty()).unwrap())
        };

        // The same event in the mail and in the file, for each side.
        let mut uids = Vec::new();
        for (person, other) in [(&lea, &paul.person), (&paul.person, &lea)] {
            let answer = file(person.cookie.clone()).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(answer.header("content-type").starts_with("text/calendar"), "{}", answer.header("content-type"));
            assert!(answer.header("content-disposition").contains("declic.ics"));
            let mailed = site.mails_to(&person.email).await.remove(0).calendar.unwrap();
            for text in [&answer.body, &mailed] {
                assert!(!text.contains(&other.email), "the other one's address is given away");
                assert!(text.lines().all(|line| line.len() <= 76) && text.contains("\r\n"), "{text}");
                let calendar = read_calendar(text);
                assert_eq!(calendar["method"], "REQUEST");
                let event = &calendar["events"][0];
                assert_eq!(event["errors"], serde_json::json!([]));
                assert_eq!(event["sequence"], 0);
                assert_eq!(event["status"], "CONFIRMED");
                assert_eq!(event["start"], moment::iso(people::start(0)));
                assert_eq!(event["end"], moment::iso(people::start(60)));
                assert!(event["summary"].as_str().unwrap().contains(&other.name), "{event}");
                assert!(event["location"].as_str().unwrap().starts_with("https://meet.jit.si/declic-"));
                assert_eq!(event["attendees"][0]["address"].as_str().unwrap().to_lowercase(), format!("mailto:{}", person.email));
                uids.push(event["uid"].clone());
            }
        }
        uids.dedup();
        assert_eq!(uids, [serde_json::json!(format!("{id}@talks.declic"))], "one event, one name");

        // Cancelled: the same event, a higher number, taken away.
        let fields = [("form[talk]", id.as_str()), ("form[reason]", "mistake")];
        assert_eq!(site.answer(call(&Method::POST, "cancel_talk", Some(&lea.cookie), &fields)).await.status, StatusCode::OK);
        for person in [&lea, &paul.person] {
            let mailed = site.mails_to(&person.email).await.remove(1).calendar.unwrap();
            for text in [file(person.cookie.clone()).await.body, mailed] {
                let calendar = read_calendar(&text);
                let event = &calendar["events"][0];
                assert_eq!((&calendar["method"], &event["status"], &event["sequence"]), (&"CANCEL".into(), &"CANCELLED".into(), &1.into()));
                assert_eq!(event["uid"], uids[0]);
                assert_eq!(event["start"], moment::iso(people::start(0)));
            }
        }
    }

    async fn a_feed_is_private_and_can_be_revoked(site) {
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        for minutes in [0, 120] {
            assert_eq!(site.answer(book(&lea, &paul.id.to_string(), &people::iso(minutes))).await.status, StatusCode::OK);
        }
        let talks: Vec<(uuid::Uuid,)> = site.rows("select id from talk order by starts_at").await;
        let feed_of = |browser: &Browser| {
            let address = crate::html::tags(&browser.page.body).into_iter().map(|tag| tag.get("value").to_owned()).find(|value| value.contains("/agenda/flux/"));
            address.map(|address| address.trim_start_matches("http://localhost:3000").to_owned())
        };
        let mut browser = Browser::of(site, &lea);
        browser.open("/agenda").await;
        assert_eq!(feed_of(&browser), None, "off until it is asked for");
        browser.submit("renew_feed", &[]).await;
        let first = feed_of(&browser).expect("a feed's address");
        assert!(first.len() > 50, "an address that cannot be guessed: {first}");

        // A calendar program has no cookies.
        let read = |path: String| async move { site.answer(Request::get(path).body(Body::empty()).unwrap()).await };
        let answer = read(first.clone()).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header("content-type").starts_with("text/calendar"));
        assert_eq!(answer.header("cache-control"), "no-store");
        let calendar = read_calendar(&answer.body);
        let events = calendar["events"].as_array().unwrap();
        assert_eq!(events.len(), 2);
        assert!(calendar["method"].is_null() || calendar["method"] == "PUBLISH");
        assert_eq!(events[0]["uid"], format!("{}@talks.declic", talks[0].0));
        assert_eq!((&events[0]["sequence"], &events[0]["status"]), (&0.into(), &"CONFIRMED".into()));
        assert!(!answer.body.contains(&paul.person.email));
        assert_eq!(read(first.clone()).await.body, answer.body, "without a change it is the same to the byte");

        // A cancelled talk stays, marked, under its name.
        let fields = [("form[talk]", &*talks[0].0.to_string()), ("form[reason]", "mistake")];
        assert_eq!(site.answer(call(&Method::POST, "cancel_talk", Some(&lea.cookie), &fields)).await.status, StatusCode::OK);
        let calendar = read_calendar(&read(first.clone()).await.body);
        let event = &calendar["events"][0];
        assert_eq!((&event["uid"], &event["sequence"], &event["status"]), (&events[0]["uid"], &1.into(), &"CANCELLED".into()));

        // So does one that is moved and then declined: it was in calendars.
        let id = talks[1].0.to_string();
        let moved = [("form[talk]", &*id), ("form[token]", ""), ("form[start]", &people::iso(600))];
        let moved = site.answer(call(&Method::POST, "reschedule_talk", Some(&paul.person.cookie), &moved)).await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        let fields = [("form[talk]", &*id), ("form[token]", ""), ("form[reason]", "unavailable"), ("form[note]", "")];
        let declined = site.answer(call(&Method::POST, "decline_talk", Some(&lea.cookie), &fields)).await;
        assert_eq!(declined.status, StatusCode::OK, "{}", declined.body);
        let calendar = read_calendar(&read(first.clone()).await.body);
        let of_it = calendar["events"].as_array().unwrap().iter().find(|event| event["uid"] == events[1]["uid"]);
        let event = of_it.expect("what calendars know of stays");
        assert_eq!((&event["sequence"], &event["status"]), (&1.into(), &"CANCELLED".into()));

        // A new address ends the old one; switched off, there is none.
        browser.open("/agenda").await;
        browser.submit("renew_feed", &[]).await;
        let second = feed_of(&browser).unwrap();
        assert_ne!(first, second);
        assert_eq!(read(first).await.status, StatusCode::NOT_FOUND);
        assert_eq!(read(second.clone()).await.status, StatusCode::OK);
        browser.submit("revoke_feed", &[]).await;
        // A refusal goes back to the page, without a word in its address.
        let refused = Browser::new(site).send_form("/api/renew_feed", &[]).await;
        assert!(refused.status.is_redirection() && refused.location() == "/", "{}", refused.location());
        assert_eq!(feed_of(&browser), None);
        assert_eq!(read(second).await.status, StatusCode::NOT_FOUND);
        for nonsense in ["/agenda/flux/x", "/agenda/flux/%00", "/agenda/flux/'--"] {
            assert!(read(nonsense.to_owned()).await.status.is_client_error(), "{nonsense}");
        }
    }
}
