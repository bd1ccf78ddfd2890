//! The forms in which people may type the label of a trade.

use crate::fold::fold;

/// The folded masculine and feminine of a label.
///
/// `Conducteur / Conductrice de bus` gives `conducteur de bus` and `conductrice de bus`: the words
/// after the feminine belong to both. What is in brackets is left out and becomes a form of its own,
/// for it is an acronym or a remark.
pub(super) fn forms(label: &str) -> Vec<String> {
    let (outside, inside) = split_brackets(label);
    let mut forms = match outside.split_once(" / ") {
        Some((masculine, feminine)) => genders(masculine, feminine),
        None => vec![outside],
    };
    forms.extend(inside);
    let mut forms: Vec<String> = forms.iter().map(|form| fold(form)).filter(|form| !form.is_empty()).collect();
    forms.sort();
    forms.dedup();
    forms
}

fn genders(masculine: &str, feminine: &str) -> Vec<String> {
    let left: Vec<&str> = masculine.split_whitespace().collect();
    let right: Vec<&str> = feminine.split_whitespace().collect();
    match right.get(left.len()..) {
        Some(shared) => vec![[left.as_slice(), shared].concat().join(" "), feminine.to_owned()],
        // `Secrétaire Facturier / Facturière`: the first words belong to both.
        None => {
            let shared = left.get(..left.len() - right.len()).unwrap_or_default();
            vec![masculine.to_owned(), [shared, &right].concat().join(" "), feminine.to_owned()]
        }
    }
}

/// `Aide (AS) de nuit` gives `Aide  de nuit` and `AS`. The `(e)` of a feminine says nothing.
fn split_brackets(label: &str) -> (String, Vec<String>) {
    let mut outside = String::new();
    let mut inside = Vec::new();
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('(') {
        let (bracketed, following) = after.split_once(')').unwrap_or((after, ""));
        outside.push_str(before);
        if bracketed.chars().count() > 1 {
            inside.push(bracketed.to_owned());
        }
        rest = following;
    }
    outside.push_str(rest);
    (outside, inside)
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn both_genders_are_written_out() {
        for (label, expected) in [
            ("Boulanger / Boulangère", vec!["boulanger", "boulangere"]),
            ("Conducteur / Conductrice de bus", vec!["conducteur de bus", "conductrice de bus"]),
            (
                "Agent administratif / Agente administrative banque ou assurance",
                vec!["agent administratif banque ou assurance", "agente administrative banque ou assurance"],
            ),
            ("Homme sage-femme / Sage-femme", vec!["homme sage femme", "sage femme"]),
            ("Secrétaire Facturier / Facturière", vec!["facturiere", "secretaire facturier", "secretaire facturiere"]),
            ("Fromager-affineur / Fromagère-affineuse", vec!["fromager affineur", "fromagere affineuse"]),
            (
                "Infirmier / Infirmière en soins généraux (IDE)",
                vec!["ide", "infirmier en soins generaux", "infirmiere en soins generaux"],
            ),
            ("Responsable de site(s) de vente", vec!["responsable de site de vente"]),
            ("Vétérinaire", vec!["veterinaire"]),
            ("Boulanger (", vec!["boulanger"]),
        ] {
            assert_eq!(forms(label), expected, "{label}");
        }
    }
}
