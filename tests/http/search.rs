//! Searching by HTTP over the demonstration data, and how many statements a page costs.

use crate::{
    browser::{Browser, book, call},
    html,
    journey::keep_due,
    people::{self},
    site::{Site, answer},
};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use declic::{
    context::{self, AppContext},
    db::Db,
    notifications::types::MailKind,
    server::seed,
    talks::{indexing, saved_searches::news, types::FoundPage},
};
use sqlx::{ConnectOptions, PgPool, SqlitePool};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::Notify;
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt},
};

async fn fill(site: &Site) {
    assert!(seed::load(site.db(), context::now()).await.unwrap() >= 400);
    assert_eq!(seed::load(site.db(), context::now()).await.unwrap(), 0, "loaded once");
    indexing::rebuild(&site.app, context::now()).await.unwrap();
}

/// That what cards say stands in their markup, not once more in the page's data for the browser.
fn expect_cards_told_once(browser: &Browser) {
    let (page, start) = (&browser.page.body, r#"<li class="card">"#);
    let sentence =
        |card: &str| card.split_once("<p>").and_then(|(_, rest)| Some(rest.split_once("</p>")?.0.to_owned()));
    let sentences: Vec<String> = page.split(start).skip(1).filter_map(sentence).collect();
    assert!(!sentences.is_empty(), "{}", browser.text());
    let others = |told: &String| sentences.iter().filter(|other| *other == told).count();
    for told in &sentences {
        assert_eq!(page.matches(told.as_str()).count(), others(told), "{told}");
    }
}

/// The professionals that a page links to.
fn found(browser: &Browser) -> Vec<String> {
    let links = browser.links().into_iter().filter_map(|link| link.strip_prefix("/rencontres/").map(str::to_owned));
    links.filter(|id| !id.contains('/')).collect()
}

on_both_engines! {
    async fn a_professional_is_found(site) {
        fill(site).await;
        let mut browser = Browser::new(site);
        browser.open("/").await;
        assert_eq!(browser.page.status, StatusCode::OK);

        browser.open("/rencontres?q=boulanger&lieu=Albi&rayon=50").await;
        assert!(!found(&browser).is_empty() && browser.says("Albi (81)"), "{}", browser.text());
        assert!(browser.says("km") && browser.says("nvent"), "distance, and a mark on demonstration data: {}", browser.text());
        expect_cards_told_once(&browser);
        // Accents, hyphens, capitals and gender make no difference.
        for typed in ["boulangere", "BOULANGER", "boulangère", "boulanjer"] {
            browser.open(&format!("/rencontres?q={}&lieu=81000", declic::routes::encode(typed))).await;
            assert!(!found(&browser).is_empty(), "{typed}: {}", browser.text());
        }

        // Several places have this name: choose one, by a link. Meanwhile there are people.
        browser.open("/rencontres?q=boulanger&lieu=Saint-Martin").await;
        assert_eq!(browser.page.status, StatusCode::OK);
        assert!(!found(&browser).is_empty() && browser.says("« Saint-Martin » n’est pas pris en compte"), "{}", browser.text());
        assert!(browser.says("Plusieurs lieux portent ce nom"), "{}", browser.text());
        let choices: Vec<String> = browser.links().into_iter().filter(|link| link.starts_with("/rencontres?") && link.contains("lieu=Saint-Martin")).collect();
        assert!(choices.len() > 2, "{choices:?}");
        let choice = choices[0].clone();
        assert!(choice.contains("q=boulanger"), "the rest of the search is kept: {choice}");
        browser.open(&choice).await;
        assert!(!browser.says("Plusieurs lieux portent ce nom"), "{choice} {}", browser.text());

        browser.open("/rencontres?q=boulanger&lieu=Nulle-Part-sur-Rien").await;
        assert!(browser.says("ne trouvons pas ce lieu"), "{}", browser.text());
        let place = html::tags(&browser.page.body).into_iter().find(|tag| tag.get("name") == "lieu").unwrap();
        assert_eq!(place.get("value"), "Nulle-Part-sur-Rien", "what was typed is kept");
        assert_eq!(place.get("aria-invalid"), "true");
        assert!(!found(&browser).is_empty() && !browser.says("Personne"), "{}", browser.text());

        // Never a dead end.
        for empty in ["q=boulanger&lieu=Albi&rayon=10&langue=nl", "metier=K1706&lieu=Albi&rayon=10", "q=zzzzzzqqqq", "metier=G1228&region=53&jours=3&maniere=onsite"] {
            browser.open(&format!("/rencontres?{empty}")).await;
            let ways: Vec<String> = browser.links().into_iter().filter(|link| link.starts_with("/rencontres?") || link == "/rencontres").collect();
            assert!(ways.len() > 1 && !found(&browser).is_empty(), "{empty}: {}", browser.text());
        }
    }

    /// What cannot be understood is told and left aside; it never looks as if there were nobody.
    async fn what_is_not_understood_is_left_aside(site) {
        fill(site).await;
        let mut browser = Browser::new(site);
        let everybody = site.number("select count(*) from professional").await;
        for (query, told) in [
            ("lieu=Zzzz", "ne trouvons pas ce lieu"),
            ("lieu=Toulousse", "Vouliez-vous dire"),
            ("metier=Z9999", "ne trouvons pas ce métier"),
            ("metier=enseignant", "Plusieurs métiers correspondent"),
            ("metier=boulager", "ne trouvons pas ce métier"),
            ("q=%F0%9F%A6%80", "Cherchez avec des lettres"),
            ("q=%3F%21%2B", "Cherchez avec des lettres"),
            ("q=%F0%9F%A6%80&lieu=Zzzz&metier=Z9999", "Cherchez avec des lettres"),
        ] {
            browser.open(&format!("/rencontres?{query}")).await;
            assert!(browser.says(told) && browser.says("n’est pas pris en compte"), "{query}: {}", browser.text());
            assert!(browser.says(&format!("{everybody} personnes")) && !browser.says("Personne"), "{query}: {}", browser.text());
            assert_eq!(found(&browser).len(), 24, "{query}");
        }
        for (query, choice) in [
            ("q=boulanger&lieu=Toulousse&rayon=25", "/rencontres?q=boulanger&lieu=Toulouse%20%2831%29&rayon=25"),
            ("metier=boulager&lieu=Albi", "/rencontres?metier=D1102&lieu=Albi"),
        ] {
            browser.open(&format!("/rencontres?{query}")).await;
            assert!(browser.links().contains(&choice.to_owned()), "{query}: {:?}", browser.links());
        }
        assert_eq!(site.number("select count(*) from wanted_trade where searches > 0").await, 0, "nothing was searched in vain");
    }

    async fn a_radius_is_offered_where_it_counts(site) {
        fill(site).await;
        let mut browser = Browser::new(site);
        for (query, offered) in [("?q=boulanger", false), ("?lieu=Occitanie&rayon=10", false), ("?lieu=Saint-Martin&rayon=10", false), ("?lieu=Albi&rayon=10", true)] {
            browser.open(&format!("/rencontres{query}")).await;
            assert_eq!(browser.page.body.contains("name=\"rayon\""), offered, "{query}");
            assert_eq!(browser.says("À moins de 10 km"), offered, "{query}");
        }
        browser.open("/rencontres?lieu=France").await;
        assert!(browser.says("511 personnes") && !browser.says("Quel lieu"), "{}", browser.text());
    }

    /// Others may be writing for long: a search, even one in vain, waits for none of it.
    async fn a_search_in_vain_does_not_wait_for_writers(site) {
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (db, both) = (site.db().clone(), (Arc::clone(&begun), Arc::clone(&go_on)));
        let writing = tokio::spawn(async move {
            db.write(both, |_, (begun, go_on)| {
                Box::pin(async move {
                    begun.notify_one();
                    go_on.notified().await;
                    Ok(())
                })
            })
            .await
        });
        begun.notified().await;
        let found = site.answer(call(&Method::GET, "search_talks", None, &[("query[trade]", "K1706")])).await;
        assert_eq!(found.status, StatusCode::OK);
        assert!(!writing.is_finished());
        go_on.notify_one();
        writing.await.unwrap().unwrap();
        site.reaches("select count(*) from wanted_trade", 1).await;
    }

    /// Every way out says something else, and finds as many as it says.
    async fn an_empty_search_has_ways_out(site) {
        fill(site).await;
        let search = |parameters: Vec<(String, String)>| async move {
            let parameters: Vec<(&str, &str)> =
                parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = site.answer(call(&Method::GET, "search_talks", None, &parameters)).await;
            assert_eq!(answer.status, StatusCode::OK);
            serde_json::from_str::<FoundPage>(&answer.body).unwrap()
        };
        // Each parameter of the address and the field it stands for.
        const FIELDS: [(&str, &str); 9] = [
            ("q", "text"), ("metier", "trade"), ("lieu", "place"), ("rayon", "radius_km"), ("region", "region"),
            ("domaine", "domain"), ("maniere", "way"), ("langue", "language"), ("jours", "within_days"),
        ];
        let fields = |query: &str| {
            let field = |name: &str| FIELDS.iter().find(|(known, _)| *known == name).unwrap().1;
            let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned();
            let page = ("query[page]".to_owned(), "0".to_owned());
            pairs.map(|(name, value)| (format!("query[{}]", field(&name)), value)).chain([page]).collect::<Vec<_>>()
        };
        let mut trades_here = 0;
        for query in [
            "q=croupier&lieu=Albi", "metier=K1706&lieu=Albi&rayon=10", "metier=D1108&lieu=Albi&rayon=25", "metier=D1102&lieu=Mende&rayon=10", "q=infirmier&lieu=Mende&rayon=10",
            "metier=G1228&region=53&jours=3&maniere=onsite", "q=boulanger&lieu=Tarn&langue=nl&domaine=A", "lieu=Occitanie&region=53", "q=zzzzzzqqqq&lieu=974", "langue=nl&lieu=Mende&rayon=10&jours=3",
        ] {
            let FoundPage { results, cards } = search(fields(query)).await;
            assert_eq!(results.total, 0, "{query}");
            assert!(!results.suggestions.is_empty() && !cards.is_empty(), "{query}");
            let texts: BTreeSet<_> = results.suggestions.iter().map(|way| &way.text).collect();
            assert_eq!(texts.len(), results.suggestions.len(), "{query}: {:?}", results.suggestions);
            for way in &results.suggestions {
                let leads_to = search(fields(&way.query)).await;
                assert_eq!(leads_to.results.total, way.count, "{query}: {way:?}");
                trades_here += usize::from(way.text.contains("au même endroit") && way.query.contains("lieu="));
            }
        }
        assert!(trades_here > 0, "a neighbouring trade keeps the place where it finds somebody");
    }

    /// Whoever the words find elsewhere.
    async fn a_place_among_the_words_is_offered_as_the_place(site) {
        fill(site).await;
        let mut browser = Browser::new(site);
        browser.open("/rencontres?q=boulanger+%C3%A0+R%C3%A9almont&jours=30").await;
        let offered = browser.links().into_iter().find(|link| link.starts_with("/rencontres?q=boulanger&lieu=R"));
        let offered = offered.unwrap_or_else(|| panic!("{}", browser.text()));
        assert!(offered.contains("jours=30"), "the rest of the search stays: {offered}");
        assert!(browser.says("« boulanger », à cet endroit : Réalmont (81), 50 km"), "{}", browser.text());
        browser.open(&offered).await;
        assert!(browser.says("Albi (81)") && !browser.says("Personne pour"), "{}", browser.text());
    }

    async fn words_that_nobody_says_lead_to_the_trades_that_they_may_be_for(site) {
        people::professional(site, "Ada").await;
        site.execute("update professional set trade_code = 'M1805'").await;
        site.index().await;
        let mut browser = Browser::new(site);
        browser.open("/rencontres?q=dev+web").await;
        assert!(browser.links().iter().any(|link| link.contains("metier=M1805")), "{:?}", browser.links());
    }

    /// Every dead end takes a wish, and the search is not lost by it.
    async fn a_missing_trade_can_be_asked_for(site) {
        fill(site).await;
        let mut browser = Browser::new(site);
        browser.open("/rencontres?metier=K1706&lieu=Albi&rayon=10").await;
        expect_cards_told_once(&browser);
        assert!(browser.says("département : Tarn"), "{}", browser.text());
        browser.submit("ask_for_trade", &[]).await;
        assert_eq!(browser.path, "/rencontres?metier=K1706&lieu=Albi&rayon=10");
        assert!(browser.says("Votre demande est comptée") && browser.says("Albi (81)"), "{}", browser.text());
        assert_eq!(site.number("select sum(asks) from wanted_trade where trade_code = 'K1706' and department = '81'").await, 1);

        // A word that no trade has, and a région that is one département.
        browser.open("/rencontres?q=croupyer+de+casinno&lieu=La+R%C3%A9union").await;
        browser.submit("ask_for_trade", &[]).await;
        assert!(browser.says("Votre demande est comptée") && browser.path.contains("croupyer"), "{}", browser.text());
        assert_eq!(site.number("select sum(asks) from wanted_trade where department = '974' and not demonstration").await, 1);

        // A word that many trades have: one is to be chosen.
        browser.open("/rencontres?q=conducteur&lieu=Mende&rayon=10").await;
        browser.submit("ask_for_trade", &[]).await;
        assert!(browser.says("Choisissez une des réponses proposées"), "{}", browser.text());
        assert_eq!(browser.path, "/rencontres?q=conducteur&lieu=Mende&rayon=10");
        let choices: Vec<_> = html::tags(&browser.page.body).into_iter().filter(|tag| tag.get("name") == "form[trade]").collect();
        assert!(choices.len() > 1, "{}", browser.text());
        let code = choices[0].get("value").to_owned();
        browser.submit("ask_for_trade", &[("trade", &code)]).await;
        assert!(browser.says("Votre demande est comptée"), "{}", browser.text());
        assert_eq!(site.number("select sum(asks) from wanted_trade where department = '48' and not demonstration").await, 1);

        // No trade at all: how to ask for one.
        browser.open("/rencontres?langue=nl&lieu=Mende&rayon=10").await;
        assert!(browser.says("Pour demander un métier") && html::form(&browser.page.body, "/api/ask_for_trade").is_none(), "{}", browser.text());
    }

    /// Where the place is a département, no other région is offered: it would find nobody.
    async fn a_department_has_no_other_regions(site) {
        fill(site).await;
        let regions = |query: &'static str| async move {
            let mut browser = Browser::new(site);
            browser.open(query).await;
            assert_eq!(browser.page.status, StatusCode::OK);
            html::tags(&browser.page.body).into_iter().filter(|tag| tag.get("name") == "region").count()
        };
        assert_eq!(regions("/rencontres?lieu=Tarn").await, 0);
        assert_eq!(regions("/rencontres?lieu=Occitanie").await, 0);
        assert_eq!(regions("/rencontres?lieu=Tarn&region=53").await, 2, "what is chosen can be taken back");
        assert!(regions("/rencontres").await > 5);
    }

    /// From a professional's page back to the search that found them.
    async fn a_professional_leads_back_to_the_search(site) {
        fill(site).await;
        let mut browser = Browser::new(site);
        browser.open("/rencontres?q=boulanger&maniere=video").await;
        let links = html::tags(&browser.page.body).into_iter().map(|tag| tag.get("href").to_owned());
        let found = links.into_iter().find(|href| href.contains("?recherche=")).expect("a card");
        browser.open(&found.replace("&amp;", "&")).await;
        assert_eq!(browser.page.status, StatusCode::OK);
        assert!(browser.says("Revenir à la recherche"), "{}", browser.text());
        let back = html::tags(&browser.page.body).into_iter().map(|tag| tag.get("href").to_owned());
        assert!(back.into_iter().any(|href| href.replace("&amp;", "&") == "/rencontres?q=boulanger&maniere=video"));
        let days = html::tags(&browser.page.body).into_iter().filter(|tag| tag.get("href").contains("jour="));
        assert!(days.into_iter().all(|tag| tag.get("href").contains("recherche=")), "the days keep it");
    }

    /// A form without scripts also sends what is empty, an old link what no filter offers (any more).
    async fn a_search_has_one_address(site) {
        people::professional(site, "Paul").await;
        site.index().await;
        let mut browser = Browser::new(site);
        for (typed, address) in [
            ("?q=boulanger&lieu=&rayon=&jours=&maniere=", "?q=boulanger"),
            ("?q=&lieu=", ""),
            ("?q=boulanger+%26+fils&lieu=Albi+%2881%29&page=1", "?q=boulanger%20%26%20fils&lieu=Albi%20%2881%29"),
            ("?rayon=5&lieu=Albi", "?lieu=Albi"),
            ("?region=99&domaine=ZZ&langue=xx&maniere=zz&tri=zz&jours=5&rayon=abc", ""),
            ("?page=9999", "?page=200"),
            ("?q=boulanger", "?q=boulanger"),
        ] {
            browser.open(&format!("/rencontres{typed}")).await;
            assert_eq!(browser.path, format!("/rencontres{address}"), "{typed}");
            assert_eq!(browser.page.status, StatusCode::OK);
        }
        browser.open("/rencontres?page=9999").await;
        assert!(browser.says("voici la dernière") && found(&browser).len() == 1, "{}", browser.text());
    }

    async fn paging_shows_everybody_once(site) {
        fill(site).await;
        let total = usize::try_from(site.number("select count(*) from professional").await).unwrap();
        let mut browser = Browser::new(site);
        for sort in ["", "&tri=date", "&tri=distance&lieu=Paris%20(75)&rayon=200"] {
            let mut seen = BTreeSet::new();
            let (mut path, mut pages) = (Some(format!("/rencontres?{}", sort.trim_start_matches('&'))), 0);
            while let Some(next) = path {
                browser.open(&next).await;
                let ids = found(&browser);
                assert!(!ids.is_empty() && ids.len() <= 24, "{next}: {}", ids.len());
                for id in ids {
                    assert!(seen.insert(id.clone()), "{id} is on two pages of {sort}");
                }
                pages += 1;
                let here = format!("page={}", pages + 1);
                path = browser.links().into_iter().find(|link| link.starts_with("/rencontres?") && link.split(['?', '&']).any(|part| part == here));
            }
            if sort.contains("rayon") {
                assert!(seen.len() > 24, "{}", seen.len());
            } else {
                assert_eq!((seen.len(), pages), (total, total.div_ceil(24)), "{sort}");
            }
        }
        // An old link to a page that is no more.
        browser.open("/rencontres?q=boulanger&page=150").await;
        assert!(!found(&browser).is_empty(), "{}", browser.text());
    }

    async fn completion_answers_at_once(site) {
        let ask = |function: &'static str, text: &'static str| site.answer(call(&Method::GET, function, None, &[("text", text)]));
        for (function, text, expected) in [
            ("complete_communes", "albi", "Albi (81)"),
            ("complete_communes", "st etienne", "Saint-Étienne (42)"),
            ("complete_communes", "97411", "Saint-Paul (974)"),
            ("complete_trades", "boulangere", "oulang"),
            ("complete_trades", "infirmier", "nfirmi"),
            ("complete_trades", "J1506", "nfirmi"),
        ] {
            let answer = ask(function, text).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(answer.body.contains(expected), "{function} {text}: {}", answer.body);
        }
        assert_eq!(ask("complete_communes", "").await.body, "[]");
    }

    /// What a page leaves running ends quietly when the page is sent.
    async fn nothing_breaks_behind_a_page(site) {
        static PANICS: AtomicUsize = AtomicUsize::new(0);
        static WATCHING: std::sync::Once = std::sync::Once::new();
        WATCHING.call_once(|| {
            let told = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                if panic.location().is_some_and(|location| location.file().contains("reactive_graph")) {
                    PANICS.fetch_add(1, Ordering::SeqCst);
                }
                told(panic);
            }));
        });
        people::professional(site, "Paul").await;
        site.index().await;
        let pages = (0..200).map(|_| {
            let request = Request::get("/rencontres?q=boulanger").header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
            tokio::spawn(answer(site.router(), request))
        });
        for page in futures::future::join_all(pages.collect::<Vec<_>>()).await {
            assert_eq!(page.unwrap().status, StatusCode::OK);
        }
        assert_eq!(PANICS.load(Ordering::SeqCst), 0);
    }

    /// Every page asks the database little, however many people it shows.
    async fn pages_cost_few_statements(site) {
        fill(site).await;
        let lea = people::explorer(site, "Lea").await;
        let paul = people::professional(site, "Paul").await;
        let booked = site.answer(book(&lea, &paul.id.to_string(), &people::iso(0))).await;
        let talk = booked.location().split('?').next().unwrap().to_owned();
        let conversation = format!("{talk}/messages");
        let id = talk.trim_start_matches("/rendez-vous/");
        for body in ["Bonjour !", "Une question", "Une autre"] {
            let said = call(&Method::POST, "send_message", Some(&paul.person.cookie), &[("form[talk]", id), ("form[body]", body)]);
            assert_eq!(site.answer(said).await.status, StatusCode::OK);
        }
        let reported = format!("{conversation}?signaler=1");
        keep_something(site, &lea, &paul).await;
        site.index().await;
        let unsubscribe = format!("/desabonnement/{}", site.app.unsubscribing.token(lea.id, MailKind::SavedSearch));
        let anne = people::moderator(site, "Anne", "").await;
        // More than a page of the queue shows.
        site.execute(
            "update professional set vetting = 'submitted', waits_since = created_at, waits_in = '76'
             where id in (select p.id from professional p join account a on a.id = p.account_id where a.demonstration limit 50)",
        )
        .await;
        let case = format!("/moderation/profils/{}", paul.id);
        // One count at a time in this process.
        let _turn = counting().await;
        let router = site.seen_through(counted(site.db()).await).await;
        let professional = format!("/rencontres/{}", paul.id);
        let confirm = format!("{professional}/reserver?debut={}", declic::routes::encode(&people::iso(120)));
        let pages = [
            ("/rencontres", 6), ("/rencontres?q=boulanger&lieu=Albi", 6), ("/", 6),
            (professional.as_str(), 8), (confirm.as_str(), 8), ("/agenda", 8), (talk.as_str(), 8),
            // The first time, what is read is noted.
            (conversation.as_str(), 8), (reported.as_str(), 8), ("/compte", 6), ("/connexion", 6), ("/healthz", 0),
            ("/metiers-recherches", 4), ("/metiers-recherches?departement=81&page=2", 4), ("/metiers-recherches/A1504?departement=81", 4),
            ("/mon-parcours", 8), ("/compte/courriels", 8), (unsubscribe.as_str(), 4),
            ("/compte/metier", 8), ("/compte/metier/presentation", 8), ("/compte/metier/rencontres", 8), ("/compte/metier/heures", 8),
            ("/compte/metier/photo", 8), ("/compte/metier/publication", 8),
            ("/moderation", 8), ("/moderation?region=76&page=2", 8), (case.as_str(), 8),
            ("/moderation/journal", 8), ("/moderation/equipe", 8),
            // Last of all: a search in vain goes on after its answer, as it is counted for the board.
            ("/rencontres?metier=K1706&lieu=Albi&rayon=10", 14),
        ];
        println!("{:?}: statements a page, as nobody and signed in", site.engine);
        for (path, most) in pages {
            let mut counts = Vec::new();
            let signed_in = match path {
                path if path.starts_with("/compte/metier") => &paul.person.cookie,
                path if path.starts_with("/moderation") => &anne.cookie,
                _ => &lea.cookie,
            };
            for cookie in [None, Some(signed_in)] {
                let mut request = Request::get(path).header(header::ACCEPT, "text/html");
                if let Some(cookie) = cookie {
                    request = request.header(header::COOKIE, cookie);
                }
                STATEMENTS.store(0, Ordering::SeqCst);
                let page = answer(router.clone(), request.body(Body::empty()).unwrap()).await;
                assert!(page.status == StatusCode::OK || page.status.is_redirection(), "{path}: {}", page.status);
                counts.push(STATEMENTS.load(Ordering::SeqCst));
            }
            println!("{:>4} {:>4}  {}", counts[0], counts[1], path.split('?').next().unwrap().replace(&paul.id.to_string(), ":id"));
            assert!(counts.iter().all(|count| *count <= most), "{path} costs {counts:?} statements, more than {most}");
            // The count itself works.
            assert!(counts[1] >= 2 || path == "/healthz", "{path}: {counts:?}");
        }
    }
}

on_both_engines! {
    /// Telling who is new costs as little for many searches as for one.
    async fn news_costs_few_statements(site) {
        let explorers = people::explorers(site.db(), "Lea", 20).await;
        let _turn = counting().await;
        let app = AppContext { db: counted(site.db()).await, ..site.app.clone() };
        let mut counts = Vec::new();
        for (hours, people) in [(1, &explorers[..1]), (3, &explorers[1..])] {
            keep_due(site, people).await;
            people::professional(site, &format!("Paul{hours}")).await;
            site.index().await;
            STATEMENTS.store(0, Ordering::SeqCst);
            news::tell(&app, context::now() + chrono::Duration::hours(hours)).await.unwrap();
            counts.push(STATEMENTS.load(Ordering::SeqCst));
        }
        assert_eq!(site.mails().await.len(), 1 + 20);
        // The first also opens the connection that writes.
        assert!(counts[1] <= counts[0] && counts[0] <= 14, "{counts:?}");
    }
}

/// Talks that are past, with notes, and searches that are kept: what the page of one's journey has to read.
async fn keep_something(site: &Site, lea: &people::Person, paul: &people::Professional) {
    let post = async |function: &str, fields: &[(&str, &str)]| {
        let answer = site.answer(call(&Method::POST, function, Some(&lea.cookie), fields)).await;
        assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
        answer
    };
    for minutes in [120, 180, 240] {
        let booked = site.answer(book(lea, &paul.id.to_string(), &people::iso(minutes))).await;
        let talk = booked.location().trim_start_matches("/rendez-vous/").to_owned();
        post("cancel_talk", &[("form[talk]", &talk), ("form[reason]", "mistake"), ("form[note]", "")]).await;
        post("save_note", &[("form[talk]", &talk), ("form[note]", "À revoir."), ("form[page]", "1")]).await;
    }
    for search in ["q=boulanger", "metier=K1706", "maniere=video"] {
        post("save_search", &[("form[search]", search)]).await;
        post("ask_for_trade", &[("form[trade]", "K1706"), ("form[department]", "81"), ("form[follow]", "on")]).await;
    }
}

pub static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

/// Counts statements of the connections of [`counted`]: only theirs are told at this level.
struct Counter;

impl<S: tracing::Subscriber> Layer<S> for Counter {
    fn enabled(&self, metadata: &tracing::Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == "sqlx::query" && *metadata.level() == tracing::Level::INFO
    }

    fn on_event(&self, _: &tracing::Event<'_>, _: Context<'_, S>) {
        STATEMENTS.fetch_add(1, Ordering::SeqCst);
    }
}

pub async fn counting() -> tokio::sync::MutexGuard<'static, ()> {
    static STARTED: OnceLock<()> = OnceLock::new();
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    STARTED
        .get_or_init(|| tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Counter)).unwrap());
    TURN.lock().await
}

/// Other connections to the same database, which tell of each statement.
pub async fn counted(db: &Db) -> Db {
    fn telling<O: ConnectOptions>(options: O) -> O {
        options
            .log_statements(log::LevelFilter::Info)
            .log_slow_statements(log::LevelFilter::Info, Duration::from_secs(1))
    }
    // One of each: what a connection asks as it opens would be counted for the page that opened it.
    let sqlite = |pool: &SqlitePool| {
        let options = telling((*pool.connect_options()).clone());
        pool.options().clone().max_connections(1).connect_lazy_with(options)
    };
    let postgres = |pool: &PgPool| {
        let options = telling((*pool.connect_options()).clone());
        pool.options().clone().max_connections(1).connect_lazy_with(options)
    };
    let counted = match db {
        Db::Sqlite { writer, readers } => Db::Sqlite { writer: sqlite(writer), readers: sqlite(readers) },
        Db::Postgres(pool) => Db::Postgres(postgres(pool)),
    };
    // They are there before anything is counted.
    assert!(counted.is_ready().await);
    if let Db::Sqlite { writer, .. } = &counted {
        drop(writer.acquire().await.unwrap());
    }
    counted
}
