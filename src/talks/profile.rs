//! A professional's own profile: read into the editor's form, checked, saved.

use super::{
    form::{ProfessionalForm, RANGES_A_DAY, RangeInput},
    mails,
    service::require_adult,
    store::{self, NewProfile},
    types::{LANGUAGES, Way},
    views,
};
use crate::{
    accounts::{service::resolve_commune, session::CurrentUser},
    agenda::availability::{Availability, AvailabilityException, ExceptionKind, WeeklyRange},
    context::{self, AppContext},
    error::{AppError, Problem},
    form::Checks,
    geo,
    routes::Route,
    trades::catalogue,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;

const MINUTES_A_DAY: i32 = 24 * 60;
const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The form as it stands: the saved profile, or a fresh one that suggests what most people choose.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn load(app: &AppContext, user: &CurrentUser) -> Result<ProfessionalForm, AppError> {
    let Some(row) = store::find_professional_of(&app.db, user.id).await? else {
        return Ok(ProfessionalForm {
            languages: vec!["fr".to_owned()],
            ways: vec![Way::Video.code().to_owned()],
            commune: views::place_label(&user.commune_code),
            time_zone: user.time_zone.name().to_owned(),
            notice_hours: "48".to_owned(),
            horizon_days: "60".to_owned(),
            maximum_per_week: "2".to_owned(),
            ranges: vec![RangeInput::default(); 7 * RANGES_A_DAY],
            published: "on".to_owned(),
            ..ProfessionalForm::default()
        });
    };
    let rules = store::list_availability(&app.db, std::slice::from_ref(&row)).await?;
    let (weekly, exceptions) =
        rules.into_iter().next().map(|(_, rules)| (rules.weekly, rules.exceptions)).unwrap_or_default();
    Ok(ProfessionalForm {
        trade: mails::trade_label(&row.trade_code),
        languages: row.languages(),
        commune: views::place_label(&row.commune_code),
        organisation: row.organisation.clone().unwrap_or_default(),
        ways: row.ways().into_iter().map(|way| way.code().to_owned()).collect(),
        meeting_place: row.meeting_place.clone().unwrap_or_default(),
        time_zone: row.time_zone.clone(),
        notice_hours: (row.minimum_notice_minutes / 60).to_string(),
        horizon_days: row.horizon_days.to_string(),
        maximum_per_week: row.maximum_per_week.map(|maximum| maximum.to_string()).unwrap_or_default(),
        ranges: range_inputs(&weekly),
        exceptions: exceptions.iter().map(exception_line).collect::<Vec<_>>().join("\n"),
        published: if row.published { "on".to_owned() } else { String::new() },
        headline: row.headline,
        likes: row.likes,
        dislikes: row.dislikes,
    })
}

fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

fn range_inputs(weekly: &[WeeklyRange]) -> Vec<RangeInput> {
    let of_day = |weekday: &Weekday| {
        let mut ranges: Vec<&WeeklyRange> = weekly.iter().filter(|range| range.weekday == *weekday).collect();
        ranges.sort_by_key(|range| range.starts_minute);
        let inputs = ranges
            .into_iter()
            .map(|range| RangeInput { starts: clock(range.starts_minute), ends: clock(range.ends_minute) });
        inputs.chain(std::iter::repeat(RangeInput::default())).take(RANGES_A_DAY).collect::<Vec<_>>()
    };
    WEEKDAYS.iter().flat_map(of_day).collect()
}

fn exception_line(exception: &AvailabilityException) -> String {
    match exception.kind {
        ExceptionKind::Closed => exception.day.to_string(),
        ExceptionKind::Open { starts_minute, ends_minute } => {
            format!("{} {}-{}", exception.day, clock(starts_minute), clock(ends_minute))
        }
    }
}

/// Checks and saves the profile; gives the editor's page.
///
/// # Errors
/// [`AppError::Invalid`].
pub async fn save(
    app: &AppContext,
    user: &CurrentUser,
    form: &ProfessionalForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    require_adult(user, now)?;
    form.check()?;
    let trade_code = resolve_trade(&form.trade)?;
    let (commune_code, _) = resolve_commune(&form.commune)?;
    let availability = availability(form, now)?;
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let profile = NewProfile {
        id: context::new_id(),
        account_id: user.id,
        trade_code,
        headline: form.headline.trim().to_owned(),
        likes: form.likes.trim().to_owned(),
        dislikes: form.dislikes.trim().to_owned(),
        languages: LANGUAGES
            .iter()
            .filter(|code| form.languages.iter().any(|own| own == *code))
            .map(|code| (*code).to_owned())
            .collect(),
        commune_code,
        organisation: text(&form.organisation),
        meeting_place: text(&form.meeting_place),
        ways: form.ways.iter().filter_map(|code| Way::from_code(code)).collect(),
        availability,
        published: form.published == "on",
    };
    app.db
        .write(profile, move |transaction, profile| {
            Box::pin(async move { Ok(store::save_profile(transaction, profile, now).await?) })
        })
        .await?;
    Ok(Route::ProfessionalSaved)
}

fn resolve_trade(text: &str) -> Result<String, AppError> {
    let refuse = |problem| Err(AppError::field("trade", problem));
    match catalogue::resolve(text) {
        catalogue::Resolution::One(trade) => Ok(trade.code.to_string()),
        catalogue::Resolution::Several(several) => {
            refuse(Problem::AmbiguousTrade(several.into_iter().take(12).map(|trade| trade.label.clone()).collect()))
        }
        catalogue::Resolution::None => refuse(Problem::UnknownTrade),
    }
}

fn availability(form: &ProfessionalForm, now: DateTime<Utc>) -> Result<Availability, AppError> {
    let zone = form.time_zone.parse::<Tz>().ok().filter(|zone| geo::zones::ALL.contains(zone));
    let zone = zone.ok_or_else(|| AppError::field("time_zone", Problem::NotAChoice))?;
    let number = |text: &str| text.trim().parse::<i32>();
    Ok(Availability {
        zone,
        weekly: weekly_ranges(&form.ranges)?,
        exceptions: exceptions(&form.exceptions, now.date_naive())?,
        minimum_notice_minutes: number(&form.notice_hours).unwrap_or(0) * 60,
        horizon_days: number(&form.horizon_days).unwrap_or(1),
        maximum_per_week: number(&form.maximum_per_week).ok(),
    })
}

/// A time of day as minutes; a missing seconds part is fine, anything but `HH:MM` is not.
fn minute(text: &str) -> Option<i32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (i32, i32) = (hour.parse().ok()?, minute.split(':').next()?.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// The range of two times, where an end at midnight is the end of the day.
fn range(starts: &str, ends: &str) -> Result<(i32, i32), Problem> {
    if starts.trim().is_empty() || ends.trim().is_empty() {
        return Err(Problem::Required);
    }
    let (starts, ends) = minute(starts).zip(minute(ends)).ok_or(Problem::NotAQuarter)?;
    let ends = if ends == 0 { MINUTES_A_DAY } else { ends };
    if starts % 15 != 0 || ends % 15 != 0 {
        Err(Problem::NotAQuarter)
    } else if starts >= ends {
        Err(Problem::EndsBeforeStart)
    } else {
        Ok((starts, ends))
    }
}

fn weekly_ranges(inputs: &[RangeInput]) -> Result<Vec<WeeklyRange>, AppError> {
    let mut checks = Checks::new();
    let mut weekly: Vec<WeeklyRange> = Vec::new();
    for (index, (weekday, inputs)) in WEEKDAYS.iter().zip(inputs.chunks(RANGES_A_DAY)).enumerate() {
        let field = format!("ranges_{index}");
        for input in inputs.iter().filter(|input| !input.starts.trim().is_empty() || !input.ends.trim().is_empty()) {
            match range(&input.starts, &input.ends) {
                Ok((starts_minute, ends_minute)) => {
                    let overlaps = weekly.iter().any(|other| {
                        other.weekday == *weekday
                            && starts_minute < other.ends_minute
                            && other.starts_minute < ends_minute
                    });
                    checks.require(&field, !overlaps, Problem::Overlaps);
                    weekly.push(WeeklyRange { weekday: *weekday, starts_minute, ends_minute });
                }
                Err(problem) => {
                    checks.require(&field, false, problem);
                }
            }
        }
    }
    checks.done().map(|()| weekly)
}

/// Days further away than this, in either direction, are typing errors.
const EXCEPTION_YEARS: u32 = 2;

fn exceptions(text: &str, today: NaiveDate) -> Result<Vec<AvailabilityException>, AppError> {
    let refuse = |problem| AppError::field("exceptions", problem);
    let mut exceptions: Vec<AvailabilityException> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (day, hours) = line.split_once(char::is_whitespace).map_or((line, None), |(day, hours)| (day, Some(hours)));
        let day: NaiveDate = day.parse().map_err(|_| refuse(Problem::NotADate))?;
        if day.year().abs_diff(today.year()) > EXCEPTION_YEARS {
            return Err(refuse(Problem::NotADate));
        }
        let kind = match hours {
            None => ExceptionKind::Closed,
            Some(hours) => {
                let (starts, ends) = hours.split_once(['-', '–']).ok_or_else(|| refuse(Problem::EndsBeforeStart))?;
                let (starts_minute, ends_minute) = range(starts, ends).map_err(refuse)?;
                ExceptionKind::Open { starts_minute, ends_minute }
            }
        };
        let exception = AvailabilityException { day, kind };
        let repeated = |other: &AvailabilityException| other.day == day && same_start(other.kind, kind);
        if exceptions.iter().any(repeated) {
            return Err(refuse(Problem::Overlaps));
        }
        exceptions.push(exception);
    }
    Ok(exceptions)
}

fn same_start(one: ExceptionKind, other: ExceptionKind) -> bool {
    match (one, other) {
        (ExceptionKind::Closed, ExceptionKind::Closed) => true,
        (ExceptionKind::Open { starts_minute: one, .. }, ExceptionKind::Open { starts_minute: other, .. }) => {
            one == other
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn input(starts: &str, ends: &str) -> RangeInput {
        RangeInput { starts: starts.into(), ends: ends.into() }
    }

    #[test]
    fn weekly_ranges_are_read_from_monday_on() {
        let none = RangeInput::default();
        let week = [input("09:00", "12:00"), none.clone(), input("20:00", "00:00"), none.clone()];
        let ranges = weekly_ranges(&week).unwrap();
        assert_eq!(ranges[0], WeeklyRange { weekday: Weekday::Mon, starts_minute: 540, ends_minute: 720 });
        assert_eq!(ranges[1], WeeklyRange { weekday: Weekday::Tue, starts_minute: 1200, ends_minute: 1440 });
        assert_eq!(range_inputs(&ranges)[..4], week);
    }

    #[test]
    fn a_wrong_range_is_told_at_its_day() {
        let none = RangeInput::default();
        let refused = |range: RangeInput| {
            let error = weekly_ranges(&[none.clone(), none.clone(), range, none.clone()]).unwrap_err();
            error.problem("ranges_1").cloned()
        };
        assert_eq!(refused(input("09:00", "")), Some(Problem::Required));
        assert_eq!(refused(input("12:00", "09:00")), Some(Problem::EndsBeforeStart));
        assert_eq!(refused(input("09:10", "12:00")), Some(Problem::NotAQuarter));
        assert_eq!(refused(input("25:00", "26:00")), Some(Problem::NotAQuarter));
        let overlapping = weekly_ranges(&[input("09:00", "12:00"), input("11:00", "13:00")]).unwrap_err();
        assert_eq!(overlapping.problem("ranges_0"), Some(&Problem::Overlaps));
    }

    #[test]
    fn exceptions_survive_their_text() {
        let text = "2026-12-24\n2026-12-28 14:00-16:00";
        let read = exceptions(text, today()).unwrap();
        assert_eq!(read.iter().map(exception_line).collect::<Vec<_>>().join("\n"), text);
        assert_eq!(exceptions("Noël", today()).unwrap_err().problem("exceptions"), Some(&Problem::NotADate));
        assert_eq!(
            exceptions("2026-12-24\n2026-12-24", today()).unwrap_err().problem("exceptions"),
            Some(&Problem::Overlaps)
        );
    }
}
