//! A search in its own words: its name on the page and in mails.

use crate::{
    geo::communes,
    i18n::*,
    talks::{
        meaning::Meaning,
        types::{Way, language_name, way_name},
    },
    trades,
};
use leptos_i18n::td_string;

/// `boulanger · Albi (81), 50 km · en vidéo`: what is looked for, then each filter. What is understood no more is left
/// out, down to the whole of it.
pub fn of(meaning: &Meaning, l: Locale) -> String {
    let query = &meaning.query;
    let region = communes::region(&query.region).map(|region| region.name.clone());
    let domain = Some(query.domain.as_str()).filter(|letter| !letter.is_empty()).and_then(trades::catalogue::domain);
    let way = Way::from_code(&query.way).map(|way| way_name(way, l).to_owned());
    let language = (!query.language.is_empty()).then(|| language_name(&query.language, l));
    let minors = query.minors.then(|| td_string!(l, talks.meets_minors).to_owned());
    let within = (query.within_days > 0).then(|| td_string!(l, talks.within_days, days = query.within_days));
    let sought = Some(meaning.sought(l)).filter(|sought| !sought.is_empty());
    let parts: Vec<String> =
        [sought, region, domain.map(str::to_owned), way, language, minors, within].into_iter().flatten().collect();
    if parts.is_empty() { td_string!(l, journey.search_of_nothing).to_owned() } else { parts.join(" · ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talks::{meaning::understand, query::TalkQuery};
    use chrono::DateTime;

    fn words(change: impl FnOnce(&mut TalkQuery), l: Locale) -> String {
        let query = TalkQuery::default().with(change);
        of(&understand(&query, DateTime::UNIX_EPOCH), l)
    }

    #[test]
    fn every_part_of_a_search_is_in_its_words() {
        let whole = |query: &mut TalkQuery| {
            query.text = "levain".into();
            query.trade = "D1102".into();
            query.place = "Albi (81)".into();
            query.radius_km = 25;
            query.way = "video".into();
            query.language = "ar".into();
            query.minors = true;
            query.within_days = 7;
        };
        let french = words(whole, Locale::fr);
        for part in ["levain · ", "Boulanger", "Albi (81), 25", "en vidéo", "arabe", "moins de 18 ans", "7"] {
            assert!(french.contains(part), "{part} in {french}");
        }
        assert_ne!(words(whole, Locale::en), french);
        assert_eq!(words(|query| query.region = "76".into(), Locale::fr), "Occitanie");
        assert_eq!(words(|query| query.text = "levain".into(), Locale::fr), "levain");
        assert!(words(|query| query.domain = "D".into(), Locale::fr).starts_with("Commerce"));
    }

    #[test]
    fn what_is_understood_no_more_has_no_words() {
        let lost = words(|query| query.trade = "Z9999".into(), Locale::fr);
        assert!(!lost.is_empty() && !lost.contains("Z9999"), "{lost}");
    }
}
