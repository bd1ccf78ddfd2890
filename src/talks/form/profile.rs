//! A professional's profile with their weekly hours: all that its steps ask for.

use super::DAYS;
use crate::{
    error::Problem,
    form::{Checks, Form},
    json::Json,
    talks::types::{
        Accommodation, BusyCalendar, HoursPreview, LANGUAGES, Moment, ProfessionalDetails, ProfileStep, Way,
    },
};
use leptos::server::codee::{Decoder, Encoder};
use serde::{Deserialize, Serialize};

/// Shortest and longest sentence about a job, in characters.
const HEADLINE_LENGTH: (u32, u32) = (20, 160);
/// Shortest and longest text about what one likes or not, in characters.
const LIKES_LENGTH: (u32, u32) = (20, 1000);
/// Shortest and longest text about a day or the way to a job, in characters, where there is one.
const STORY_LENGTH: (u32, u32) = LIKES_LENGTH;
/// Longest name of an organisation or place, in characters.
const PLACE_LENGTH: u32 = 120;
/// Ranges that the editor offers for each weekday.
pub const RANGES_A_DAY: usize = 3;
/// Choices of minutes that are kept free before and after a talk.
pub const BUFFERS: [&str; 9] = ["0", "15", "30", "45", "60", "75", "90", "105", "120"];
/// Longest text of exceptions, in characters: about a hundred days.
const EXCEPTIONS_LENGTH: u32 = 2500;

/// A range of a weekday, as typed: `09:00`, empty when unused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeInput {
    /// When it starts.
    #[serde(default)]
    pub starts: String,
    /// When it ends; `00:00` is midnight at the end of the day.
    #[serde(default)]
    pub ends: String,
}

/// A professional's profile and weekly hours: all that its steps ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionalForm {
    /// The code of the [`ProfileStep`] that is sent: only its fields count.
    #[serde(default)]
    pub step: String,
    /// What the page that it is sent from showed as saved of its step, in short: empty where a program sends it.
    #[serde(default)]
    pub seen: String,
    /// A trade as typed, or its code.
    #[serde(default)]
    pub trade: String,
    /// Another one (optional).
    #[serde(default)]
    pub second_trade: String,
    /// One more (optional).
    #[serde(default)]
    pub third_trade: String,
    /// The job in a sentence.
    #[serde(default)]
    pub headline: String,
    /// What they like in it.
    #[serde(default)]
    pub likes: String,
    /// What they like less.
    #[serde(default)]
    pub dislikes: String,
    /// What a day is like (optional).
    #[serde(default)]
    pub day: String,
    /// How they came to it, and what they studied (optional).
    #[serde(default)]
    pub path: String,
    /// Codes of languages.
    #[serde(default)]
    pub languages: Vec<String>,
    /// A commune as typed.
    #[serde(default)]
    pub commune: String,
    /// Where they work for (optional).
    #[serde(default)]
    pub organisation: String,
    /// Codes of ways of meeting.
    #[serde(default)]
    pub ways: Vec<String>,
    /// The address of talks on site; shown to the explorer of a confirmed one only.
    #[serde(default)]
    pub meeting_place: String,
    /// Codes of accommodations (optional).
    #[serde(default)]
    pub accessibility: Vec<String>,
    /// IANA time zone of the weekly hours.
    #[serde(default)]
    pub time_zone: String,
    /// Hours between a booking and its talk, at least.
    #[serde(default)]
    pub notice_hours: String,
    /// Days that can be booked ahead.
    #[serde(default)]
    pub horizon_days: String,
    /// One of [`BUFFERS`]; empty is none.
    #[serde(default)]
    pub buffer_before: String,
    /// One of [`BUFFERS`]; empty is none.
    #[serde(default)]
    pub buffer_after: String,
    /// Talks a day at most; empty is no limit.
    #[serde(default)]
    pub maximum_per_day: String,
    /// Talks a week at most; empty is no limit.
    #[serde(default)]
    pub maximum_per_week: String,
    /// Talks a month at most; empty is no limit.
    #[serde(default)]
    pub maximum_per_month: String,
    /// `on` when nothing is offered on the public holidays of the commune.
    #[serde(default)]
    pub closed_on_holidays: String,
    /// Monday's ranges first; [`RANGES_A_DAY`] for each day.
    #[serde(default)]
    pub ranges: Vec<RangeInput>,
    /// One a line: `24/12/2026` closes a day, `24/12/2026 14:00-16:00` opens only those hours, `01/08/2026 au 15/08/2026`
    /// closes several.
    #[serde(default)]
    pub exceptions: String,
    /// The first of days that get a line there, or the only one, `YYYY-MM-DD`.
    #[serde(default)]
    pub closed_from: String,
    /// The last of them.
    #[serde(default)]
    pub closed_until: String,
    /// `on` when each request is confirmed by hand.
    #[serde(default)]
    pub confirms_by_hand: String,
    /// `on` when they undertake to keep the charter for meeting minors.
    #[serde(default)]
    pub welcomes_minors: String,
    /// `on` when explorers can find and book them.
    #[serde(default)]
    pub published: String,
    /// [`super::COPY_MONDAY`], [`super::COPY_DAY`], [`super::CLOSE_DAYS`] or [`super::PREVIEW`] where the form was not sent to be saved.
    #[serde(default)]
    pub copy: String,
    /// The day whose hours [`super::COPY_DAY`] copies; `0` is Monday.
    #[serde(default)]
    pub copy_from: String,
    /// The days that get them.
    #[serde(default)]
    pub copy_to: Vec<String>,
    /// The code of a language that the form comes back in, where it was sent to change that, and not to be saved.
    #[serde(default)]
    pub language: String,
    /// What its hours would offer, where it comes back to tell that; never posted.
    #[serde(skip)]
    pub preview: Option<HoursPreview>,
}

/// What a step of the editor of a profile opens with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileEditor {
    /// The profile as it was saved, or as far as it was kept, or as most people begin.
    pub form: ProfessionalForm,
    /// Whether the reader is of age, as giving hours asks for.
    pub is_adult: bool,
    /// Whether the profile was saved once.
    pub is_saved: bool,
    /// The address of their photo.
    pub photo: Option<String>,
    /// Their calendars elsewhere, at their hours; nothing before the profile was saved once.
    pub calendars: Option<Vec<BusyCalendar>>,
    /// The steps that come before publication and were not taken yet.
    pub left: Vec<ProfileStep>,
    /// Their page as others will see it, where it is published; nothing while a step is missing.
    pub preview: Option<ProfessionalDetails>,
    /// What is saved of the step, in short.
    pub seen: String,
    /// The first hours that a profile which was never saved will offer.
    pub first_hours: Vec<Moment>,
}

impl Form for ProfessionalForm {
    const NAME: &'static str = "professional";

    fn kept(&self) -> Vec<(&'static str, String)> {
        // Whoever types a time without the browser's help may put spaces in it.
        let ranges = self.ranges.iter().map(|range| format!("{}\t{}", range.starts, range.ends)).collect::<Vec<_>>();
        vec![
            ("step", self.step.clone()),
            ("seen", self.seen.clone()),
            ("trade", self.trade.clone()),
            ("second_trade", self.second_trade.clone()),
            ("third_trade", self.third_trade.clone()),
            ("headline", self.headline.clone()),
            ("likes", self.likes.clone()),
            ("dislikes", self.dislikes.clone()),
            ("day", self.day.clone()),
            ("path", self.path.clone()),
            ("languages", self.languages.join(" ")),
            ("commune", self.commune.clone()),
            ("organisation", self.organisation.clone()),
            ("ways", self.ways.join(" ")),
            ("meeting_place", self.meeting_place.clone()),
            ("accessibility", self.accessibility.join(" ")),
            ("time_zone", self.time_zone.clone()),
            ("notice_hours", self.notice_hours.clone()),
            ("horizon_days", self.horizon_days.clone()),
            ("buffer_before", self.buffer_before.clone()),
            ("buffer_after", self.buffer_after.clone()),
            ("maximum_per_day", self.maximum_per_day.clone()),
            ("maximum_per_week", self.maximum_per_week.clone()),
            ("maximum_per_month", self.maximum_per_month.clone()),
            ("closed_on_holidays", self.closed_on_holidays.clone()),
            ("copy", self.copy.clone()),
            ("copy_from", self.copy_from.clone()),
            ("copy_to", self.copy_to.join(" ")),
            ("preview", self.preview.as_ref().and_then(|preview| Json::encode(preview).ok()).unwrap_or_default()),
            ("ranges", ranges.join("\n")),
            ("exceptions", self.exceptions.clone()),
            ("closed_from", self.closed_from.clone()),
            ("closed_until", self.closed_until.clone()),
            ("confirms_by_hand", self.confirms_by_hand.clone()),
            ("welcomes_minors", self.welcomes_minors.clone()),
            ("published", self.published.clone()),
        ]
    }
}

impl ProfessionalForm {
    /// The same form from what was kept of a refused one.
    #[must_use]
    pub fn from_kept(value: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| value(name).unwrap_or_default();
        let words = |name: &str| text(name).split_whitespace().map(str::to_owned).collect();
        let ranges = text("ranges");
        let ranges = ranges.split('\n').map(|line| {
            let (starts, ends) = line.split_once('\t').unwrap_or((line, ""));
            RangeInput { starts: starts.to_owned(), ends: ends.to_owned() }
        });
        Self {
            step: text("step"),
            seen: text("seen"),
            trade: text("trade"),
            second_trade: text("second_trade"),
            third_trade: text("third_trade"),
            headline: text("headline"),
            likes: text("likes"),
            dislikes: text("dislikes"),
            day: text("day"),
            path: text("path"),
            languages: words("languages"),
            commune: text("commune"),
            organisation: text("organisation"),
            ways: words("ways"),
            meeting_place: text("meeting_place"),
            accessibility: words("accessibility"),
            time_zone: text("time_zone"),
            notice_hours: text("notice_hours"),
            horizon_days: text("horizon_days"),
            buffer_before: text("buffer_before"),
            buffer_after: text("buffer_after"),
            maximum_per_day: text("maximum_per_day"),
            maximum_per_week: text("maximum_per_week"),
            maximum_per_month: text("maximum_per_month"),
            closed_on_holidays: text("closed_on_holidays"),
            copy: text("copy"),
            copy_from: text("copy_from"),
            copy_to: words("copy_to"),
            language: String::new(),
            preview: Json::decode(&text("preview")).ok(),
            ranges: of_each_day(ranges.collect()),
            exceptions: text("exceptions"),
            closed_from: text("closed_from"),
            closed_until: text("closed_until"),
            confirms_by_hand: text("confirms_by_hand"),
            welcomes_minors: text("welcomes_minors"),
            published: text("published"),
        }
    }

    /// Notes what can be told from the form alone. Places, trades and hours are read by the server.
    #[must_use]
    pub fn checks(&self) -> Checks {
        let on_site = self.ways.iter().any(|way| way == Way::Onsite.code());
        let mut checks = Checks::new();
        checks
            .require("trade", !self.trade.trim().is_empty(), Problem::Required)
            .text("headline", &self.headline, HEADLINE_LENGTH.0, HEADLINE_LENGTH.1)
            .text("likes", &self.likes, LIKES_LENGTH.0, LIKES_LENGTH.1)
            .text("dislikes", &self.dislikes, LIKES_LENGTH.0, LIKES_LENGTH.1)
            .require("languages", !self.languages.is_empty(), Problem::ChooseSome)
            .require(
                "languages",
                self.languages.iter().all(|code| LANGUAGES.contains(&code.as_str())),
                Problem::NotAChoice,
            )
            .require("commune", !self.commune.trim().is_empty(), Problem::Required)
            .text("organisation", &self.organisation, 0, PLACE_LENGTH)
            .require("ways", !self.ways.is_empty(), Problem::ChooseSome)
            .require("ways", self.ways.iter().all(|code| Way::from_code(code).is_some()), Problem::NotAChoice)
            .text("meeting_place", &self.meeting_place, u32::from(on_site), PLACE_LENGTH)
            .require(
                "accessibility",
                self.accessibility.iter().all(|code| Accommodation::from_code(code).is_some()),
                Problem::NotAChoice,
            )
            .text("exceptions", &self.exceptions, 0, EXCEPTIONS_LENGTH);
        for (field, story) in [("day", &self.day), ("path", &self.path)] {
            let least = if story.trim().is_empty() { 0 } else { STORY_LENGTH.0 };
            checks.text(field, story, least, STORY_LENGTH.1);
        }
        for (field, minutes) in [("buffer_before", &self.buffer_before), ("buffer_after", &self.buffer_after)] {
            let is_one = minutes.is_empty() || BUFFERS.contains(&minutes.as_str());
            checks.require(field, is_one, Problem::NotAChoice);
        }
        number(&mut checks, "notice_hours", &self.notice_hours, 0, 720, false);
        number(&mut checks, "horizon_days", &self.horizon_days, 1, 180, false);
        number(&mut checks, "maximum_per_day", &self.maximum_per_day, 1, 12, true);
        number(&mut checks, "maximum_per_week", &self.maximum_per_week, 1, 40, true);
        number(&mut checks, "maximum_per_month", &self.maximum_per_month, 1, 100, true);
        checks
    }
}

/// The ranges of a week as a form kept them: what was kept while a day had fewer of them stays with its day.
fn of_each_day(ranges: Vec<RangeInput>) -> Vec<RangeInput> {
    let kept = ranges.len() / DAYS.len();
    if kept == 0 || kept >= RANGES_A_DAY || ranges.len() != kept * DAYS.len() {
        return ranges;
    }
    let days = ranges.chunks(kept);
    days.flat_map(|day| day.iter().cloned().chain(std::iter::repeat(RangeInput::default())).take(RANGES_A_DAY))
        .collect()
}

fn number(checks: &mut Checks, field: &str, text: &str, low: i32, high: i32, optional: bool) {
    let text = text.trim();
    let within = text.parse().is_ok_and(|value: i32| (low..=high).contains(&value));
    checks.require(field, optional || !text.is_empty(), Problem::Required).require(
        field,
        (optional && text.is_empty()) || within,
        Problem::OutOfRange(low, high),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_survives_a_refusal() {
        let form = ProfessionalForm {
            headline: "Du pain".into(),
            second_trade: "pâtissier".into(),
            third_trade: "D1115".into(),
            day: "À trois heures, le pétrin.\nPuis le four.".into(),
            path: "Un CAP, puis dix ans ailleurs.".into(),
            accessibility: vec!["wheelchair".into(), "captions".into()],
            languages: vec!["fr".into(), "en".into()],
            ranges: vec![RangeInput { starts: "9 h 30".into(), ends: "12:00".into() }, RangeInput::default()],
            exceptions: "2026-12-24\n2026-12-25".into(),
            preview: Some(HoursPreview { summary: "Rien ne sera proposé".into(), ..HoursPreview::default() }),
            ..ProfessionalForm::default()
        };
        let kept = form.kept();
        let again = ProfessionalForm::from_kept(|name| {
            kept.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone())
        });
        assert_eq!(again, form);
    }

    /// A draft may have been kept while a day had two ranges.
    #[test]
    fn ranges_that_were_kept_stay_with_their_day() {
        let lines = |a_day: usize| {
            (0..7)
                .flat_map(|day| (0..a_day).map(move |row| format!("{row}{day}:00\t2{day}:00")))
                .collect::<Vec<_>>()
                .join("\n")
        };
        for a_day in 1..=RANGES_A_DAY {
            let kept = lines(a_day);
            let form = ProfessionalForm::from_kept(|name| (name == "ranges").then(|| kept.clone()));
            assert_eq!(form.ranges.len(), 7 * RANGES_A_DAY, "{a_day}");
            for (day, ranges) in form.ranges.chunks(RANGES_A_DAY).enumerate() {
                let starts: Vec<_> = ranges.iter().map(|range| range.starts.clone()).collect();
                let typed =
                    (0..RANGES_A_DAY).map(|row| if row < a_day { format!("{row}{day}:00") } else { String::new() });
                assert_eq!(starts, typed.collect::<Vec<_>>(), "{a_day} a day");
            }
        }
    }

    #[test]
    fn what_may_stay_empty_is_checked_where_it_is_not() {
        let form = |story: &str, accessibility: &str| ProfessionalForm {
            day: story.to_owned(),
            path: story.to_owned(),
            accessibility: accessibility.split_whitespace().map(str::to_owned).collect(),
            ..ProfessionalForm::default()
        };
        let problems = |form: ProfessionalForm| {
            let error = form.checks().done().unwrap_err();
            ["day", "path", "accessibility"].map(|field| error.problem(field).cloned())
        };
        assert_eq!(problems(form("", "")), [None, None, None]);
        assert_eq!(problems(form(" \n", "captions companion")), [None, None, None]);
        let short = Some(Problem::TooShort(20));
        assert_eq!(problems(form("Le four.", "captions xyz")), [short.clone(), short, Some(Problem::NotAChoice)]);
        let long = Some(Problem::TooLong(1000));
        assert_eq!(problems(form(&"pain ".repeat(201), "")), [long.clone(), long, None]);
    }

    #[test]
    fn an_empty_profile_names_every_field() {
        let error = ProfessionalForm::default().checks().done().unwrap_err();
        for field in ["trade", "headline", "likes", "dislikes", "commune", "notice_hours", "horizon_days"] {
            assert_eq!(error.problem(field), Some(&Problem::Required), "{field}");
        }
        for field in ["languages", "ways"] {
            assert_eq!(error.problem(field), Some(&Problem::ChooseSome), "{field}");
        }
    }
}
