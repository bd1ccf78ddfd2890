//! The state of a search, as it stands in the URL: shareable, and the same with and without JavaScript.

use super::types::{LANGUAGES, Way};
use crate::{geo::types::is_region, routes::encode, trades::types::is_domain};
use serde::{Deserialize, Serialize};

/// Results on a page.
pub const PAGE_SIZE: u32 = 24;
/// The radius around a commune when none is given, in kilometres.
pub const DEFAULT_RADIUS_KM: u32 = 50;
/// The radii to choose from, in kilometres.
pub const RADII_KM: [u32; 5] = [10, 25, 50, 100, 200];
/// "Free within" choices, in days.
pub const WITHIN_DAYS: [u32; 4] = [3, 7, 14, 30];
/// Pages beyond this one are not served: nobody reads them, and each costs as much as all before it.
pub const LAST_PAGE: u32 = 200;
/// What the URL says of a search for who meets minors.
pub const MINORS: &str = "oui";
/// What is read of each text, in characters.
const TEXT_LENGTH: usize = 120;

/// In what order results come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortOrder {
    /// Best match first.
    #[default]
    Relevance,
    /// Nearest first; needs a place.
    Distance,
    /// Earliest free hour first.
    Soonest,
}

impl SortOrder {
    /// Every order, as the interface lists them.
    pub const ALL: [Self; 3] = [Self::Relevance, Self::Distance, Self::Soonest];

    /// The code in the URL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Relevance => "pertinence",
            Self::Distance => "distance",
            Self::Soonest => "date",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }
}

/// A search for professionals. Texts are as typed; what they mean is found out on the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct TalkQuery {
    /// Words, or a trade as typed.
    pub text: String,
    /// A ROME code, or a trade as typed.
    pub trade: String,
    /// A commune, département or région: as typed, or its code.
    pub place: String,
    /// Kilometres around a commune; 0 is the default.
    pub radius_km: u32,
    /// INSEE code of a région.
    pub region: String,
    /// Letter of a ROME domain.
    pub domain: String,
    /// Code of a way of meeting.
    pub way: String,
    /// Code of a language.
    pub language: String,
    /// Only who meets somebody under 18, by the ways that are open to them.
    pub minors: bool,
    /// Free within so many days; 0 is any time.
    pub within_days: u32,
    /// Code of the order; empty is relevance.
    pub sort: String,
    /// From 1; 0 is 1.
    pub page: u32,
}

impl TalkQuery {
    /// Reads the URL's parameters by name; what no search has is left out, as by [`TalkQuery::bounded`].
    #[must_use]
    pub fn from_params(get: impl Fn(&str) -> Option<String>) -> Self {
        let visible = |value: String| value.replace(char::is_control, " ");
        let text = |name: &str| get(name).map(|value| visible(value).trim().to_owned()).unwrap_or_default();
        let number = |name: &str| text(name).parse::<u32>().unwrap_or_default();
        Self {
            text: text("q"),
            trade: text("metier"),
            place: text("lieu"),
            radius_km: number("rayon"),
            region: text("region"),
            domain: text("domaine"),
            way: text("maniere"),
            language: text("langue"),
            minors: text("mineurs") == MINORS,
            within_days: number("jours"),
            sort: text("tri"),
            page: number("page"),
        }
        .bounded()
    }

    /// The same search within what a page can show, as a server function is called with anything: texts are
    /// cut, and a value that no filter offers is dropped, so that what applies is what the filters show.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        for text in [&mut self.text, &mut self.trade, &mut self.place] {
            if text.len() > TEXT_LENGTH {
                *text = text.chars().take(TEXT_LENGTH).collect();
            }
        }
        let is_order = SortOrder::from_code(&self.sort).is_some_and(|order| order != SortOrder::default());
        for (code, is_known) in [
            (&mut self.region, is_region as fn(&str) -> bool),
            (&mut self.domain, is_domain),
            (&mut self.way, |code| Way::from_code(code).is_some()),
            (&mut self.language, |code| LANGUAGES.contains(&code)),
        ] {
            if !is_known(code) {
                code.clear();
            }
        }
        if !is_order {
            self.sort.clear();
        }
        // The default stands in the URL as nothing at all, so that one search has one address.
        if self.radius_km == DEFAULT_RADIUS_KM || !RADII_KM.contains(&self.radius_km) {
            self.radius_km = 0;
        }
        if !WITHIN_DAYS.contains(&self.within_days) {
            self.within_days = 0;
        }
        self.page = if self.page > 1 { self.page.min(LAST_PAGE) } else { 0 };
        self
    }

    /// The query string, without `?`; empty parameters are left out, so one search has one address.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let parameters = self.parameters();
        let present = parameters.iter().filter(|(_, value)| !value.is_empty());
        present.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    /// Whether the URL's parameters are those of [`TalkQuery::to_query_string`]: a form without JavaScript
    /// also sends what is empty, and an old link what is no more.
    #[must_use]
    pub fn is_addressed_by(&self, get: impl Fn(&str) -> Option<String>) -> bool {
        self.parameters().into_iter().all(|(name, value)| get(name) == Some(value).filter(|value| !value.is_empty()))
    }

    /// Every parameter by its name, empty ones too.
    fn parameters(&self) -> [(&'static str, String); 12] {
        let number = |value: u32| if value == 0 { String::new() } else { value.to_string() };
        [
            ("q", self.text.clone()),
            ("metier", self.trade.clone()),
            ("lieu", self.place.clone()),
            ("rayon", number(self.radius_km)),
            ("region", self.region.clone()),
            ("domaine", self.domain.clone()),
            ("maniere", self.way.clone()),
            ("langue", self.language.clone()),
            ("mineurs", if self.minors { MINORS.to_owned() } else { String::new() }),
            ("jours", number(self.within_days)),
            ("tri", self.sort.clone()),
            ("page", if self.page > 1 { self.page.to_string() } else { String::new() }),
        ]
    }

    /// The same search on another page.
    #[must_use]
    pub fn on_page(&self, page: u32) -> Self {
        Self { page, ..self.clone() }
    }

    /// The same search changed by `change`, from its first page.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = Self { page: 0, ..self.clone() };
        change(&mut changed);
        changed
    }

    /// The order asked for.
    #[must_use]
    pub fn order(&self) -> SortOrder {
        SortOrder::from_code(&self.sort).unwrap_or_default()
    }

    /// The page asked for, from 1.
    #[must_use]
    pub fn page_number(&self) -> u32 {
        self.page.max(1)
    }

    /// The radius asked for, in kilometres.
    #[must_use]
    pub fn radius(&self) -> u32 {
        if self.radius_km == 0 { DEFAULT_RADIUS_KM } else { self.radius_km }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_survives_its_url() {
        let query = TalkQuery {
            text: "boulanger & pâtissier".into(),
            place: "Albi (81)".into(),
            radius_km: 25,
            way: "video".into(),
            page: 3,
            ..TalkQuery::default()
        };
        let text = query.to_query_string();
        assert_eq!(text, "q=boulanger%20%26%20p%C3%A2tissier&lieu=Albi%20%2881%29&rayon=25&maniere=video&page=3");
        let parsed = url::Url::parse(&format!("http://x/?{text}")).unwrap();
        let get = |name: &str| parsed.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        assert_eq!(TalkQuery::from_params(get), query);
    }

    #[test]
    fn nonsense_in_the_url_is_left_out() {
        let get = |name: &str| match name {
            "page" => Some("-3".into()),
            "rayon" => Some("99999999".into()),
            "jours" => Some("tomorrow".into()),
            "q" => Some("\u{0}".to_owned() + &"a".repeat(10_000)),
            _ => None,
        };
        let far = TalkQuery { page: u32::MAX, within_days: u32::MAX, radius_km: u32::MAX, ..TalkQuery::default() };
        let far = far.bounded();
        assert_eq!((far.page, far.within_days, far.radius_km), (LAST_PAGE, 0, 0));
        let query = TalkQuery::from_params(get);
        assert_eq!((query.page, query.radius_km, query.within_days), (0, 0, 0));
        assert_eq!(query.text.len(), 120);
    }

    #[test]
    fn a_value_that_no_filter_offers_is_dropped() {
        let read = |name: &'static str, value: &'static str| {
            TalkQuery::from_params(move |asked| (asked == name).then(|| value.to_owned())).to_query_string()
        };
        for (name, value) in [
            ("rayon", "5"),
            ("rayon", "50"),
            ("rayon", "abc"),
            ("jours", "5"),
            ("domaine", "ZZ"),
            ("domaine", "Z"),
            ("region", "99"),
            ("langue", "xx"),
            ("maniere", "zz"),
            ("mineurs", "non"),
            ("tri", "zz"),
            ("tri", "pertinence"),
            ("page", "1"),
            ("page", "-1"),
        ] {
            assert_eq!(read(name, value), "", "{name}={value}");
        }
        for (name, value) in [
            ("rayon", "25"),
            ("jours", "7"),
            ("domaine", "D"),
            ("region", "76"),
            ("region", "987"),
            ("langue", "ar"),
            ("maniere", "onsite"),
            ("mineurs", "oui"),
            ("tri", "date"),
            ("page", "2"),
        ] {
            assert_eq!(read(name, value), format!("{name}={value}"));
        }
    }

    #[test]
    fn a_search_has_one_address() {
        let is_address = |parameters: &'static [(&str, &str)]| {
            let get =
                |asked: &str| parameters.iter().find(|(name, _)| *name == asked).map(|(_, value)| (*value).to_owned());
            TalkQuery::from_params(get).is_addressed_by(get)
        };
        assert!(is_address(&[]));
        assert!(is_address(&[("q", "boulanger"), ("rayon", "25"), ("page", "2")]));
        assert!(is_address(&[("q", "boulanger"), ("utm_source", "lettre")]), "what is no part of a search");
        for parameters in
            [&[("q", "")] as &[_], &[("q", " boulanger")], &[("rayon", "5")], &[("rayon", "50")], &[("page", "1")]]
        {
            assert!(!is_address(parameters), "{parameters:?}");
        }
    }

    #[test]
    fn a_narrower_search_starts_at_its_first_page() {
        let query = TalkQuery { page: 4, ..TalkQuery::default() };
        assert_eq!(query.with(|query| query.way = "video".into()).to_query_string(), "maniere=video");
    }
}
