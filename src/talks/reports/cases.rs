//! What moderators are shown of reports: the list of those that wait, and one of them with just enough to judge by.

use super::{
    super::{
        conversation::safety::{MessageKept, messages_kept},
        mails::trade_label,
        service::parse_id,
        store::{self, MessageRow, ReportRow, TalkRow},
        types::{
            Consequence, ReportCase, ReportList, ReportedMessage, ReportedTalk, SettledReport, SettledReportList, Side,
            Vetting, WaitingReport,
        },
        vetting_queue::{hours_since, is_administrator, region_of},
        views::{Telling, telling},
    },
    reachable,
};
use crate::{
    agenda::moment,
    context::AppContext,
    error::AppError,
    moderation::{
        roles::Moderator,
        store as moderation,
        views::{self, page_of},
    },
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Reports on a page of the list.
const PAGE_SIZE: i64 = 20;
/// Messages shown before the one that is reported,
const BEFORE: i32 = 3;
/// and after it.
const AFTER: i32 = 2;

/// A page of the reports that wait for `moderator`.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn list(
    app: &AppContext,
    moderator: &Moderator,
    page: u32,
    now: DateTime<Utc>,
) -> Result<ReportList, AppError> {
    let (regions, reader) = (moderator.reach.regions(), moderator.user.id);
    let total = store::count_waiting_reports(&app.db, regions, reader).await?;
    let (page, pages, before) = page_of(total, PAGE_SIZE, page);
    let rows = store::list_waiting_reports(&app.db, regions, reader, PAGE_SIZE, before).await?;
    let waiting = |row: ReportRow| WaitingReport {
        id: row.id.to_string(),
        reason: row.reason(),
        is_of_message: row.message_number.is_some(),
        concerns_minor: row.concerns_minor,
        waited_hours: hours_since(row.reported_at, now),
        reported: row.reported_name,
    };
    Ok(ReportList {
        reports: rows.into_iter().map(waiting).collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        page,
        pages,
        is_administrator: is_administrator(moderator),
    })
}

/// A page of the reports that are settled, of those that `moderator` may see: a report that leads nowhere any more is found
/// again, by who is asked about it.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn settled(
    app: &AppContext,
    moderator: &Moderator,
    page: u32,
    now: DateTime<Utc>,
) -> Result<SettledReportList, AppError> {
    let (regions, user) = (moderator.reach.regions(), &moderator.user);
    let total = store::count_settled_reports(&app.db, regions, user.id).await?;
    let (page, pages, before) = page_of(total, PAGE_SIZE, page);
    let rows = store::list_settled_reports(&app.db, regions, user.id, PAGE_SIZE, before).await?;
    let report = |row: ReportRow| {
        Some(SettledReport {
            id: row.id.to_string(),
            reason: row.reason(),
            outcome: row.outcome()?,
            settled_at: moment::whole(row.settled_at?, now, user.time_zone, user.locale),
            reported: row.reported_name,
        })
    };
    let reports = rows.into_iter().filter_map(report).collect();
    Ok(SettledReportList { reports, page, pages, is_administrator: is_administrator(moderator) })
}

/// A report for whoever settles it, or wants to know how it was settled.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not for `moderator`.
pub async fn case(
    app: &AppContext,
    moderator: &Moderator,
    id: &str,
    now: DateTime<Utc>,
) -> Result<ReportCase, AppError> {
    let report = reachable(app, moderator, parse_id(id)?).await?;
    let user = &moderator.user;
    let talk = match report.talk_id {
        Some(talk) => store::find_talk(&app.db, talk).await?,
        None => None,
    };
    let is_settled = report.settled_at.is_some();
    let rows = match (report.talk_id, report.message_number) {
        (Some(talk), Some(number)) if !is_settled => {
            store::list_messages_between(&app.db, talk, number - BEFORE, number + AFTER).await?
        }
        _ => Vec::new(),
    };
    let last = match is_settled {
        true => moderation::find_latest_entry(&app.db, report.id).await?,
        false => None,
    };
    let telling = match &talk {
        Some(talk) => telling(talk, user.locale, user.time_zone, now),
        None => Telling { locale: user.locale, zone: user.time_zone, there: user.time_zone, now },
    };
    let shows_words = !is_settled || is_administrator(moderator);
    let shown = |row: &MessageRow| ReportedMessage {
        author: name_of(&report, row.author_id),
        moment: telling.moment(row.sent_at),
        body: row.body.clone(),
        is_reported: Some(row.number) == report.message_number,
    };
    let kept = report.evidence.as_deref().filter(|_| shows_words && rows.is_empty());
    let messages = match kept {
        Some(evidence) => kept_messages(evidence, &report, &telling),
        None => rows.iter().map(shown).collect(),
    };
    Ok(ReportCase {
        id: report.id.to_string(),
        reason: report.reason(),
        reported_at: telling.moment(report.reported_at),
        waited_hours: hours_since(report.reported_at, now),
        talk: talk.as_ref().map(|talk| reported_talk(talk, &report, &telling)),
        messages,
        are_kept: kept.is_some(),
        consequences: if is_settled { Vec::new() } else { consequences(moderator, &report, talk.as_ref()) },
        is_settled,
        last: last.map(|entry| views::line(entry, user, now)),
        is_administrator: is_administrator(moderator),
        note: report.note.filter(|_| shows_words),
        reporter: report.reporter_name,
        reported: report.reported_name,
    })
}

/// What is kept with a report, all of it by who is reported.
fn kept_messages(evidence: &str, report: &ReportRow, telling: &Telling) -> Vec<ReportedMessage> {
    // Reports were kept as one text once, which is shown whole, as of the day of the report.
    let as_text = || vec![MessageKept { sent_at: report.reported_at, body: evidence.to_owned() }];
    let kept = messages_kept(evidence).unwrap_or_else(as_text).into_iter().map(|message| ReportedMessage {
        author: report.reported_name.clone(),
        moment: telling.moment(message.sent_at),
        body: message.body,
        // Of one message nothing else is kept.
        is_reported: report.message_number.is_some(),
    });
    kept.collect()
}

/// The name of one of the two of a report; nobody else writes in their conversation.
fn name_of(report: &ReportRow, author: Uuid) -> Option<String> {
    let is_reporter = report.reporter_id == Some(author);
    if is_reporter { report.reporter_name.clone() } else { report.reported_name.clone() }
}

/// The side that a report is about.
fn reported_side(talk: &TalkRow, report: &ReportRow) -> Side {
    // Who left is on no side: the other one is who reports.
    match (report.reported_id, report.reporter_id) {
        (Some(reported), _) if talk.is_explorer(reported) => Side::Explorer,
        (None, Some(reporter)) if !talk.is_explorer(reporter) => Side::Explorer,
        _ => Side::Professional,
    }
}

fn reported_talk(talk: &TalkRow, report: &ReportRow, telling: &Telling) -> ReportedTalk {
    ReportedTalk {
        trade: trade_label(&talk.trade_code),
        moment: telling.moment(talk.starts_at),
        stage: talk.stage(),
        reported: reported_side(talk, report),
        concerns_minor: report.concerns_minor,
    }
}

/// What can follow where a report is right, as far as `moderator` may decide it: a profile is refused by who looks
/// after it.
#[must_use]
pub fn consequences(moderator: &Moderator, report: &ReportRow, talk: Option<&TalkRow>) -> Vec<Consequence> {
    if report.reported_id.is_none() {
        return Vec::new();
    }
    let Some(talk) = talk else { return vec![Consequence::Warn] };
    let can_refuse = reported_side(talk, report) == Side::Professional
        && talk.professional_vetting().is_some_and(Vetting::is_refused_by_report)
        && talk.commune_code().is_some_and(|commune| moderator.reach.covers(region_of(commune)));
    let mut possible = vec![Consequence::Warn, Consequence::Separate];
    possible.extend(can_refuse.then_some(Consequence::RefuseProfile));
    possible
}
