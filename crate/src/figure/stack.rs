//! Labels one above another that keep apart.

use crate::numbers::ascending;

/// The tops of blocks of the given heights, each as near to its wish (the middle it would like) as the others allow:
/// the blocks keep the order of their wishes, do not overlap and stay within `from..to`. `None` if they do not fit.
pub(super) fn stack(wishes: &[f64], heights: &[f64], from: f64, to: f64) -> Option<Vec<f64>> {
    if heights.iter().sum::<f64>() > to - from {
        return None;
    }
    let order = ascending(&wishes[..wishes.len().min(heights.len())]);

    // Blocks that would overlap form a group that hangs together around the mean of its members' wishes.
    struct Group {
        top: f64,
        height: f64,
        sum: f64,
        members: Vec<usize>,
    }
    let settle = |group: &mut Group| {
        group.top = (group.sum / group.members.len() as f64).clamp(from, (to - group.height).max(from));
    };
    let mut groups: Vec<Group> = Vec::new();
    for index in order {
        let height = heights[index];
        let mut group = Group { top: 0.0, height, sum: wishes[index] - height / 2.0, members: vec![index] };
        settle(&mut group);
        while let Some(mut above) = groups.pop_if(|above| above.top + above.height > group.top) {
            // A member's wish counts for the top of the group: less what stands above it there.
            above.sum += group.sum - above.height * group.members.len() as f64;
            above.height += group.height;
            above.members.append(&mut group.members);
            group = above;
            settle(&mut group);
        }
        groups.push(group);
    }

    let mut tops = vec![0.0; wishes.len()];
    for group in groups {
        let mut top = group.top;
        for index in group.members {
            tops[index] = top;
            top += heights[index];
        }
    }
    Some(tops)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wishes: &[f64], heights: &[f64], from: f64, to: f64) -> Vec<f64> {
        let tops = stack(wishes, heights, from, to).expect("they fit");
        for pair in ascending(wishes).windows(2) {
            assert!(tops[pair[0]] + heights[pair[0]] <= tops[pair[1]] + 1e-9, "{tops:?}");
        }
        for (top, height) in tops.iter().zip(heights) {
            assert!(*top >= from - 1e-9 && top + height <= to + 1e-9, "{tops:?}");
        }
        tops
    }

    #[test]
    fn blocks_far_apart_have_their_wish() {
        assert_eq!(check(&[80.0, 20.0], &[10.0, 10.0], 0.0, 100.0), [75.0, 15.0]);
    }

    #[test]
    fn blocks_at_one_place_share_it() {
        assert_eq!(check(&[50.0, 50.0], &[10.0, 10.0], 0.0, 100.0), [40.0, 50.0]);
        assert_eq!(check(&[99.0, 98.0, 97.0], &[10.0; 3], 0.0, 100.0), [90.0, 80.0, 70.0]);
    }

    #[test]
    fn any_wishes_keep_apart() {
        let mut state = 1u32;
        for count in 1..9 {
            for _ in 0..200 {
                let mut next = || {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    f64::from(state >> 8) / f64::from(1 << 24)
                };
                let wishes: Vec<f64> = (0..count).map(|_| next() * 140.0 - 20.0).collect();
                let heights: Vec<f64> = (0..count).map(|_| 2.0 + next() * 10.0).collect();
                check(&wishes, &heights, 0.0, 100.0);
            }
        }
    }

    #[test]
    fn too_many_do_not_fit() {
        assert_eq!(stack(&[1.0, 2.0], &[6.0, 6.0], 0.0, 10.0), None);
    }
}
