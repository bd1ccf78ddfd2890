//! The outlines of the départements of metropolitan France, for maps.

use std::sync::LazyLock;

const SHAPES: &str = include_str!("../../data/department_shapes.csv");

/// How wide and how high the map is that the outlines lie on.
pub const SIZE: (u32, u32) = (1226, 1170);

/// An outline.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// The code of its département: `81`, `2A`.
    pub code: String,
    /// An SVG path within [`SIZE`].
    pub path: String,
}

/// All outlines, sorted by code.
pub fn all() -> &'static [Shape] {
    static ALL: LazyLock<Vec<Shape>> = LazyLock::new(|| {
        let mut rows = csv::Reader::from_reader(SHAPES.as_bytes());
        let shapes = rows.records().filter_map(|row| {
            let row = row.ok()?;
            Some(Shape { code: row.get(0)?.to_owned(), path: row.get(1)?.to_owned() })
        });
        shapes.collect()
    });
    &ALL
}

/// Every outline as a file of its own, from which a page draws the path `d` + code: read once, kept by the browser.
pub fn file() -> String {
    let paths = all().iter().map(|shape| format!("<path id=\"d{}\" d=\"{}\"/>", shape.code, shape.path));
    let paths: String = paths.collect();
    let (width, height) = SIZE;
    // Each copy of the map names its makers, as its licence asks.
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"><desc>Map of France departments, \
         Victor Cazanave, https://github.com/VictorCazanave/svg-maps, CC BY 4.0; simplified</desc><defs>{paths}</defs></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::communes::departments;

    #[test]
    fn every_metropolitan_department_has_an_outline() {
        let metropolitan =
            departments().iter().map(|department| department.code.as_str()).filter(|code| code.len() == 2);
        assert_eq!(all().iter().map(|shape| shape.code.as_str()).collect::<Vec<_>>(), metropolitan.collect::<Vec<_>>());
        assert_eq!(all().len(), SHAPES.lines().count() - 1);
    }

    /// Follows each line of each outline.
    #[test]
    fn every_outline_lies_on_the_map() {
        let (width, height) = (i64::from(SIZE.0), i64::from(SIZE.1));
        for Shape { code, path } in all() {
            let mut points = 0;
            for outline in path.split('z').filter(|outline| !outline.is_empty()) {
                let text = outline.replace(['M', 'l'], " ").replace('-', " -");
                let numbers: Vec<i64> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
                let (mut x, mut y) = (0, 0);
                for pair in numbers.chunks(2) {
                    (x, y) = (x + pair[0], y + pair[1]);
                    assert!((0..=width).contains(&x) && (0..=height).contains(&y), "{code}: {x} {y}");
                    points += 1;
                }
            }
            assert!(points >= 3, "{code}");
        }
    }
}
