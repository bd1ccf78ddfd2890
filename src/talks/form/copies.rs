//! Hours of one day on others as well, and what else the editor of hours is sent for without being saved.

use super::{ProfessionalForm, RANGES_A_DAY, RangeInput};
use crate::{
    error::{AppError, Problem},
    form::Checks,
};

/// Posted as `copy` by the button that shows what the hours would offer.
pub const PREVIEW: &str = "preview";
/// Posted as `copy` by the button that gives Monday's hours to the other working days.
pub const COPY_MONDAY: &str = "monday";
/// Posted as `copy` by the button that gives the hours of one day to chosen ones.
pub const COPY_DAY: &str = "day";
/// Posted as `copy` by the button that writes a line of special days for two dates.
pub const CLOSE_DAYS: &str = "closed";
/// Days as `copy_from` and `copy_to` name them, Monday first.
pub const DAYS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];

impl ProfessionalForm {
    /// Whether it was sent to copy a day's hours, and not to be saved.
    #[must_use]
    pub fn only_copies(&self) -> bool {
        self.copy == COPY_MONDAY || self.copy == COPY_DAY
    }

    /// Whether it was sent to close the days between two dates in the form, and not to be saved.
    #[must_use]
    pub fn only_closes_days(&self) -> bool {
        self.copy == CLOSE_DAYS
    }

    /// Whether it was sent to tell what its hours would offer, and not to be saved.
    #[must_use]
    pub fn only_previews(&self) -> bool {
        self.copy == PREVIEW
    }

    /// The same form with the hours of one day on others as well, as it asks.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it names no day, or none to copy to.
    pub fn with_copies(&self) -> Result<Self, AppError> {
        let day = |code: &String| DAYS.iter().position(|day| day == code);
        let (from, to) = match self.copy == COPY_MONDAY {
            true => (Some(0), (1..5).collect()),
            false => (day(&self.copy_from), self.copy_to.iter().filter_map(day).collect::<Vec<_>>()),
        };
        Checks::new()
            .require("copy_from", from.is_some(), Problem::ChooseOne)
            .require("copy_to", !to.is_empty(), Problem::ChooseSome)
            .done()?;
        let mut copy = self.clone();
        copy.ranges.resize(DAYS.len() * RANGES_A_DAY, RangeInput::default());
        let hours_of = |day: usize| day * RANGES_A_DAY..(day + 1) * RANGES_A_DAY;
        let copied = from.and_then(|from| copy.ranges.get(hours_of(from))).map(<[_]>::to_vec).unwrap_or_default();
        for to in to {
            if let Some(hours) = copy.ranges.get_mut(hours_of(to)) {
                hours.clone_from_slice(&copied);
            }
        }
        Ok(copy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monday_is_copied_to_the_working_days_only() {
        let range = |starts: &str| RangeInput { starts: starts.into(), ends: "12:00".into() };
        let mut ranges = vec![RangeInput::default(); 7 * RANGES_A_DAY];
        ranges[0] = range("09:00");
        ranges[RANGES_A_DAY + 1] = range("10:00");
        ranges[6 * RANGES_A_DAY + 1] = range("11:00");
        let form = ProfessionalForm { ranges, copy: COPY_MONDAY.into(), ..ProfessionalForm::default() };
        let copied = form.with_copies().unwrap();
        for day in copied.ranges[..5 * RANGES_A_DAY].chunks(RANGES_A_DAY) {
            assert_eq!(day, [range("09:00"), RangeInput::default(), RangeInput::default()]);
        }
        let weekend = &copied.ranges[5 * RANGES_A_DAY..];
        assert_eq!(weekend[RANGES_A_DAY + 1], range("11:00"));
        assert_eq!(weekend.iter().filter(|range| **range != RangeInput::default()).count(), 1);
    }

    #[test]
    fn a_day_is_copied_to_the_chosen_ones() {
        let range = |starts: &str| RangeInput { starts: starts.into(), ends: "12:00".into() };
        let mut ranges = vec![RangeInput::default(); 7 * RANGES_A_DAY];
        let wednesday = 2 * RANGES_A_DAY;
        ranges[wednesday] = range("09:00");
        ranges[wednesday + 1] = range("14:00");
        ranges[6 * RANGES_A_DAY] = range("20:00");
        let form = |from: &str, to: &[&str]| ProfessionalForm {
            ranges: ranges.clone(),
            copy: COPY_DAY.into(),
            copy_from: from.into(),
            copy_to: to.iter().map(|day| (*day).to_owned()).collect(),
            ..ProfessionalForm::default()
        };
        let copied = form("2", &["0", "6"]).with_copies().unwrap().ranges;
        for day in [0, 2, 6] {
            let first = day * RANGES_A_DAY;
            assert_eq!(copied[first..first + 2], [range("09:00"), range("14:00")], "{day}");
        }
        assert!([1, 3, 4, 5].iter().all(|day| copied[day * RANGES_A_DAY] == RangeInput::default()));
        let problem = |from: &str, to: &[&str], field: &str| {
            form(from, to).with_copies().err().and_then(|error| error.problem(field).cloned())
        };
        assert_eq!(problem("2", &[], "copy_to"), Some(Problem::ChooseSome));
        assert_eq!(problem("2", &["7", "x"], "copy_to"), Some(Problem::ChooseSome));
        assert_eq!(problem("", &["1"], "copy_from"), Some(Problem::ChooseOne));
    }
}
