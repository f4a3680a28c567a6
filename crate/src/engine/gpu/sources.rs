//! The parts that shaders are made of: the files of `shaders/`, any of which may be replaced by another text.

use thiserror::Error;

use crate::numbers::listed;

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../../shaders/", $name, ".wgsl")))),*]
    };
}

/// The files of `shaders/` by their names, without `.wgsl`. What follows from [`PASSES`](crate::model::passes::PASSES)
/// is checked by a test; a file's text must be named where the program is compiled.
const SHIPPED: [(&str, &str); 21] = shipped![
    "bindings",
    "1_embed_forward",
    "2_project_forward",
    "3_scores_forward",
    "4_attention_forward",
    "5_output_forward",
    "6_logits_forward",
    "7_probabilities_forward",
    "forward",
    "7_probabilities_backward",
    "6_logits_backward",
    "5_output_backward",
    "4_attention_backward",
    "3_scores_backward",
    "2_project_backward",
    "1_embed_backward",
    "backward",
    "8_adam",
    "entry_forward",
    "entry_backward",
    "entry_train",
];

/// The texts of all parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// In the order in which they are shipped.
    edited: Vec<(&'static str, String)>,
    /// Whom to ask to compute by them where no GPU does, see [`Elsewhere`](crate::engine::cells::Elsewhere).
    #[cfg(target_arch = "wasm32")]
    pub worker: Option<js_sys::Function>,
}

/// No part has this name.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("there is no shader part '{0}'")]
pub struct NoSuchPart(String);

impl Sources {
    /// The text of a part as it is shipped.
    ///
    /// # Errors
    /// There is no such part.
    pub fn shipped(name: &str) -> Result<&'static str, NoSuchPart> {
        find(name).map(|(_, shipped)| shipped)
    }

    /// The text of a part.
    ///
    /// # Errors
    /// There is no such part.
    pub fn text(&self, name: &str) -> Result<&str, NoSuchPart> {
        let (name, shipped) = find(name)?;
        let edited = self.edited.iter().find(|(other, _)| *other == name);
        Ok(edited.map_or(shipped, |(_, text)| text))
    }

    /// The shipped shaders with other texts in the places of some: the names of parts, each with its text behind it.
    ///
    /// # Errors
    /// There is no such part.
    pub fn with(edits: Vec<String>) -> Result<Self, NoSuchPart> {
        let mut sources = Self::default();
        let mut edits = edits.into_iter();
        while let (Some(part), Some(text)) = (edits.next(), edits.next()) {
            sources.edit(&part, text)?;
        }
        Ok(sources)
    }

    /// The edited parts, each with its text behind it, as [`Self::with`] takes them.
    pub fn pairs(&self) -> Vec<String> {
        self.edited().flat_map(|(part, text)| [part.to_owned(), text.to_owned()]).collect()
    }

    /// Puts another text in the place of a part's. The text that it was shipped with takes the edit back.
    ///
    /// # Errors
    /// There is no such part.
    pub fn edit(&mut self, name: &str, text: impl Into<String>) -> Result<(), NoSuchPart> {
        let (name, shipped) = find(name)?;
        let text = text.into();
        self.edited.retain(|(other, _)| *other != name);
        if text != shipped {
            let place = |name: &str| SHIPPED.iter().position(|(other, _)| *other == name);
            let at = self.edited.partition_point(|(other, _)| place(other) < place(name));
            self.edited.insert(at, (name, text));
        }
        Ok(())
    }

    /// Whether any part has another text than it was shipped with.
    pub fn are_edited(&self) -> bool {
        !self.edited.is_empty()
    }

    /// Which are edited, as the end of a sentence that says who computes; nothing if none is.
    pub fn words(&self) -> String {
        let parts: Vec<_> = self.edited().map(|(part, _)| format!("`{part}`")).collect();
        if parts.is_empty() { String::new() } else { format!(" with your {}", listed(&parts)) }
    }

    /// The parts whose text is another one than it was shipped with.
    pub fn edited(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.edited.iter().map(|(name, text)| (*name, text.as_str()))
    }
}

fn find(name: &str) -> Result<(&'static str, &'static str), NoSuchPart> {
    SHIPPED.into_iter().find(|(other, _)| *other == name).ok_or_else(|| NoSuchPart(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::gpu::shader::Entry;
    use crate::model::passes::PASSES;

    #[test]
    fn every_part_that_runs_is_shipped_and_every_other_way_around() {
        let named: Vec<String> = Entry::ALL.into_iter().flat_map(Entry::parts).collect();
        for name in &named {
            assert!(find(name).is_ok(), "{name}");
        }
        for (name, _) in SHIPPED {
            assert!(named.iter().any(|other| other == name), "{name} does not run");
        }
    }

    /// Each begins with the number of its pass and its formula, and has the functions that its pass names.
    #[test]
    fn a_part_is_that_of_its_pass() {
        let sources = Sources::default();
        for pass in PASSES {
            let forward = sources.text(&pass.forward_part()).unwrap();
            let backward = sources.text(&pass.backward_part()).unwrap();
            let begins = format!("// {}. ", pass.number);
            assert!(forward.starts_with(&begins) && backward.starts_with(&begins), "{}", pass.name);
            let has = |text: &str, function: &str| text.contains(&format!("\nfn {function}("));
            assert!(pass.forward.outputs.iter().all(|outputs| has(forward, outputs.function)));
            for outputs in pass.backward.iter().flat_map(|function| function.outputs) {
                assert!(has(backward, outputs.function), "{}", outputs.function);
            }
        }
    }

    #[test]
    fn an_edit_is_taken_back_by_the_text_that_was_there() {
        let mut sources = Sources::default();
        sources.edit("8_adam", "// nothing").unwrap();
        assert_eq!(sources.text("8_adam"), Ok("// nothing"));
        assert_eq!(sources.edited().collect::<Vec<_>>(), [("8_adam", "// nothing")]);
        let shipped = find("8_adam").unwrap().1;
        sources.edit("8_adam", shipped).unwrap();
        assert_eq!(sources, Sources::default());
        assert_eq!(sources.edit("9_none", ""), Err(NoSuchPart("9_none".into())));
    }
}
