//! How far an index has come in the numbered changes. Numbers are given before they are committed: on
//! PostgreSQL a change may appear behind others of higher numbers, and a number whose transaction was rolled
//! back stays missing. So a checkpoint moves up to the first missing number and waits there, while what is
//! beyond is taken up at once and remembered.

use super::store::ChangeRow;
use crate::search::checkpoint::Checkpoint;
use chrono::{DateTime, Duration, Utc};
use std::collections::HashSet;

/// A missing number is waited for until the change after it is this old: no transaction lasts as long
/// (requests end after 20 s).
const PATIENCE_MINUTES: i64 = 2;

/// The checkpoint that `changes` (in order, from `checkpoint` on) allow: everything up to it is there, or
/// never will be.
#[must_use]
pub fn settled(checkpoint: Checkpoint, changes: &[ChangeRow], now: DateTime<Utc>) -> Checkpoint {
    let given_up = now - Duration::minutes(PATIENCE_MINUTES);
    let mut settled = checkpoint;
    for change in changes {
        if change.id > settled.number + 1 && change.changed_at >= given_up {
            break;
        }
        settled = reached(change);
    }
    settled
}

/// Whether `changes` (in order, from `checkpoint` on) are what followed after the checkpoint. They are not when
/// its own change is missing or of another moment: the index is of another database, or older than the changes
/// that are kept (`kept_since`). Checkpoint 0 has no change of its own; before it nothing was ever forgotten.
#[must_use]
pub fn leads_on(checkpoint: Checkpoint, changes: &[ChangeRow], kept_since: DateTime<Utc>) -> bool {
    match changes.first() {
        None => checkpoint.number == 0,
        Some(first) if checkpoint.number == 0 => first.changed_at >= kept_since,
        Some(first) => reached(first) == checkpoint,
    }
}

fn reached(change: &ChangeRow) -> Checkpoint {
    Checkpoint { number: change.id, made_at: change.changed_at.timestamp_millis() }
}

/// The changes beyond the checkpoint that were taken up already.
#[derive(Debug, Default)]
pub struct Progress {
    beyond: HashSet<i64>,
}

impl Progress {
    /// Those of `changes` that were not taken up yet.
    #[must_use]
    pub fn new_among(&self, checkpoint: Checkpoint, changes: &[ChangeRow]) -> Vec<ChangeRow> {
        let is_new = |change: &&ChangeRow| change.id > checkpoint.number && !self.beyond.contains(&change.id);
        changes.iter().filter(is_new).copied().collect()
    }

    /// Notes that all of `changes` are taken up and that the checkpoint is now `settled`.
    pub fn took(&mut self, settled: Checkpoint, changes: &[ChangeRow]) {
        self.beyond = changes.iter().map(|change| change.id).filter(|id| *id > settled.number).collect();
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

    /// The change of this number, so many seconds old.
    fn at(number: i64, seconds: i64) -> Checkpoint {
        reached(&changes(&[(number, seconds)])[0])
    }

    const NOTHING: Checkpoint = Checkpoint { number: 0, made_at: 0 };

    fn numbers(changes: &[ChangeRow]) -> Vec<i64> {
        changes.iter().map(|change| change.id).collect()
    }

    #[test]
    fn a_checkpoint_waits_before_a_missing_number() {
        assert_eq!(settled(NOTHING, &[], NOW), NOTHING);
        assert_eq!(settled(NOTHING, &changes(&[(1, 9), (2, 5), (3, 1)]), NOW), at(3, 1));
        assert_eq!(settled(at(3, 60), &changes(&[(3, 60), (5, 5), (6, 1)]), NOW), at(3, 60));
        assert_eq!(settled(at(3, 60), &changes(&[(3, 60), (4, 9), (5, 5), (6, 1)]), NOW), at(6, 1));
    }

    #[test]
    fn a_number_that_never_comes_is_given_up() {
        assert_eq!(settled(at(3, 300), &changes(&[(3, 300), (5, 200), (6, 1)]), NOW), at(6, 1));
        assert_eq!(settled(at(3, 300), &changes(&[(3, 300), (5, 200), (8, 1)]), NOW), at(5, 200));
        assert_eq!(settled(NOTHING, &changes(&[(70, 300), (71, 1)]), NOW), at(71, 1));
    }

    #[test]
    fn each_change_is_new_once_even_when_it_comes_late() {
        let mut progress = Progress::default();
        let first = changes(&[(3, 60), (5, 5)]);
        assert_eq!(numbers(&progress.new_among(at(3, 60), &first)), [5]);
        progress.took(settled(at(3, 60), &first, NOW), &first);
        assert_eq!(numbers(&progress.new_among(at(3, 60), &first)), Vec::<i64>::new());
        let second = changes(&[(3, 60), (4, 9), (5, 5), (6, 1)]);
        assert_eq!(numbers(&progress.new_among(at(3, 60), &second)), [4, 6]);
        progress.took(settled(at(3, 60), &second, NOW), &second);
        assert_eq!(numbers(&progress.new_among(at(6, 1), &changes(&[(6, 1)]))), Vec::<i64>::new());
    }

    #[test]
    fn an_index_of_elsewhere_or_of_long_ago_is_seen() {
        let kept_since = NOW - Duration::days(7);
        assert!(leads_on(NOTHING, &[], kept_since));
        assert!(leads_on(NOTHING, &changes(&[(2, 5)]), kept_since));
        assert!(leads_on(at(7, 9_000_000), &changes(&[(7, 9_000_000), (8, 5)]), kept_since));
        assert!(!leads_on(at(7, 9), &[], kept_since), "another, empty database");
        assert!(!leads_on(at(7, 9), &changes(&[(7, 8), (8, 5)]), kept_since), "another one that has come as far");
        assert!(!leads_on(at(7, 9), &changes(&[(9, 5)]), kept_since), "its change was forgotten");
        assert!(!leads_on(NOTHING, &changes(&[(9, 9_000_000), (10, 5)]), kept_since), "changes before were forgotten");
    }
}
