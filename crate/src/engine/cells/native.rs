//! Cells in the native program, run by wasmi.

use attention_lab_cells::{
    Cell, ENTRY, FAULT, FUEL, FUNCTIONS, Fault, Function, Hazard, IMPORTS, INDEX, MEMORY, MODULE, Options,
    Trap, Width,
};
use wasmi::{Engine, Linker, Memory, Module, Store, TypedFunc, Val};

use super::host::{Host, Instance};

/// Translates with this program's own translator, and runs in an interpreter that needs no system of its own.
#[derive(Debug, Default)]
pub struct Native(Engine);

impl Host for Native {
    fn translate(&self, text: &str, options: &Options) -> Result<Cell, Fault> {
        attention_lab_cells::translate(text, options)
    }

    fn hazards(&self, text: &str, alone: &[&str]) -> Result<Vec<Hazard>, Fault> {
        attention_lab_cells::hazards(text, alone)
    }

    fn instantiate(&self, cell: &Cell) -> Result<Box<dyn Instance>, String> {
        let running = Running::new(&self.0, cell).map_err(|error| error.to_string())?;
        Ok(Box::new(running))
    }
}

/// A module with its store.
#[derive(Debug)]
struct Running {
    store: Store<()>,
    instance: wasmi::Instance,
    memory: Memory,
    entry: TypedFunc<(), ()>,
}

impl Running {
    fn new(engine: &Engine, cell: &Cell) -> Result<Self, wasmi::Error> {
        let module = Module::new(engine, &cell.wasm)?;
        let mut store = Store::new(engine, ());
        let mut linker = Linker::new(engine);
        for (import, function) in IMPORTS.iter().zip(FUNCTIONS) {
            match (function, cell.width) {
                (Function::One { single, .. }, Width::Single) => {
                    linker.func_wrap(MODULE, import.name, single)?
                }
                (Function::One { double, .. }, Width::Double) => {
                    linker.func_wrap(MODULE, import.name, double)?
                }
                (Function::Two { single, .. }, Width::Single) => {
                    linker.func_wrap(MODULE, import.name, single)?
                }
                (Function::Two { double, .. }, Width::Double) => {
                    linker.func_wrap(MODULE, import.name, double)?
                }
            };
        }
        let instance = linker.instantiate_and_start(&mut store, &module)?;
        let memory =
            instance.get_memory(&store, MEMORY).ok_or_else(|| wasmi::Error::new("it has no memory"))?;
        let entry = instance.get_typed_func(&store, ENTRY)?;
        Ok(Self { store, instance, memory, entry })
    }

    fn global(&self, name: &str) -> i32 {
        let value = self.instance.get_global(&self.store, name).map(|global| global.get(&self.store));
        value.and_then(|value| value.i32()).unwrap_or_default()
    }
}

impl Instance for Running {
    fn read(&self, address: u32, bytes: &mut [u8]) {
        self.memory.read(&self.store, address as usize, bytes).expect("the cell has this memory");
    }

    fn write(&mut self, address: u32, bytes: &[u8]) {
        self.memory.write(&mut self.store, address as usize, bytes).expect("the cell has this memory");
    }

    fn call(&mut self, fuel: u32) -> Result<(), Trap> {
        if let Some(global) = self.instance.get_global(&self.store, FUEL) {
            let fuel = i32::try_from(fuel).unwrap_or(i32::MAX);
            global.set(&mut self.store, Val::I32(fuel)).map_err(|_| Trap::default())?;
        }
        let done = self.entry.call(&mut self.store, ());
        done.map_err(|_| Trap { fault: self.global(FAULT), index: self.global(INDEX) })
    }
}
