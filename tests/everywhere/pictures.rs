//! What the pictures of a run show: each matrix, the difference of two sentences, and the range of their colours.

use attention_lab::engine::Backend;
use attention_lab::figure::Range;
use attention_lab::model::activations::Activation;
use attention_lab::model::trace::Trace;
use attention_lab::show::colours::Colours;
use attention_lab::show::pictures::PICTURES;
use attention_lab::task::corpus::Corpus;
use attention_lab::task::settings::Settings;
use attention_lab::train::run::Run;
use attention_lab::train::trainer::Trainer;

use crate::common::ragged_corpus;

async fn trainer(corpus: Corpus) -> Trainer {
    let settings = Settings { epochs: 2000, ..Settings::default() };
    Trainer::open(Run::new(settings, corpus), Backend::Cpu, &mut None).await.expect("the CPU engine opens")
}

async fn traces(corpus: Corpus, steps: u64) -> Vec<Trace<f32>> {
    let mut trainer = trainer(corpus).await;
    trainer.advance(steps).await.expect("it trains");
    trainer.traces().await.expect("traces")
}

fn cover(colours: &mut Colours, traces: &[Trace<f32>]) {
    for picture in PICTURES {
        let matrices: Vec<_> = traces.iter().map(|trace| picture.shown(trace)).collect();
        colours.cover(picture, false, &matrices);
        let difference =
            picture.difference([&traces[0], &traces[1]]).expect("the sentences are equally long");
        colours.cover(picture, true, [&difference]);
    }
}

fn ranges(colours: &Colours) -> Vec<Range> {
    PICTURES.iter().flat_map(|&picture| [false, true].map(|side| colours.range(picture, side))).collect()
}

everywhere! {
    /// What a place may not look at is NaN, in weights and scores and in their differences, and nothing else is.
    async fn what_is_masked_is_no_number() {
        let traces = traces(Corpus::notebook(), 20).await;
        for picture in PICTURES {
            let causal = matches!(picture, Activation::Attention | Activation::Score);
            let difference = picture.difference([&traces[0], &traces[1]]).expect("a difference");
            for matrix in [picture.shown(&traces[0]), picture.shown(&traces[1]), difference] {
                for (row, values) in matrix.rows_iter().enumerate() {
                    for (column, value) in values.iter().enumerate() {
                        let masked = causal && column > row;
                        assert_eq!(value.is_nan(), masked, "{picture:?} at {row}, {column}");
                        assert!(masked || value.is_finite());
                    }
                }
            }
        }
    }

    /// A difference is one sentence minus the other as both are printed; its labels have both words where they differ.
    async fn a_difference_is_one_minus_the_other() {
        let traces = traces(Corpus::notebook(), 20).await;
        let corpus = Corpus::notebook();
        let [one, other] = corpus.sentences() else { panic!("two sentences") };
        for picture in PICTURES {
            let map = picture
                .difference_map(&corpus, [one, other], [&traces[0], &traces[1]])
                .expect("a difference");
            let [first, second] = &[&traces[0], &traces[1]].map(|trace| picture.shown(trace));
            for (index, &value) in map.values.values.iter().enumerate() {
                let printed = |number: f32| format!("{number:.*}", picture.about().decimals).parse::<f64>();
                let [one, other] = [first, second].map(|matrix| printed(matrix.values[index]).expect("a number"));
                let expected = one - other;
                let as_printed = (f64::from(value) - expected).abs() < 1e-6;
                assert!(as_printed || value.is_nan() && expected.is_nan(), "{picture:?} at {index}");
            }
            assert_eq!(map.rows, ["0 <ST>", "1 man/woman", "2 ordrd", "3 the", "4 chkn/beef"]);
            assert!(matches!(map.range, Range::Signed(_)));
        }
        // The start is the same word at the same place in both.
        let value = Activation::Value.difference([&traces[0], &traces[1]]).expect("a difference");
        assert!(value.row(0).iter().all(|value| *value == 0.0));
        assert!(value.row(1).iter().any(|value| *value != 0.0));
    }

    /// Two rows differ where the pictures print them differently: at the end of the notebook's run `the` looks at the same
    /// place in both sentences, to two decimals, and only beyond them otherwise.
    async fn rows_differ_where_they_are_printed_differently() {
        let mut trainer = Trainer::open(Run::new(Settings::default(), Corpus::notebook()), Backend::Cpu, &mut None)
            .await
            .expect("the CPU engine opens");
        trainer.advance(trainer.total_steps()).await.expect("it trains");
        let traces = trainer.traces().await.expect("traces");
        let [one, other] = [&traces[0], &traces[1]];
        let (man, the) = (1, 3);
        let by = |picture: Activation, place| picture.row_difference([one, other], place).expect("a row");
        assert!((0..=the).any(|place| one.layers[0].attention[(the, place)] != other.layers[0].attention[(the, place)]));
        assert_eq!([by(Activation::Attention, the), by(Activation::Query, the)], [0.0, 0.0]);
        assert!(by(Activation::Key, man) > 1.0 && by(Activation::Value, man) > 1.0);
        assert_eq!(Activation::Key.row_difference([one, other], 5), None);
    }

    /// Sentences of different lengths have no difference.
    async fn what_differs_in_shape_has_no_difference() {
        let traces = traces(ragged_corpus(), 6).await;
        for picture in PICTURES {
            assert_eq!(picture.difference([&traces[0], &traces[1]]), None);
            assert!(picture.difference([&traces[0], &traces[0]]).is_some());
        }
    }

    /// All ranges are the same at the beginning, in the middle and at the end of a usual run; a fitted one is not.
    async fn colours_stay_while_a_run_trains() {
        let mut trainer = trainer(Corpus::notebook()).await;
        let mut colours = Colours::default();
        let start = ranges(&colours);
        let mut fitted = vec![];
        for _ in 0..4 {
            cover(&mut colours, &trainer.traces().await.expect("traces"));
            assert_eq!(ranges(&colours), start);
            colours.fit = true;
            fitted.push(ranges(&colours));
            colours.fit = false;
            trainer.advance(1000).await.expect("it trains");
        }
        fitted.dedup();
        assert_eq!(fitted.len(), 4);
        assert_eq!(colours.range(Activation::Attention, false), Range::Fixed(0.0, 1.0));
        assert_eq!(colours.range(Activation::Attention, true), Range::Signed(1.0));
    }

    /// Whatever has a sign has two hues, values too, unless the notebook's look is asked for; a range grows for what
    /// does not fit.
    async fn signs_are_hues_unless_asked_otherwise() {
        let mut colours = Colours::default();
        colours.notebook_values = true;
        assert_eq!(colours.range(Activation::Value, false), Range::Fixed(-6.0, 6.0));
        colours.notebook_values = false;
        for picture in PICTURES {
            let signed = matches!(colours.range(picture, false), Range::Signed(_));
            assert_eq!(signed, !picture.is_share(), "{picture:?}");
        }
        let mut trace = traces(Corpus::notebook(), 2).await.remove(0);
        trace.layers[0].v.values[3] = -13.0;
        colours.cover(Activation::Value, false, [&Activation::Value.shown(&trace)]);
        assert_eq!(colours.range(Activation::Value, false), Range::Signed(20.0));
        assert_eq!(colours.range(Activation::Value, true), Range::Signed(6.0));
        trace.layers[0].v.values[3] = -1.0e9;
        colours.cover(Activation::Value, false, [&Activation::Value.shown(&trace)]);
        colours.renew();
        assert_eq!(colours.range(Activation::Value, false), Range::Signed(6.0));
    }
}
