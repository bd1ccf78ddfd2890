//! What hours would offer if they were saved as they are typed: the rules of the form, over what takes their owner's time
//! already. Nothing is written.

use super::{
    availability::Schedule,
    form::ProfessionalForm,
    hours,
    profile::{self, Base},
    special_days,
    types::{HoursPreview, PreviewedDay},
};
use crate::{
    accounts::{service::resolve_commune, session::CurrentUser},
    agenda::{availability::Availability, moment},
    context::AppContext,
    error::{AppError, FieldError},
    geo::{communes, public_holidays::PublicHolidays},
    i18n::*,
    locale::{is_singular, problem_message},
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use leptos_i18n::td_string;

/// Days that are told one by one, from the first with an hour on.
const DAYS_TOLD: TimeDelta = TimeDelta::days(14);
/// Starts so far apart follow each other without a gap.
const STEP: TimeDelta = TimeDelta::minutes(30);

/// What the hours of the form would offer.
///
/// # Errors
/// [`AppError::GuardianNeeded`], [`AppError::TooManyAttempts`]. What is wrong in the form is told by the preview itself.
pub async fn preview(
    app: &AppContext,
    user: &CurrentUser,
    form: &ProfessionalForm,
    now: DateTime<Utc>,
) -> Result<HoursPreview, AppError> {
    if !user.is_adult_at(now) {
        return Err(AppError::GuardianNeeded);
    }
    app.limits.count_preview(&user.id.to_string())?;
    let base = profile::base(&app.db, user, "", now).await?;
    let rules = match rules(form, user, &base, now) {
        Err(AppError::Invalid(errors)) => return Ok(refusal(&errors, user.locale)),
        rules => rules?,
    };
    let (saved, accepts_automatically) = (base.row.map(|saved| saved.id), form.confirms_by_hand != "on");
    let schedule = Schedule::if_saved(&app.db, user.id, saved, (rules, accepts_automatically), now).await?;
    Ok(offer(&schedule, now, user.locale))
}

/// The form with what its hours would offer, to be shown again.
///
/// # Errors
/// As [`preview`].
pub async fn previewed(
    app: &AppContext,
    user: &CurrentUser,
    form: ProfessionalForm,
    now: DateTime<Utc>,
) -> Result<ProfessionalForm, AppError> {
    let preview = preview(app, user, &form, now).await?;
    Ok(ProfessionalForm { preview: Some(preview), ..form })
}

/// The rules that are typed. A place or zone that the form does not name is that of the profile as far as there is one, else
/// the account's.
fn rules(
    form: &ProfessionalForm,
    user: &CurrentUser,
    base: &Base,
    now: DateTime<Utc>,
) -> Result<Availability, AppError> {
    let mut checks = form.checks();
    let zone = match form.time_zone.as_str() {
        "" => Ok(base.form.time_zone.parse().unwrap_or(user.time_zone)),
        typed => hours::zone(typed).map_err(|problem| AppError::field("time_zone", problem)),
    };
    let zone = checks.note(zone)?;
    let weekly = hours::read_week(&form.ranges, &mut checks);
    let today = now.with_timezone(&zone.unwrap_or(user.time_zone)).date_naive();
    let exceptions = special_days::read(&form.exceptions, today, zone.unwrap_or(user.time_zone));
    let exceptions = checks.note(exceptions.map_err(|problem| AppError::field("exceptions", problem)))?;
    if let Err(AppError::Invalid(mut errors)) = checks.done() {
        // What else the form lacks says nothing of the hours.
        errors.retain(|error| label(&error.field, user.locale).is_some());
        if !errors.is_empty() {
            return Err(AppError::Invalid(errors));
        }
    }
    let (Some(zone), Some(exceptions)) = (zone, exceptions) else { return Err(AppError::Internal) };
    let commune = resolve_commune(&form.commune).or_else(|_| resolve_commune(&base.form.commune));
    let commune = commune.map_or_else(|_| user.commune_code.clone(), |(code, _)| code);
    let holidays = communes::find(&commune).map(PublicHolidays::of);
    Ok(hours::rules(form, zone, weekly, exceptions, holidays))
}

/// What the form calls a field that decides about hours; nothing of any other.
fn label(field: &str, l: Locale) -> Option<String> {
    let label = match field {
        "ranges_0" => td_string!(l, dates.monday),
        "ranges_1" => td_string!(l, dates.tuesday),
        "ranges_2" => td_string!(l, dates.wednesday),
        "ranges_3" => td_string!(l, dates.thursday),
        "ranges_4" => td_string!(l, dates.friday),
        "ranges_5" => td_string!(l, dates.saturday),
        "ranges_6" => td_string!(l, dates.sunday),
        "time_zone" => td_string!(l, geo.time_zone),
        "notice_hours" => td_string!(l, agenda.notice_hours),
        "horizon_days" => td_string!(l, agenda.horizon_days),
        "buffer_before" => td_string!(l, agenda.buffer_before),
        "buffer_after" => td_string!(l, agenda.buffer_after),
        "maximum_per_day" => td_string!(l, agenda.maximum_per_day),
        "maximum_per_week" => td_string!(l, agenda.maximum_per_week),
        "maximum_per_month" => td_string!(l, agenda.maximum_per_month),
        "exceptions" => td_string!(l, agenda.exceptions),
        _ => return None,
    };
    let mut signs = label.chars();
    Some(signs.next().into_iter().flat_map(char::to_uppercase).chain(signs).collect())
}

fn refusal(errors: &[FieldError], l: Locale) -> HoursPreview {
    let problem = |error: &FieldError| {
        let label = label(&error.field, l)?;
        Some(td_string!(l, common.field_problem, label = label, problem = problem_message(&error.problem, l)))
    };
    HoursPreview {
        summary: td_string!(l, hours.to_put_right).to_owned(),
        problems: errors.iter().filter_map(problem).collect(),
        ..HoursPreview::default()
    }
}

fn offer(schedule: &Schedule, now: DateTime<Utc>, l: Locale) -> HoursPreview {
    let zone = schedule.rules.zone;
    let starts = schedule.free_starts(now);
    let Some(first) = starts.first() else {
        return HoursPreview { summary: nothing(schedule, now, l).to_owned(), ..HoursPreview::default() };
    };
    let day_of = |start: &DateTime<Utc>| start.with_timezone(&zone).date_naive();
    let end = day_of(first) + DAYS_TOLD;
    let days = starts.chunk_by(|one, next| day_of(one) == day_of(next));
    let days = days.filter_map(|starts| Some((day_of(starts.first()?), starts))).take_while(|(day, _)| *day < end);
    let days = days
        .map(|(day, starts)| PreviewedDay { day: moment::day(day, day_of(&now), l), starts: runs(starts, zone, l) });
    HoursPreview {
        summary: count(starts.len(), schedule, now, l),
        problems: Vec::new(),
        caption: td_string!(l, hours.two_weeks, zone = moment::zone_name(zone, l)),
        days: days.collect(),
    }
}

fn count(free: usize, schedule: &Schedule, now: DateTime<Utc>, l: Locale) -> String {
    let days = schedule.rules.horizon_days;
    let offered = match is_singular(l, free as u64) {
        true => td_string!(l, hours.offered_one, count = free, days = days),
        false => td_string!(l, hours.offered_many, count = free, days = days),
    };
    let left_out = schedule.offered_starts(now).len().saturating_sub(free);
    let left_out = match left_out {
        0 => return offered,
        some if is_singular(l, some as u64) => td_string!(l, hours.left_out_one, count = some),
        some => td_string!(l, hours.left_out_many, count = some),
    };
    format!("{offered} {left_out}")
}

/// Why nothing would be offered.
fn nothing(schedule: &Schedule, now: DateTime<Utc>, l: Locale) -> &'static str {
    if !schedule.offered_starts(now).is_empty() {
        td_string!(l, hours.all_taken)
    } else if schedule.rules.weekly.is_empty() {
        td_string!(l, hours.no_hours)
    } else {
        td_string!(l, hours.none_in_time)
    }
}

/// Starts in a few words: those that follow each other by their first and last.
fn runs(starts: &[DateTime<Utc>], zone: Tz, l: Locale) -> String {
    let time = |start: &DateTime<Utc>| moment::time(*start, zone, l);
    let run = |run: &[DateTime<Utc>]| match run {
        [first, _, .., last] => td_string!(l, hours.run, first = time(first), last = time(last)),
        few => few.iter().map(time).collect::<Vec<_>>().join(", "),
    };
    starts.chunk_by(|one, next| *next - *one == STEP).map(run).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::{availability::WeeklyRange, free::Occupied};
    use chrono::Weekday;
    use chrono_tz::{Europe::Paris, Indian::Reunion};

    /// A Monday, in winter.
    fn monday() -> DateTime<Utc> {
        "2027-01-04T00:00:00Z".parse().unwrap()
    }

    /// With plain spaces for those that hold a line together.
    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    fn schedule(weekly: &[(Weekday, i32, i32)], horizon_days: i32) -> Schedule {
        let range = |(weekday, starts, ends): &(Weekday, i32, i32)| WeeklyRange {
            weekday: *weekday,
            starts_minute: *starts,
            ends_minute: *ends,
        };
        let rules = Availability {
            zone: Paris,
            weekly: weekly.iter().map(range).collect(),
            exceptions: Vec::new(),
            closed_on: None,
            minimum_notice_minutes: 0,
            horizon_days,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            maximum_per_day: None,
            maximum_per_week: None,
            maximum_per_month: None,
        };
        Schedule { rules, occupied: Occupied::default() }
    }

    #[test]
    fn starts_that_follow_each_other_are_one_run() {
        let starts = |minutes: &[i64]| -> Vec<DateTime<Utc>> {
            minutes.iter().map(|minutes| monday() + TimeDelta::minutes(*minutes)).collect()
        };
        for (minutes, told) in [
            (&[480][..], "9 h 00"),
            (&[480, 510], "9 h 00, 9 h 30"),
            (&[480, 510, 540, 570], "de 9 h 00 à 10 h 30"),
            (&[480, 510, 540, 600, 660, 690, 720], "de 9 h 00 à 10 h 00, 11 h 00, de 12 h 00 à 13 h 00"),
        ] {
            assert_eq!(plain(&runs(&starts(minutes), Paris, Locale::fr)), told);
        }
        assert_eq!(runs(&starts(&[480, 510, 540]), Reunion, Locale::en), "12:00 to 13:00");
    }

    #[test]
    fn two_weeks_are_told_and_all_is_counted() {
        let preview = offer(&schedule(&[(Weekday::Mon, 540, 660), (Weekday::Sun, 540, 600)], 60), monday(), Locale::fr);
        // Nine Mondays of three starts, eight Sundays of one.
        assert!(preview.summary.starts_with("35 horaires"), "{}", preview.summary);
        let days: Vec<String> = preview.days.iter().map(|day| plain(&day.day)).collect();
        assert_eq!(days, ["lundi 4 janvier", "dimanche 10 janvier", "lundi 11 janvier", "dimanche 17 janvier"]);
        assert_eq!(plain(&preview.days[0].starts), "de 9 h 00 à 10 h 00");
        assert!(preview.caption.contains("heure de Paris"), "{}", preview.caption);
    }

    #[test]
    fn the_clock_of_the_rules_tells_the_day() {
        let mut late = schedule(&[(Weekday::Tue, 0, 60)], 7);
        late.rules.zone = Reunion;
        let preview = offer(&late, monday(), Locale::fr);
        assert_eq!(preview.days.len(), 1);
        assert_eq!(
            [&preview.days[0].day, &preview.days[0].starts].map(|text| plain(text)),
            ["mardi 5 janvier", "0 h 00"]
        );
    }

    #[test]
    fn it_is_told_why_nothing_is_offered() {
        let none = |schedule: &Schedule| {
            let preview = offer(schedule, monday(), Locale::fr);
            assert!(preview.days.is_empty() && preview.caption.is_empty());
            preview.summary
        };
        assert_eq!(none(&schedule(&[], 60)), td_string!(Locale::fr, hours.no_hours));
        assert_eq!(none(&schedule(&[(Weekday::Fri, 540, 600)], 2)), td_string!(Locale::fr, hours.none_in_time));
        let mut taken = schedule(&[(Weekday::Mon, 540, 600)], 5);
        taken.occupied.talks.insert(monday() + TimeDelta::minutes(8 * 60));
        assert_eq!(none(&taken), td_string!(Locale::fr, hours.all_taken));
    }

    #[test]
    fn what_is_taken_is_counted_apart() {
        let mut schedule = schedule(&[(Weekday::Mon, 540, 720)], 5);
        schedule.occupied.talks.insert(monday() + TimeDelta::minutes(8 * 60));
        let preview = offer(&schedule, monday(), Locale::fr);
        assert!(
            preview.summary.starts_with("4 horaires") && preview.summary.contains("1 autre"),
            "{}",
            preview.summary
        );
    }
}
