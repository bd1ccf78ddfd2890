//! A professional's photo: sent as a file, made small, shown, removed; and every file that is none.

use crate::{
    browser::{Browser, call},
    people::{self, Person},
    site::{Answer, BASE, Site},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use chrono::Duration;
use declic::context;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;

const BOUNDARY: &str = "----declic";

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(width, height)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn upload(cookie: Option<&str>, origin: &str, name: &str, file: &[u8]) -> Request<Body> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
    );
    let body = [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    let mut request = Request::post("/compte/metier/photo")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::ACCEPT, "text/html")
        .header(header::ORIGIN, origin);
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::from(body)).unwrap()
}

pub async fn send(site: &Site, person: &Person, file: &[u8]) -> Answer {
    site.answer(upload(Some(&person.cookie), BASE, "photo", file)).await
}

/// Any photo, sent by somebody.
pub async fn send_picture(site: &Site, person: &Person) {
    let sent = send(site, person, &picture(400, 400, ImageFormat::Jpeg)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

/// The address of the photo that a page shows.
fn shown(browser: &Browser) -> Option<String> {
    let from = browser.page.body.find("/photos/")?;
    browser.page.body[from..].split('"').next().map(str::to_owned)
}

/// A PNG of a few bytes whose header says that it is this large.
pub fn announcing(width: u32, height: u32) -> Vec<u8> {
    let mut png = picture(200, 200, ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    // CRC-32 of the header (PNG, annex D).
    let crc = png[12..29].iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    });
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

on_both_engines! {
    async fn a_photo_is_sent_shown_and_removed(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        let mut browser = Browser::of(site, &paul.person);
        browser.open("/compte/metier/photo").await;
        assert!(browser.says("Votre photo") && shown(&browser).is_none(), "{}", browser.text());
        let sent = send(site, &paul.person, &picture(1600, 1200, ImageFormat::Png)).await;
        assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/compte/metier/photo"));
        browser.open("/compte/metier/photo").await;
        assert!(browser.says("Votre photo est enregistrée"), "{}", browser.text());
        let first = shown(&browser).expect("a photo");

        // Nobody else sees it before somebody has looked at it, by its address either.
        let to_vet = site.get(&first).await.location().to_owned();
        let file_for = async |cookie: Option<&str>| {
            let mut request = Request::get(&*to_vet);
            if let Some(cookie) = cookie {
                request = request.header(header::COOKIE, cookie);
            }
            site.answer(request.body(Body::empty()).unwrap()).await
        };
        let relay = people::moderator(site, "Zoe", "76").await;
        let elsewhere = people::moderator(site, "Max", "84").await;
        let lea = people::explorer(site, "Lea").await;
        for (cookie, status) in [
            (None, StatusCode::NOT_FOUND), (Some(&*lea.cookie), StatusCode::NOT_FOUND), (Some(&*elsewhere.cookie), StatusCode::NOT_FOUND),
            (Some(&*relay.cookie), StatusCode::OK), (Some(&*paul.person.cookie), StatusCode::OK),
        ] {
            let answer = file_for(cookie).await;
            assert_eq!(answer.status, status);
            if status == StatusCode::OK {
                assert_eq!((answer.header("content-type"), answer.header("cache-control")), ("image/jpeg", "private, no-cache"));
            }
        }
        // Nor does a word changed and changed back get around that.
        let mut stranger = Browser::new(site);
        stranger.open(&format!("/rencontres/{}", paul.id)).await;
        assert!(shown(&stranger).is_none(), "{}", stranger.text());
        browser.open("/compte/metier/heures").await;
        browser.submit("save_profile", &[("time_zone", "Europe/Paris")]).await;
        assert_eq!(site.number("select count(*) from professional where vetting = 'changed'").await, 1);
        people::approve(site, &paul.person).await;

        // Then anybody does, on the page and as a small JPEG file.
        stranger.open(&format!("/rencontres/{}", paul.id)).await;
        assert_eq!(shown(&stranger).as_deref(), Some(first.as_str()));
        assert!(stranger.page.body.contains("alt=\"Photo de Paul Fournier\""));
        let file = site.get(&first).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "image/jpeg"));
        assert_eq!(file.header("cache-control"), "public, max-age=86400");
        assert_eq!(file.header("set-cookie"), "");

        // Another one takes its place, at another address.
        send(site, &paul.person, &picture(600, 600, ImageFormat::WebP)).await;
        browser.open("/compte/metier/photo").await;
        let second = shown(&browser).expect("a photo");
        assert_ne!(first, second);
        assert_eq!(site.get(&first).await.status, StatusCode::NOT_FOUND);
        browser.submit("remove_photo", &[]).await;
        assert!(browser.says("Votre photo est retirée") && shown(&browser).is_none(), "{}", browser.text());
        assert_eq!(site.get(&second).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.number("select count(*) from professional_photo").await, 0);
    }

    async fn what_is_no_photo_is_told_at_its_field_and_not_kept(site) {
        let paul = people::professional(site, "Paul").await;
        let mut browser = Browser::of(site, &paul.person);
        let heavy = vec![0; 5 * 1024 * 1024 + 1];
        let small = picture(20, 20, ImageFormat::Png);
        let bomb = announcing(60_000, 60_000);
        let cases: [(&[u8], &str); 6] = [
            (&bomb, "millions de pixels"),
            (b"", "Ce champ est nécessaire"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n’est pas une photo"),
            (b"GIF89a\x01\0\x01\0\0\0\0;", "n’est pas une photo"),
            (&heavy, "5 Mo au plus"),
            (&small, "au moins 160 pixels"),
        ];
        for (file, told) in cases {
            let sent = send(site, &paul.person, file).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{told}");
            browser.open("/compte/metier/photo").await;
            assert!(browser.says(told), "{told}: {}", browser.text());
            assert!(browser.page.body.contains("aria-invalid=\"true\""));
        }
        assert_eq!(site.number("select count(*) from professional_photo").await, 0);
        // No file at all, and no form at all.
        site.answer(upload(Some(&paul.person.cookie), BASE, "autre", b"x")).await;
        browser.open("/compte/metier/photo").await;
        assert!(browser.says("Ce champ est nécessaire"), "{}", browser.text());
        let nonsense = call(&Method::POST, "remove_photo", Some(&paul.person.cookie), &[]);
        let (mut parts, _) = nonsense.into_parts();
        parts.uri = "/compte/metier/photo".parse().unwrap();
        let answer = site.answer(Request::from_parts(parts, Body::from("a=b"))).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(!site.refuses("select 1").await);
    }

    /// What was approved with a profile is nobody's to see once the profile is not.
    async fn the_photo_of_who_is_refused_is_not_public(site) {
        let paul = people::professional(site, "Paul Fournier").await;
        send_picture(site, &paul.person).await;
        people::approve(site, &paul.person).await;
        let mut browser = Browser::of(site, &paul.person);
        browser.open("/compte/metier/photo").await;
        let photo = shown(&browser).expect("a photo");
        assert_eq!(site.get(&photo).await.status, StatusCode::OK);
        for decided in [
            "update professional set vetting = 'changes_asked', vetting_reason = 'vague'",
            "update professional set vetting = 'refused', vetting_reason = 'vague'",
            "update professional set vetting = 'draft', vetting_reason = null",
        ] {
            site.execute(decided).await;
            let hidden = site.get(&photo).await;
            assert!(hidden.status.is_redirection() && hidden.body.is_empty(), "{decided}: {}", hidden.status);
            assert_eq!(site.get(hidden.location()).await.status, StatusCode::NOT_FOUND);
        }
        // What has changed since is only looked at.
        site.execute("update professional set vetting = 'changed', waits_since = created_at, waits_in = '76'").await;
        assert_eq!(site.get(&photo).await.status, StatusCode::OK);
    }

    async fn only_a_professional_sends_one_from_our_own_page(site) {
        let (paul, lea) = (people::professional(site, "Paul").await, people::explorer(site, "Lea").await);
        let file = picture(400, 400, ImageFormat::Jpeg);
        let elsewhere = site.answer(upload(Some(&paul.person.cookie), "https://evil.example", "photo", &file)).await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
        let nobody = site.answer(upload(None, BASE, "photo", &file)).await;
        assert!(nobody.status.is_redirection() && nobody.location().starts_with("/connexion"), "{}", nobody.location());
        let minor = people::born(site, "Petite", context::now().date_naive() - Duration::days(16 * 366)).await;
        send(site, &minor, &file).await;
        assert_eq!(site.number("select count(*) from professional_photo").await, 0);
        // Who is about to become a professional does too.
        send(site, &lea, &file).await;
        assert_eq!(site.number("select count(*) from professional_photo").await, 1);
        for path in ["/photos/1.jpg", "/photos/01a203d3-c309-741b-8f33-185bcf1e6d01.jpg", "/photos/x", "/photos/..%2f"] {
            assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        // Sent again and again, it is work to read.
        let mut told = false;
        for _ in 0..15 {
            send(site, &paul.person, &file).await;
            let mut browser = Browser::of(site, &paul.person);
            browser.open("/compte/metier/photo").await;
            told |= browser.says("Réessayez");
        }
        assert!(told, "no limit");
        // Who leaves takes it along.
        site.execute("delete from account").await;
        assert_eq!(site.number("select count(*) from professional_photo").await, 0);
    }
}
