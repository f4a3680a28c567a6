//! What a reader writes may not depend on the lanes: here there is one, a GPU has many, and nobody who computes with the
//! one sees what the others make of it.

/// Lines that have one of these stay as they were shipped. `index` is what an entry calls its lane.
const LINES: [&str; 4] = ["LANES", "lane", "local_invocation_index", "index"];
/// These depend on how many lanes there are, and are right where the lane finds its moments; `round` is also a function.
const PLACES: [&str; 5] = ["_MOMENTS + round", "round: ", "round(", "(i, own", "own: "];

/// The first line, from 1, that names the lanes otherwise than the part does as it was shipped; the last where one is missing.
pub(super) fn misused(text: &str, shipped: &str) -> Option<usize> {
    // Where the shipped part has it not, another name than these is the reader's own.
    let is_own = |name: &str| names(shipped, name) || name == LINES[0] || name == LINES[1];
    let mut expected = shipped.lines().map(code).filter(|line| keeps(line, &is_own));
    let mut last = 1;
    for (at, line) in text.lines().map(code).enumerate() {
        last = at + 1;
        let as_shipped = !keeps(line, &is_own) || expected.next() == Some(line);
        let rest = PLACES.iter().fold(line.to_owned(), |line, place| line.replace(place, ""));
        let in_place = !["round", "own"].iter().any(|name| is_own(name) && names(&rest, name));
        if !(as_shipped && in_place) {
            return Some(last);
        }
    }
    expected.next().map(|_| last)
}

/// A line without its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default().trim()
}

fn keeps(line: &str, is_own: &dyn Fn(&str) -> bool) -> bool {
    LINES.iter().any(|name| is_own(name) && names(line, name))
}

/// Whether a text has a name as a word of its own.
fn names(text: &str, name: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
}

#[cfg(test)]
mod tests {
    use super::misused;
    use crate::engine::gpu::sources::Sources;

    #[test]
    fn lanes_are_named_as_shipped_or_the_line_is_found() {
        let edited = |part: &str, from: &str, to: &str| {
            let text = Sources::shipped(part).unwrap();
            assert!(text.contains(from), "{part}");
            misused(&text.replacen(from, to, 1), text)
        };
        let softmax = |to| edited("4_attention_forward", "sum += e;", to);
        assert_eq!(softmax("sum += e; // not LANES"), None);
        assert_eq!(softmax("let index = 1.0; let own = 2.0; sum += round(e);"), None);
        assert_eq!(softmax("sum += e * f32(LANES);"), Some(11));
        assert_eq!(edited("entry_backward", "lane = index;", "lane = index; // mine"), None);
        assert_eq!(edited("entry_backward", "lane = index;", "lane = length;"), Some(8));
        assert_eq!(edited("entry_backward", "open_sentence(run.sentence)", "open_sentence(index)"), Some(9));
        // Without it every lane would do what lane 0 does, and here there is no other.
        assert_eq!(edited("entry_backward", "lane = index;", ""), Some(13));
        assert_eq!(edited("entry_train", "@workgroup_size(LANES)", "@workgroup_size(1)"), Some(7));
        // The round is the parameter's number where there is one lane.
        let project = |from, to| edited("2_project_backward", from, to);
        assert_eq!(project("round, key_sum", "round, round(2.0 * key_sum)"), None);
        assert_eq!(project("KEY + i", "KEY + round"), Some(27));
        assert_eq!(edited("8_adam", "let m =", "let m = f32(own) +"), Some(11));
    }
}
