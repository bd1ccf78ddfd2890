//! Distances on the globe, without trigonometry for each professional: places are kept as points
//! of the unit sphere, where the chord between two of them grows with the distance.

use super::criteria::Near;

/// Mean radius of the Earth in kilometres (IUGG).
const EARTH_KM: f64 = 6_371.008_8;

/// A point of the unit sphere.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    x: f64,
    y: f64,
    z: f64,
}

impl Point {
    /// The point at a latitude and longitude in degrees.
    pub fn at(lat: f64, lon: f64) -> Self {
        let (lat_sin, lat_cos) = lat.to_radians().sin_cos();
        let (lon_sin, lon_cos) = lon.to_radians().sin_cos();
        Self { x: lat_cos * lon_cos, y: lat_cos * lon_sin, z: lat_sin }
    }

    /// Square of the chord to another point: twice the haversine, doubled.
    pub fn chord2(self, other: Self) -> f64 {
        let (x, y, z) = (self.x - other.x, self.y - other.y, self.z - other.z);
        x * x + y * y + z * z
    }
}

/// A circle on the globe, ready to be compared with many points.
#[derive(Clone, Copy, Debug)]
pub struct Circle {
    centre: Point,
    chord2: f64,
}

impl Circle {
    /// The circle of [`Near`]; it holds nothing if a figure of it is not a number.
    pub fn new(near: Near) -> Self {
        let half_angle = (near.radius_km / EARTH_KM / 2.0).clamp(0.0, std::f64::consts::FRAC_PI_2);
        let chord = 2.0 * half_angle.sin();
        Self { centre: Point::at(near.lat, near.lon), chord2: chord * chord }
    }

    /// Square of the chord from the centre to a point.
    pub fn chord2(&self, point: Point) -> f64 {
        self.centre.chord2(point)
    }

    /// Whether a point is inside, or on the edge.
    pub fn holds(&self, point: Point) -> bool {
        self.chord2(point) <= self.chord2
    }
}

/// Side of a [`Grid`] cell, in degrees.
const CELL: f64 = 0.25;
/// Cells on a parallel.
const COLUMNS: u32 = (360.0 / CELL) as u32;

/// So many people are taken from the grid in the time that somebody's place is looked up.
const PEOPLE_OF_THE_GRID: usize = 6;

/// A point where somebody is.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    cell: u32,
    /// Where it is.
    pub point: Point,
    /// Where in [`Grid::people`] those who are there begin and end.
    people: (u32, u32),
}

/// Spots by cells of latitude and longitude, to look near a point without looking everywhere. People are
/// known by the commune they are in, so there are far fewer spots than people.
#[derive(Clone, Debug)]
pub struct Grid {
    /// In the order of their cells; the last is nowhere.
    spots: Vec<Spot>,
    /// Positions, from spot to spot.
    people: Vec<u32>,
    /// The spot of each position.
    spot_of: Vec<u32>,
}

impl Grid {
    /// The grid of places given in the order of their positions, as latitude and longitude in
    /// degrees. Those that are not on the globe are nowhere.
    pub fn new(places: &[[f64; 2]]) -> Self {
        let mut placed: Vec<(u32, (u64, u64), u32)> = places
            .iter()
            .zip(0..)
            .filter(|([lat, lon], _)| lat.abs() <= 90.0 && lon.abs() <= 180.0)
            .map(|([lat, lon], position)| {
                (row(*lat) * COLUMNS + column(*lon), (lat.to_bits(), lon.to_bits()), position)
            })
            .collect();
        placed.sort_unstable();
        let same_spot = |one: &(u32, (u64, u64), u32), two: &(u32, (u64, u64), u32)| one.1 == two.1;
        let mut begin = 0;
        let somewhere = placed.chunk_by(same_spot).filter_map(|there| {
            let (cell, (lat, lon), _) = there.first()?;
            let people = (begin, begin + there.len() as u32);
            begin = people.1;
            Some(Spot { cell: *cell, point: Point::at(f64::from_bits(*lat), f64::from_bits(*lon)), people })
        });
        let mut spots: Vec<Spot> = somewhere.collect();
        let people: Vec<u32> = placed.iter().map(|(.., position)| *position).collect();
        let mut spot_of = vec![spots.len() as u32; places.len()];
        for (at, spot) in (0..).zip(&spots) {
            let there = &people[spot.people.0 as usize..spot.people.1 as usize];
            there.iter().for_each(|position| spot_of[*position as usize] = at);
        }
        spots.push(Spot { cell: u32::MAX, point: Point::at(f64::NAN, f64::NAN), people: (begin, begin) });
        Self { spots, people, spot_of }
    }

    /// Where somebody is.
    pub fn point(&self, position: u32) -> Point {
        self.spots[self.spot_of[position as usize] as usize].point
    }

    /// The positions of those who are at a spot, in order.
    pub fn people(&self, spot: &Spot) -> &[u32] {
        &self.people[spot.people.0 as usize..spot.people.1 as usize]
    }

    /// The spots that [`Near`] may hold: all that it does and some around them.
    pub fn around(&self, near: Near) -> impl Iterator<Item = &Spot> {
        self.rows_around(near).flatten()
    }

    /// Whether looking up where each of so many people is takes less time than going through all at [`Grid::around`].
    pub fn is_slower_around(&self, near: Near, people: usize) -> bool {
        people * PEOPLE_OF_THE_GRID < self.count_around(near)
    }

    fn count_around(&self, near: Near) -> usize {
        let people = |row: &[Spot]| Some((row.last()?.people.1 - row.first()?.people.0) as usize);
        self.rows_around(near).filter_map(people).sum()
    }

    fn rows_around(&self, near: Near) -> impl Iterator<Item = &[Spot]> {
        let angle = near.radius_km.max(0.0) / EARTH_KM;
        let (south, north) = (near.lat - angle.to_degrees(), near.lat + angle.to_degrees());
        // Widest where the circle's tangent meridians touch it; all around if a pole is inside.
        let reach = (angle.sin() / near.lat.to_radians().cos()).asin().to_degrees();
        let (west, east) = (near.lon - reach, near.lon + reach);
        let anywhere = !(south > -90.0 && north < 90.0 && west > -180.0 && east < 180.0);
        let columns = if anywhere { (0, COLUMNS) } else { (column(west), column(east) + 1) };
        (row(south.max(-90.0))..=row(north.min(90.0))).map(move |row| {
            let at = |column| self.spots.partition_point(|spot| spot.cell < row * COLUMNS + column);
            self.spots.get(at(columns.0)..at(columns.1)).unwrap_or_default()
        })
    }
}

fn row(lat: f64) -> u32 {
    ((lat + 90.0) / CELL) as u32
}

fn column(lon: f64) -> u32 {
    (((lon + 180.0) / CELL) as u32).min(COLUMNS - 1)
}

/// Great-circle distance of two points in kilometres, from the square of their chord.
pub fn kilometres(chord2: f64) -> f64 {
    2.0 * EARTH_KM * (chord2.sqrt() / 2.0).min(1.0).asin()
}

/// Straight distance of two points in whole metres, from the square of their chord: cheap, and
/// in the order of the real distances, which is all that ranking needs.
pub fn ranking_metres(chord2: f64) -> i64 {
    (chord2.sqrt() * EARTH_KM * 1_000.0) as i64
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    const PARIS: (f64, f64) = (48.8566, 2.3522);
    const SAINT_DENIS: (f64, f64) = (-20.8789, 55.4481);

    fn haversine(a: (f64, f64), b: (f64, f64)) -> f64 {
        let half = |x: f64, y: f64| ((y - x).to_radians() / 2.0).sin().powi(2);
        let h = half(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
        2.0 * EARTH_KM * h.sqrt().asin()
    }

    #[test]
    fn distances_are_those_of_the_haversine() {
        for b in [SAINT_DENIS, (48.8567, 2.3522), (-17.53, -149.57), (46.78, -56.18), PARIS] {
            let chord2 = Point::at(PARIS.0, PARIS.1).chord2(Point::at(b.0, b.1));
            assert!((kilometres(chord2) - haversine(PARIS, b)).abs() < 1e-6, "{b:?}");
        }
    }

    #[test]
    fn a_circle_ends_at_its_radius() {
        let place = (45.764, 4.8357);
        let km = haversine(PARIS, place);
        let holds = |radius_km| {
            let near = Near { lat: PARIS.0, lon: PARIS.1, radius_km };
            Circle::new(near).holds(Point::at(place.0, place.1))
        };
        assert!(holds(km + 0.001));
        assert!(!holds(km - 0.001));
        assert!(!holds(-1.0));
        assert!(!holds(f64::NAN));
        assert!(holds(f64::INFINITY));
    }

    fn positions(grid: &Grid, near: Near) -> HashSet<u32> {
        grid.around(near).flat_map(|spot| grid.people(spot)).copied().collect()
    }

    #[test]
    fn people_of_one_commune_are_one_spot() {
        let grid = Grid::new(&[PARIS, SAINT_DENIS, PARIS, (f64::NAN, 0.0), PARIS].map(<[f64; 2]>::from));
        let near = Near { lat: PARIS.0, lon: PARIS.1, radius_km: 1.0 };
        assert_eq!(grid.around(near).count(), 1);
        assert_eq!(grid.count_around(near), 3);
        assert_eq!(positions(&grid, near), HashSet::from([0, 2, 4]));
    }

    proptest! {
        #[test]
        fn the_grid_leaves_nobody_out(
            places in prop::collection::vec((-90.0..=90.0f64, -180.0..=180.0f64), 1..60),
            near in (-90.0..=90.0f64, -180.0..=180.0f64, 0.0..25_000.0f64),
        ) {
            let near = Near { lat: near.0, lon: near.1, radius_km: near.2 };
            let grid = Grid::new(&places.iter().copied().map(<[f64; 2]>::from).collect::<Vec<_>>());
            let around = positions(&grid, near);
            let circle = Circle::new(near);
            for ((lat, lon), position) in places.into_iter().zip(0..) {
                if circle.holds(Point::at(lat, lon)) {
                    prop_assert!(around.contains(&position), "{lat} {lon}");
                }
            }
        }
    }

    #[test]
    fn the_grid_looks_no_further_than_it_must() {
        let places: Vec<_> = (0..3600).map(|at| [f64::from(at / 60), f64::from(at % 60)]).collect();
        let near = Near { lat: 45.5, lon: 10.5, radius_km: 150.0 };
        assert!((1..30).contains(&Grid::new(&places).around(near).count()));
    }

    #[test]
    fn a_circle_crosses_the_antimeridian() {
        let wallis = Near { lat: -14.3, lon: 179.9, radius_km: 50.0 };
        assert!(Circle::new(wallis).holds(Point::at(-14.3, -179.9)));
    }
}
