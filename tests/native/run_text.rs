//! A run as text: what is written is read as the same, and what is damaged is never taken for another run.

use attention_lab::engine::gpu::sources::Sources;
use attention_lab::explain::intervene::{Intervention, Remainder};
use attention_lab::files::link::Link;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;
use crc::{CRC_32_ISO_HDLC, Crc};

use crate::program::Place;
use crate::random::Random;

fn read(text: &str) -> Link {
    Link::read(text, |section| section == "look").with_edited_shaders()
}

/// As browsers write what is no sign of an address.
fn encoded(text: &str) -> String {
    let code = |sign: char| sign.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    text.chars().map(|sign| if sign.is_ascii_graphic() { sign.to_string() } else { code(sign) }).collect()
}

#[test]
fn a_hundred_thousand_runs_come_back() {
    let mut random = Random::new(1);
    for _ in 0..100_000 {
        let link = random.link();
        let text = link.to_string();
        assert_eq!(read(&text), link, "{text}");
        assert_eq!(read(&text).problem(), "", "{text}");
    }
}

#[test]
fn sites_may_encode_a_link_again() {
    let mut random = Random::new(2);
    for _ in 0..2000 {
        let link = random.link();
        let once = encoded(&link.to_string());
        assert_eq!(read(&once), link, "{once}");
        let twice = once.replace('%', "%25").replace('&', "%26").replace('=', "%3D");
        assert_eq!(read(&format!("https://example.org/lab/#{twice}")), link, "{twice}");
        assert_eq!(link.length(), once.len());
    }
}

/// A link that says which version it is of cannot lose its check sum unseen. Parts that say where on the page one looks
/// are no part of the run.
#[test]
fn of_a_million_damaged_links_none_is_another_run_unsaid() {
    let mut random = Random::new(3);
    let mut undamaged = 0;
    for _ in 0..20_000 {
        let link = random.link();
        let text = link.to_string();
        if text.is_empty() || text == "look" {
            continue;
        }
        for _ in 0..50 {
            let damaged = random.damaged(&text);
            let found = read(&damaged);
            if !found.problem().is_empty() {
                continue;
            }
            // What is left says nothing of any run, as the address of a page that is just opened.
            let says_nothing = |part: &str| part.is_empty() || part == "look";
            let is_gone =
                damaged.trim_matches(['.', '#', '?', '!', ',', ':', ';']).split('&').all(says_nothing);
            if is_gone {
                continue;
            }
            undamaged += 1;
            let same = (&found.run, found.step, found.pair, &found.changes, found.backend);
            let sent = (&link.run, link.step, link.pair, &link.changes, link.backend);
            assert_eq!(same, sent, "{text}\nbecame {damaged}");
        }
    }
    assert!(undamaged > 1000, "some accidents do no harm: {undamaged}");
}

#[test]
fn links_are_short() {
    let notebook =
        |settings: &str| Link::from(Run::new(settings.parse().unwrap(), Corpus::notebook())).length();
    assert_eq!(notebook(""), 0);
    let everything =
        "head-size=128&epochs=999999&learning-rate=0.00012345&seed=4294967295&draw=999&position=off&skip=off";
    assert!(notebook(everything) < 200, "{}", notebook(everything));
    for sentence in [
        "the old man in the small house by the river ordered chicken with rice",
        "राम को आज सुबह बाज़ार से लाया हुआ ताज़ा चावल चाहिए",
        "خالد مع أمه في المطعم القديم يأكل السمك مع الأرز",
        "男人 在 河边 的 小 房子 里 点 了 鸡肉 和 米饭",
    ] {
        let ten: Vec<_> =
            (0..10).map(|number| format!("{sentence} {}", ["a", "b", "c"][number % 3])).collect();
        let link = Link::from(Run::new(Settings::default(), Corpus::parse(&ten.join("\n")).unwrap()));
        assert!(link.length() < 2000, "{}: {link}", link.length());
    }
}

#[test]
fn what_is_wrong_is_said() {
    for (text, said) in [
        ("v=2&seed=5", "cut or changed"),
        ("v=2&seed=5&sum=0000000", "cut or changed"),
        ("v=3&seed=5", "newer version"),
        ("set=nowhere", "there is no set 'nowhere'"),
        ("words=a~zz", "its sentences are damaged"),
        ("numbered=a+b", "its sentences are damaged"),
        ("words=%3CST%3E+a", "line 1: <ST> is put before every sentence"),
        ("words=a+b&pair=1-2", "there is no sentence 2"),
        ("pair=0-1", "no pair of sentences"),
        ("step=10001", "there is no step 10001: the run has 10000"),
        ("step=-1", "no step"),
        ("cut=1", "'cut=1' is no change"),
        ("cut=3:1-0", "there is no sentence 3: the run has 2"),
        ("cut=1:5-1", "'cut=1:5-1' cannot be: there is no place 5 in this sentence"),
        ("cut=1:1-2", "place 1 never looks at place 2"),
        ("word=1:1-dog", "'dog' is no word of its sentences"),
        ("word=1:0-man", "'word=1:0-man' is no change"),
        ("row=1:1-50", "the row of place 1 needs 2 weights and has 1"),
        ("row=1:1-50,-1", "is no change"),
        ("without=mask", "'without=mask' is no change"),
    ] {
        let problem = read(text).problem();
        assert!(problem.contains(said), "{text}: {problem}");
    }
    assert_eq!(read("words=a+b/c").run.corpus, Corpus::parse("a b\nc").unwrap());
}

/// What was changed reads as it was done, and stands behind words that it speaks of, or before them.
#[test]
fn changes_stand_in_the_text() {
    let mut link = Link::from(Run::new(Settings::default(), Corpus::parse("a b c\na d c").unwrap()));
    link.changes.set(
        1,
        Intervention {
            words: vec![(2, 2)],
            rows: vec![(1, vec![0.25, 0.75])],
            cuts: vec![(3, 2), (3, 1)],
            remainder: Remainder::Untouched,
            without_position: true,
            without_skip: false,
        },
    );
    let text = link.to_string();
    let changes = "&cut=2:3-1&cut=2:3-2&word=2:2-b&row=2:1-25,75&renormalise=no&without=position&";
    assert!(text.contains(changes), "{text}");
    assert_eq!(read(&text), link);
    assert_eq!(read("cut=2:3-1&words=a+b+c/a+d+c").changes.of(1).cuts, [(3, 1)]);
    // The rest of what was changed is honoured.
    let partly = read("cut=1:9-1&cut=1:3-1");
    assert_eq!((partly.problems.len(), partly.changes.of(0).cuts), (1, vec![(3, 1)]));
    // A text from before there were any is written as before.
    assert_eq!(
        Link::from(Run::new("seed=5".parse().unwrap(), Corpus::notebook())).to_string(),
        "v=2&seed=5&sum=d5345872"
    );
}

/// An edit is a part of the run; what was written before there were any is written as before.
#[test]
fn edits_stand_in_the_text() {
    let mut run = Run::new("seed=5".parse().unwrap(), Corpus::notebook());
    let shipped = Sources::shipped("3_scores_forward").unwrap();
    run.sources.edit("3_scores_forward", shipped.replace("sum * SCALE", "sum")).unwrap();
    let text = Link::from(run.clone()).to_string();
    assert!(text.starts_with("v=2&seed=5&edit=3_scores_forward:"), "{text}");
    assert!(text.contains("?9.35-8-?&sum="), "{text}");
    assert!(Link::from(run.clone()).length() < 80, "{text}");
    assert_eq!(read(&text).run, run);
    assert_eq!(read(&text).problem(), "");
}

/// A link from before a shader was shipped anew is not damaged; its edit does not fit, and the rest of it is used.
#[test]
fn an_edit_of_another_version_of_a_shader_is_said() {
    let edits = ["edit=3_scores_forward:0000?9.35-8-?", "edit=9_old:1f2e?1.1-0-a?"];
    // As the version that wrote it did.
    let run = Run::new("seed=5".parse().unwrap(), Corpus::notebook());
    let whole = format!("{}\n{}\nNone None auto\n{}", run.corpus, run.settings, edits.join("\n"));
    let sum = Crc::<u32>::new(&CRC_32_ISO_HDLC).checksum(whole.as_bytes());
    let link = read(&format!("v=2&seed=5&{}&sum={sum:08x}", edits.join("&")));
    assert_eq!(link.run, run);
    let problem = link.problem();
    assert!(
        problem.contains("the edit of `3_scores_forward` was made in another version of that shader"),
        "{problem}"
    );
    assert!(problem.contains("there is no shader part '9_old'"), "{problem}");
    assert!(!link.is_damaged, "{problem}");
}

/// The program takes a text with changes and says what they do.
#[test]
fn the_program_says_what_changes_do() {
    let place = Place::new();
    let said = place.succeed(&["train", "--run", "preset=printed&cut=1:3-1", "--backend", "cpu"]);
    assert!(said.contains("With its changes sentence 1, place 3: chkn 0.86"), "{said}");
    assert!(said.contains("becomes beef 0.8"), "{said}");
    let said = place.run(&["train", "--run", "cut=1:3-4"]);
    assert_eq!(said.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&said.stderr).contains("place 3 never looks at place 4"));
}
