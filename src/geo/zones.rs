//! The IANA time zone of each commune.

use super::communes::Commune;
use chrono_tz::{America, Europe, Indian, Pacific, Tz};

/// The zones an account may choose: every zone of an inhabited part of France.
pub const ALL: &[Tz] = &[
    Europe::Paris,
    America::Guadeloupe,
    America::Martinique,
    America::Cayenne,
    America::Miquelon,
    America::St_Barthelemy,
    America::Marigot,
    Indian::Reunion,
    Indian::Mayotte,
    Pacific::Noumea,
    Pacific::Wallis,
    Pacific::Tahiti,
    Pacific::Marquesas,
    Pacific::Gambier,
];

/// The zone in which a meeting in this commune is written down.
///
/// French Polynesia has three zones, by commune (the Marquesas are half an hour ahead of Tahiti, the
/// Gambier islands an hour). The uninhabited territories (984, 989) have no time of their own and
/// take that of Paris.
pub fn zone_of(commune: &Commune) -> Tz {
    match commune.department.code.as_str() {
        "971" => America::Guadeloupe,
        "972" => America::Martinique,
        "973" => America::Cayenne,
        "974" => Indian::Reunion,
        "975" => America::Miquelon,
        "976" => Indian::Mayotte,
        "977" => America::St_Barthelemy,
        "978" => America::Marigot,
        "986" => Pacific::Wallis,
        "987" => polynesian_zone(commune),
        "988" => Pacific::Noumea,
        _ => Europe::Paris,
    }
}

fn polynesian_zone(commune: &Commune) -> Tz {
    match commune.code.as_str() {
        // Fatu-Hiva, Hiva-Oa, Nuku-Hiva, Tahuata, Ua-Huka, Ua-Pou
        "98718" | "98723" | "98731" | "98746" | "98756" | "98757" => Pacific::Marquesas,
        "98719" => Pacific::Gambier,
        _ => Pacific::Tahiti,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::communes::{all, find};

    #[test]
    fn each_territory_has_its_zone() {
        for (code, zone) in [
            ("81004", "Europe/Paris"),
            ("2A004", "Europe/Paris"),
            ("97105", "America/Guadeloupe"),
            ("97209", "America/Martinique"),
            ("97302", "America/Cayenne"),
            ("97411", "Indian/Reunion"),
            ("97502", "America/Miquelon"),
            ("97611", "Indian/Mayotte"),
            ("97701", "America/St_Barthelemy"),
            ("97801", "America/Marigot"),
            ("98613", "Pacific/Wallis"),
            ("98735", "Pacific/Tahiti"),
            ("98731", "Pacific/Marquesas"),
            ("98719", "Pacific/Gambier"),
            ("98818", "Pacific/Noumea"),
        ] {
            assert_eq!(find(code).map(|commune| zone_of(commune).name()), Some(zone), "{code}");
        }
    }

    #[test]
    fn the_marquesas_are_six_communes() {
        let names: Vec<&str> = all()
            .iter()
            .filter(|commune| zone_of(commune) == Pacific::Marquesas)
            .map(|commune| commune.name.as_str())
            .collect();
        assert_eq!(names, ["Fatu-Hiva", "Hiva-Oa", "Nuku-Hiva", "Tahuata", "Ua-Huka", "Ua-Pou"]);
    }

    #[test]
    fn every_zone_of_a_commune_may_be_chosen() {
        assert!(all().iter().all(|commune| ALL.contains(&zone_of(commune))));
        assert!(ALL.iter().all(|zone| all().iter().any(|commune| zone_of(commune) == *zone)));
    }
}
