mod typed;

use super::*;

#[test]
fn no_row_is_skipped() {
    let lines = |text: &str| text.lines().count() - 1;
    assert_eq!(all().len(), lines(COMMUNES));
    assert_eq!(departments().len(), lines(include_str!("../../../data/departments.csv")));
    assert_eq!(regions().len(), lines(include_str!("../../../data/regions.csv")));
    assert_eq!((all().len(), departments().len(), regions().len()), (34_969, 109, 26));
}

#[test]
fn every_department_has_communes_and_its_own_region() {
    for row in COMMUNES.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        assert_eq!(department(fields[2]).unwrap().region.code, fields[3], "{row}");
    }
    assert!(departments().iter().all(|department| all().iter().any(|commune| commune.department == department)));
    assert!(regions().iter().all(|region| { departments().iter().any(|department| department.region == region) }));
}

#[test]
fn the_browser_knows_every_region() {
    let codes: Vec<&str> = regions().iter().map(|region| region.code.as_str()).collect();
    assert_eq!(codes, crate::geo::types::REGION_CODES);
}

#[test]
fn codes_find_communes() {
    assert_eq!(find("81004").unwrap().name, "Albi");
    assert_eq!(find("2A004").unwrap().name, "Ajaccio");
    assert_eq!(find("81004").unwrap().department.region.name, "Occitanie");
    assert!(find("81000").is_none() && find("").is_none() && find("99999").is_none());
}

#[test]
fn every_commune_lies_within_its_territory() {
    for commune in all() {
        let (lat, lon) = match commune.department.code.as_str() {
            "971" => (15.8..16.6, -61.9..-60.9),
            "972" => (14.3..15.0, -61.3..-60.8),
            "973" => (2.0..6.0, -54.7..-51.5),
            "974" => (-21.5..-20.8, 55.1..55.9),
            "975" => (46.7..47.2, -56.5..-56.1),
            "976" => (-13.1..-12.5, 44.9..45.4),
            "977" => (17.8..18.0, -63.0..-62.7),
            "978" => (18.0..18.2, -63.2..-62.9),
            "984" => (-67.0..-11.0, 39.0..142.0),
            "986" => (-14.5..-13.1, -178.3..-176.0),
            "987" => (-28.0..-7.8, -155.0..-134.0),
            "988" => (-23.0..-19.0, 163.0..169.0),
            "989" => (10.2..10.4, -109.3..-109.1),
            "2A" | "2B" => (41.3..43.1, 8.5..9.6),
            _ => (42.3..51.1, -5.2..8.3),
        };
        let at = commune.coordinates;
        assert!(lat.contains(&at.lat) && lon.contains(&at.lon), "{} {at:?}", commune.label());
    }
}

#[test]
fn every_commune_is_near_the_middle_of_its_department() {
    for department in departments().iter().filter(|department| department.code.len() == 2) {
        let of = || all().iter().filter(|commune| commune.department == department).map(|commune| commune.coordinates);
        let count = of().count() as f64;
        let middle = Coordinates {
            lat: of().map(|at| at.lat).sum::<f64>() / count,
            lon: of().map(|at| at.lon).sum::<f64>() / count,
        };
        let far = of().map(|at| middle.distance_km(at)).fold(0.0, f64::max);
        assert!(far < 115.0, "{} {far}", department.name);
    }
}

#[test]
fn known_distances() {
    let at = |code: &str| find(code).unwrap().coordinates;
    assert!((at("81004").distance_km(at("31555")) - 68.0).abs() < 5.0);
    assert!((at("75056").distance_km(at("69123")) - 392.0).abs() < 8.0);
    assert!((at("13055").distance_km(at("97411")) - 8_770.0).abs() < 100.0);
}

#[test]
fn most_people_live_in_a_commune_that_was_found() {
    let people = |exact: bool| -> u64 {
        all()
            .iter()
            .filter(|commune| (commune.precision == Precision::Exact) == exact)
            .map(|commune| u64::from(commune.population))
            .sum()
    };
    assert!(people(true) > 9 * people(false));
}

#[test]
fn a_place_carries_what_a_page_shows() {
    let place = Place::from(find("81004").unwrap());
    assert_eq!((place.label.as_str(), place.department_name.as_str()), ("Albi (81)", "Tarn"));
    assert_eq!((place.region_name.as_str(), place.precision), ("Occitanie", Precision::Exact));
}
