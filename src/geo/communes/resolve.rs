//! What place a form means that was sent without JavaScript.

use super::{
    Commune, Department, Region, all, departments,
    index::{Index, begun},
    query::{Query, city_of_arrondissement},
    regions,
};
use crate::fold::{fold, fold_query};
use std::{cmp::Reverse, sync::LazyLock};

/// How many places a person is asked to choose from.
const CHOICES: usize = 20;
/// A département or région this many times more populous than the communes of its name is meant:
/// nobody types "La Réunion" for a village of 500 inhabitants, but Vienne may be either.
const OVERSHADOWS: u64 = 20;
/// Régions that are called by their initials, folded.
const SHORT_NAMES: [(&str, &str); 2] = [("idf", "ile de france"), ("paca", "provence alpes cote d azur")];

/// A place of any size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Area {
    /// A commune.
    Commune(&'static Commune),
    /// A département or an overseas collectivity.
    Department(&'static Department),
    /// A région.
    Region(&'static Region),
}

impl Area {
    /// What a field shows, and [`resolve`] understands: `Albi (81)`, `Tarn`, `Occitanie`.
    pub fn label(self) -> String {
        match self {
            Self::Commune(commune) => commune.label(),
            Self::Department(department) => department.name.clone(),
            Self::Region(region) => region.name.clone(),
        }
    }

    /// Whether a commune lies in it.
    pub fn contains(self, commune: &Commune) -> bool {
        match self {
            Self::Commune(same) => same.code == commune.code,
            Self::Department(department) => department.code == commune.department.code,
            Self::Region(region) => region.code == commune.department.region.code,
        }
    }

    pub(super) fn population(self) -> u64 {
        match self {
            Self::Commune(commune) => u64::from(commune.population),
            area => {
                all().iter().filter(|commune| area.contains(commune)).map(|commune| u64::from(commune.population)).sum()
            }
        }
    }
}

/// What was found for a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// The place that is meant.
    One(Area),
    /// At most 20 places to choose from, the likelier first: never less than two.
    Several(Vec<Area>),
    /// No place has this name or number.
    None,
}

/// Understands a commune, a postal code, a département (`Tarn`, `81`) or a région (`Occitanie`).
///
/// Every [`Commune::label`] is found again. A text that is the beginning of one name only means it.
pub fn resolve(text: &str) -> Resolution {
    match resolve_whole(text) {
        Resolution::None => one_of(begun(text, CHOICES).into_iter().map(Area::Commune).collect()),
        found => found,
    }
}

/// The same for whole names and postal codes only: a word that begins a name may be any word.
pub fn resolve_whole(text: &str) -> Resolution {
    let query = Query::read(text);
    if query.is_empty() {
        return Resolution::None;
    }
    if let Some(city) = city_of_arrondissement(text) {
        return Resolution::One(Area::Commune(city));
    }
    if let Some(department) = department_of_code(text) {
        return Resolution::One(Area::Department(department));
    }
    if is_postal_code(text) {
        return one_of(begun(text, CHOICES).into_iter().map(Area::Commune).collect());
    }
    let communes = named_communes(&query);
    // With a number, a label is meant: `Corrèze (19)` is the commune, `Corrèze` the département.
    let label = query.number.is_some() && !communes.is_empty();
    let areas = if label { Vec::new() } else { named_areas(&query) };
    one_of(likeliest(&communes, &areas))
}

fn one_of(found: Vec<Area>) -> Resolution {
    match found.as_slice() {
        [] => Resolution::None,
        [one] => Resolution::One(*one),
        _ => Resolution::Several(found),
    }
}

fn is_postal_code(text: &str) -> bool {
    text.trim().len() == 5 && text.trim().chars().all(|digit| digit.is_ascii_digit())
}

/// The places of one name, bigger first.
fn likeliest(communes: &[&'static Commune], areas: &[Area]) -> Vec<Area> {
    let largest = communes.iter().map(|commune| u64::from(commune.population)).max().unwrap_or(0);
    if let [area] = areas
        && area.population() >= OVERSHADOWS * largest
    {
        return vec![*area];
    }
    let mut found: Vec<Area> = communes.iter().copied().map(Area::Commune).chain(areas.iter().copied()).collect();
    found.sort_by_cached_key(|area| Reverse(area.population()));
    found.truncate(CHOICES);
    found
}

fn department_of_code(text: &str) -> Option<&'static Department> {
    let code = fold_query(text);
    departments().iter().find(|department| department.code.eq_ignore_ascii_case(&code))
}

fn named_communes(query: &Query) -> Vec<&'static Commune> {
    if query.name.is_empty() {
        return Vec::new();
    }
    Index::get().named(&query.spelled_out).filter(|commune| query.number_fits(commune)).collect()
}

/// The départements and régions that are no single commune or département, with their folded names.
pub(super) fn areas() -> &'static [(String, Area)] {
    static AREAS: LazyLock<Vec<(String, Area)>> = LazyLock::new(|| {
        let departments = departments().iter().filter(|department| !is_one_commune(department)).map(Area::Department);
        let regions = regions().iter().filter(|region| !is_one_department(region)).map(Area::Region);
        departments.chain(regions).map(|area| (fold(&area.label()), area)).collect()
    });
    &AREAS
}

/// Départements and régions of this name.
fn named_areas(query: &Query) -> Vec<Area> {
    let number_fits = |area: Area| match (query.number.as_deref(), area) {
        (None, _) => true,
        (Some(number), Area::Department(department)) => department.code.eq_ignore_ascii_case(number),
        (Some(_), _) => false,
    };
    let wanted = SHORT_NAMES.iter().find(|(short, _)| *short == query.spelled_out);
    let wanted = wanted.map_or(query.spelled_out.as_str(), |(_, name)| name);
    areas()
        .iter()
        .filter(|(name, area)| (name == wanted || name.strip_prefix("la ") == Some(wanted)) && number_fits(*area))
        .map(|(_, area)| *area)
        .collect()
}

/// Paris stands for its département,
fn is_one_commune(department: &Department) -> bool {
    all().iter().filter(|commune| commune.department == department).nth(1).is_none()
}

/// and La Réunion, the département, for its région.
fn is_one_department(region: &Region) -> bool {
    departments().iter().filter(|department| department.region == region).nth(1).is_none()
}
