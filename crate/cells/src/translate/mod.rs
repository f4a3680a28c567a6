//! From the text of a shader to a WebAssembly module.

mod errors;
pub(crate) mod layout;
mod limits;

use std::collections::HashMap;
use std::ops::Range;

use naga::valid::{Capabilities, GlobalUse, ModuleInfo, ValidationFlags, Validator};
use naga::{AddressSpace, ArraySize, GlobalVariable, Handle, Module, Span, TypeInner};
use wasm_encoder as wasm;
use wasm_encoder::ValType;

use crate::cell::{Cell, ENTRY, FAULT, FUEL, Fault, INDEX, MEMORY, Options, Site, Variable};
use crate::function::{self, FAULT_GLOBAL, FUEL_GLOBAL, INDEX_GLOBAL};
use crate::imports::{IMPORTS, MODULE};
use layout::{Layout, fault, is_too_large, too_large};

/// Bytes of all functions together; the shipped shaders make about 13,000.
const MOST_CODE: usize = 1 << 20;
const WASM_PAGE: u64 = 1 << 16;

/// A module with its addresses.
pub(crate) struct Program<'a> {
    pub layout: Layout<'a>,
    pub info: &'a ModuleInfo,
    pub variables: HashMap<Handle<GlobalVariable>, Placed>,
    /// Private and workgroup variables, which begin as zeros.
    pub fresh: Range<u32>,
}

/// Where a variable of the module lies.
#[derive(Clone, Copy)]
pub(crate) struct Placed {
    pub address: u32,
    /// The length of an array that does not say it.
    pub length: Option<u32>,
}

/// A shader that naga has read, from which any number of cells can be made.
#[derive(Debug)]
pub struct Shader {
    pub(crate) module: Module,
    pub(crate) info: ModuleInfo,
}

impl Shader {
    /// Parses and validates a text.
    ///
    /// # Errors
    /// The text is no valid WGSL: one sentence, and where.
    pub fn read(text: &str) -> Result<Self, Fault> {
        limits::check(text)?;
        let module = naga::front::wgsl::parse_str(text).map_err(|error| errors::parse(&error))?;
        let mut validator = Validator::new(ValidationFlags::all(), Capabilities::empty());
        let info = validator.validate(&module).map_err(|error| errors::validation(&error))?;
        Ok(Self { module, info })
    }

    /// Makes a cell of it. It must have one entry point.
    ///
    /// # Errors
    /// The shader has what is not known here: one sentence, and where.
    pub fn translate(&self, options: &Options) -> Result<Cell, Fault> {
        translate_module(&self.module, &self.info, options)
    }
}

/// Makes a cell of a shader with one entry point.
///
/// # Errors
/// The text is no valid WGSL, or has what is not known here: one sentence, and where.
pub fn translate(text: &str, options: &Options) -> Result<Cell, Fault> {
    Shader::read(text)?.translate(options)
}

fn translate_module(module: &Module, info: &ModuleInfo, options: &Options) -> Result<Cell, Fault> {
    if let Some((over, _)) = module.overrides.iter().next() {
        let at = module.overrides.get_span(over).to_range();
        return Err(Fault { at, ..fault("an `override` has no value here: write `const`") });
    }
    let entry = match &module.entry_points[..] {
        [entry] if entry.stage == naga::ShaderStage::Compute => entry,
        [_] => return Err(fault("the entry point must be a @compute function")),
        all => return Err(fault(format!("there must be one entry point, and there are {}", all.len()))),
    };
    if entry.name != ENTRY {
        return Err(fault(format!("the entry point must be named `{ENTRY}`, and it is `{}`", entry.name)));
    }
    if entry.workgroup_size != [1, 1, 1] {
        return Err(fault("the workgroup must have one lane here: write @workgroup_size(LANES)"));
    }
    let layout = Layout { module, width: options.width };
    let (program, variables, frames) = place_variables(layout, info, options.lengths)?;
    assemble(&program, variables, frames)
}

/// Gives each variable of the module its place: bindings first, then what begins as zeros. The last number is where the
/// variables of functions may begin.
fn place_variables<'a>(
    layout: Layout<'a>,
    info: &'a ModuleInfo,
    lengths: &[(&str, u32)],
) -> Result<(Program<'a>, Vec<Variable>, u32), Fault> {
    let module = layout.module;
    let is_fresh = |space| matches!(space, AddressSpace::Private | AddressSpace::WorkGroup);
    let mut placed = HashMap::new();
    let mut variables = Vec::new();
    // Address 0 stays free, so that no variable lies where nothing should.
    let mut next = 16;
    let mut fresh = 0;
    for pass in [false, true] {
        if pass {
            fresh = next;
        }
        for (handle, variable) in module.global_variables.iter().filter(|(_, v)| is_fresh(v.space) == pass) {
            let at = module.global_variables.get_span(handle).to_range();
            let name = variable.name.clone().unwrap_or_default();
            let (bytes, length) = bytes_of(layout, variable, &name, lengths)
                .map_err(|error| Fault { at: error.at.or_else(|| at.clone()), ..error })?;
            placed.insert(handle, Placed { address: next, length });
            let binding = variable.binding.map(|binding| [binding.group, binding.binding]);
            let declared = declared(module, variable);
            let is_written = info.get_entry_point(0)[handle].contains(GlobalUse::WRITE);
            variables.push(Variable {
                name,
                binding,
                declared,
                is_written,
                at: at.clone(),
                address: next,
                bytes,
            });
            next = advance(next, bytes).map_err(|error| Fault { at, ..error })?;
        }
    }
    let program = Program { layout, info, variables: placed, fresh: fresh..next };
    Ok((program, variables, next))
}

fn bytes_of(
    layout: Layout,
    variable: &GlobalVariable,
    name: &str,
    lengths: &[(&str, u32)],
) -> Result<(u32, Option<u32>), Fault> {
    match *layout.inner(variable.ty) {
        TypeInner::Array { base, size: ArraySize::Dynamic, .. } => {
            let known = lengths.iter().find(|(other, _)| *other == name);
            let Some(&(_, length)) = known else {
                return Err(fault(format!("nothing is bound to `{name}`: its length is not known")));
            };
            let bytes = u64::from(layout.stride(base)?) * u64::from(length);
            let fits = u32::try_from(bytes).ok().filter(|_| !is_too_large(bytes));
            Ok((fits.ok_or_else(|| too_large(bytes))?, Some(length)))
        }
        ref inner => Ok((layout.bytes(inner)?, None)),
    }
}

/// The next free address, a multiple of 16.
pub(crate) fn advance(address: u32, bytes: u32) -> Result<u32, Fault> {
    let end = u64::from(address) + u64::from(bytes.next_multiple_of(16));
    u32::try_from(end).ok().filter(|_| !is_too_large(end)).ok_or_else(|| too_large(end))
}

/// Address space and type as WGSL writes them.
fn declared(module: &Module, variable: &GlobalVariable) -> String {
    let space = match variable.space {
        AddressSpace::Storage { access } if access.contains(naga::StorageAccess::STORE) => {
            "storage, read_write"
        }
        AddressSpace::Storage { .. } => "storage, read",
        AddressSpace::Uniform => "uniform",
        AddressSpace::WorkGroup => "workgroup",
        _ => "private",
    };
    format!("{space}: {}", type_name(module, &module.types[variable.ty]))
}

fn type_name(module: &Module, ty: &naga::Type) -> String {
    let scalar = |scalar: naga::Scalar| match scalar.kind {
        naga::ScalarKind::Float => "f32",
        naga::ScalarKind::Sint => "i32",
        naga::ScalarKind::Uint => "u32",
        _ => "bool",
    };
    match ty.inner {
        TypeInner::Scalar(inner) => scalar(inner).into(),
        TypeInner::Vector { size, scalar: inner } => format!("vec{}<{}>", size as u32, scalar(inner)),
        TypeInner::Array { base, size, .. } => {
            let element = type_name(module, &module.types[base]);
            match size {
                ArraySize::Constant(length) => format!("array<{element}, {length}>"),
                _ => format!("array<{element}>"),
            }
        }
        TypeInner::Struct { ref members, .. } => {
            let member = |member: &naga::StructMember| {
                let name = member.name.as_deref().unwrap_or_default();
                format!("{name}: {}", type_name(module, &module.types[member.ty]))
            };
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        _ => ty.name.clone().unwrap_or_else(|| "another type".into()),
    }
}

/// Writes the module section by section.
fn assemble(program: &Program, variables: Vec<Variable>, mut frames: u32) -> Result<Cell, Fault> {
    let module = program.layout.module;
    let mut types = wasm::TypeSection::new();
    let mut imports = wasm::ImportSection::new();
    let mut functions = wasm::FunctionSection::new();
    let mut code = wasm::CodeSection::new();
    let mut sites: Vec<Site> = Vec::new();

    let real = program.layout.real();
    types.ty().function([real], [real]);
    types.ty().function([real, real], [real]);
    for import in IMPORTS {
        let ty = import.arguments as u32 - 1;
        imports.import(MODULE, import.name, wasm::EntityType::Function(ty));
    }
    let entry = (&module.entry_points[0].function, program.info.get_entry_point(0), Span::UNDEFINED);
    let named = module
        .functions
        .iter()
        .map(|(handle, function)| (function, &program.info[handle], module.functions.get_span(handle)));
    let mut costs = Vec::new();
    for (index, (function, info, span)) in named.chain([entry]).enumerate() {
        let is_entry = index == module.functions.len();
        let within = |error: Fault| Fault { at: error.at.or_else(|| span.to_range()), ..error };
        let (parameters, results) = function::signature(program, function, is_entry).map_err(within)?;
        types.ty().function(parameters, results);
        functions.function(index as u32 + 2);
        let body = function::translate(program, function, info, is_entry, &costs, &mut sites, &mut frames);
        let (body, cost) = body.map_err(within)?;
        code.function(&body);
        costs.push(cost);
        if code.byte_len() > MOST_CODE {
            return Err(within(fault("this becomes too much code: write it as loops")));
        }
    }

    let mut globals = wasm::GlobalSection::new();
    let mut exports = wasm::ExportSection::new();
    let i32_variable = wasm::GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    for (name, number) in [(FUEL, FUEL_GLOBAL), (FAULT, FAULT_GLOBAL), (INDEX, INDEX_GLOBAL)] {
        globals.global(i32_variable, &wasm::ConstExpr::i32_const(0));
        exports.export(name, wasm::ExportKind::Global, number);
    }
    exports.export(ENTRY, wasm::ExportKind::Func, (IMPORTS.len() + module.functions.len()) as u32);
    exports.export(MEMORY, wasm::ExportKind::Memory, 0);
    let pages = u64::from(frames).div_ceil(WASM_PAGE);
    let mut memories = wasm::MemorySection::new();
    memories.memory(wasm::MemoryType {
        minimum: pages,
        maximum: Some(pages),
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut out = wasm::Module::new();
    out.section(&types).section(&imports).section(&functions).section(&memories);
    out.section(&globals).section(&exports).section(&code);
    Ok(Cell { wasm: out.finish(), width: program.layout.width, variables, sites })
}
