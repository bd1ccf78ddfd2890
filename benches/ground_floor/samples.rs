//! Middle, ends and percentiles of what was measured several times.

/// Repetitions of every timed measure; its peer is timed in turn with it.
pub const REPETITIONS: usize = 5;

/// Measured values, ordered.
#[derive(Clone, Debug, Default)]
pub struct Samples(Vec<f64>);

impl FromIterator<f64> for Samples {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self(values)
    }
}

impl Samples {
    /// The value below which `share` (0 to 1) of the values lie.
    pub fn percentile(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.percentile(0.5)
    }

    /// The lowest and the highest.
    pub fn spread(&self) -> (f64, f64) {
        (self.percentile(0.0), self.percentile(1.0))
    }
}

/// Values and their peers, measured in turn.
#[derive(Default)]
pub struct Pairs(Vec<(f64, f64)>);

impl Pairs {
    /// Adds one repetition.
    pub fn push(&mut self, value: f64, peer: f64) {
        self.0.push((value, peer));
    }

    /// The values.
    pub fn values(&self) -> Samples {
        self.0.iter().map(|(value, _)| *value).collect()
    }

    /// The peers.
    pub fn peers(&self) -> Samples {
        self.0.iter().map(|(_, peer)| *peer).collect()
    }

    /// The ratio of each repetition.
    pub fn ratios(&self) -> Samples {
        self.0.iter().map(|(value, peer)| value / peer).collect()
    }
}
