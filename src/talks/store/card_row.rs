//! Professionals as a list shows them.

use super::professional_row::{ProfessionalRow, languages, offered, open_to_minors, other_trades, zone};
use crate::{
    db::{DbError, Source, fetch_joined},
    talks::types::Way,
};
use chrono_tz::Tz;
use sqlx::FromRow;
use uuid::Uuid;

/// What a card tells of a professional: a page reads many of them, so that nothing else is read.
#[derive(Clone, Debug, FromRow)]
pub struct CardRow {
    /// Its id.
    pub id: Uuid,
    /// ROME code of the main trade.
    pub trade_code: String,
    second_trade_code: Option<String>,
    third_trade_code: Option<String>,
    /// The job in a sentence.
    pub headline: String,
    languages: String,
    /// INSEE code.
    pub commune_code: String,
    /// Where they work for.
    pub organisation: Option<String>,
    by_video: bool,
    by_phone: bool,
    on_site: bool,
    time_zone: String,
    /// The account's name.
    pub display_name: String,
    /// Invented for demonstration.
    pub demonstration: bool,
    meets_minors: bool,
}

impl CardRow {
    /// The zone of their hours.
    #[must_use]
    pub fn zone(&self) -> Tz {
        zone(&self.time_zone)
    }

    /// The ways of meeting they offer.
    #[must_use]
    pub fn ways(&self) -> Vec<Way> {
        offered(self.by_video, self.by_phone, self.on_site)
    }

    /// The ways in which they meet a minor.
    #[must_use]
    pub fn ways_for_minors(&self) -> Vec<Way> {
        open_to_minors(self.ways(), self.meets_minors, self.organisation.is_some())
    }

    /// The codes of the languages they speak.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        languages(&self.languages)
    }

    /// The ROME codes of their other trades.
    #[must_use]
    pub fn other_trades(&self) -> Vec<String> {
        other_trades(self.second_trade_code.as_deref(), self.third_trade_code.as_deref())
    }
}

impl From<&ProfessionalRow> for CardRow {
    fn from(row: &ProfessionalRow) -> Self {
        Self {
            id: row.id,
            trade_code: row.trade_code.clone(),
            second_trade_code: row.second_trade_code.clone(),
            third_trade_code: row.third_trade_code.clone(),
            headline: row.headline.clone(),
            languages: row.languages.clone(),
            commune_code: row.commune_code.clone(),
            organisation: row.organisation.clone(),
            by_video: row.by_video,
            by_phone: row.by_phone,
            on_site: row.on_site,
            time_zone: row.time_zone.clone(),
            display_name: row.display_name.clone(),
            demonstration: row.demonstration,
            meets_minors: row.meets_minors(),
        }
    }
}

/// The listed professionals of these ids, in no order.
///
/// # Errors
/// [`DbError`].
pub async fn list_cards(source: impl Into<Source<'_>>, ids: &[Uuid]) -> Result<Vec<CardRow>, DbError> {
    // A list in `in (…)` would have SQLite build a table of it first.
    fetch_joined!(
        source.into(),
        CardRow,
        "select p.id, p.trade_code, p.second_trade_code, p.third_trade_code, p.headline, p.languages, p.commune_code,
         p.organisation, p.by_video, p.by_phone, p.on_site, p.time_zone, a.display_name, a.demonstration,
         p.charter_signed_at is not null and p.vetting = 'approved' as meets_minors from",
        ids,
        |id| *id;
        "as found join professional p on p.id = found.column1 join account a on a.id = p.account_id where p.listed"
    )
}
