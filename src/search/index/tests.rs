#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashSet;

use super::*;
use crate::search::analysis::{Word, document_terms, people_term, query_words, stem_term};
use crate::search::criteria::{Near, Sort};
use crate::search::document::DocumentTrade;
use crate::search::place::{Circle, Point};
use crate::search::ranking::{Merits, Rank, counted_on};
use crate::search::synthetic::{NOW, synthetic, trade_codes};

const DAY: i64 = 86_400;
const PARIS: (f64, f64) = (48.8566, 2.3522);

fn trade(code: &str, label: &str) -> DocumentTrade {
    DocumentTrade {
        code: code.into(),
        label: label.into(),
        terms: vec!["Artisan".into()],
        family: "Divers".into(),
        domain: code[..1].into(),
    }
}

fn person(number: u128, label: &str) -> ProfessionalDocument {
    ProfessionalDocument {
        id: Uuid::from_u128(number),
        name: "Camille Roche".into(),
        trades: vec![trade("Z9999", label)],
        headline: String::new(),
        likes: String::new(),
        dislikes: String::new(),
        day: String::new(),
        path: String::new(),
        organisation: None,
        languages: vec!["fr".into()],
        ways: vec!["video".into()],
        ways_for_minors: vec!["video".into()],
        commune_code: "75056".into(),
        commune_name: "Paris".into(),
        department: "75".into(),
        department_name: "Paris".into(),
        region: "11".into(),
        region_name: "Île-de-France".into(),
        lat: PARIS.0,
        lon: PARIS.1,
        next_free: Some(NOW),
        answer_wait: 0,
        stale_at: NOW,
    }
}

fn reached(number: i64) -> Checkpoint {
    Checkpoint { number, made_at: NOW }
}

fn filled(people: &[ProfessionalDocument]) -> SearchIndex {
    let index = SearchIndex::in_memory().unwrap();
    index.replace(people).unwrap();
    index.commit(reached(1)).unwrap();
    index
}

fn labelled(labels: &[&str]) -> SearchIndex {
    let people: Vec<_> = (1..).zip(labels).map(|(id, label)| person(id, label)).collect();
    filled(&people)
}

fn all() -> Criteria {
    Criteria { limit: 1_000, ..Criteria::default() }
}

fn text(text: &str) -> Criteria {
    Criteria { text: Some(text.into()), ..all() }
}

fn numbers(found: &Found) -> Vec<u128> {
    found.hits.iter().map(|hit| hit.id.as_u128()).collect()
}

fn ask(index: &SearchIndex, criteria: &Criteria) -> Vec<u128> {
    let found = index.search(criteria).unwrap();
    assert_eq!(found.total, found.hits.len());
    numbers(&found)
}

fn counts(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
}

/// Whoever asks about some people gets those of them whom the whole search finds: nobody is forgiven a word because
/// the others are not looked at.
#[test]
fn some_people_are_asked_about_among_all() {
    let index = labelled(&["Boulanger", "Boulanger pâtissier", "Pâtissier", "Bolanger"]);
    let among = |criteria: Criteria, ids: &[u128]| {
        let among = ids.iter().map(|id| Uuid::from_u128(*id)).collect();
        ask(&index, &Criteria { among, ..criteria })
    };
    assert_eq!(among(text("boulanger"), &[2, 3]), [2]);
    assert_eq!(among(text("boulanger pâtissier"), &[1, 3]), [0_u128; 0]);
    assert_eq!(among(text("boulanger"), &[4]), [0_u128; 0], "a typing error only where nobody holds the word");
    assert_eq!(among(all(), &[3, 9]), [3]);
    assert_eq!(among(Criteria { sort: Sort::Soonest, ..text("pâtissier") }, &[2]), [2]);
    assert_eq!(among(all(), &[]).len(), 4, "everybody");
}

#[test]
fn a_trade_is_found_by_gender_accent_case_beginning_and_typo() {
    let index = labelled(&[
        "Boulangerie - viennoiserie",
        "Boulanger / Boulangère",
        "Infirmier / Infirmière",
        "Développeur / Développeuse web",
    ]);
    for query in [
        "boulangère",
        "boulanger",
        "BOULANGERE",
        "boulangers",
        "boulan",
        "bo",
        "bolanger",
        "boulnager",
        "boulangger",
        "  boulanger !",
        "un boulanger",
        "l'boulanger",
    ] {
        let found: HashSet<_> = ask(&index, &text(query)).into_iter().collect();
        assert_eq!(found, HashSet::from([1, 2]), "{query}");
    }
    assert_eq!(ask(&index, &text("boulangère")), [2, 1], "the same word comes before its kin");
    assert_eq!(ask(&index, &text("infirmeir")), [3]);
    assert_eq!(ask(&index, &text("developpeuse")), [4]);
    assert_eq!(ask(&index, &text("z9999")).len(), 4);
    assert_eq!(ask(&index, &text("artisane")).len(), 4);
    for query in ["plombier", "bxlxnger", "weeb"] {
        assert!(ask(&index, &text(query)).is_empty(), "{query}");
    }
}

#[test]
fn what_people_write_around_a_word_hides_nobody() {
    let index =
        labelled(&["Menuisier / Menuisière bois", "Inspecteur / Inspectrice du travail", "Inspecteur des impôts"]);
    for query in ["bois", "métier du bois", "je veux travailler le bois", "travailler avec du bois"] {
        assert_eq!(ask(&index, &text(query)), [1], "{query}");
    }
    assert_eq!(ask(&index, &text("inspecteur du travail")), [2, 3], "it still counts where it is found");
    assert_eq!(ask(&index, &text("travail")), [2]);
    assert!(ask(&index, &text("travail des fusées zorgulaires")).is_empty(), "it names no trade by itself");
}

#[test]
fn a_known_word_is_not_taken_for_a_typo() {
    let index = labelled(&["Facteur", "Acteur"]);
    assert_eq!(ask(&index, &text("acteur")), [2]);
    let unmet = Criteria { department: Some("29".into()), ..text("acteur") };
    assert!(ask(&index, &unmet).is_empty());
}

#[test]
fn what_people_write_is_not_taken_for_a_slip_in_a_trade() {
    let mut baker = person(1, "Boulanger");
    baker.likes = "La farine".into();
    let index = filled(&[baker, person(2, "Marinier")]);
    assert_eq!(ask(&index, &text("marine")), [2]);
    assert_eq!(ask(&index, &text("farine")), [1]);
    assert!(ask(&index, &text("carine")).is_empty());
}

#[test]
fn trade_weighs_more_than_headline_more_than_likes() {
    let with = |number, change: fn(&mut ProfessionalDocument)| {
        let mut person = person(number, "Comptable");
        change(&mut person);
        person
    };
    let index = filled(&[
        with(1, |it| it.likes = "le soudeur".into()),
        with(2, |it| it.headline = "soudeur".into()),
        with(3, |it| it.trades[0].label = "Soudeur / Soudeuse".into()),
        with(4, |it| it.organisation = Some("Soudeur SA".into())),
        with(5, |it| it.commune_name = "Soudeur".into()),
        with(6, |it| it.dislikes = "soudeur soudeur soudeur".into()),
        with(7, |_| ()),
    ]);
    assert_eq!(ask(&index, &text("soudeur")), [3, 2, 4, 5, 1, 6]);
    assert_eq!(ask(&index, &text("île de france")).len(), 7);
}

/// Each of somebody's trades finds them, by its words, its code and its domain.
#[test]
fn everybody_is_found_by_each_of_their_trades() {
    let mut both = person(1, "Menuisier / Menuisière");
    both.trades.push(trade("A1416", "Apiculteur / Apicultrice"));
    let mut other = person(2, "Apiculteur / Apicultrice");
    other.trades = vec![trade("A1416", "Apiculteur / Apicultrice")];
    let index = filled(&[both, other, person(3, "Menuisier / Menuisière")]);
    assert_eq!(ask(&index, &text("apicultrice")), [1, 2], "as good as who has no other");
    assert_eq!(ask(&index, &text("menuisier")), [1, 3]);
    let of = |codes: &[&str]| Criteria { trades: codes.iter().map(|code| (*code).to_owned()).collect(), ..all() };
    assert_eq!(ask(&index, &of(&["A1416"])), [1, 2]);
    assert_eq!(ask(&index, &of(&["Z9999"])), [1, 3]);
    assert_eq!(ask(&index, &of(&["A1416", "Z9999"])), [1, 2, 3], "nobody twice");
    let found = index.search(&all()).unwrap();
    assert_eq!(found.facets.domains, [("A".to_owned(), 2), ("Z".to_owned(), 2)]);
    assert_eq!(ask(&index, &Criteria { domain: Some("A".into()), ..of(&["Z9999"]) }), [1]);
}

#[test]
fn days_and_paths_count_as_much_as_likes() {
    let mut day = person(1, "Comptable");
    day.day = "Le matin, je relis les factures.".into();
    let mut path = person(2, "Comptable");
    path.path = "Un diplôme, puis les factures d’un garage.".into();
    let mut likes = person(3, "Comptable");
    likes.likes = "Les factures justes".into();
    let index = filled(&[day, path, likes, person(4, "Comptable")]);
    assert_eq!(ask(&index, &text("factures")), [1, 2, 3]);
}

#[test]
fn every_word_must_match_unless_that_gives_nothing() {
    let mut lyon = person(1, "Boulanger");
    lyon.commune_name = "Lyon".into();
    let index = filled(&[lyon, person(2, "Boulanger"), person(3, "Maçon")]);
    let found = index.search(&text("boulanger à lyon")).unwrap();
    assert_eq!((numbers(&found), found.total), (vec![1], 1));
    // Then one of them is enough, if it names the trade: that somebody is in Lyon says nothing of being a mason.
    let found = index.search(&text("maçon lyon inconnu")).unwrap();
    assert_eq!((numbers(&found), found.total), (vec![3], 1));
    let found = index.search(&text("rien nulle part")).unwrap();
    assert_eq!(found.total, 0);
}

#[test]
fn whatever_is_typed_is_plain_words() {
    let index = labelled(&["Boulanger", "Maçon"]);
    for query in [
        "\"boulanger",
        "boulanger)",
        "+boulanger^3",
        "title:boulanger~",
        "*boulanger*",
        "boulanger\0",
        "\0boulanger",
        "[boulanger TO",
        "NOT boulanger",
        "boulanger AND OR",
    ] {
        assert!(index.search(&text(query)).unwrap().total > 0, "{query}");
    }
    for query in ["", " ", "\0", "!?*\"'()[]{}:^~\\/", "…", "\u{301}"] {
        assert_eq!(ask(&index, &text(query)).len(), 2, "no words ask for everybody: {query:?}");
    }
    for query in ["a".repeat(1_000_000), "boulanger ".repeat(100_000), "é\u{301}💡".repeat(9_999)] {
        index.search(&text(&query)).unwrap();
    }
}

#[test]
fn a_radius_includes_its_edge_and_nothing_beyond() {
    let at = |number, lat, lon| ProfessionalDocument { lat, lon, ..person(number, "Maçon") };
    // A degree of latitude is 111.195 km on the sphere.
    let index = filled(&[
        at(1, PARIS.0, PARIS.1),
        at(2, PARIS.0 + 0.449, PARIS.1),
        at(3, PARIS.0 - 0.450, PARIS.1),
        at(4, -20.8789, 55.4481),
        at(5, -17.5350, -149.5696),
        at(6, f64::NAN, f64::NAN),
    ]);
    let near =
        |lat, lon, radius_km| Criteria { near: Some(Near { lat, lon, radius_km }), sort: Sort::Distance, ..all() };
    assert_eq!(ask(&index, &near(PARIS.0, PARIS.1, 50.0)), [1, 2]);
    assert_eq!(ask(&index, &near(PARIS.0, PARIS.1, 50.04)), [1, 2, 3]);
    assert_eq!(ask(&index, &near(-20.9, 55.5, 20.0)), [4]);
    assert_eq!(ask(&index, &near(-17.5, -149.5, 20.0)), [5]);
    assert_eq!(ask(&index, &near(PARIS.0, PARIS.1, 20_100.0)), [1, 2, 3, 4, 5]);
    assert!(ask(&index, &near(f64::NAN, 2.0, 50.0)).is_empty());
    assert_eq!(ask(&index, &near(PARIS.0, PARIS.1, 0.0)), [1]);

    let found = index.search(&near(PARIS.0, PARIS.1, 20_100.0)).unwrap();
    let kilometres: Vec<f64> = found.hits.iter().filter_map(|hit| hit.distance_km).collect();
    assert!(kilometres[0] < 1e-6);
    assert!((kilometres[1] - 49.926).abs() < 0.01, "{kilometres:?}");
    assert!((kilometres[3] - 9_360.0).abs() < 50.0, "{kilometres:?}");
    assert_eq!(index.search(&all()).unwrap().hits[0].distance_km, None);
}

#[test]
fn sooner_and_nearer_come_first_and_never_comes_last() {
    let at =
        |number, north, next_free| ProfessionalDocument { lat: PARIS.0 + north, next_free, ..person(number, "Maçon") };
    let index = filled(&[
        at(5, 0.0, None),
        at(4, 0.0, Some(NOW + 20 * DAY)),
        at(2, 0.0, Some(NOW + DAY)),
        at(3, 0.3, Some(NOW + DAY)),
        at(1, 0.1, Some(NOW)),
    ]);
    let near = Some(Near { lat: PARIS.0, lon: PARIS.1, radius_km: 100.0 });
    let sorted = |sort, near| ask(&index, &Criteria { sort, near, ..all() });
    assert_eq!(sorted(Sort::Relevance, None), [1, 2, 3, 4, 5]);
    assert_eq!(sorted(Sort::Relevance, near), [2, 1, 3, 4, 5]);
    assert_eq!(sorted(Sort::Soonest, near), [1, 2, 3, 4, 5]);
    assert_eq!(sorted(Sort::Soonest, None), [1, 2, 3, 4, 5]);
    assert_eq!(sorted(Sort::Distance, near), [2, 4, 5, 1, 3]);
    assert_eq!(sorted(Sort::Distance, None), [1, 2, 3, 4, 5]);
    assert_eq!(ask(&index, &text("maçon")), [1, 2, 3, 4, 5]);
    let free_before = |limit| ask(&index, &Criteria { free_before: Some(limit), ..all() });
    assert_eq!(free_before(NOW + DAY), [1, 2, 3]);
    assert_eq!(free_before(NOW + DAY - 1), [1]);
    assert_eq!(free_before(i64::MAX), [1, 2, 3, 4]);
    assert_eq!(free_before(NOW - 1), [0u128; 0]);
}

#[test]
fn who_answers_sooner_comes_first_among_equals() {
    let with = |number, next_free, answer_wait| ProfessionalDocument {
        next_free: Some(next_free),
        answer_wait,
        ..person(number, "Maçon")
    };
    let hour = 3_600;
    let days = |days: i64| u32::try_from(days * DAY).unwrap();
    let index = filled(&[
        with(1, NOW, days(3)),
        with(2, NOW + DAY, days(1)),
        with(3, NOW + hour, days(0)),
        with(4, NOW + 4 * DAY, 0),
    ]);
    let near = Some(Near { lat: PARIS.0, lon: PARIS.1, radius_km: 50.0 });
    let expected = [3, 2, 1, 4];
    for near in [None, near] {
        for sort in [Sort::Relevance, Sort::Distance] {
            assert_eq!(ask(&index, &Criteria { near, sort, ..all() }), expected, "{near:?} {sort:?}");
            assert_eq!(ask(&index, &Criteria { near, sort, ..text("maçon") }), expected, "{near:?} {sort:?}");
        }
        assert_eq!(ask(&index, &Criteria { near, sort: Sort::Soonest, ..all() }), [1, 3, 2, 4]);
        let first = index.search(&Criteria { near, sort: Sort::Soonest, limit: 1, ..Criteria::default() }).unwrap();
        assert_eq!(numbers(&first), [1]);
    }
    let free_before = |limit| ask(&index, &Criteria { free_before: Some(limit), ..all() });
    assert_eq!(free_before(NOW), [1]);
    assert_eq!(free_before(NOW + hour), [3, 1]);
    assert_eq!(free_before(NOW + 2 * DAY), [3, 2, 1]);
}

#[test]
fn filters_hold_together() {
    let index = filled(&synthetic(2_000, 5));
    let documents = synthetic(2_000, 5);
    let trades = trade_codes();
    let criteria = Criteria {
        trades: trades[..40].to_vec(),
        region: Some("11".into()),
        way: Some("phone".into()),
        languages: vec!["en".into(), "es".into()],
        free_before: Some(NOW + 15 * DAY),
        ..all()
    };
    let expected: HashSet<u128> = documents
        .iter()
        .filter(|it| {
            trades[..40].contains(&it.trades[0].code)
                && it.region == "11"
                && it.ways.contains(&"phone".into())
                && it.languages.iter().any(|it| it == "en" || it == "es")
                && it.next_free.is_some_and(|at| at <= NOW + 15 * DAY)
        })
        .map(|it| it.id.as_u128())
        .collect();
    assert!(expected.len() > 20);
    assert_eq!(ask(&index, &criteria).into_iter().collect::<HashSet<_>>(), expected);
    let unknown = Criteria { trades: vec!["X0000".into()], ..all() };
    assert!(ask(&index, &unknown).is_empty());
    let in_domain = ask(&index, &Criteria { domain: Some("K".into()), ..all() });
    assert_eq!(in_domain.len(), documents.iter().filter(|it| it.trades[0].domain == "K").count());
}

#[test]
fn facets_leave_their_own_filter_aside_and_apply_the_others() {
    let with = |number, ways: &[&str], languages: &[&str], place: (&str, &str), domain: &str| ProfessionalDocument {
        ways: ways.iter().map(|it| (*it).into()).collect(),
        languages: languages.iter().map(|it| (*it).into()).collect(),
        region: place.0.into(),
        department: place.1.into(),
        trades: vec![DocumentTrade { domain: domain.into(), ..trade("Z9999", "Maçon") }],
        ..person(number, "Maçon")
    };
    let index = filled(&[
        with(1, &["video", "phone"], &["fr", "en"], ("11", "75"), "F"),
        with(2, &["video"], &["fr"], ("11", "75"), "F"),
        with(3, &["phone"], &["fr", "br"], ("53", "29"), "D"),
        with(4, &["onsite"], &["en"], ("53", "35"), "F"),
    ]);
    let facets = |criteria| index.search(&criteria).unwrap().facets;

    let everybody = facets(all());
    assert_eq!(everybody.ways, counts(&[("phone", 2), ("video", 2), ("onsite", 1)]));
    assert_eq!(everybody.languages, counts(&[("fr", 3), ("en", 2), ("br", 1)]));
    assert_eq!(everybody.regions, counts(&[("11", 2), ("53", 2)]));
    assert_eq!(everybody.domains, counts(&[("F", 3), ("D", 1)]));

    let by_video = facets(Criteria { way: Some("video".into()), ..all() });
    assert_eq!(by_video.ways, everybody.ways);
    assert_eq!(by_video.languages, counts(&[("fr", 2), ("en", 1)]));
    assert_eq!(by_video.regions, counts(&[("11", 2)]));

    let quimper = facets(Criteria { region: Some("53".into()), department: Some("29".into()), ..all() });
    assert_eq!(quimper.regions, everybody.regions);
    assert_eq!(quimper.ways, counts(&[("phone", 1)]));

    let counted = index.search(&Criteria { limit: 0, ..all() }).unwrap();
    assert_eq!((counted.total, counted.hits.len(), &counted.facets), (4, 0, &everybody));
}

#[test]
fn somebody_under_age_finds_who_meets_minors_by_the_ways_that_are_open_to_them() {
    let with = |number, ways: &[&str], ways_for_minors: &[&str]| ProfessionalDocument {
        ways: ways.iter().map(|it| (*it).into()).collect(),
        ways_for_minors: ways_for_minors.iter().map(|it| (*it).into()).collect(),
        ..person(number, "Maçon")
    };
    let index = filled(&[
        with(1, &["video", "phone", "onsite"], &["video", "phone"]),
        with(2, &["video"], &[]),
        with(3, &["video", "onsite"], &["onsite", "video"]),
    ]);
    let minor = Criteria { meets_minors: true, ..all() };
    assert_eq!(ask(&index, &minor), [1, 3]);
    assert_eq!(ask(&index, &Criteria { way: Some("onsite".into()), ..minor.clone() }), [3]);
    assert_eq!(ask(&index, &Criteria { way: Some("onsite".into()), ..all() }), [1, 3]);
    let facets = index.search(&minor).unwrap().facets;
    assert_eq!(facets.ways, counts(&[("video", 2), ("onsite", 1), ("phone", 1)]));
    let by_phone = index.search(&Criteria { way: Some("phone".into()), ..minor.clone() }).unwrap();
    assert_eq!((by_phone.total, by_phone.facets.ways), (1, facets.ways));
    // Words are forgiven among whom they may meet only.
    assert_eq!(ask(&index, &Criteria { text: Some("macon".into()), among: vec![Uuid::from_u128(2)], ..minor }), []);

    let documents = synthetic(1_000, 4);
    let index = filled(&documents);
    for way in [None, Some("onsite")] {
        let criteria = Criteria { way: way.map(str::to_owned), meets_minors: true, ..all() };
        let open = |it: &&ProfessionalDocument| match way {
            Some(way) => it.ways_for_minors.iter().any(|open| open == way),
            None => !it.ways_for_minors.is_empty(),
        };
        let expected: HashSet<u128> = documents.iter().filter(open).map(|it| it.id.as_u128()).collect();
        assert!(expected.len() > 100 && expected.len() < 900);
        assert_eq!(ask(&index, &criteria).into_iter().collect::<HashSet<_>>(), expected);
    }
}

#[test]
fn pages_hold_everybody_once_in_any_order_and_cut() {
    let documents = synthetic(1_000, 3);
    let one = filled(&documents);
    let many = SearchIndex::in_memory().unwrap();
    for (at, batch) in (1..).zip(documents.chunks(300)) {
        many.replace(batch).unwrap();
        many.commit(reached(at)).unwrap();
    }
    let near = Some(Near { lat: PARIS.0, lon: PARIS.1, radius_km: 900.0 });
    for criteria in [
        Criteria::default(),
        Criteria { sort: Sort::Soonest, ..Criteria::default() },
        Criteria { sort: Sort::Distance, near, ..Criteria::default() },
        Criteria { near, ..Criteria::default() },
        Criteria { text: Some("passion".into()), ..Criteria::default() },
        Criteria { text: Some("travail équipe".into()), near, ..Criteria::default() },
    ] {
        let whole = ask(&one, &Criteria { limit: 1_000, ..criteria.clone() });
        assert!(whole.len() > 100);
        assert_eq!(whole.iter().collect::<HashSet<_>>().len(), whole.len());
        for index in [&one, &many] {
            let mut paged = Vec::new();
            for offset in (0..whole.len() + 34).step_by(17) {
                let page = Criteria { offset, limit: 17, ..criteria.clone() };
                let found = index.search(&page).unwrap();
                assert_eq!(found.total, whole.len());
                paged.extend(numbers(&found));
            }
            assert_eq!(paged, whole, "{criteria:?}");
        }
    }
    let far = Criteria { offset: usize::MAX, limit: usize::MAX, ..Criteria::default() };
    assert!(one.search(&far).unwrap().hits.is_empty());
}

/// The terms of somebody's texts, by worth in hundredths.
fn terms(of: &ProfessionalDocument) -> [(u16, HashSet<String>); 3] {
    let organisation = of.organisation.clone().unwrap_or_default();
    let place = [&of.commune_name, &of.department, &of.department_name, &of.region_name];
    let about: Vec<&String> =
        [&of.headline, &of.name, &of.trades[0].family, &organisation].into_iter().chain(place).collect();
    let trade = &of.trades[0];
    [(100, vec![&trade.label, &trade.code]), (20, about), (10, vec![&of.likes, &of.dislikes])].map(|(worth, texts)| {
        let tokens = document_terms(texts.into_iter().map(String::as_str)).tokens;
        (worth, tokens.into_iter().map(|token| token.text).collect())
    })
}

/// What a known word is worth for somebody of these terms.
fn worth(terms: &[(u16, HashSet<String>); 3], word: &Word, open: bool) -> u16 {
    let kin: Vec<_> = word.people.iter().flat_map(|stem| [stem_term(stem), people_term(stem)]).collect();
    let worths = terms.iter().flat_map(|(worth, terms)| {
        [
            (100, terms.contains(&stem_term(&word.stem))),
            (90, terms.contains(&people_term(&word.stem)) || kin.iter().any(|term| terms.contains(term))),
            (80, open && terms.iter().any(|term| term.starts_with(&word.surface))),
        ]
        .map(|(likeness, fits)| if fits { worth * likeness / 100 } else { 0 })
    });
    worths.max().unwrap_or(0)
}

#[test]
fn the_best_are_those_of_trying_everybody() {
    let people = synthetic(1_500, 11);
    let index = filled(&people);
    let terms: Vec<_> = people.iter().map(terms).collect();
    let paris = Some(Near { lat: PARIS.0, lon: PARIS.1, radius_km: 150.0 });
    for query in ["passion", "passion métier", "équipe contact matin", "pa", "boulanger", "travail bois e", ""] {
        let words = query_words(query);
        let scores: Vec<Option<u16>> = terms
            .iter()
            .map(|terms| {
                let worths = words.iter().enumerate().map(|(at, word)| worth(terms, word, at + 1 == words.len()));
                worths.zip(&words).map(|(worth, word)| (worth > 0 || word.optional).then_some(worth)).sum()
            })
            .collect();
        for (near, sort) in [
            (None, Sort::Relevance),
            (None, Sort::Distance),
            (paris, Sort::Relevance),
            (paris, Sort::Distance),
            (paris, Sort::Soonest),
            (None, Sort::Soonest),
        ] {
            let circle = near.map(Circle::new);
            let ranked = people.iter().zip(&scores).filter_map(|(it, score)| {
                let point = Point::at(it.lat, it.lon);
                let chord2 = circle.map(|circle| circle.chord2(point));
                let inside = circle.is_none_or(|circle| circle.holds(point));
                let id = it.id.as_u128();
                let counted_on = counted_on(it.next_free, it.answer_wait);
                let merits = Merits { score: (*score)?, chord2, counted_on, next_free: it.next_free };
                Some((Rank::new(sort, merits, id), id)).filter(|_| inside)
            });
            let mut expected: Vec<(Rank, u128)> = ranked.collect();
            expected.sort_unstable();
            let expected: Vec<u128> = expected.into_iter().map(|(_, id)| id).collect();
            assert!(expected.len() > 10, "{query}");
            for (offset, limit) in [(0, 5), (5, 5), (0, 24), (0, 1_500)] {
                let found = index
                    .search(&Criteria { text: Some(query.into()), near, sort, offset, limit, ..Criteria::default() })
                    .unwrap();
                let page: Vec<u128> = expected.iter().copied().skip(offset).take(limit).collect();
                assert_eq!(numbers(&found), page, "{query:?} {near:?} {sort:?} {offset}");
                assert_eq!(found.total, expected.len());
            }
        }
    }
}

#[test]
fn replacing_and_removing_show_at_the_commit() {
    let index = labelled(&["Maçon", "Plombier"]);
    index.replace(&[person(1, "Couvreur"), person(3, "Relieur")]).unwrap();
    index.remove(&[Uuid::from_u128(2), Uuid::from_u128(99)]);
    assert_eq!(ask(&index, &text("maçon")), [1]);
    index.commit(reached(2)).unwrap();
    assert!(ask(&index, &text("maçon")).is_empty());
    assert!(ask(&index, &text("plombier")).is_empty());
    assert_eq!(ask(&index, &text("couvreur")), [1]);
    assert_eq!(ask(&index, &all()), [1, 3]);
    assert_eq!(index.search(&all()).unwrap().facets.ways, counts(&[("video", 2)]));
    assert_eq!((index.count(), index.checkpoint()), (2, Some(reached(2))));

    index.compact().unwrap();
    assert_eq!(ask(&index, &all()), [1, 3]);
    assert_eq!((index.count(), index.checkpoint()), (2, Some(reached(2))));

    index.clear().unwrap();
    assert_eq!((index.count(), index.checkpoint()), (0, None));
    assert!(index.needs_rebuild());
    assert_eq!(index.search(&all()).unwrap(), Found::default());
    index.compact().unwrap();
}

#[test]
fn the_same_person_twice_in_a_batch_is_there_once() {
    let index = filled(&[person(1, "Maçon"), person(1, "Plombier")]);
    assert_eq!(ask(&index, &all()), [1]);
    assert_eq!(ask(&index, &text("plombier")), [1]);
}

#[test]
fn the_stale_are_told_longest_overdue_first() {
    let at = |number, stale_at| ProfessionalDocument { stale_at, ..person(number, "Maçon") };
    let index = filled(&[at(1, NOW + 2), at(2, NOW), at(3, NOW + 1), at(4, i64::MAX)]);
    let stale = |now, limit| -> Vec<u128> { index.stale(now, limit).iter().map(Uuid::as_u128).collect() };
    assert_eq!(stale(NOW - 1, 9), [0u128; 0]);
    assert_eq!(stale(NOW + 2, 9), [2, 3, 1]);
    assert_eq!(stale(NOW + 2, 2), [2, 3]);
    index.replace(&[at(2, NOW + 9)]).unwrap();
    index.commit(reached(2)).unwrap();
    assert_eq!(stale(NOW + 2, 9), [3, 1]);
}

#[test]
fn an_index_is_kept_over_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(dir.path()).unwrap();
    assert!(index.needs_rebuild());
    index.replace(&[person(1, "Maçon")]).unwrap();
    index.commit(reached(i64::MAX)).unwrap();
    index.replace(&[person(2, "Maçon")]).unwrap();
    assert!(matches!(SearchIndex::open(dir.path()), Err(SearchError::InUse)));
    drop(index);
    let index = SearchIndex::open(dir.path()).unwrap();
    assert_eq!(index.checkpoint(), Some(reached(i64::MAX)));
    assert!(!index.needs_rebuild());
    assert_eq!(ask(&index, &text("maçon")), [1], "what was not committed is gone");
}

#[test]
fn an_index_of_another_layout_is_discarded() {
    let dir = tempfile::tempdir().unwrap();
    let kept = dir.path().join("not-ours.txt");
    fs::write(&kept, "keep").unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("old", tantivy::schema::TEXT);
    drop(Index::create_in_dir(dir.path(), schema.build()).unwrap());
    let index = SearchIndex::open(dir.path()).unwrap();
    assert!(index.needs_rebuild());
    index.replace(&[person(1, "Maçon")]).unwrap();
    index.commit(reached(4)).unwrap();
    drop(index);

    let meta = dir.path().join("meta.json");
    let older = fs::read_to_string(&meta).unwrap().replace(&reached(4).payload(), "0:4:0");
    fs::write(&meta, older).unwrap();
    let index = SearchIndex::open(dir.path()).unwrap();
    assert_eq!((index.needs_rebuild(), index.count()), (true, 0));
    assert!(kept.exists());
}

#[test]
fn a_damaged_index_is_discarded_whatever_is_damaged() {
    let fill = |dir: &Path| {
        let index = SearchIndex::open(dir).unwrap();
        index.replace(&synthetic(50, 1)).unwrap();
        index.commit(reached(1)).unwrap();
        index.remove(&[synthetic(1, 1)[0].id]);
        index.commit(reached(2)).unwrap();
    };
    let model = tempfile::tempdir().unwrap();
    fill(model.path());
    let mut names: Vec<_> = fs::read_dir(model.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.retain(|it| !it.to_string_lossy().ends_with(".lock"));
    assert!(names.len() > 5);
    type Damage = fn(Vec<u8>) -> Option<Vec<u8>>;
    let damages: [Damage; 4] = [
        |_| None,
        |_| Some(Vec::new()),
        |bytes| Some(bytes[..bytes.len() / 2].to_vec()),
        |mut bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
            Some(bytes)
        },
    ];
    for name in names {
        for (at, damage) in damages.iter().enumerate() {
            let dir = tempfile::tempdir().unwrap();
            for entry in fs::read_dir(model.path()).unwrap() {
                let entry = entry.unwrap();
                fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
            }
            let path = dir.path().join(&name);
            match damage(fs::read(&path).unwrap()) {
                Some(bytes) => fs::write(&path, bytes).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let index = SearchIndex::open(dir.path()).unwrap();
            let whole = index.count() == 49 && index.checkpoint() == Some(reached(2));
            let empty = index.count() == 0 && index.needs_rebuild();
            assert!(whole || empty, "{name:?} {at}: {}", index.count());
            index.search(&text("équipe")).unwrap();
            index.replace(&synthetic(60, 2)).unwrap();
            index.commit(reached(3)).unwrap();
        }
    }
}

#[test]
fn searches_go_on_while_others_write() {
    let index = filled(&synthetic(200, 1));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 2..12 {
                index.replace(&synthetic(200, 1)).unwrap();
                index.commit(reached(round)).unwrap();
            }
        });
        for _ in 0..200 {
            assert_eq!(index.search(&all()).unwrap().total, 200);
        }
    });
    assert_eq!(index.checkpoint(), Some(reached(11)));
}
