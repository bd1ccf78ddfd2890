use super::*;

fn first(text: &str) -> String {
    complete(text, 1).first().map(|trade| trade.code.to_string()).unwrap_or_default()
}

fn codes(trades: Vec<&Trade>) -> Vec<&str> {
    trades.into_iter().map(|trade| trade.code.as_str()).collect()
}

#[test]
fn no_row_is_skipped() {
    assert_eq!(TRADES.lines().next(), Some("code,label,family,domain"));
    assert_eq!(TERMS.lines().next(), Some("code,term"));
    assert_eq!(all().len(), TRADES.lines().count() - 1);
    assert_eq!(all().len(), 1_584);
    let terms: usize = all().iter().map(|trade| trade.also.len()).sum();
    assert_eq!(terms, TERMS.lines().count() - 1);
    assert!(all().is_sorted_by(|a, b| a.code < b.code));
}

#[test]
fn every_trade_has_neighbours_and_one_of_fourteen_domains() {
    let domains: BTreeSet<(&str, &str)> =
        all().iter().map(|trade| (&trade.code.as_str()[..1], trade.domain.as_str())).collect();
    assert_eq!(domains.len(), 14);
    for trade in all() {
        assert_eq!(trade.family, trade.code.family());
    }
    let alone: Vec<&str> =
        all().iter().map(|trade| trade.code.as_str()).filter(|code| siblings(code).is_empty()).collect();
    assert_eq!(alone.len(), 2, "{alone:?}");
}

#[test]
fn what_people_type_finds_what_they_mean() {
    for (text, code) in [
        ("boulanger", "D1102"),
        ("boulangere", "D1102"),
        ("Boulangère", "D1102"),
        ("boulang", "D1102"),
        ("d1102", "D1102"),
        ("D1102", "D1102"),
        ("infirmier", "J1506"),
        ("infirmiere", "J1506"),
        ("coiffeur", "D1202"),
        ("coiffeuse", "D1202"),
        ("plombier", "F1603"),
        ("menuisier", "H2206"),
        ("menuisière", "H2206"),
        ("professeur des ecoles", "K2106"),
        ("institutrice", "K2106"),
        ("maîtresse d'école", "K2106"),
        ("prof", "K2107"),
        ("développeur", "M1805"),
        ("developpeuse web", "M1855"),
        ("pompier", "K1705"),
        ("sapeur pompier", "K1705"),
        ("gendarme", "K1706"),
        ("policière", "K1708"),
        ("aide-soignante", "J1501"),
        ("aide soignant", "J1501"),
        ("agriculteur", "A1416"),
        ("agricultrice", "A1416"),
        ("maçon", "F1703"),
        ("macon", "F1703"),
        ("vétérinaire", "A1504"),
        ("électricien", "F1602"),
        ("Electricienne", "F1602"),
        ("conducteur de bus", "N4103"),
        ("sage-femme", "J1104"),
        ("hôtesse de l'air", "N2101"),
        ("caissière", "D1505"),
        ("mécanicien", "I1604"),
        ("cuisinière", "G1609"),
        ("facteur", "M1603"),
        ("avocate", "K1903"),
        ("atsem", "K1308"),
        ("drh", "M1503"),
        ("œnologue", "A1423"),
        ("oenologue", "A1423"),
        ("architecte", "F1101"),
        ("designer", "H1204"),
    ] {
        assert_eq!(first(text), code, "{text}");
    }
}

#[test]
fn whole_words_come_before_beginnings_and_shorter_before_longer() {
    assert_eq!(codes(complete("coiff", 3)), ["D1202", "D1216", "L1516"]);
    assert_eq!(first("juge"), "K1904");
    assert_eq!(codes(complete("boulanger", 5)), ["D1102", "D1108"]);
    assert_eq!(first("taxi"), "N4102");
    assert!(codes(complete("maintenance éolienne", 3)).contains(&"I1321"));
}

#[test]
fn a_trade_without_javascript() {
    let boulanger = find("D1102").unwrap();
    for text in ["D1102", "d1102", "Boulanger / Boulangère", "boulanger", "BOULANGÈRE"] {
        assert_eq!(resolve(text), Resolution::One(boulanger), "{text}");
    }
    let Resolution::Several(teachers) = resolve("enseignant") else { panic!("two trades have this name") };
    assert_eq!(codes(teachers), ["K2106", "K2107"]);
    assert!(matches!(resolve("conducteur"), Resolution::Several(trades) if trades.len() == 20));
    for text in ["", "  ", "/", "xyzzy", "Z9999", "🦀"] {
        assert_eq!(resolve(text), Resolution::None, "{text}");
        assert!(complete(text, 5).is_empty());
    }
    assert_eq!(resolve(&"a".repeat(10_000)), Resolution::None);
    assert!(complete("boulanger", 0).is_empty());
}

#[test]
fn every_label_and_code_means_its_trade_alone() {
    for trade in all() {
        assert_eq!(resolve(&trade.label), Resolution::One(trade), "{}", trade.label);
        assert_eq!(resolve(trade.code.as_str()), Resolution::One(trade));
    }
}

#[test]
fn every_everyday_name_finds_its_trade() {
    for trade in all() {
        for term in trade.also.iter().flat_map(|term| forms::forms(term)) {
            assert!(complete(&term, 3).contains(&trade), "{term}");
        }
    }
}

#[test]
fn neighbours_are_of_the_same_family_and_nearest_first() {
    assert_eq!(codes(siblings("D1102"))[..2], ["D1108", "D1101"]);
    let hair = codes(siblings("D1202"));
    let akin = ["D1216", "D1217", "D1218", "D1220"];
    assert!(akin.iter().all(|code| hair[..4].contains(code)), "{hair:?}");
    let rescue = siblings("K1705");
    assert!(rescue.iter().all(|trade| trade.family == "K17" && trade.code.as_str() != "K1705"));
    assert!(siblings("Z9999").is_empty());
}

proptest::proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,40}") {
        let _ = resolve(&text);
        proptest::prop_assert!(complete(&text, 5).len() <= 5);
    }
}

#[test]
fn slips_and_words_that_are_no_name_lead_to_the_nearest_trades() {
    for (text, code) in [
        ("boulager", "D1102"),
        ("boulangre", "D1102"),
        ("infirmeir", "J1506"),
        ("infirmère", "J1506"),
        ("cuisinnier", "G1609"),
        ("mecanicein", "I1604"),
        ("developeur", "M1805"),
        ("aide soignent", "J1501"),
        ("coifeuse", "D1202"),
    ] {
        assert_eq!(first(text), code, "{text}");
        assert_eq!(resolve(text), Resolution::None, "{text} is asked about");
    }
    assert_eq!(nearest("boulanger bio zzzzzz", 3).first().map(|trade| trade.code.as_str()), Some("D1102"));
    assert_eq!(nearest("devenir boulangere a la ferme", 8).first().map(|trade| trade.code.as_str()), Some("D1102"));
    for text in ["", "🦀", "zzzzzzqqqq"] {
        assert!(nearest(text, 5).is_empty(), "{text}: {:?}", nearest(text, 5));
    }
}
