//! Links as they arrive: what is understood is kept, and what is not is named.

use attention_lab::engine::Backend;
use attention_lab::files::link::Link;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;

const SECTIONS: [&str; 2] = ["look", "term-loss"];

fn read(text: &str) -> Link {
    Link::read(text, |section| SECTIONS.contains(&section))
}

fn of(settings: Settings) -> Link {
    Run::new(settings, Corpus::notebook()).into()
}

fn seed(seed: u64) -> Settings {
    Settings { seed, ..Settings::default() }
}

everywhere! {
    /// One strange word does not throw the whole link away.
    async fn an_unknown_key_keeps_the_rest() {
        for (text, named) in [
            ("seed=5&utm_source=mail", "'utm_source=mail' is no setting"),
            ("newknob=3&seed=5", "'newknob=3' is no setting"),
            ("seed=5&lookk", "there is no section 'lookk'"),
            ("seed=5&head-size=999", "Head size is '999': give a whole number from 1 to 128"),
            ("seed=5&position=maybe", "Position embedding is 'maybe': give on or off"),
            ("seed=5&preset=printd", "there is no preset 'printd'"),
            ("seed=5&backend=tpu", "there is no backend 'tpu'"),
        ] {
            let link = read(text);
            assert_eq!(link.run.settings, seed(5), "{text}");
            assert!(link.problem().contains(named), "{text}: {}", link.problem());
            assert_eq!(link.problems.len(), 1, "{text}: {:?}", link.problems);
        }
        let two = read("a=1&seed=5&b=2");
        assert_eq!((two.run.settings, two.problems.len()), (seed(5), 2));
        let long = read(&format!("seed=5&{}=1", "x".repeat(1000)));
        assert!(long.problem().chars().count() < 200, "{}", long.problem());
    }

    /// What mail programs, sites and sentences do to a link changes nothing in it.
    async fn a_link_survives_its_way() {
        let whole = Settings { head_size: 40, epochs: 200, ..seed(5) };
        for text in [
            "head-size=40&epochs=200&seed=5",
            "head-size=40&amp;epochs=200&amp;seed=5",
            "&head-size=40&&epochs=200&seed=5&",
            "head-size=40&epochs=200&seed=5).",
            " head-size=40&epochs=200&seed=5\u{a0}»",
            "Head_Size=40&epochs=200&SEED=5",
        ] {
            assert_eq!(read(text), of(whole), "{text}");
        }
    }

    /// A preset stands first wherever it stands, and the other knobs are turned on top of it.
    async fn a_preset_is_understood_in_a_link() {
        let printed = Settings::preset("printed").unwrap();
        assert_eq!(read("preset=printed").run.settings, printed);
        let larger = Settings { head_size: 40, ..printed };
        for text in ["preset=printed&head-size=40", "head-size=40&preset=printed"] {
            assert_eq!(read(text), of(larger), "{text}");
        }
    }

    /// The view belongs to the link: a section alone, or with a run.
    async fn a_section_is_understood_in_a_link() {
        for (text, settings) in [("look", Settings::default()), ("look&seed=5", seed(5)), ("seed=5&look", seed(5))] {
            let section = Some(String::from("look"));
            assert_eq!(read(text), Link { section, ..of(settings) }, "{text}");
        }
        assert_eq!(read("term-loss&backend=cpu").backend, Backend::Cpu);
        assert_eq!(read(""), Link::default());
    }
}
