//! Text as people have it, from the file to the figures.

use std::fs;

use crate::program::Place;

const FEW: [&str; 6] = ["--epochs", "2", "--backend", "cpu", "--out", "out"];

/// Trains on a corpus; what was said, and where the files are.
fn train(corpus: &str, more: &[&str]) -> (String, Place) {
    let place = Place::new().with("corpus.txt", corpus);
    let said = place.succeed(&[&["train", "--corpus", "corpus.txt"], &FEW[..], more].concat());
    (said, place)
}

fn figure(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(&format!("out/{name}.svg"))).expect("the figure")
}

/// The texts of a figure, as they are shown.
fn shown(svg: &str) -> Vec<String> {
    let texts = svg.split("<text ").skip(1).filter_map(|text| text.split_once('>')?.1.split_once("</text>"));
    texts.map(|(text, _)| text.rsplit("</title>").next().unwrap_or(text).to_owned()).collect()
}

#[test]
fn an_old_mac_and_a_word_processor_end_lines_too() {
    for end in ["\r", "\u{2028}", "\u{b}"] {
        let (said, _) = train(&format!("man ordered chicken{end}woman ordered beef{end}"), &[]);
        assert!(said.contains("2 epochs of 2 sentences"), "{said}");
    }
}

#[test]
fn comments_are_counted() {
    let text = "#metoo is trending\n#1 dad ordered beef\nwoman ordered beef\n\\#1 dad";
    let note = "2 lines of the corpus that begin with # were left out as comments; to keep one as a sentence, write \\#.";
    let (said, place) = train(text, &[]);
    assert!(said.contains(note) && said.contains("#1 dad"), "{said}");
    let said = place.succeed(&[
        "sweep",
        "--corpus",
        "corpus.txt",
        "--seeds",
        "1..2",
        "--epochs",
        "2",
        "--out",
        "s.csv",
    ]);
    assert!(said.contains(note), "{said}");
}

#[test]
fn words_that_look_alike_are_named() {
    let (said, _) = train("man ordered beef\nm\u{430}n ordered fish", &[]);
    assert!(said.contains("look alike") && said.contains("U+0430"), "{said}");
}

#[test]
fn what_no_file_can_hold_is_refused() {
    let place = Place::new().with("corpus.txt", "a\rred\x1b[31m alert");
    place.refuse(&["train", "--corpus", "corpus.txt"], 2, &["corpus.txt", "line 2", "U+001B", "take"]);
    let place = Place::new().with("corpus.txt", b"the man\rcaf\xe9 noir");
    place.refuse(&["train", "--corpus", "corpus.txt"], 2, &["not UTF-8", "line 2"]);
}

#[test]
fn nothing_turns_round_what_stands_beside_it() {
    let (said, place) = train("man \u{202e}ordered beef\nwoman ordered beef", &[]);
    assert!(said.contains("man ordered beef   woman ordered beef"), "{said}");
    assert!(!said.contains('\u{202e}') && !figure(&place, "1-attention").contains('\u{202e}'));

    let (said, place) = train("الرجل طلب!\nالمرأة طلبت", &[]);
    assert!(said.contains("\u{2068}الرجل طلب!\u{2069}   \u{2068}المرأة طلبت\u{2069}"), "{said}");
    let labels = shown(&figure(&place, "1-attention"));
    assert!(labels.contains(&"1 \u{2068}الرجل\u{2069}".to_owned()), "{labels:?}");
    assert!(shown(&figure(&place, "losses")).contains(&"\u{2068}الرجل طلب!\u{2069}".to_owned()));
}

#[test]
fn labels_are_cut_between_letters_and_keep_their_whole() {
    let (_, place) = train("🇩🇪🇫🇷🇯🇵🇧🇷🇨🇦🇮🇳🇩🇪🇫🇷🇯🇵🇧🇷🇨🇦🇮🇳 x", &[]);
    let svg = figure(&place, "1-attention");
    let short: Vec<_> = shown(&svg).into_iter().filter(|text| text.contains('…')).collect();
    assert!(!short.is_empty());
    for label in short {
        let letters = label.chars().filter(|sign| matches!(sign, '\u{1f1e6}'..='\u{1f1ff}')).count();
        assert!(letters > 0 && letters.is_multiple_of(2), "half a flag in {label}");
    }
    assert!(svg.contains("<title>1 🇩🇪🇫🇷🇯🇵🇧🇷🇨🇦🇮🇳🇩🇪🇫🇷🇯🇵🇧🇷🇨🇦🇮🇳</title>"));

    let long = "الأنثروبولوجياالاجتماعيةوالثقافيةالأنثروبولوجيا";
    let (_, place) = train(&format!("{long} طلب"), &[]);
    let svg = figure(&place, "1-attention");
    assert!(shown(&svg).iter().any(|text| text.starts_with("1 \u{2068}الأ") && text.ends_with("…\u{2069}")));
    assert!(svg.contains(&format!("<title>1 \u{2068}{long}\u{2069}</title>")));
}

#[test]
fn nothing_is_not_negative() {
    let (said, place) = train("hello\n", &[]);
    assert!(said.contains("no model can come below 0.0000 on these sentences"), "{said}");
    assert!(figure(&place, "losses").contains("floor 0.000:"));
}

/// What may be taken along has the hyphen that programs read as a minus.
#[test]
fn a_minus_is_a_hyphen_outside_of_pictures() {
    let place = Place::new();
    let said =
        place.succeed(&["train", "--epochs", "5", "--backend", "cpu", "--out", "out", "--json", "run.json"]);
    place.succeed(&["sweep", "--seeds", "1..2", "--epochs", "5", "--out", "s.csv"]);
    let files = ["run.json", "s.csv"].map(|name| fs::read_to_string(place.path(name)).expect("the file"));
    assert!(files[0].contains("-0."));
    assert!([&said, &files[0], &files[1]].iter().all(|text| !text.contains('−')));
}

/// Weights of an untrained run, each so many times as large.
fn grown(place: &Place, times: f32) {
    place.succeed(&[&["train", "--epochs", "0"], &FEW[2..]].concat());
    let mut bytes = fs::read(place.path("out/weights.safetensors")).expect("the weights");
    let header = u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    for number in bytes[8 + header..].chunks_exact_mut(4) {
        let value = f32::from_le_bytes(number.try_into().expect("four bytes")) * times;
        number.copy_from_slice(&value.to_le_bytes());
    }
    fs::write(place.path("grown.safetensors"), bytes).expect("the grown weights");
}

#[test]
fn large_numbers_are_written_by_their_power_of_ten() {
    let place = Place::new();
    grown(&place, 1e9);
    let said = place.succeed(&[
        "train",
        "--weights",
        "grown.safetensors",
        "--epochs",
        "0",
        "--backend",
        "cpu",
        "--out",
        "large",
    ]);
    let digits =
        |text: &str| text.split(|sign: char| !sign.is_ascii_digit() && sign != ',').map(str::len).max();
    assert!(said.lines().any(|line| line.contains("final") && line.contains('e')), "{said}");
    for name in ["losses", "1-scores", "1-value", "1-attention"] {
        let svg = fs::read_to_string(place.path(&format!("large/{name}.svg"))).expect("the figure");
        let texts = shown(&svg);
        assert!(texts.iter().all(|text| digits(text) <= Some(9)), "{name}: {texts:?}");
    }
    // The key to the colours has room.
    let scores = shown(&fs::read_to_string(place.path("large/1-scores.svg")).expect("the figure"));
    assert!(scores.iter().rev().take(2).all(|text| text.contains('e')), "{scores:?}");
}

#[test]
fn what_is_no_number_is_not_masked() {
    let place = Place::new();
    grown(&place, 1e20);
    place.run(&[
        "train",
        "--weights",
        "grown.safetensors",
        "--epochs",
        "0",
        "--backend",
        "cpu",
        "--out",
        "broken",
    ]);
    let svg = fs::read_to_string(place.path("broken/1-attention.svg")).expect("the figure");
    let broken = shown(&svg).iter().filter(|text| *text == "NaN").count();
    assert_eq!((broken, svg.matches("<circle").count()), (15, 10), "below and above the diagonal");
}
