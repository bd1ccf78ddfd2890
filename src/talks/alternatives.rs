//! Who else is free, for an explorer whose request came to nothing: the same trade near by, then anywhere, then a trade
//! of the same domain.

use super::{
    store::{self, TalkRow},
    views::place_label,
};
use crate::{
    context::AppContext,
    db::Transaction,
    geo::communes,
    search::criteria::{Criteria, Near, Sort},
    trades::catalogue,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// People who are shown.
const SHOWN: usize = 3;
/// What is near by, in kilometres.
const NEAR_KM: f64 = 100.0;
/// How far ahead their next free hour may be.
const WITHIN: Duration = Duration::days(60);

/// Somebody else who is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The professional's id.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// Label of their trade.
    pub trade: String,
    /// `Albi (81)`.
    pub place: String,
}

/// Up to three professionals who have an hour free and are not the one of `talk`; none when the index or the
/// database does not answer, as the mail that shows them goes out all the same.
pub async fn find(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: &TalkRow,
    now: DateTime<Utc>,
) -> Vec<Alternative> {
    let mut ids: Vec<Uuid> = Vec::new();
    for criteria in widening(talk, now) {
        let Ok(found) = app.search.search(criteria).await else { break };
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
    let rows = store::list_cards(transaction, &ids).await.unwrap_or_default();
    let told = ids.iter().filter_map(|id| {
        let row = rows.iter().find(|row| row.id == *id)?;
        Some(Alternative {
            id: row.id,
            name: row.display_name.clone(),
            trade: catalogue::find(&row.trade_code).map_or_else(|| row.trade_code.clone(), |trade| trade.label.clone()),
            place: place_label(&row.commune_code),
        })
    });
    told.collect()
}

/// From the most alike to the least.
fn widening(talk: &TalkRow, now: DateTime<Utc>) -> Vec<Criteria> {
    let free = Criteria {
        free_before: Some((now + WITHIN).timestamp()),
        sort: Sort::Soonest,
        // One more, as the professional of the talk may be among them.
        limit: SHOWN + 1,
        ..Criteria::default()
    };
    let same_trade = Criteria { trades: vec![talk.trade_code.clone()], ..free.clone() };
    let centre = talk.commune_code().and_then(communes::find);
    let near = centre.map(|commune| Criteria {
        near: Some(Near { lat: commune.coordinates.lat, lon: commune.coordinates.lon, radius_km: NEAR_KM }),
        ..same_trade.clone()
    });
    let domain = talk.trade_code.get(..1).map(|domain| Criteria { domain: Some(domain.to_owned()), ..free });
    near.into_iter().chain([same_trade]).chain(domain).collect()
}
