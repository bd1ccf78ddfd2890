//! Spans of time in which somebody is busy elsewhere, as their other calendars tell.

use chrono::{DateTime, Utc};

/// Spans of time that are taken, sorted and apart from each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusySpans(Vec<Span>);

/// From its first instant (included) to its last (excluded).
pub type Span = (DateTime<Utc>, DateTime<Utc>);

impl BusySpans {
    /// The spans that start before they end; those that touch or overlap are joined.
    #[must_use]
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().filter(|(start, end)| start < end).collect();
        spans.sort_unstable();
        spans.dedup_by(|later, earlier| {
            let joined = later.0 <= earlier.1;
            if joined {
                earlier.1 = earlier.1.max(later.1);
            }
            joined
        });
        Self(spans)
    }

    /// What is within `from` and `until`, cut where it goes beyond.
    #[must_use]
    pub fn within(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        Self::new(self.0.iter().map(|(start, end)| ((*start).max(from), (*end).min(until))))
    }

    /// Whether any of the time from `from` (included) to `until` (excluded) is taken.
    #[must_use]
    pub fn takes(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        let first = self.0.partition_point(|(_, end)| *end <= from);
        self.0.get(first).is_some_and(|(start, _)| *start < until)
    }

    /// The spans, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(minutes * 60, 0).unwrap()
    }

    fn spans(spans: &[(i64, i64)]) -> BusySpans {
        BusySpans::new(spans.iter().map(|(start, end)| (at(*start), at(*end))))
    }

    #[test]
    fn spans_are_joined_and_in_order() {
        assert_eq!(spans(&[(60, 90), (0, 30), (30, 40), (35, 38), (50, 50), (9, 1)]), spans(&[(0, 40), (60, 90)]));
        assert_eq!(spans(&[(0, 40), (60, 90)]).within(at(30), at(60)), spans(&[(30, 40)]));
    }

    #[test]
    fn an_end_is_free_again() {
        let busy = spans(&[(10, 20), (30, 40)]);
        for (from, until, taken) in
            [(0, 10, false), (0, 11, true), (20, 30, false), (19, 20, true), (15, 16, true), (40, 99, false)]
        {
            assert_eq!(busy.takes(at(from), at(until)), taken, "{from} to {until}");
        }
    }
}
