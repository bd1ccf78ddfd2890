//! How far an index has come in the numbered changes. Numbers are given before they are committed: on
//! PostgreSQL a change may appear behind others of higher numbers, and a number whose transaction was rolled
//! back stays missing. So a checkpoint moves up to the first missing number and waits there, while what is
//! beyond is taken up at once and remembered.

use super::store::ChangeRow;
use chrono::{DateTime, Duration, Utc};
use std::collections::HashSet;

/// A missing number is waited for until the change after it is this old: no transaction lasts as long
/// (requests end after 20 s).
const PATIENCE_MINUTES: i64 = 2;

/// The checkpoint that `changes` (in order, from `checkpoint` on) allow: everything up to it is there, or
/// never will be.
#[must_use]
pub fn settled(checkpoint: i64, changes: &[ChangeRow], now: DateTime<Utc>) -> i64 {
    let given_up = now - Duration::minutes(PATIENCE_MINUTES);
    let mut settled = checkpoint;
    for change in changes {
        if change.id > settled + 1 && change.changed_at >= given_up {
            break;
        }
        settled = change.id;
    }
    settled
}

/// Whether `changes` (in order, from `checkpoint` on) are what followed after the checkpoint. They are not when
/// its own change is missing: the index is of another database, or older than the changes that are kept
/// (`kept_since`). Checkpoint 0 has no change of its own; before it nothing was ever forgotten.
#[must_use]
pub fn leads_on(checkpoint: i64, changes: &[ChangeRow], kept_since: DateTime<Utc>) -> bool {
    match changes.first() {
        None => checkpoint == 0,
        Some(first) if checkpoint == 0 => first.changed_at >= kept_since,
        Some(first) => first.id == checkpoint,
    }
}

/// The changes beyond the checkpoint that were taken up already.
#[derive(Debug, Default)]
pub struct Progress {
    beyond: HashSet<i64>,
}

impl Progress {
    /// Those of `changes` that were not taken up yet.
    #[must_use]
    pub fn new_among(&self, checkpoint: i64, changes: &[ChangeRow]) -> Vec<ChangeRow> {
        let is_new = |change: &&ChangeRow| change.id > checkpoint && !self.beyond.contains(&change.id);
        changes.iter().filter(is_new).copied().collect()
    }

    /// Notes that all of `changes` are taken up and that the checkpoint is now `settled`.
    pub fn took(&mut self, settled: i64, changes: &[ChangeRow]) {
        self.beyond = changes.iter().map(|change| change.id).filter(|id| *id > settled).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// Changes of these numbers, each so many seconds old at [`NOW`].
    fn changes(numbers: &[(i64, i64)]) -> Vec<ChangeRow> {
        let change = |(id, seconds): &(i64, i64)| ChangeRow {
            id: *id,
            professional_id: Uuid::nil(),
            changed_at: NOW - Duration::seconds(*seconds),
        };
        numbers.iter().map(change).collect()
    }

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn numbers(changes: &[ChangeRow]) -> Vec<i64> {
        changes.iter().map(|change| change.id).collect()
    }

    #[test]
    fn a_checkpoint_waits_before_a_missing_number() {
        assert_eq!(settled(0, &[], NOW), 0);
        assert_eq!(settled(0, &changes(&[(1, 9), (2, 5), (3, 1)]), NOW), 3);
        assert_eq!(settled(3, &changes(&[(3, 60), (5, 5), (6, 1)]), NOW), 3);
        assert_eq!(settled(3, &changes(&[(3, 60), (4, 9), (5, 5), (6, 1)]), NOW), 6);
    }

    #[test]
    fn a_number_that_never_comes_is_given_up() {
        assert_eq!(settled(3, &changes(&[(3, 300), (5, 200), (6, 1)]), NOW), 6);
        assert_eq!(settled(3, &changes(&[(3, 300), (5, 200), (8, 1)]), NOW), 5);
        assert_eq!(settled(0, &changes(&[(70, 300), (71, 1)]), NOW), 71);
    }

    #[test]
    fn each_change_is_new_once_even_when_it_comes_late() {
        let mut progress = Progress::default();
        let first = changes(&[(3, 60), (5, 5)]);
        assert_eq!(numbers(&progress.new_among(3, &first)), [5]);
        progress.took(settled(3, &first, NOW), &first);
        assert_eq!(numbers(&progress.new_among(3, &first)), Vec::<i64>::new());
        let second = changes(&[(3, 60), (4, 9), (5, 5), (6, 1)]);
        assert_eq!(numbers(&progress.new_among(3, &second)), [4, 6]);
        progress.took(settled(3, &second, NOW), &second);
        assert_eq!(numbers(&progress.new_among(6, &changes(&[(6, 1)]))), Vec::<i64>::new());
    }

    #[test]
    fn an_index_of_elsewhere_or_of_long_ago_is_seen() {
        let kept_since = NOW - Duration::days(7);
        assert!(leads_on(0, &[], kept_since));
        assert!(leads_on(0, &changes(&[(2, 5)]), kept_since));
        assert!(leads_on(7, &changes(&[(7, 9_000_000), (8, 5)]), kept_since));
        assert!(!leads_on(7, &[], kept_since), "another, empty database");
        assert!(!leads_on(7, &changes(&[(9, 5)]), kept_since), "its change was forgotten");
        assert!(!leads_on(0, &changes(&[(9, 9_000_000), (10, 5)]), kept_since), "changes before were forgotten");
    }
}
