use super::{gazetteer::Place, official::Commune, *};

fn commune(code: &str, name: &str, population: u32, epci: &str) -> Commune {
    Commune {
        code: code.into(),
        name: name.into(),
        department: code[..2].into(),
        region: "76".into(),
        postal_codes: vec![format!("{}000", &code[..2])],
        population,
        epci: Some(epci.into()),
        ..Commune::default()
    }
}

fn place(name: &str, population: u32, lat: f64, lon: f64) -> Place {
    Place {
        name: name.into(),
        other_names: Vec::new(),
        population,
        territory: "76".into(),
        at: Coordinates { lat, lon },
    }
}

fn located(communes: Vec<Commune>, places: Vec<Place>) -> Located {
    let found = matching::locate(&communes, &Gazetteer { places }, &BTreeMap::new());
    neighbours::complete(&communes, found)
}

#[test]
fn homonyms_of_a_region_each_get_the_place_near_their_neighbours() {
    let located = located(
        vec![
            commune("81001", "Albi", 50_000, "a"),
            commune("81002", "Verfeil", 900, "a"),
            commune("31001", "Toulouse", 500_000, "b"),
            commune("31002", "Verfeil", 1_000, "b"),
        ],
        vec![
            place("Albi", 50_000, 43.93, 2.15),
            place("Toulouse", 500_000, 43.60, 1.44),
            place("Verfeil", 950, 43.65, 1.66),
            place("Verfeil", 940, 43.95, 2.20),
        ],
    );
    assert_eq!(located["81002"].0.lat, 43.95);
    assert_eq!(located["31002"].0.lat, 43.65);
    assert_eq!(located["31002"].1, Precision::Exact);
}

#[test]
fn a_far_homonym_is_not_taken_and_the_neighbours_mean_is() {
    let located = located(
        vec![commune("81001", "Albi", 50_000, "a"), commune("81002", "Verfeil", 120, "a")],
        vec![place("Albi", 50_000, 43.93, 2.15), place("Verfeil", 3_000, 44.9, 0.5)],
    );
    assert_eq!(located["81002"], (Coordinates { lat: 43.93, lon: 2.15 }, Precision::Postal));
}

#[test]
fn a_merged_commune_is_where_its_seat_is() {
    let mut merged = commune("81003", "Val du Tarn", 9_000, "a");
    merged.seat = Some("Marssac".into());
    let located = located(
        vec![commune("81001", "Albi", 50_000, "a"), merged],
        vec![place("Albi", 50_000, 43.93, 2.15), place("Marssac", 2_000, 43.92, 2.03)],
    );
    assert_eq!(located["81003"], (Coordinates { lat: 43.92, lon: 2.03 }, Precision::Exact));
}

#[test]
fn committed_files_have_the_documented_headers() {
    for (text, header) in [
        (
            include_str!("../../../data/communes.csv"),
            "code,name,department,region,postal_codes,population,lat,lon,precision",
        ),
        (include_str!("../../../data/departments.csv"), "code,name,region"),
        (include_str!("../../../data/regions.csv"), "code,name"),
    ] {
        assert_eq!(text.lines().next(), Some(header));
        let codes: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "sorted, without repeats");
    }
}
