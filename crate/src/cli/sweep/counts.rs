//! In how many runs the top guess at the chosen place is right.

use attention_lab::settings::Settings;
use attention_lab::sweep::{Place, Row};

/// Counts for each head size and toggles, in the order of the plan.
#[derive(Default)]
pub struct Counts(Vec<Group>);

struct Group {
    /// Of its first run.
    settings: Settings,
    runs: u64,
    right: u64,
}

impl Counts {
    /// Counts one more run.
    pub fn add(&mut self, row: &Row) {
        let right = u64::from(row.is_right());
        let name = |settings: &Settings| (settings.head_size, settings.position, settings.skip);
        match self.0.last_mut() {
            Some(group) if name(&group.settings) == name(&row.settings) => {
                group.runs += 1;
                group.right += right;
            }
            _ => self.0.push(Group { settings: row.settings, runs: 1, right }),
        }
    }

    /// The runs counted so far.
    pub fn runs(&self) -> u64 {
        self.0.iter().map(|group| group.runs).sum()
    }

    /// The counts in words and as a table.
    pub fn text(&self, place: Place) -> String {
        let place = match place {
            Place::BeforeLastWord => "before the last word".to_owned(),
            Place::At(place) => format!("at place {place}"),
        };
        let (runs, right) = (self.runs(), self.0.iter().map(|group| group.right).sum::<u64>());
        let s = if runs == 1 { "" } else { "s" };
        let mut text =
            format!("{runs} run{s}; in {right} the top guess {place} is right in every sentence.\n");
        text += "\nhead size   position   skip       runs      right";
        for Group { settings, runs, right } in &self.0 {
            let on = |on| if on { "on" } else { "off" };
            let (position, skip) = (on(settings.position), on(settings.skip));
            text +=
                &format!("\n{:>9}   {position:<8}   {skip:<4}   {runs:>8}   {right:>8}", settings.head_size);
        }
        text
    }
}
