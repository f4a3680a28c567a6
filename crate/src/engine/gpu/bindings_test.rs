//! The bindings as naga reads them in the shaders, against what the driver binds and writes.

use std::mem::offset_of;

use naga::valid::{Capabilities, ModuleInfo, ValidationFlags, Validator};
use naga::{Module, Scalar, ScalarKind, TypeInner, VectorSize};

use super::memory::Memory;
use super::resources::{BINDINGS, Coefficients, Run};
use super::shader::{Entry, Shape, Source};
use super::sources::Sources;
use crate::model::adam::Adam;
use crate::model::architecture::Architecture;
use crate::task::corpus::Corpus;
use crate::task::settings::Settings;

fn read(entry: Entry) -> (Module, ModuleInfo) {
    let (settings, corpus) = (Settings::default(), Corpus::notebook());
    let architecture = Architecture::new(&settings, &corpus);
    let shape = Shape { lanes: 64, architecture, ragged: false, on_chip: true, order: Default::default() };
    let source = Source::new(entry, &shape, &Adam::of(&settings), &Sources::default()).text;
    let module = naga::front::wgsl::parse_str(&source).unwrap_or_else(|error| {
        panic!("{}: {}", entry.name(), error.emit_to_string(&source));
    });
    let info = Validator::new(ValidationFlags::all(), Capabilities::empty()).validate(&module);
    let info = info.unwrap_or_else(|error| panic!("{}: {}", entry.name(), error.emit_to_string(&source)));
    (module, info)
}

/// The name of each binding and what one element of it is, in the order of their numbers.
fn bindings(module: &Module) -> Vec<(String, TypeInner)> {
    let mut found: Vec<_> = module
        .global_variables
        .iter()
        .filter_map(|(_, variable)| {
            let binding = variable.binding?;
            assert_eq!(binding.group, 0);
            let element = match module.types[variable.ty].inner {
                TypeInner::Array { base, stride, .. } => {
                    assert_eq!(stride, size(module, &module.types[base].inner), "no gap between elements");
                    module.types[base].inner.clone()
                }
                ref inner => inner.clone(),
            };
            Some((binding.binding, variable.name.clone()?, element))
        })
        .collect();
    found.sort_by_key(|(binding, ..)| *binding);
    let numbers: Vec<u32> = found.iter().map(|(binding, ..)| *binding).collect();
    assert_eq!(numbers, (0..found.len() as u32).collect::<Vec<_>>());
    found.into_iter().map(|(_, name, element)| (name, element)).collect()
}

fn size(module: &Module, inner: &TypeInner) -> u32 {
    inner.size(module.to_ctx())
}

/// The members of a struct of the shaders: names, and offsets in bytes.
fn members(inner: &TypeInner) -> Vec<(&str, u32)> {
    let TypeInner::Struct { members, .. } = inner else { panic!("{inner:?} is no struct") };
    members.iter().map(|member| (member.name.as_deref().unwrap_or_default(), member.offset)).collect()
}

#[test]
fn structs_lie_in_memory_as_the_shaders_read_them() {
    let (module, _) = read(Entry::Train);
    let bindings = bindings(&module);
    let of = |wanted: &str| &bindings.iter().find(|(name, _)| name == wanted).expect("a binding").1;

    let run = [
        ("sentence", offset_of!(Run, sentence)),
        ("sentences", offset_of!(Run, sentences)),
        ("first_step", offset_of!(Run, first_step)),
        ("first_slot", offset_of!(Run, first_slot)),
        ("steps", offset_of!(Run, steps)),
    ];
    assert_eq!(members(of("run")), run.map(|(name, offset)| (name, offset as u32)));
    assert_eq!(size(&module, of("run")), size_of::<Run>() as u32);

    let coefficients = [
        ("step_size", offset_of!(Coefficients, step_size)),
        ("second_correction", offset_of!(Coefficients, second_correction)),
    ];
    assert_eq!(members(of("coefficients")), coefficients.map(|(name, offset)| (name, offset as u32)));
    assert_eq!(size(&module, of("coefficients")), size_of::<Coefficients>() as u32);
}

/// Their order, and the types that `GpuEngine` writes and reads.
#[test]
fn every_binding_has_its_buffer_and_its_type() {
    let scalar = |kind| TypeInner::Scalar(Scalar { kind, width: 4 });
    let pair = TypeInner::Vector { size: VectorSize::Bi, scalar: Scalar::F32 };
    for entry in Entry::ALL {
        let (module, _) = read(entry);
        let bindings = bindings(&module);
        let names: Vec<&str> = bindings.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, BINDINGS.map(|(name, _)| name), "{}", entry.name());
        for (name, element) in &bindings {
            match name.as_str() {
                "run" | "coefficients" => {} // See the test above.
                "corpus" => assert_eq!(*element, scalar(ScalarKind::Uint)),
                "moments" => assert_eq!(*element, pair),
                _ => assert_eq!(*element, scalar(ScalarKind::Float), "{name}"),
            }
        }
    }
}

/// A pipeline's layout holds just what its shader uses: one more or one less and it cannot be bound.
#[test]
fn an_entry_names_the_bindings_that_its_shader_uses() {
    for entry in Entry::ALL {
        let (module, info) = read(entry);
        let mut used: Vec<u32> = module
            .global_variables
            .iter()
            .filter(|(handle, _)| !info.get_entry_point(0)[*handle].is_empty())
            .filter_map(|(_, variable)| Some(variable.binding?.binding))
            .collect();
        used.sort_unstable();
        assert_eq!(used, entry.bindings(), "{}", entry.name());
    }
}

/// What is refused for its size must be what the shaders take.
#[test]
fn workgroup_memory_is_counted_as_the_shaders_declare_it() {
    let (settings, corpus) = (Settings::default(), Corpus::notebook());
    let memory = Memory::new(&Architecture::new(&settings, &corpus), &corpus, 1);
    for entry in Entry::ALL {
        let (module, _) = read(entry);
        let bytes: u32 = module
            .global_variables
            .iter()
            .filter(|(_, variable)| variable.space == naga::AddressSpace::WorkGroup)
            .map(|(_, variable)| size(&module, &module.types[variable.ty].inner))
            .sum();
        let parameters = if entry == Entry::Train { memory.parameters } else { 0 };
        assert_eq!(bytes as usize, memory.workgroup + parameters, "{}", entry.name());
    }
}
