//! What ways of meeting and languages are called, on pages and in mails.

use super::Way;
use crate::i18n::*;
use leptos_i18n::td_string;

/// `en vidéo`.
#[must_use]
pub fn way_name(way: Way, l: Locale) -> &'static str {
    match way {
        Way::Video => td_string!(l, talks.way_video),
        Way::Phone => td_string!(l, talks.way_phone),
        Way::Onsite => td_string!(l, talks.way_onsite),
    }
}

/// `français`; the code itself where Déclic has no name for it.
#[must_use]
pub fn language_name(code: &str, l: Locale) -> String {
    let name = match code {
        "fr" => td_string!(l, talks.language_fr),
        "en" => td_string!(l, talks.language_en),
        "es" => td_string!(l, talks.language_es),
        "de" => td_string!(l, talks.language_de),
        "it" => td_string!(l, talks.language_it),
        "pt" => td_string!(l, talks.language_pt),
        "ar" => td_string!(l, talks.language_ar),
        "tr" => td_string!(l, talks.language_tr),
        "uk" => td_string!(l, talks.language_uk),
        "ru" => td_string!(l, talks.language_ru),
        "zh" => td_string!(l, talks.language_zh),
        "nl" => td_string!(l, talks.language_nl),
        other => other,
    };
    name.to_owned()
}
