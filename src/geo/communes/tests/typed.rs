//! What people type, and the places they mean.

use super::super::*;

fn names(text: &str) -> Vec<String> {
    complete(text, 8).into_iter().map(Commune::label).collect()
}

fn first(text: &str) -> String {
    names(text).into_iter().next().unwrap_or_default()
}

fn one(text: &str) -> String {
    match resolve(text) {
        Resolution::One(area) => area.label(),
        other => panic!("{text}: {other:?}"),
    }
}

fn several(text: &str) -> Vec<String> {
    match resolve(text) {
        Resolution::Several(areas) => areas.into_iter().map(Area::label).collect(),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn completion_ignores_case_accents_hyphens_and_apostrophes() {
    for text in ["saint-etienne", "Saint Étienne", "ST ETIENNE", "st-étienne"] {
        assert_eq!(first(text), "Saint-Étienne (42)", "{text}");
    }
    assert_eq!(first("l hay les ro"), "L'Haÿ-les-Roses (94)");
    assert_eq!(first("L’Haÿ"), "L'Haÿ-les-Roses (94)");
    assert_eq!(first("coeuvres"), "Cœuvres-et-Valsery (02)");
    assert_eq!(first("ste marie"), "Sainte-Marie (974)");
}

#[test]
fn completion_ranks_whole_names_then_beginnings_then_size() {
    assert_eq!(first("albi"), "Albi (81)");
    assert_eq!(first("toulo"), "Toulouse (31)");
    assert_eq!(first("st"), "Strasbourg (67)");
    assert_eq!(first("havre"), "Le Havre (76)");
    assert_eq!(first("mans"), "Le Mans (72)");
    let martin = names("martin");
    let begins = martin.iter().position(|name| name.starts_with("Martin")).unwrap();
    let later = martin.iter().position(|name| name.starts_with("Saint-Martin"));
    assert!(later.is_none_or(|later| begins < later), "{martin:?}");
    let more: Vec<String> = complete("martin", 50).into_iter().map(Commune::label).collect();
    assert!(more.iter().any(|name| name.starts_with("Saint-Martin")));
    assert_eq!(first("bourg bresse"), "Bourg-en-Bresse (01)");
}

#[test]
fn completion_takes_a_name_and_a_number_in_any_order() {
    for text in ["albi 81", "Albi (81)", "81000 Albi", "Albi 81000", "81000", "81000 Albi Cedex 9", "albi 8"] {
        assert_eq!(first(text), "Albi (81)", "{text}");
    }
    assert_eq!(names("Saint-Denis (974)")[0], "Saint-Denis (974)");
    assert_eq!(first("31000 Toulouze"), "Toulouse (31)");
    assert_eq!(first("2a"), "Ajaccio (2A)");
    assert_eq!(first("97"), "Saint-Denis (974)");
    assert!(names("albi 75").is_empty());
}

#[test]
fn the_arrondissements_mean_their_city() {
    for text in [
        "75011",
        "75116",
        "Paris 11",
        "paris 11e",
        "Paris 1er",
        "Paris 11ème arrondissement",
        "Paris 75",
        "75011 Paris",
    ] {
        assert_eq!(first(text), "Paris (75)", "{text}");
        assert_eq!(one(text), "Paris (75)", "{text}");
    }
    assert_eq!(one("Lyon 3"), "Lyon (69)");
    assert_eq!(one("Marseille 13e"), "Marseille (13)");
    assert_eq!(resolve("Lyon 12"), Resolution::None);
}

#[test]
fn every_label_means_its_commune_alone() {
    for commune in all() {
        assert_eq!(resolve(&commune.label()), Resolution::One(Area::Commune(commune)));
    }
}

#[test]
fn a_place_without_javascript() {
    assert_eq!(one("31000"), "Toulouse (31)");
    assert_eq!(one("toulouse"), "Toulouse (31)");
    assert_eq!(one("saint-etienne"), "Saint-Étienne (42)");
    assert_eq!(one("Cayenne"), "Cayenne (973)");
    assert_eq!(one("98714"), "Papeete (987)");
    assert_eq!(one("97400"), "Saint-Denis (974)");
    let martin = several("st martin");
    assert_eq!(martin[0], "Saint-Martin (978)");
    assert!(martin.len() > 2 && martin.len() <= 20);
    assert_eq!(several("Valence")[0], "Valence (26)");
    assert!(several("toulo").len() > 1);
    for text in ["", "   ", "-'(", "xyzzy", "00000", "99999 Nulle-Part", "🦀"] {
        assert_eq!(resolve(text), Resolution::None, "{text}");
        assert!(complete(text, 8).is_empty(), "{text}");
    }
}

#[test]
fn departments_and_regions_are_places_too() {
    for (text, label) in [
        ("Tarn", "Tarn"),
        ("81", "Tarn"),
        ("2a", "Corse-du-Sud"),
        ("Tarn (81)", "Tarn"),
        ("974", "La Réunion"),
        ("la reunion", "La Réunion"),
        ("occitanie", "Occitanie"),
        ("ile de france", "Île-de-France"),
        ("Bretagne", "Bretagne"),
        ("corse", "Corse"),
        ("Mayotte", "Mayotte"),
        ("Loire", "Loire"),
        ("Corrèze", "Corrèze"),
        ("Corrèze (19)", "Corrèze (19)"),
    ] {
        assert_eq!(one(text), label, "{text}");
    }
    assert!(matches!(resolve("81"), Resolution::One(Area::Department(_))));
    assert!(matches!(resolve("Paris"), Resolution::One(Area::Commune(_))));
    assert_eq!(several("Vienne"), ["Vienne", "Vienne (38)"]);
    assert!(Area::Region(region("76").unwrap()).contains(find("81004").unwrap()));
}

#[test]
fn long_texts_are_cut_and_limits_kept() {
    assert!(complete(&"a".repeat(10_000), 8).is_empty());
    assert_eq!(resolve(&"saint ".repeat(2_000)), Resolution::None);
    assert_eq!(resolve(&"9".repeat(10_000)), Resolution::None);
    assert_eq!(complete("saint", 8).len(), 8);
    assert!(complete("saint", 0).is_empty());
}

proptest::proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,40}") {
        let _ = resolve(&text);
        proptest::prop_assert!(complete(&text, 5).len() <= 5);
    }
}

#[test]
fn a_slip_is_asked_about_and_never_taken_for_a_name() {
    let similar = |text: &str| similar(text, 5).into_iter().map(Area::label).collect::<Vec<_>>();
    for (text, label) in [
        ("Toulousse", "Toulouse (31)"),
        ("Boredaux", "Bordeaux (33)"),
        ("Marseile", "Marseille (13)"),
        ("albbi", "Albi (81)"),
        ("Le Havr", "Le Havre (76)"),
        ("Havrre", "Le Havre (76)"),
        ("st ettienne", "Saint-Étienne (42)"),
        ("Monpellier", "Montpellier (34)"),
        ("Occitannie", "Occitanie"),
        ("Bretange", "Bretagne"),
        ("Toulousse (31)", "Toulouse (31)"),
    ] {
        assert_eq!(similar(text).first().map(String::as_str), Some(label), "{text}");
    }
    assert_eq!(first("Toulousse"), "Toulouse (31)");
    assert_eq!(resolve("Toulousse"), Resolution::None);
    for text in ["", "zz", "🦀", "Zzzz", "Xyzzyville", "Nulle-Part-sur-Rien"] {
        assert!(similar(text).is_empty(), "{text}: {:?}", similar(text));
    }
}

#[test]
fn typical_inputs_mean_what_people_think() {
    for (text, label) in [
        ("paris 15", "Paris (75)"),
        ("75015", "Paris (75)"),
        ("Paris 15ème", "Paris (75)"),
        ("lyon 3e", "Lyon (69)"),
        ("Lyon 3ème arrondissement", "Lyon (69)"),
        ("69003", "Lyon (69)"),
        ("13008 Marseille", "Marseille (13)"),
        ("marseille 1er", "Marseille (13)"),
        ("La Réunion", "La Réunion"),
        ("reunion", "La Réunion"),
        ("Corse", "Corse"),
        ("2A", "Corse-du-Sud"),
        ("2b", "Haute-Corse"),
        ("Île-de-France", "Île-de-France"),
        ("ile de france", "Île-de-France"),
        ("idf", "Île-de-France"),
        ("PACA", "Provence-Alpes-Côte d'Azur"),
        ("Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d'Azur"),
        ("Côtes d'Armor", "Côtes-d'Armor"),
        ("l’hay les roses", "L'Haÿ-les-Roses (94)"),
        ("Villeneuve-d'Ascq", "Villeneuve-d'Ascq (59)"),
        ("Villeneuve d’Ascq", "Villeneuve-d'Ascq (59)"),
        ("havre", "Le Havre (76)"),
        ("le mans", "Le Mans (72)"),
        ("les lilas", "Les Lilas (93)"),
        ("Clermont Ferrand", "Clermont-Ferrand (63)"),
        ("ST-DENIS 974", "Saint-Denis (974)"),
        ("seine saint denis", "Seine-Saint-Denis"),
        ("Fort de france", "Fort-de-France (972)"),
        ("Nouméa", "Nouméa (988)"),
        ("59", "Nord"),
        ("59000", "Lille (59)"),
        ("Martinique", "Martinique"),
    ] {
        assert_eq!(one(text), label, "{text}");
    }
}
