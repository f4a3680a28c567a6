//! In how many runs the top guess at the chosen place is right, and what could be.

use attention_lab::sweep::{Place, Possible, Row, Torn};
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;

/// Of a beginning this many words are quoted, the last ones.
const QUOTED: usize = 5;
/// Of the words that follow it, this many.
const NAMED: usize = 3;

/// Counts for each head size and toggles, in the order of the plan.
pub struct Counts<'a> {
    corpus: &'a Corpus,
    place: Place,
    possible: Possible,
    groups: Vec<Group>,
    diverged: u64,
}

struct Group {
    /// Of its first run.
    settings: Settings,
    runs: u64,
    /// As right as any model can be.
    right: u64,
}

impl<'a> Counts<'a> {
    /// No run yet.
    pub fn new(corpus: &'a Corpus, place: Place) -> Self {
        Self { corpus, place, possible: Possible::of(corpus, place), groups: Vec::new(), diverged: 0 }
    }

    /// Counts one more run.
    pub fn add(&mut self, row: &Row) {
        let right = u64::from(row.right_answers() >= self.possible.right);
        self.diverged += u64::from(row.diverged());
        let name = |settings: &Settings| (settings.head_size, settings.position, settings.skip);
        match self.groups.last_mut() {
            Some(group) if name(&group.settings) == name(&row.settings) => {
                group.runs += 1;
                group.right += right;
            }
            _ => self.groups.push(Group { settings: row.settings, runs: 1, right }),
        }
    }

    /// The runs counted so far.
    pub fn runs(&self) -> u64 {
        self.groups.iter().map(|group| group.runs).sum()
    }

    /// The counts in words and as a table.
    pub fn text(&self) -> String {
        let place = match self.place {
            Place::BeforeLastWord => "before the last word".to_owned(),
            Place::At(place) => format!("at place {place}"),
        };
        let (runs, right) = (self.runs(), self.groups.iter().map(|group| group.right).sum::<u64>());
        let mut text =
            format!("{}; in {right} the top guess {place} is right in {}.\n", count(runs), self.measure());
        text += "\nhead size   position   skip       runs      right";
        for Group { settings, runs, right } in &self.groups {
            let on = |on| if on { "on" } else { "off" };
            let (position, skip) = (on(settings.position), on(settings.skip));
            text +=
                &format!("\n{:>9}   {position:<8}   {skip:<4}   {runs:>8}   {right:>8}", settings.head_size);
        }
        if let Some(right) = self.less_without_order() {
            text += &format!(
                "\n\nWithout position embedding {right} of {} sentences can be right at most: a place then does \
                 not see in which order the words before it stand.",
                self.corpus.sentences().len()
            );
        }
        if self.diverged > 0 {
            text += &format!("\n\n{} diverged: choose a smaller --learning-rate.", count(self.diverged));
        }
        text
    }

    /// What a right run is right in, and why in no more.
    fn measure(&self) -> String {
        let (right, sentences) = (self.possible.right, self.corpus.sentences().len());
        let [torn, others @ ..] = &self.possible.torn[..] else { return "every sentence".into() };
        let others = match others.len() {
            0 => "",
            1 => ", and likewise after another beginning",
            others => &format!(", and likewise after {others} other beginnings"),
        };
        format!(
            "{right} of {sentences} sentences, and no model can do better: after {}{others}",
            self.parting(torn)
        )
    }

    /// As in: '<ST> the' come cat and dog.
    fn parting(&self, Torn { beginning, next }: &Torn) -> String {
        let quoted = &beginning[beginning.len().saturating_sub(QUOTED)..];
        let more = if quoted.len() < beginning.len() { "... " } else { "" };
        let words: Vec<_> = self.corpus.words(quoted).collect();
        let next: Vec<u32> = next.iter().map(|&(token, _)| token).collect();
        let named = if next.len() > NAMED { NAMED - 1 } else { next.len() - 1 };
        let first = self.corpus.words(&next[..named]).collect::<Vec<_>>().join(", ");
        let last = match &next[named..] {
            [last] => self.corpus.words(&[*last]).collect(),
            others => format!("{} other words", others.len()),
        };
        format!("'{more}{}' come {first} and {last}", words.join(" "))
    }

    /// What is possible without position embedding, if such runs are here and it is less.
    fn less_without_order(&self) -> Option<usize> {
        let right = Possible::without_order(self.corpus, self.place).right;
        let here = self.groups.iter().any(|group| !group.settings.position);
        (here && right < self.possible.right).then_some(right)
    }
}

fn count(runs: u64) -> String {
    format!("{runs} run{}", if runs == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str, place: Place) -> String {
        Counts::new(&Corpus::parse(text).unwrap(), place).measure()
    }

    #[test]
    fn what_no_model_can_know_is_told() {
        let last = Place::BeforeLastWord;
        assert_eq!(measure("the cat sat\na dog ran", last), "every sentence");
        assert_eq!(
            measure("man ordered the chicken\nman ordered the beef", last),
            "1 of 2 sentences, and no model can do better: after '<ST> man ordered the' come chicken and beef"
        );
        assert_eq!(
            measure("z y x a b c d\nz y x a b c e\nz y x a b c f\nz y x a b c g\na b\na c\n", last),
            "2 of 6 sentences, and no model can do better: after '... y x a b c' come d, e and 2 other words, and \
             likewise after another beginning"
        );
    }
}
