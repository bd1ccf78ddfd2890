//! What the pages of wanted trades are told.

use super::{
    super::{
        store::{self, WantedRow},
        types::{DepartmentName, WantedBoard, WantedIn, WantedMap, WantedTrade, WantedTradeDetails},
    },
    board,
};
use crate::{
    context::AppContext,
    error::AppError,
    geo::communes::{self, Department},
    routes::Route,
    trades::catalogue,
};
use chrono::{DateTime, Months, NaiveDate, Utc};

/// What was wanted longer ago counts no more.
const MONTHS: Months = Months::new(12);
/// Trades on a page of the ranking.
const PAGE_SIZE: usize = 24;
/// Where nobody lives there is nobody to meet: the southern lands and Clipperton.
const UNINHABITED: [&str; 2] = ["984", "989"];

impl From<&Department> for DepartmentName {
    fn from(department: &Department) -> Self {
        Self { code: department.code.clone(), name: department.name.clone() }
    }
}

/// The first day that counts.
fn since(now: DateTime<Utc>) -> NaiveDate {
    let today = now.date_naive();
    today.checked_sub_months(MONTHS).unwrap_or(today)
}

/// The département of a code; none for an empty one, which is all of France.
fn department(code: &str) -> Result<Option<&'static Department>, AppError> {
    match code {
        "" => Ok(None),
        code => communes::department(code).map(Some).ok_or(AppError::NotFound),
    }
}

fn map(rows: &[WantedRow]) -> WantedMap {
    let wanted = board::by_department(rows);
    let inhabited =
        communes::departments().iter().filter(|department| !UNINHABITED.contains(&department.code.as_str()));
    let departments = inhabited.map(|department| WantedIn {
        department: department.into(),
        wishes: wanted.get(department.code.as_str()).copied(),
    });
    WantedMap { departments: departments.collect(), bounds: board::bounds(wanted.values().max().copied()) }
}

fn is_invented(rows: &[WantedRow]) -> bool {
    rows.iter().any(|row| row.demonstrations > 0)
}

/// A page of the ranking; `code` is a département's or empty. A page beyond the last is the last.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown département.
pub async fn board(app: &AppContext, code: &str, page: u32, now: DateTime<Utc>) -> Result<WantedBoard, AppError> {
    let department = department(code)?;
    let rows = store::list_wanted(&app.db, since(now), "").await?;
    let ranking = board::ranking(&rows, department.map(|department| department.code.as_str()));
    // A trade that ROME no longer has is nobody's.
    let trades: Vec<WantedTrade> = ranking
        .into_iter()
        .filter_map(|(code, wishes)| {
            let label = catalogue::find(code)?.label.clone();
            Some(WantedTrade { code: code.to_owned(), label, wishes })
        })
        .collect();
    let pages = trades.len().div_ceil(PAGE_SIZE).max(1);
    let page = usize::try_from(page).unwrap_or(pages).clamp(1, pages);
    let before = (page - 1) * PAGE_SIZE;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(WantedBoard {
        department: department.map(DepartmentName::from),
        trades: trades.into_iter().skip(before).take(PAGE_SIZE).collect(),
        first_rank: number(before + 1),
        page: number(page),
        pages: number(pages),
        map: map(&rows),
        demonstration: is_invented(&rows),
    })
}

/// The page of a trade; `code` is a département's or empty.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown trade or département.
pub async fn trade(
    app: &AppContext,
    trade: &str,
    code: &str,
    now: DateTime<Utc>,
) -> Result<WantedTradeDetails, AppError> {
    let department = department(code)?;
    let trade = catalogue::find(trade).ok_or(AppError::NotFound)?;
    let rows = store::list_wanted(&app.db, since(now), trade.code.as_str()).await?;
    let wishes = board::ranking(&rows, department.map(|department| department.code.as_str()));
    let route = Route::WantedTrade { trade: trade.code.to_string(), department: code.to_owned() };
    Ok(WantedTradeDetails {
        code: trade.code.to_string(),
        label: trade.label.clone(),
        department: department.map(DepartmentName::from),
        wishes: wishes.first().map(|(_, wishes)| *wishes),
        map: map(&rows),
        address: app.link(&route),
        demonstration: is_invented(&rows),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use communes::{Area, Resolution};

    /// A trade's page leads to the search in its département by the code.
    #[test]
    fn the_code_of_a_department_is_a_place_to_search_in() {
        for wanted in map(&[]).departments {
            let code = wanted.department.code;
            let communes = || communes::all().iter().filter(|commune| commune.department.code == code);
            match communes::resolve(&code) {
                Resolution::One(Area::Department(found)) => assert_eq!(found.code, code),
                // A collectivity is its own région.
                Resolution::One(area) => assert!(communes().all(|commune| area.contains(commune)), "{code}: {area:?}"),
                other => panic!("{code}: {other:?}"),
            }
        }
    }

    #[test]
    fn every_inhabited_department_is_offered() {
        let offered = map(&[]).departments;
        assert_eq!(offered.len(), communes::departments().len() - UNINHABITED.len());
        for code in UNINHABITED {
            let communes = communes::all().iter().filter(|commune| commune.department.code == code);
            assert_eq!(communes.map(|commune| commune.population).sum::<u32>(), 0, "{code}");
        }
    }
}
