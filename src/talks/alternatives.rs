//! Who else is free, for an explorer whose request came to nothing: the same trade near their home, then the nearest
//! anywhere, then of a neighbouring trade.

use super::{
    mails::trade_label,
    store::{self, TalkRow},
    types::Side,
    views::place_label,
};
use crate::{
    accounts::{self, session::CurrentUser},
    context::AppContext,
    db::{Transaction, WriteError},
    geo::communes::{self, Commune},
    search::criteria::{Criteria, Near, Sort},
    trades::catalogue,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// People who are shown.
const SHOWN: usize = 3;
/// What is near by, in kilometres.
const NEAR_KM: f64 = 100.0;
/// Half of the way around the globe.
const EVERYWHERE_KM: f64 = 20_100.0;
/// Neighbouring trades that are looked at, the nearest ones.
const NEIGHBOURS: usize = 8;
/// How far ahead their next free hour may be.
const WITHIN: Duration = Duration::days(60);

/// Somebody else who is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The professional's id.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Label of the trade that they are shown for.
    pub trade: String,
    /// `Albi (81)`.
    pub place: String,
}

/// Up to three professionals who have an hour free and are not the one of `talk`; none when the index does not answer, as
/// the mail that shows them goes out all the same.
///
/// # Errors
/// [`WriteError`] of the reads: after a statement that failed PostgreSQL takes no other one.
pub async fn find(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &TalkRow,
    now: DateTime<Utc>,
) -> Result<Vec<Alternative>, WriteError> {
    let mut ids: Vec<Uuid> = Vec::new();
    let explorer = explorer_of(&mut *transaction, talk).await?;
    // Who is not known is taken to be under age.
    let meets_minors = explorer.as_ref().is_none_or(|explorer| !explorer.is_adult_at(now));
    let home = explorer.as_ref().map(|explorer| explorer.commune_code.as_str()).or_else(|| talk.commune_code());
    for criteria in widening(talk, home.and_then(communes::find), now) {
        let Ok(found) = app.search.search(Criteria { meets_minors, ..criteria }).await else { break };
        for hit in found.hits {
            if Some(hit.id) != talk.professional_id && !ids.contains(&hit.id) {
                ids.push(hit.id);
            }
        }
        if ids.len() >= SHOWN {
            break;
        }
    }
    ids.truncate(SHOWN);
    let rows = store::list_cards(transaction, &ids).await?;
    let told = ids.iter().filter_map(|id| {
        let row = rows.iter().find(|row| row.id == *id)?;
        if meets_minors && row.ways_for_minors().is_empty() {
            return None;
        }
        Some(Alternative {
            id: row.id,
            name: row.display_name.clone(),
            // The trade that was asked for, where it is one of several.
            trade: trade_label(if row.other_trades().contains(&talk.trade_code) {
                &talk.trade_code
            } else {
                &row.trade_code
            }),
            place: place_label(&row.commune_code),
        })
    });
    Ok(told.collect())
}

/// Whose request came to nothing; nobody once they left.
async fn explorer_of(transaction: &mut Transaction, talk: &TalkRow) -> Result<Option<CurrentUser>, WriteError> {
    let Some(explorer) = talk.party(Side::Explorer) else { return Ok(None) };
    Ok(accounts::store::find_account(transaction, explorer.account).await?.map(CurrentUser::from))
}

/// From the most alike to the least; `home` is what they are to be near to.
fn widening(talk: &TalkRow, home: Option<&Commune>, now: DateTime<Utc>) -> Vec<Criteria> {
    let free = Criteria {
        free_before: Some((now + WITHIN).timestamp()),
        sort: Sort::Soonest,
        // One more, as the professional of the talk may be among them.
        limit: SHOWN + 1,
        ..Criteria::default()
    };
    let same_trade = Criteria { trades: vec![talk.trade_code.clone()], ..free.clone() };
    let Some(centre) = home else { return vec![same_trade] };
    let around = |radius_km: f64, sort: Sort, criteria: &Criteria| Criteria {
        near: Some(Near { lat: centre.coordinates.lat, lon: centre.coordinates.lon, radius_km }),
        sort,
        ..criteria.clone()
    };
    let neighbours = catalogue::siblings(&talk.trade_code).into_iter().take(NEIGHBOURS);
    let neighbours = Criteria { trades: neighbours.map(|trade| trade.code.to_string()).collect(), ..free };
    let mut widening =
        vec![around(NEAR_KM, Sort::Soonest, &same_trade), around(EVERYWHERE_KM, Sort::Distance, &same_trade)];
    // No trade at all would mean every trade.
    if !neighbours.trades.is_empty() {
        widening.push(around(EVERYWHERE_KM, Sort::Distance, &neighbours));
    }
    widening
}
