//! A run as text: what is written is read as the same, and what is damaged is never taken for another run.

use attention_lab::files::link::Link;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;

use crate::random::Random;

fn read(text: &str) -> Link {
    Link::read(text, |section| section == "look")
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
            let same = (&found.run, found.step, found.pair, found.backend);
            assert_eq!(same, (&link.run, link.step, link.pair, link.backend), "{text}\nbecame {damaged}");
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
    ] {
        let problem = read(text).problem();
        assert!(problem.contains(said), "{text}: {problem}");
    }
    assert_eq!(read("words=a+b/c").run.corpus, Corpus::parse("a b\nc").unwrap());
}
