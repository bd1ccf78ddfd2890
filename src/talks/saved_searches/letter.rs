//! The mail of saved searches.

use crate::{
    context::AppContext,
    i18n::*,
    locale,
    notifications::{mail::Mail, types::MailKind},
    routes::Route,
    talks::{
        mails,
        store::{CardRow, DueSearchRow},
        views::place_label,
    },
};
use leptos_i18n::td_string;

/// People of one search that its mail names; the others are a link away.
const NAMED: usize = 10;

/// A search with those it finds anew.
pub struct News<'n> {
    /// What it looks for, in words.
    pub words: String,
    /// Its query string.
    pub query: &'n str,
    /// Who is new.
    pub people: Vec<&'n CardRow>,
}

/// "Somebody new in your searches", to `reader`: one mail for all that is news to them.
pub fn write(app: &AppContext, reader: &DueSearchRow, news: &[News<'_>]) -> Mail {
    let l = locale::from_code(&reader.locale).unwrap_or_default();
    let subject = match news {
        [one] => td_string!(l, journey.news_subject, search = one.words.as_str()),
        _ => td_string!(l, journey.news_subject_several).to_owned(),
    };
    let searches: Vec<String> = news.iter().map(|news| of_search(app, news, l)).collect();
    let body = td_string!(
        l,
        journey.news_body,
        name = reader.display_name.as_str(),
        searches = searches.join("\n\n"),
        link = app.link(&Route::Journey(1))
    );
    Mail::text(MailKind::SavedSearch, &reader.email, subject, body)
}

fn of_search(app: &AppContext, news: &News<'_>, l: Locale) -> String {
    let people = news.people.iter().take(NAMED).map(|person| {
        let told = td_string!(
            l,
            mail.alternative,
            name = person.display_name.as_str(),
            trade = trades(person, l),
            place = place_label(&person.commune_code),
            link = app.link(&Route::Professional(person.id.to_string()))
        );
        if person.demonstration { format!("{told}\n({})", td_string!(l, talks.demonstration_profile)) } else { told }
    });
    let mut parts: Vec<String> = vec![td_string!(l, journey.news_search, search = news.words.as_str())];
    parts.extend(people);
    let others = news.people.len().saturating_sub(NAMED);
    let link = app.link(&Route::Talks(news.query.to_owned()));
    parts.push(match others {
        0 => td_string!(l, journey.news_all, link = link),
        others => td_string!(l, journey.news_others, count = others, link = link),
    });
    parts.join("\n\n")
}

/// `Boulanger / Boulangère (aussi : Pâtissier / Pâtissière)`: the search may be for any of them.
fn trades(person: &CardRow, l: Locale) -> String {
    let trade = mails::trade_label(&person.trade_code);
    match mails::trade_labels(&person.other_trades()).join(", ") {
        others if others.is_empty() => trade,
        others => td_string!(l, talks.trade_and_others, trade = trade, others = others),
    }
}
