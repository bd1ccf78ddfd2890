//! Searches as people type and click them: words right and wrong, trades, places, filters, pages.

use declic::search::{
    criteria::{Criteria, Near, Sort},
    synthetic::{NOW, trade_codes},
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};

const DAY: i64 = 86_400;
/// Cards on a page.
const PAGE: usize = 24;
/// Cities, a small town, an overseas one and the middle of nowhere, in degrees.
const PLACES: [(f64, f64); 8] = [
    (48.857, 2.352),
    (45.764, 4.836),
    (43.296, 5.370),
    (50.629, 3.057),
    (47.218, -1.554),
    (44.35, 2.575),
    (-20.882, 55.45),
    (46.5, 3.0),
];
/// With a mistake, half typed, several, frequent, rare, and unknown to all.
const TEXTS: [&str; 22] = [
    "boulanger",
    "boulangère",
    "boulan",
    "bolanger",
    "infirmière",
    "infirmeir",
    "plombier lyon",
    "développeur web",
    "soudure",
    "élevage",
    "menuisier bois",
    "sage-femme",
    "photographe paris",
    "passion métier",
    "pa",
    "équipe contact matin",
    "électricien bretagne",
    "mécanique",
    "pompier",
    "chanteur chantier",
    "passion bolanger nantes",
    "couverturage lyonnais",
];
const REGIONS: [&str; 6] = ["11", "84", "93", "53", "04", "75"];
const WAYS: [&str; 3] = ["video", "phone", "onsite"];

/// `count` searches of eight kinds in equal parts, the same at every call.
pub fn mixed(count: usize) -> Vec<Criteria> {
    let mut rng = StdRng::seed_from_u64(3);
    let trades = trade_codes();
    (0..count).map(|at| one(at % 8, &trades, &mut rng)).collect()
}

fn one(kind: usize, trades: &[String], rng: &mut StdRng) -> Criteria {
    let page = Criteria { limit: PAGE, ..Criteria::default() };
    match kind {
        0 => page,
        1 => Criteria { text: text(rng), ..page },
        2 => Criteria { text: text(rng), near: near(rng), ..page },
        3 => Criteria { trades: trades.choose(rng).into_iter().cloned().collect(), near: near(rng), ..page },
        4 => Criteria { near: near(rng), sort: if rng.random() { Sort::Distance } else { Sort::Relevance }, ..page },
        5 => Criteria { region: pick(&REGIONS, rng), way: pick(&WAYS, rng), ..page },
        6 => Criteria { sort: Sort::Soonest, free_before: Some(NOW + DAY * rng.random_range(1..15)), ..page },
        _ => Criteria { languages: vec!["en".to_owned()], offset: PAGE * rng.random_range(1..200), ..page },
    }
}

fn text(rng: &mut StdRng) -> Option<String> {
    pick(&TEXTS, rng)
}

fn near(rng: &mut StdRng) -> Option<Near> {
    let (lat, lon) = PLACES.choose(rng)?;
    let radius_km = *[20.0, 50.0, 50.0, 100.0].choose(rng)?;
    Some(Near { lat: lat + rng.random_range(-0.3..0.3), lon: lon + rng.random_range(-0.3..0.3), radius_km })
}

fn pick(from: &[&str], rng: &mut StdRng) -> Option<String> {
    from.choose(rng).map(|value| (*value).to_owned())
}
