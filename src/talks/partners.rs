//! Talks given in the name of an organisation: its page with who gives them, and for its members the figures and who let
//! them know. Of anybody else that they meet, members learn nothing.

use super::{
    answer_behaviour::{AnswerBehaviour, PERIOD, SHOWN_FROM},
    finding,
    mails::trade_label,
    store::{self, InterestedRow},
    types::{InterestedExplorer, PartnerFigures, PartnerPage, PartnerSpace},
};
use crate::{
    accounts::session::{CurrentUser, Reader},
    agenda::{availability::TALK_MINUTES, moment},
    context::AppContext,
    error::AppError,
    locale::Locale,
    moderation::{roles, views::page_of},
    organisations::{
        membership,
        store::OrganisationRow,
        views::{details, visible},
    },
    search::criteria::{Criteria, Hit, Sort},
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

/// Professionals on a page.
const PAGE_SIZE: i64 = 12;
/// Explorers who let an organisation know that its members are shown: the latest.
const INTERESTED_SHOWN: usize = 100;

fn number(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// An organisation's page; a page of professionals beyond the last is the last.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Unavailable`] when the index does not answer.
pub async fn page(
    app: &AppContext,
    reader: &Reader,
    slug: &str,
    page: u32,
    now: DateTime<Utc>,
) -> Result<PartnerPage, AppError> {
    let organisation = visible(app, reader.user.as_ref().map(|user| user.id), slug).await?;
    let among = store::list_listed_of(&app.db, organisation.id).await?;
    let meets_minors = reader.is_minor_at(now);
    let (hits, page, pages) = hits(app, among, meets_minors, page).await?;
    let cards = finding::cards(app, reader, &hits, meets_minors, now).await?;
    let is_moderated = is_moderated(app, reader, &organisation).await?;
    Ok(PartnerPage { organisation: details(&organisation), cards, page, pages, is_moderated })
}

/// A page of those who are found among these, which one it is, and of how many: a minor is not told of whom they are not
/// shown.
async fn hits(
    app: &AppContext,
    among: Vec<Uuid>,
    meets_minors: bool,
    page: u32,
) -> Result<(Vec<Hit>, u32, u32), AppError> {
    // Nobody named would be everybody.
    if among.is_empty() {
        return Ok((Vec::new(), 1, 1));
    }
    let size = |number: i64| usize::try_from(number).unwrap_or_default();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (asked, _, offset) = page_of(count(among.len()), PAGE_SIZE, page);
    let criteria = Criteria {
        among,
        offset: size(offset),
        limit: size(PAGE_SIZE),
        meets_minors,
        sort: Sort::Soonest,
        ..Criteria::default()
    };
    let mut found = app.search.search(criteria.clone()).await?;
    let (page, pages, offset) = page_of(count(found.total), PAGE_SIZE, asked);
    if page < asked {
        found = app.search.search(Criteria { offset: size(offset), ..criteria }).await?;
    }
    Ok((found.hits, page, pages))
}

/// Whether the reader may take it down: it is online, in their région, and not their own.
async fn is_moderated(app: &AppContext, reader: &Reader, organisation: &OrganisationRow) -> Result<bool, AppError> {
    let Some(user) = reader.user.as_ref() else { return Ok(false) };
    if !organisation.is_approved() || organisation.role().is_some() {
        return Ok(false);
    }
    let reach = roles::reach_of(&app.db, user.id).await?;
    Ok(reach.is_some_and(|reach| reach.covers(&organisation.region_code)))
}

/// What members are told.
///
/// # Errors
/// [`AppError::NotFound`] for who is no member.
pub async fn space(
    app: &AppContext,
    user: &CurrentUser,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<PartnerSpace, AppError> {
    let (organisation, _) = membership::require(app, user, slug).await?;
    let limit = i64::try_from(INTERESTED_SHOWN + 1).unwrap_or(i64::MAX);
    // Until somebody has looked at it, it may be anybody's.
    let mut interested = match organisation.is_approved() {
        true => store::list_interested(&app.db, organisation.id, limit).await?,
        false => Vec::new(),
    };
    let has_more = interested.len() > INTERESTED_SHOWN;
    interested.truncate(INTERESTED_SHOWN);
    Ok(PartnerSpace {
        figures: figures(app, organisation.id, now).await?,
        interested: interested.into_iter().map(|row| told(row, user.locale)).collect(),
        has_more,
        organisation: details(&organisation),
        refusal: organisation.refusal,
    })
}

async fn figures(app: &AppContext, organisation: Uuid, now: DateTime<Utc>) -> Result<PartnerFigures, AppError> {
    let length = Duration::minutes(i64::from(TALK_MINUTES));
    let professionals = store::list_listed_of(&app.db, organisation).await?.len();
    let given = store::count_given(&app.db, organisation, now - PERIOD, now - length).await?;
    let questions = store::list_questions_to(&app.db, organisation, now - PERIOD).await?;
    Ok(PartnerFigures {
        professionals: u32::try_from(professionals).unwrap_or(u32::MAX),
        talks: number(given.talks),
        hours: number(given.talks * i64::from(TALK_MINUTES) / 60),
        trades: number(given.trades),
        answered_percent: answered_percent(&AnswerBehaviour::of(&questions, now)),
    })
}

/// Requests answered, of a hundred, rounded down: who left one unanswered did not answer all. None while too few asked,
/// as on the pages of professionals.
fn answered_percent(behaviour: &AnswerBehaviour) -> Option<u32> {
    let (answered, asked) = (behaviour.answered(), behaviour.asked());
    let percent = (asked >= SHOWN_FROM).then(|| answered * 100 / asked.max(1))?;
    u32::try_from(percent).ok()
}

fn told(row: InterestedRow, l: Locale) -> InterestedExplorer {
    let zone: Tz = row.time_zone.parse().unwrap_or(Tz::Europe__Paris);
    InterestedExplorer {
        name: row.explorer_name,
        trade: trade_label(&row.trade_code),
        month: moment::month_and_year(row.starts_at.with_timezone(&zone).date_naive(), l),
        professional: row.professional_name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talks::{answer_behaviour::Question, lifecycle::Guardian, types::Stage};

    #[test]
    fn the_share_of_answers_is_told_from_five_requests_on() {
        let now: DateTime<Utc> = "2026-11-22T09:00:00Z".parse().unwrap();
        let behaviour = |answered: usize, expired: usize| {
            let asked_at = now - Duration::days(30);
            let question = |answers: bool| Question {
                asked_at,
                answered_at: answers.then_some(asked_at),
                stage: if answers { Stage::Done } else { Stage::Expired },
                guardian: Guardian::NotNeeded,
                ended_by: None,
                ended_at: Some(now),
            };
            let questions: Vec<Question> =
                (0..answered).map(|_| question(true)).chain((0..expired).map(|_| question(false))).collect();
            AnswerBehaviour::of(&questions, now)
        };
        assert_eq!(answered_percent(&behaviour(0, 0)), None);
        assert_eq!(answered_percent(&behaviour(4, 0)), None);
        assert_eq!(answered_percent(&behaviour(5, 0)), Some(100));
        assert_eq!(answered_percent(&behaviour(0, 5)), Some(0));
        assert_eq!(answered_percent(&behaviour(199, 1)), Some(99));
    }
}
