use super::*;
use crate::model::tensors::Tensor;

fn settings(position: bool) -> Settings {
    Settings { head_size: 3, position, ..Settings::default() }
}

fn architecture(position: bool) -> Architecture {
    Architecture::new(&settings(position), &Corpus::notebook())
}

fn origin(position: bool) -> Origin {
    let vocabulary = Corpus::notebook().vocabulary().to_vec();
    Origin {
        settings: settings(position),
        vocabulary,
        step: 40,
        run: Some("v=2&sum=1".into()),
        started_from: Some("first \"x\"".into()),
    }
}

fn numbers(architecture: &Architecture) -> Vec<f32> {
    (0..architecture.len()).map(|i| i as f32 / 8.0 - 3.0).collect()
}

fn load(position: bool, file: &[u8]) -> Result<Loaded, WeightsError> {
    from_safetensors(&settings(position), &Corpus::notebook(), file)
}

fn refused(position: bool, file: &[u8]) -> String {
    load(position, file).unwrap_err().to_string()
}

/// A file of another program, of zeros, with these tensors.
fn file(tensors: &[(impl AsRef<str>, Dtype, Vec<usize>)]) -> Vec<u8> {
    let zeros = vec![0; 4096];
    let views = tensors.iter().map(|(name, dtype, shape)| {
        let length = shape.iter().product::<usize>() * dtype.bitsize() / 8;
        (name.as_ref(), TensorView::new(*dtype, shape.clone(), &zeros[..length]).unwrap())
    });
    safetensors::serialize(views, None).unwrap()
}

fn notebook_file() -> Vec<(String, Dtype, Vec<usize>)> {
    let entry = |tensor: Tensor| (tensor.name().into_owned(), Dtype::F32, vec![tensor.rows, tensor.columns]);
    architecture(true).tensors().into_iter().map(entry).collect()
}

#[test]
fn what_is_written_is_read_back() {
    for position in [true, false] {
        let (architecture, origin) = (architecture(position), origin(position));
        let file = to_safetensors(&architecture, &numbers(&architecture), &origin).unwrap();
        let loaded = load(position, &file).unwrap();
        assert_eq!(loaded.parameters, numbers(&architecture));
        assert_eq!((loaded.origin, loaded.remarks.len()), (Some(origin.clone()), 0));
        assert_eq!(to_safetensors(&architecture, &numbers(&architecture), &origin).unwrap(), file);
    }
}

#[test]
fn every_tensor_has_its_own_place() {
    let architecture = architecture(true);
    let numbers = numbers(&architecture);
    let file = to_safetensors(&architecture, &numbers, &origin(true)).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    assert_eq!(tensors.len(), 5);
    let query = tensors.tensor("Qmat.weight").unwrap();
    assert_eq!(query.shape(), [3, 7]);
    // Behind two embeddings of 7 x 7 and 5 x 7.
    assert_eq!(query.data()[..4], numbers[84].to_le_bytes());
    let (_, head) = SafeTensors::read_metadata(&file).unwrap();
    let metadata = head.metadata().as_ref().unwrap();
    assert_eq!(metadata["format"], "pt");
    assert_eq!(metadata["vocabulary"], "<ST> the man chkn ordrd woman beef");
    assert_eq!((&metadata["settings"], &*metadata["step"]), (&settings(true).to_string(), "40"));
}

#[test]
fn a_position_embedding_that_is_left_out_may_be_missing() {
    let mut tensors = notebook_file();
    tensors.remove(1);
    let read = load(false, &file(&tensors)).unwrap();
    assert_eq!(read.parameters.len(), architecture(false).len());
    let error = refused(true, &file(&tensors));
    assert!(error.contains("Pos_Embed.weight is missing: add --no-position"), "{error}");
    tensors.remove(1);
    assert_eq!(
        refused(true, &file(&tensors)),
        "the tensor Pos_Embed.weight is missing (there is Kmat.weight, Vmat.weight, Xembed.weight): save the \
         whole model, its state_dict()"
    );
}

#[test]
fn weights_of_another_run_are_refused_with_the_option_that_fits() {
    type Change = fn(&mut Origin);
    let trained = |change: Change| {
        let mut origin = origin(true);
        change(&mut origin);
        let architecture =
            Architecture { head_size: origin.settings.head_size as usize, ..architecture(true) };
        to_safetensors(&architecture, &numbers(&architecture), &origin).unwrap()
    };
    let cases: [(Change, &str); 5] = [
        (|o| o.settings.position = false, "trained without the position embedding: add --no-position"),
        (|o| o.settings.skip = false, "trained without the skip connection: add --no-skip"),
        (|o| o.settings.head_size = 4, "trained at head size 4: add --head-size 4"),
        (
            |o| o.vocabulary.swap(1, 2),
            "in another order: give the corpus the line 'vocabulary: man the chkn ordrd woman beef'",
        ),
        (
            |o| o.vocabulary[1] = "a".into(),
            "on other words (a man chkn ordrd woman beef): give the corpus that",
        ),
    ];
    for (change, words) in cases {
        let error = refused(true, &trained(change));
        assert!(error.contains(words), "{error}");
    }
    let error = refused(false, &trained(|o| o.settings.skip = false));
    assert!(
        error.ends_with(
            "trained with the position embedding and without the skip connection: add --no-skip, and leave out \
             --no-position (and a --preset that says so)"
        ),
        "{error}"
    );
    // What else the run was, it may have been.
    let other = |o: &mut Origin| (o.settings.seed, o.settings.epochs, o.settings.learning_rate) = (1, 2, 0.5);
    assert!(load(true, &trained(other)).is_ok());
}

#[test]
fn wrapped_models_are_unwrapped_with_a_word() {
    for (wrapped, said) in [
        (["module.", ""], "'module.'"),
        (["_orig_mod.module.", ""], "'module.' and '_orig_mod.'"),
        (["", "_orig_mod."], "'_orig_mod.'"),
    ] {
        let mut tensors = notebook_file();
        for (name, ..) in &mut tensors {
            *name = format!("{}{}", wrapped[0], name.replace(".weight", &format!(".{}weight", wrapped[1])));
        }
        let remarks = load(true, &file(&tensors)).unwrap().remarks;
        assert_eq!(remarks, [format!("In the names of its tensors {said} is left out.")]);
    }
    let mut tensors = notebook_file();
    tensors.push(("module.Qmat.weight".into(), Dtype::F32, vec![3, 7]));
    assert!(refused(true, &file(&tensors)).contains("Qmat.weight twice"));
}

#[test]
fn other_kinds_of_numbers_are_read() {
    let (architecture, expected) = (architecture(true), 0.1f32);
    let bytes = |dtype| match dtype {
        Dtype::F64 => 0.1f64.to_le_bytes().to_vec(),
        Dtype::F16 => half::f16::from_f32(expected).to_le_bytes().to_vec(),
        _ => half::bf16::from_f32(expected).to_le_bytes().to_vec(),
    };
    for (dtype, near, word) in
        [(Dtype::F64, 0.0, "rounded to F32"), (Dtype::F16, 1e-4, "F16"), (Dtype::BF16, 1e-3, "BF16")]
    {
        let data = bytes(dtype).repeat(architecture.len());
        let views = architecture.tensors().into_iter().map(|tensor| {
            let data = &data[..tensor.len() * dtype.bitsize() / 8];
            (tensor.name(), TensorView::new(dtype, vec![tensor.rows, tensor.columns], data).unwrap())
        });
        let loaded = load(true, &safetensors::serialize(views, None).unwrap()).unwrap();
        assert!(loaded.parameters.iter().all(|found| (found - expected).abs() <= near), "{dtype}");
        assert!(loaded.origin.is_none() && loaded.remarks[0].contains(word), "{:?}", loaded.remarks);
    }
    let mut tensors = notebook_file();
    tensors[2].1 = Dtype::I64;
    let error = refused(true, &file(&tensors));
    assert_eq!(error, "Qmat.weight holds I64 numbers: save it as F32, in PyTorch with .float()");
}

#[test]
fn wrong_files_are_refused_with_what_is_wrong() {
    assert_eq!(load(true, b"text"), Err(WeightsError::Foreign(Foreign::Other)));
    let architecture = architecture(true);
    let whole = to_safetensors(&architecture, &numbers(&architecture), &origin(true)).unwrap();
    let half = refused(true, &whole[..whole.len() - 1]);
    assert!(half.contains(&format!("cut off, {} bytes of {}", whole.len() - 1, whole.len())), "{half}");

    let shape = |at: usize, shape: [usize; 2]| {
        let mut tensors = notebook_file();
        tensors[at].2 = shape.to_vec();
        refused(true, &file(&tensors))
    };
    assert_eq!(shape(2, [20, 7]), "Qmat.weight is 20 x 7 and must be 3 x 7: add --head-size 20");
    let transposed = shape(2, [7, 3]);
    assert!(
        transposed.contains("7 x 3 and must be 3 x 7: it is transposed: rows are outputs"),
        "{transposed}"
    );
    let both = shape(2, [7, 20]);
    assert!(both.contains("it is transposed") && both.ends_with("add --head-size 20"), "{both}");
    let long = shape(1, [9, 7]);
    assert!(long.contains("longest sentence has 8 words"), "{long}");

    let mut tensors = notebook_file();
    tensors.push(("lm_head.weight".into(), Dtype::F32, vec![7, 7]));
    let extra = refused(true, &file(&tensors));
    assert_eq!(extra, "it holds tensors that the model does not have (lm_head.weight): save it without them");
    let other = refused(true, &file(&[("wte.weight", Dtype::F32, vec![2, 2])]));
    assert!(other.starts_with("it holds another model (wte.weight): the head has Xembed.weight"), "{other}");

    let mut numbers = numbers(&architecture);
    let short = to_safetensors(&architecture, &numbers[1..], &origin(true));
    assert!(matches!(short, Err(WeightsError::Length { .. })));
    numbers[0] = f32::NAN;
    let diverged = to_safetensors(&architecture, &numbers, &origin(true));
    assert_eq!(diverged, Err(WeightsError::NotFinite { name: "Xembed.weight".into() }));
}
