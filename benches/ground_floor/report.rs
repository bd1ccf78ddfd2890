//! The table on standard output and `target/bench.json`.

use super::samples::Samples;
use serde::Serialize;
use std::fmt;

const FILE: &str = "target/bench.json";
/// Highest ratio over lowest ratio from which a figure is not to be quoted.
const UNSTEADY: f64 = 2.0;

/// One figure. A figure says little alone: it comes with its ratio to a peer of the same run, or to a limit.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    measure: String,
    value: f64,
    unit: &'static str,
    /// Lowest and highest value of the repetitions; none for what is counted rather than timed.
    spread: Option<(f64, f64)>,
    ratio: f64,
    ratio_spread: Option<(f64, f64)>,
    /// What the value was divided by.
    against: String,
    goal: Option<Goal>,
    holds: Option<bool>,
}

/// What the ratio has to be.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// A ratio of at least this.
    RatioAtLeast(f64),
    /// A ratio of at most this.
    RatioAtMost(f64),
}

impl Goal {
    fn holds(self, ratio: f64) -> bool {
        match self {
            Self::RatioAtLeast(least) => ratio >= least,
            Self::RatioAtMost(most) => ratio <= most,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RatioAtLeast(least) => write!(f, "≥ {least}"),
            Self::RatioAtMost(most) => write!(f, "≤ {most}"),
        }
    }
}

impl Figure {
    /// A figure timed several times: `ratios` are those of each repetition to its peer.
    pub fn timed(
        measure: impl Into<String>,
        values: &Samples,
        unit: &'static str,
        ratios: &Samples,
        against: impl Into<String>,
    ) -> Self {
        Self {
            measure: measure.into(),
            value: values.median(),
            unit,
            spread: Some(values.spread()),
            ratio: ratios.median(),
            ratio_spread: Some(ratios.spread()),
            against: against.into(),
            goal: None,
            holds: None,
        }
    }

    /// A figure that is the same at every repetition, beside `peer` in the same unit.
    pub fn counted(
        measure: impl Into<String>,
        value: f64,
        unit: &'static str,
        peer: f64,
        against: impl Into<String>,
    ) -> Self {
        Self {
            measure: measure.into(),
            value,
            unit,
            spread: None,
            ratio: value / peer,
            ratio_spread: None,
            against: against.into(),
            goal: None,
            holds: None,
        }
    }

    /// Whether the repetitions differ so much that something else must have run on the machine.
    fn is_unsteady(&self) -> bool {
        self.ratio_spread.is_some_and(|(low, high)| high > low * UNSTEADY)
    }

    /// The same figure with a goal for its ratio.
    pub fn goal(mut self, goal: Goal) -> Self {
        self.goal = Some(goal);
        self.holds = Some(goal.holds(self.ratio));
        self
    }
}

/// All figures of a run.
#[derive(Default, Serialize)]
pub struct Report {
    figures: Vec<Figure>,
    notes: Vec<String>,
}

impl Report {
    /// Adds a figure.
    pub fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Adds what a reader of the figures has to know.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Prints the table and writes the file.
    ///
    /// # Errors
    /// A file that cannot be written, or a goal that was missed.
    pub fn finish(&self) -> anyhow::Result<()> {
        println!("{:<52} {:>22} {:>22}  {:<8} against", "measure", "median (low–high)", "ratio (low–high)", "goal");
        for figure in &self.figures {
            let missed = if figure.holds == Some(false) { "  MISSED" } else { "" };
            let unsteady = if figure.is_unsteady() { "  UNSTEADY" } else { "" };
            println!(
                "{:<52} {:>22} {:>22}  {:<8} {}{missed}{unsteady}",
                figure.measure,
                format!("{} {}", with_spread(figure.value, figure.spread), figure.unit),
                with_spread(figure.ratio, figure.ratio_spread),
                figure.goal.map_or_else(String::new, |goal| goal.to_string()),
                figure.against,
            );
        }
        for note in &self.notes {
            println!("- {note}");
        }
        std::fs::write(FILE, serde_json::to_string_pretty(self)?)?;
        let missed: Vec<&str> = self
            .figures
            .iter()
            .filter(|figure| figure.holds == Some(false))
            .map(|figure| figure.measure.as_str())
            .collect();
        anyhow::ensure!(missed.is_empty(), "missed: {}", missed.join(", "));
        Ok(())
    }
}

fn with_spread(value: f64, spread: Option<(f64, f64)>) -> String {
    match spread {
        Some((low, high)) => format!("{} ({}–{})", short(value), short(low), short(high)),
        None => short(value),
    }
}

/// Three digits that count.
fn short(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}
