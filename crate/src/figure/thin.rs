//! Long lines with few points.

/// The points of a line, thinned to the lowest and the highest of each column of the given width, so that no peak is
/// lost; the first and the last point stay. Points come and go in the order of x.
pub(super) fn thin(points: &[(f64, f64)], column: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut rest = points;
    while let Some(&(start, _)) = rest.first() {
        let place = (start / column).floor();
        let length = rest.iter().take_while(|(x, _)| (x / column).floor() == place).count().max(1);
        let (here, after) = rest.split_at(length);
        let mut lowest = 0;
        let mut highest = 0;
        for (index, point) in here.iter().enumerate() {
            if point.1 < here[lowest].1 {
                lowest = index;
            }
            if point.1 > here[highest].1 {
                highest = index;
            }
        }
        if kept.is_empty() && lowest.min(highest) != 0 {
            kept.push(here[0]);
        }
        kept.push(here[lowest.min(highest)]);
        if lowest != highest {
            kept.push(here[lowest.max(highest)]);
        }
        if after.is_empty() && lowest.max(highest) != length - 1 {
            kept.push(here[length - 1]);
        }
        rest = after;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_left_alone() {
        let points = [(0.0, 3.0), (10.0, 2.0), (20.0, 1.0)];
        assert_eq!(thin(&points, 1.0), points);
        assert_eq!(thin(&[], 1.0), []);
    }

    #[test]
    fn a_long_line_keeps_its_ends_and_its_peaks() {
        let mut points: Vec<(f64, f64)> = (0..100_000).map(|index| (f64::from(index) / 200.0, 1.0)).collect();
        points[54_321].1 = 9.0;
        points[54_322].1 = -9.0;
        for (index, point) in points.iter_mut().enumerate() {
            point.1 += (index as f64 * 0.37).sin() * 0.1;
        }
        let kept = thin(&points, 1.0);
        assert!(kept.len() <= 2 * 500 + 2, "{}", kept.len());
        assert_eq!((kept.first(), kept.last()), (points.first(), points.last()));
        assert!(kept.contains(&points[54_321]) && kept.contains(&points[54_322]));
        assert!(kept.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
