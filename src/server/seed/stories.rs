//! What invented professionals tell beyond the texts of their trade: a day and a path by family of trades, other trades
//! that go with theirs, and what makes a talk possible for everybody.

use super::Dice;
use crate::talks::types::{Accommodation, Way};
use anyhow::Context;
use serde::Deserialize;

const STORIES: &str = include_str!("../../../data/demo/stories.json");

/// Trades that people practise together: who has the first has the others as well, every other time.
const TOGETHER: [(&str, &[&str]); 24] = [
    ("A1208", &["A1209"]),
    ("A1410", &["A1412"]),
    ("A1416", &["A1429"]),
    ("A1433", &["A1414", "A1429"]),
    ("B1604", &["B1605"]),
    ("B1803", &["L1502"]),
    ("D1103", &["D1101"]),
    ("D1104", &["D1115"]),
    ("D1207", &["B1803"]),
    ("E1106", &["E1108"]),
    ("E1201", &["L1507"]),
    ("E1205", &["E1211"]),
    ("F1608", &["F1606"]),
    ("F1612", &["F1703"]),
    ("F1621", &["F1619"]),
    ("G1101", &["G1222"]),
    ("H2206", &["H2207"]),
    ("I1308", &["F1603", "I1306"]),
    ("I1402", &["I1401"]),
    ("I1604", &["I1606"]),
    ("K2107", &["K2106"]),
    ("L1202", &["B1505"]),
    ("M1203", &["M1507"]),
    ("N4101", &["N4103"]),
];

/// Texts of a family of trades.
#[derive(Deserialize)]
struct Family {
    /// How the codes of its trades begin; the longest that fits counts.
    trades: Vec<String>,
    days: Vec<String>,
    paths: Vec<String>,
}

/// The texts of every family.
pub struct Stories(Vec<Family>);

/// What one of them tells.
pub struct Story {
    /// What a day is like; empty for some.
    pub day: String,
    /// How they came to it; empty for some.
    pub path: String,
    /// ROME codes of their other trades; none for most.
    pub other_trades: Vec<String>,
    /// What makes a talk with them possible for everybody; none for some.
    pub accessibility: Vec<Accommodation>,
}

impl Stories {
    /// Reads the texts.
    ///
    /// # Errors
    /// Texts that cannot be read.
    pub fn read() -> anyhow::Result<Self> {
        serde_json::from_str(STORIES).map(Self).context("data/demo/stories.json")
    }

    fn family(&self, trade: &str) -> Option<&Family> {
        let fits = |family: &Family| {
            let begins = family.trades.iter().filter(|start| trade.starts_with(start.as_str()));
            begins.map(String::len).max()
        };
        let known = self.0.iter().filter_map(|family| Some((fits(family)?, family)));
        known.max_by_key(|(length, _)| *length).map(|(_, family)| family)
    }

    /// What somebody of this trade tells who offers these ways of meeting.
    pub fn story(&self, dice: &Dice, trade: &str, ways: &[Way]) -> Story {
        let dice = dice.other(b"story");
        let pick = |throw, texts: &[String], of: usize| match dice.below(throw, of) {
            0 => String::new(),
            _ => dice.pick(throw + 1, texts).to_owned(),
        };
        let family = self.family(trade);
        let together = TOGETHER.iter().find(|(first, _)| *first == trade).filter(|_| dice.below(4, 2) == 0);
        Story {
            day: family.map(|family| pick(0, &family.days, 5)).unwrap_or_default(),
            path: family.map(|family| pick(2, &family.paths, 4)).unwrap_or_default(),
            other_trades: together
                .map(|(_, others)| others.iter().map(|code| (*code).to_owned()).collect())
                .unwrap_or_default(),
            accessibility: accessibility(dice.below(5, 12), ways),
        }
    }
}

fn accessibility(choice: usize, ways: &[Way]) -> Vec<Accommodation> {
    use Accommodation::{Captions, Companion, PlainWords, QuietPlace, SignLanguage, Wheelchair};
    let offered: &[Accommodation] = match choice {
        0 => &[SignLanguage, Captions],
        1 | 2 => &[Wheelchair, Companion],
        3 => &[Wheelchair, QuietPlace, PlainWords],
        4 => &[Captions],
        5 | 6 => &[PlainWords],
        7 => &[PlainWords, Companion],
        _ => &[],
    };
    let has_room = |one: &&Accommodation| match one {
        Wheelchair => ways.contains(&Way::Onsite),
        Captions => ways.contains(&Way::Video),
        SignLanguage | QuietPlace | PlainWords | Companion => true,
    };
    offered.iter().filter(has_room).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trades::catalogue;

    #[test]
    fn trades_that_go_together_are_known_and_different() {
        for (first, others) in TOGETHER {
            let all: Vec<&str> = std::iter::once(first).chain(others.iter().copied()).collect();
            assert!(all.len() <= 3 && all.iter().all(|code| catalogue::find(code).is_some()), "{all:?}");
            assert!(others.iter().all(|other| *other != first), "{all:?}");
        }
    }

    #[test]
    fn the_closest_family_tells() {
        let stories = Stories::read().unwrap();
        let day = |trade: &str| stories.family(trade).unwrap().days[0].clone();
        assert_ne!(day("M1809"), day("M1805"), "who forecasts the weather does not write programs");
        assert_eq!(day("F1602"), day("F1703"));
        assert!(stories.family("Z9999").is_none());
    }
}
