//! What a text may be made of before anybody reads it closely.
//!
//! Parsing and validation go down into a text as deep as it is nested, and WebAssembly has a small stack: an expression of
//! ten thousand sums would overflow it. So texts that no person writes are refused first, by counting.

use std::ops::Range;

use crate::Fault;

/// Bytes of the whole text; the shipped shaders have about 17,000.
const MOST_BYTES: usize = 96 << 10;
/// Words and signs between two of `;`, `{` and `}`.
const MOST_IN_A_STATEMENT: usize = 600;
/// Functions, constants, variables and structs.
const MOST_DECLARATIONS: usize = 600;
/// `else`, each of which is nested in the one before.
const MOST_ELSES: usize = 100;

/// Refuses what is too long or too deep.
pub(super) fn check(text: &str) -> Result<(), Fault> {
    let refuse = |message: String, at: Range<usize>| Err(Fault { message, at: Some(at) });
    if text.len() > MOST_BYTES {
        let (has, most) = (text.len() >> 10, MOST_BYTES >> 10);
        return refuse(format!("the shader has {has} KiB of text, and {most} KiB are the most"), 0..0);
    }
    let (mut in_statement, mut declarations, mut elses, mut depth) = (0, 0, 0, 0_usize);
    for token in tokens(text) {
        in_statement += 1;
        match &text[token.clone()] {
            "{" => (in_statement, depth) = (0, depth + 1),
            "}" => (in_statement, depth) = (0, depth.saturating_sub(1)),
            ";" => in_statement = 0,
            "fn" | "const" | "var" | "struct" | "alias" | "override" | "const_assert" if depth == 0 => {
                declarations += 1;
            }
            "else" => elses += 1,
            _ => {}
        }
        if in_statement > MOST_IN_A_STATEMENT {
            return refuse("this statement is too long: divide it into several".into(), token);
        }
        if declarations > MOST_DECLARATIONS {
            return refuse(format!("there are more than {MOST_DECLARATIONS} declarations"), token);
        }
        if elses > MOST_ELSES {
            return refuse(
                format!("there are more than {MOST_ELSES} `else`: a switch or a table does the same"),
                token,
            );
        }
    }
    Ok(())
}

/// Words and signs, without comments. It need not be exact: naga reads the text afterwards.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[at..];
            let first = rest.chars().next()?;
            if rest.starts_with("//") {
                at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if first.is_whitespace() {
                at += first.len_utf8();
            } else {
                let of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
                let word = rest.find(|letter| !of_word(letter)).unwrap_or(rest.len());
                let start = at;
                at += word.max(first.len_utf8());
                return Some(start..at);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_into_words_and_signs() {
        let text = "fn f() { // no\n  x[1u] += é; /* { */ }";
        let found: Vec<_> = tokens(text).map(|token| &text[token]).collect();
        assert_eq!(found, ["fn", "f", "(", ")", "{", "x", "[", "1u", "]", "+", "=", "é", ";", "}"]);
        assert_eq!(tokens("/* open").count(), 0);
    }

    #[test]
    fn what_no_person_writes_is_refused() {
        let message = |text: &str| check(text).map_err(|fault| fault.message);
        assert_eq!(message("fn f() { x = 1 + 1; }"), Ok(()));
        for (text, words) in [
            (format!("fn f() {{ x = 1{}; }}", "+1".repeat(1000)), "statement is too long"),
            ("const a = 1;".repeat(1000), "600 declarations"),
            (format!("fn f() {{ if a {{}} {} }}", "else if a {}".repeat(200)), "100 `else`"),
            ("// ".repeat(40_000), "117 KiB of text"),
        ] {
            assert!(message(&text).is_err_and(|message| message.contains(words)), "{words}");
        }
    }
}
