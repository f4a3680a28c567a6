//! Translates a shader and runs it.

use attention_lab_cells::{
    Cell, ENTRY, FAULT, FUEL, FUNCTIONS, Fault, Function, IMPORTS, INDEX, MEMORY, MODULE, Options, Trap,
    Width, translate,
};
use wasmi::{Engine, Instance, Linker, Module, Store, Val};

/// Elements of `x`, `n` and `out`.
pub const LENGTH: usize = 8;
/// What `x` and `n` hold, which no compiler knows.
pub const X: [f64; LENGTH] = [0.5, -1.5, 2.0, 3.25, -0.25, 7.0, 0.0, 1.0];
pub const N: [i32; LENGTH] = [0, 1, 2, 3, -4, 5, i32::MIN, -1];

/// A shader with `x`, `n` and `out`, what else stands before its entry point, and the body of that.
pub fn shader(before: &str, body: &str) -> String {
    format!(
        "@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> n: array<i32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
{before}
@compute @workgroup_size(1)
fn main() {{
{body}
}}"
    )
}

pub fn translated(text: &str, width: Width) -> Result<Cell, Fault> {
    let lengths = ["x", "n", "out"].map(|name| (name, LENGTH as u32));
    translate(text, &Options { width, lengths: &lengths })
}

/// What a shader leaves in `out`, or why it stopped.
pub fn run(text: &str, width: Width) -> Result<Vec<f64>, Fault> {
    let cell = translated(text, width)?;
    run_cell(&cell, 10_000).map_err(|trap| cell.explain(trap, text))
}

pub fn run_cell(cell: &Cell, fuel: i32) -> Result<Vec<f64>, Trap> {
    let engine = Engine::default();
    let module = Module::new(&engine, &cell.wasm).expect("a valid module");
    let mut store = Store::new(&engine, ());
    let mut linker = Linker::<()>::new(&engine);
    for (import, function) in IMPORTS.iter().zip(FUNCTIONS) {
        let defined = match (function, cell.width) {
            (Function::One { single, .. }, Width::Single) => linker.func_wrap(MODULE, import.name, single),
            (Function::One { double, .. }, Width::Double) => linker.func_wrap(MODULE, import.name, double),
            (Function::Two { single, .. }, Width::Single) => linker.func_wrap(MODULE, import.name, single),
            (Function::Two { double, .. }, Width::Double) => linker.func_wrap(MODULE, import.name, double),
        };
        defined.expect("each name once");
    }
    let instance = linker.instantiate_and_start(&mut store, &module).expect("all imports are there");
    let memory = instance.get_memory(&store, MEMORY).expect("a memory");
    let address = |name: &str| cell.variable(name).expect("a variable").address as usize;
    let x = X.iter().flat_map(|&x| bytes(x, cell.width)).collect::<Vec<_>>();
    memory.write(&mut store, address("x"), &x).expect("x fits");
    let n: Vec<u8> = N.iter().flat_map(|n| n.to_le_bytes()).collect();
    memory.write(&mut store, address("n"), &n).expect("n fits");
    set(&instance, &mut store, FUEL, fuel);
    let main = instance.get_typed_func::<(), ()>(&store, ENTRY).expect("an entry point");
    main.call(&mut store, ()).map_err(|_| {
        let get = |name| instance.get_global(&store, name).and_then(|global| global.get(&store).i32());
        Trap { fault: get(FAULT).unwrap_or_default(), index: get(INDEX).unwrap_or_default() }
    })?;
    let mut out = vec![0; LENGTH * cell.width.bytes() as usize];
    memory.read(&store, address("out"), &mut out).expect("out is there");
    Ok(match cell.width {
        Width::Single => out.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes).into()).collect(),
        Width::Double => out.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect(),
    })
}

fn set(instance: &Instance, store: &mut Store<()>, name: &str, value: i32) {
    let global = instance.get_global(&*store, name).expect("a global");
    global.set(store, Val::I32(value)).expect("it is an i32");
}

fn bytes(number: f64, width: Width) -> Vec<u8> {
    match width {
        Width::Single => (number as f32).to_le_bytes().into(),
        Width::Double => number.to_le_bytes().into(),
    }
}
