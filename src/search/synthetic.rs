//! Made-up professionals for benchmarks, the same for the same seed: a hundred trades, places
//! crowded around real cities, and texts whose vocabulary grows with their number, as written
//! text does.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

use super::document::{DocumentTrade, LONGEST_ANSWER_WAIT, ProfessionalDocument};

/// The instant around which everybody's hours lie: 2026-11-22, midnight UTC, in Unix seconds.
pub const NOW: i64 = 1_795_305_600;

const HOUR: i64 = 3_600;
/// Degrees from a commune to the next: there are some 35,000 on 640,000 square kilometres.
const BETWEEN_COMMUNES: f64 = 0.045;

/// Trades under their ROME family: domain letter, family and labels.
#[rustfmt::skip]
const TRADES: [(&str, &str, &[&str]); 20] = [
    ("A", "Élevage", &["Éleveur / Éleveuse de chèvres", "Apiculteur / Apicultrice", "Berger / Bergère", "Vacher / Vachère", "Aviculteur / Avicultrice"]),
    ("A", "Maraîchage - horticulture", &["Maraîcher / Maraîchère", "Horticulteur / Horticultrice", "Viticulteur / Viticultrice", "Arboriculteur / Arboricultrice", "Pépiniériste"]),
    ("B", "Métiers d'art", &["Céramiste", "Ébéniste", "Luthier / Luthière", "Relieur / Relieuse", "Vitrailliste"]),
    ("C", "Banque et assurance", &["Conseiller / Conseillère bancaire", "Actuaire", "Gestionnaire de sinistres", "Courtier / Courtière en assurances", "Analyste financier / financière"]),
    ("D", "Boulangerie - viennoiserie", &["Boulanger / Boulangère", "Tourier / Tourière", "Pâtissier / Pâtissière", "Chocolatier / Chocolatière", "Vendeur / Vendeuse en boulangerie"]),
    ("D", "Coiffure et esthétique", &["Coiffeur / Coiffeuse", "Barbier / Barbière", "Esthéticien / Esthéticienne", "Prothésiste ongulaire", "Maquilleur / Maquilleuse"]),
    ("E", "Communication et médias", &["Journaliste", "Graphiste", "Photographe", "Imprimeur / Imprimeuse", "Monteur / Monteuse vidéo"]),
    ("F", "Bâtiment, second œuvre", &["Plombier / Plombière", "Électricien / Électricienne", "Peintre en bâtiment", "Carreleur / Carreleuse", "Menuisier / Menuisière"]),
    ("F", "Bâtiment, gros œuvre", &["Maçon / Maçonne", "Charpentier / Charpentière", "Couvreur / Couvreuse", "Conducteur / Conductrice de travaux", "Chef / Cheffe de chantier"]),
    ("G", "Restauration", &["Cuisinier / Cuisinière", "Serveur / Serveuse", "Sommelier / Sommelière", "Barman / Barmaid", "Traiteur / Traiteuse"]),
    ("H", "Mécanique et travail des métaux", &["Soudeur / Soudeuse", "Chaudronnier / Chaudronnière", "Tourneur / Tourneuse sur métaux", "Ajusteur / Ajusteuse", "Fraiseur / Fraiseuse"]),
    ("I", "Maintenance", &["Mécanicien / Mécanicienne automobile", "Ascensoriste", "Frigoriste", "Carrossier / Carrossière", "Technicien / Technicienne de maintenance"]),
    ("J", "Soins", &["Infirmier / Infirmière", "Aide-soignant / Aide-soignante", "Sage-femme", "Kinésithérapeute", "Ambulancier / Ambulancière"]),
    ("J", "Santé", &["Médecin généraliste", "Pharmacien / Pharmacienne", "Opticien / Opticienne", "Audioprothésiste", "Vétérinaire"]),
    ("K", "Enseignement et formation", &["Professeur / Professeure des écoles", "Formateur / Formatrice", "Éducateur / Éducatrice de jeunes enfants", "Bibliothécaire", "Moniteur / Monitrice d'auto-école"]),
    ("K", "Sécurité et secours", &["Sapeur-pompier / Sapeuse-pompière", "Gendarme", "Policier / Policière municipale", "Agent / Agente de sécurité", "Maître-chien"]),
    ("L", "Spectacle", &["Comédien / Comédienne", "Chanteur / Chanteuse", "Régisseur / Régisseuse", "Costumier / Costumière", "Ingénieur / Ingénieure du son"]),
    ("M", "Informatique", &["Développeur / Développeuse web", "Administrateur / Administratrice de bases de données", "Analyste cybersécurité", "Data scientist", "Chef / Cheffe de projet informatique"]),
    ("M", "Gestion et droit", &["Comptable", "Avocat / Avocate", "Notaire", "Juriste", "Assistant / Assistante de direction"]),
    ("N", "Transport et logistique", &["Chauffeur / Chauffeuse poids lourd", "Cariste", "Conducteur / Conductrice de train", "Pilote de ligne", "Marin-pêcheur / Marin-pêcheuse"]),
];

/// A commune's name; its département's code and name; its région's code and name; its latitude
/// and longitude in degrees; its share of the people.
struct Place(&'static str, &'static str, &'static str, &'static str, &'static str, f64, f64, f64);

#[rustfmt::skip]
const PLACES: [Place; 40] = [
    Place("Paris", "75", "Paris", "11", "Île-de-France", 48.857, 2.352, 22.0),
    Place("Saint-Denis", "93", "Seine-Saint-Denis", "11", "Île-de-France", 48.936, 2.357, 5.0),
    Place("Versailles", "78", "Yvelines", "11", "Île-de-France", 48.801, 2.130, 4.0),
    Place("Melun", "77", "Seine-et-Marne", "11", "Île-de-France", 48.540, 2.660, 2.0),
    Place("Lyon", "69", "Rhône", "84", "Auvergne-Rhône-Alpes", 45.764, 4.836, 8.0),
    Place("Grenoble", "38", "Isère", "84", "Auvergne-Rhône-Alpes", 45.188, 5.725, 3.0),
    Place("Clermont-Ferrand", "63", "Puy-de-Dôme", "84", "Auvergne-Rhône-Alpes", 45.778, 3.087, 2.0),
    Place("Annecy", "74", "Haute-Savoie", "84", "Auvergne-Rhône-Alpes", 45.899, 6.129, 2.0),
    Place("Saint-Étienne", "42", "Loire", "84", "Auvergne-Rhône-Alpes", 45.440, 4.387, 2.0),
    Place("Marseille", "13", "Bouches-du-Rhône", "93", "Provence-Alpes-Côte d'Azur", 43.296, 5.370, 7.0),
    Place("Nice", "06", "Alpes-Maritimes", "93", "Provence-Alpes-Côte d'Azur", 43.710, 7.262, 3.0),
    Place("Toulon", "83", "Var", "93", "Provence-Alpes-Côte d'Azur", 43.125, 5.930, 2.0),
    Place("Gap", "05", "Hautes-Alpes", "93", "Provence-Alpes-Côte d'Azur", 44.559, 6.079, 0.5),
    Place("Toulouse", "31", "Haute-Garonne", "76", "Occitanie", 43.604, 1.444, 5.0),
    Place("Montpellier", "34", "Hérault", "76", "Occitanie", 43.611, 3.877, 4.0),
    Place("Rodez", "12", "Aveyron", "76", "Occitanie", 44.350, 2.575, 0.7),
    Place("Perpignan", "66", "Pyrénées-Orientales", "76", "Occitanie", 42.699, 2.895, 1.0),
    Place("Bordeaux", "33", "Gironde", "75", "Nouvelle-Aquitaine", 44.838, -0.579, 5.0),
    Place("Limoges", "87", "Haute-Vienne", "75", "Nouvelle-Aquitaine", 45.834, 1.261, 1.0),
    Place("Pau", "64", "Pyrénées-Atlantiques", "75", "Nouvelle-Aquitaine", 43.295, -0.371, 1.5),
    Place("La Rochelle", "17", "Charente-Maritime", "75", "Nouvelle-Aquitaine", 46.160, -1.151, 1.5),
    Place("Nantes", "44", "Loire-Atlantique", "52", "Pays de la Loire", 47.218, -1.554, 5.0),
    Place("Angers", "49", "Maine-et-Loire", "52", "Pays de la Loire", 47.478, -0.563, 2.0),
    Place("Rennes", "35", "Ille-et-Vilaine", "53", "Bretagne", 48.117, -1.678, 3.5),
    Place("Brest", "29", "Finistère", "53", "Bretagne", 48.390, -4.486, 2.0),
    Place("Lille", "59", "Nord", "32", "Hauts-de-France", 50.629, 3.057, 5.5),
    Place("Amiens", "80", "Somme", "32", "Hauts-de-France", 49.894, 2.296, 1.5),
    Place("Strasbourg", "67", "Bas-Rhin", "44", "Grand Est", 48.573, 7.752, 3.5),
    Place("Reims", "51", "Marne", "44", "Grand Est", 49.258, 4.032, 2.0),
    Place("Nancy", "54", "Meurthe-et-Moselle", "44", "Grand Est", 48.692, 6.184, 2.0),
    Place("Dijon", "21", "Côte-d'Or", "27", "Bourgogne-Franche-Comté", 47.322, 5.041, 2.0),
    Place("Besançon", "25", "Doubs", "27", "Bourgogne-Franche-Comté", 47.238, 6.024, 1.5),
    Place("Rouen", "76", "Seine-Maritime", "28", "Normandie", 49.443, 1.099, 3.0),
    Place("Caen", "14", "Calvados", "28", "Normandie", 49.183, -0.371, 2.0),
    Place("Tours", "37", "Indre-et-Loire", "24", "Centre-Val de Loire", 47.394, 0.685, 2.0),
    Place("Orléans", "45", "Loiret", "24", "Centre-Val de Loire", 47.903, 1.909, 2.0),
    Place("Ajaccio", "2A", "Corse-du-Sud", "94", "Corse", 41.927, 8.735, 0.5),
    Place("Saint-Denis", "974", "La Réunion", "04", "La Réunion", -20.882, 55.450, 1.5),
    Place("Fort-de-France", "972", "Martinique", "02", "Martinique", 14.604, -61.066, 0.7),
    Place("Cayenne", "973", "Guyane", "03", "Guyane", 4.938, -52.335, 0.4),
];

const FIRST_NAMES: [&str; 24] = [
    "Aïcha", "Baptiste", "Camille", "Chloé", "Denis", "Élodie", "Fatou", "Gaël", "Hélène", "Idris", "Jeanne", "Karim",
    "Léa", "Lucas", "Manon", "Nadia", "Olivier", "Paul", "Quentin", "Rose", "Samir", "Thomas", "Valérie", "Yann",
];

const OPENINGS: [&str; 8] = [
    "Passionnée par",
    "Vingt ans de",
    "En reconversion vers",
    "Une petite équipe autour de",
    "Le quotidien de",
    "Apprendre et transmettre",
    "Mon atelier de",
    "À mon compte dans",
];

/// Common words, the likelier the earlier.
const WORDS: [&str; 60] = [
    "équipe",
    "travail",
    "clients",
    "contact",
    "passion",
    "métier",
    "matin",
    "horaires",
    "création",
    "rencontrer",
    "apprendre",
    "transmettre",
    "autonomie",
    "stress",
    "administratif",
    "nature",
    "mains",
    "qualité",
    "atelier",
    "projets",
    "responsabilité",
    "liberté",
    "week-end",
    "froid",
    "fatigue",
    "salaire",
    "patience",
    "précision",
    "routine",
    "imprévus",
    "écoute",
    "public",
    "enfants",
    "matière",
    "bois",
    "pain",
    "vente",
    "conseil",
    "dehors",
    "voyages",
    "bruit",
    "paperasse",
    "urgence",
    "solidarité",
    "technique",
    "outils",
    "logiciel",
    "réunions",
    "saison",
    "soleil",
    "pluie",
    "nuit",
    "partage",
    "beauté",
    "solitude",
    "déplacements",
    "confiance",
    "chantier",
    "cuisine",
    "formation",
];

const SYLLABLES: [&str; 24] = [
    "ba", "bel", "ca", "chan", "cou", "dan", "del", "fau", "ger", "gui", "lan", "le", "mar", "mon", "nel", "pé",
    "quin", "rou", "sau", "tel", "tier", "val", "ver", "vin",
];

/// The ROME-like code of each trade, in the order of the labels.
pub fn trade_codes() -> Vec<String> {
    trades().map(|(code, ..)| code).collect()
}

/// `n` professionals, always the same for a `seed`; a larger `n` begins with those of a smaller.
pub fn synthetic(n: usize, seed: u64) -> Vec<ProfessionalDocument> {
    let mut rng = StdRng::seed_from_u64(seed);
    let trades: Vec<_> = trades().collect();
    (0..n).filter_map(|_| professional(&mut rng, &trades)).collect()
}

type Trade = (String, &'static str, &'static str, &'static str);

fn trades() -> impl Iterator<Item = Trade> {
    TRADES.iter().enumerate().flat_map(|(family, (domain, name, labels))| {
        labels
            .iter()
            .enumerate()
            .map(move |(at, label)| (format!("{domain}{}{:02}", 11 + family, at + 1), *label, *name, *domain))
    })
}

fn professional(rng: &mut StdRng, trades: &[Trade]) -> Option<ProfessionalDocument> {
    let (code, label, family, domain) = trades.choose(rng)?;
    let place = PLACES.choose_weighted(rng, |place| place.7).ok()?;
    let Place(commune, department, department_name, region, region_name, lat, lon, _) = *place;
    // Two in three live in the city, the others up to some sixty kilometres around. Each is known by their
    // commune's centre, as in the database, so those of one commune are at one point.
    let (lat, lon) = if rng.random_ratio(2, 3) {
        (lat, lon)
    } else {
        let somewhere = |centre: f64, rng: &mut StdRng| {
            let degrees = centre + rng.random_range(-0.6..0.6);
            (degrees / BETWEEN_COMMUNES).round() * BETWEEN_COMMUNES
        };
        (somewhere(lat, rng), somewhere(lon, rng))
    };
    let next_free =
        rng.random_ratio(4, 5).then(|| NOW + HOUR * (8 + rng.random_range(0..21) * 24 + rng.random_range(0..10)));
    let professional = ProfessionalDocument {
        id: Uuid::from_u64_pair(rng.random(), rng.random()),
        name: format!("{} {}", FIRST_NAMES.choose(rng)?, rare_word(rng)),
        trades: vec![DocumentTrade {
            code: code.clone(),
            label: (*label).to_owned(),
            terms: Vec::new(),
            family: (*family).to_owned(),
            domain: (*domain).to_owned(),
        }],
        headline: format!("{} {}", OPENINGS.choose(rng)?, sentence(rng, 5)),
        likes: sentence(rng, 18),
        dislikes: sentence(rng, 12),
        day: String::new(),
        path: String::new(),
        organisation: rng.random_ratio(1, 2).then(|| format!("Maison {}", rare_word(rng))),
        languages: subset(rng, &[("fr", 98), ("en", 40), ("es", 12), ("ar", 10), ("de", 8), ("pt", 5)]),
        ways: subset(rng, &[("video", 70), ("phone", 60), ("onsite", 50)]),
        ways_for_minors: Vec::new(),
        commune_code: format!("{department}001"),
        commune_name: commune.to_owned(),
        department: department.to_owned(),
        department_name: department_name.to_owned(),
        region: region.to_owned(),
        region_name: region_name.to_owned(),
        lat,
        lon,
        next_free,
        answer_wait: rng.random_range(0..=LONGEST_ANSWER_WAIT),
        stale_at: next_free.unwrap_or(NOW + 24 * HOUR),
    };
    // Minors are met by those who work for somebody.
    let ways_for_minors = if professional.organisation.is_some() { professional.ways.clone() } else { Vec::new() };
    Some(ProfessionalDocument { ways_for_minors, ..professional })
}

fn subset(rng: &mut StdRng, values: &[(&str, u32)]) -> Vec<String> {
    let mut chosen = values.to_vec();
    chosen.retain(|(_, percent)| rng.random_ratio(*percent, 100));
    chosen.iter().map(|(value, _)| (*value).to_owned()).collect()
}

fn sentence(rng: &mut StdRng, words: usize) -> String {
    let words: Vec<String> = (0..words)
        .map(|_| {
            if rng.random_ratio(1, 12) {
                return rare_word(rng);
            }
            // The product of two even draws makes the first words common and the last ones rare.
            let at = rng.random::<f64>() * rng.random::<f64>() * WORDS.len() as f64;
            WORDS.get(at as usize).copied().unwrap_or_default().to_owned()
        })
        .collect();
    words.join(" ")
}

/// One of some 14,000 made-up words of two or three syllables.
fn rare_word(rng: &mut StdRng) -> String {
    let syllables = rng.random_range(2..=3);
    (0..syllables).filter_map(|_| SYLLABLES.choose(rng).copied()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_professionals() {
        let some = synthetic(300, 7);
        assert_eq!(synthetic(300, 7), some);
        assert_eq!(synthetic(100, 7), some[..100]);
        assert_ne!(synthetic(300, 8), some);
        assert_eq!(some.iter().map(|it| it.id).collect::<HashSet<_>>().len(), 300);
        assert_eq!(trade_codes().into_iter().collect::<HashSet<_>>().len(), 100);
    }
}
