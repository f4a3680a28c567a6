//! Cells in a worker of the page, run by the browser's own WebAssembly.

use std::cell::RefCell;
use std::rc::Rc;

use attention_lab_cells::{
    Cell, ENTRY, FAULT, FUEL, Fault, Hazard, IMPORTS, INDEX, MEMORY, MODULE, Options, Shader, Trap, Width,
};
use js_sys::WebAssembly::{Global, Instance as Running, Memory, Module};
use js_sys::{Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::host::{Host, Instance};

/// Translations that are kept: one check asks for each of its sources several times, and for the shipped ones every time.
const KEPT: usize = 64;
/// Texts that are kept as naga has read them: what a check makes several cells of, and looks for hazards in. Reading takes
/// most of a translation's time.
const READ: usize = 12;

/// A text, and how it was translated.
type Asked = (String, Width, Vec<(String, u32)>);

/// Translates with this module's own translator. It must be where a module may be compiled at once and of any size: in a
/// worker, not on the page's own thread.
#[derive(Debug, Default)]
pub struct Browser {
    cells: RefCell<Kept<KEPT, Asked, Cell>>,
    hazards: RefCell<Kept<KEPT, String, Vec<Hazard>>>,
    read: RefCell<Kept<READ, String, Rc<Shader>>>,
}

impl Browser {
    fn read(&self, text: &str) -> Result<Rc<Shader>, Fault> {
        self.read.borrow_mut().get(text.to_owned(), || Shader::read(text).map(Rc::new))
    }
}

impl Host for Browser {
    fn translate(&self, text: &str, options: &Options) -> Result<Cell, Fault> {
        let lengths = options.lengths.iter().map(|&(name, length)| (name.to_owned(), length)).collect();
        let asked = (text.to_owned(), options.width, lengths);
        self.cells.borrow_mut().get(asked, || self.read(text)?.translate(options))
    }

    fn hazards(&self, text: &str, alone: &[&str]) -> Result<Vec<Hazard>, Fault> {
        self.hazards.borrow_mut().get(text.to_owned(), || Ok(self.read(text)?.hazards(alone)))
    }

    fn instantiate(&self, cell: &Cell) -> Result<Box<dyn Instance>, String> {
        let opened = Opened::new(cell).map_err(|error| {
            let error = error.dyn_ref::<js_sys::Error>().map(js_sys::Error::message);
            error.map_or_else(|| "the browser does not say why".into(), String::from)
        })?;
        Ok(Box::new(opened))
    }
}

/// The last answers, the latest used last.
#[derive(Debug)]
struct Kept<const MOST: usize, Q, A>(Vec<(Q, A)>);

impl<const MOST: usize, Q, A> Default for Kept<MOST, Q, A> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<const MOST: usize, Q: PartialEq, A: Clone> Kept<MOST, Q, A> {
    /// The answer to a question, which is asked only once. What was refused is asked again.
    fn get<E>(&mut self, question: Q, ask: impl FnOnce() -> Result<A, E>) -> Result<A, E> {
        let entry = match self.0.iter().position(|(asked, _)| *asked == question) {
            Some(place) => self.0.remove(place),
            None => (question, ask()?),
        };
        let answer = entry.1.clone();
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push(entry);
        Ok(answer)
    }
}

/// An instance of a module.
#[derive(Debug)]
struct Opened {
    /// All of the cell's memory, which never grows.
    memory: Uint8Array,
    entry: Function,
    fuel: Option<Global>,
    fault: Option<Global>,
    index: Option<Global>,
}

impl Opened {
    fn new(cell: &Cell) -> Result<Self, JsValue> {
        let module = Module::new(&Uint8Array::from(&cell.wasm[..]))?;
        let exports = Running::new(&module, &imports()?)?.exports();
        let export = |name: &str| Reflect::get(&exports, &name.into());
        let global = |name: &str| Some(export(name).ok()?.unchecked_into::<Global>());
        Ok(Self {
            memory: Uint8Array::new(&export(MEMORY)?.dyn_into::<Memory>()?.buffer()),
            entry: export(ENTRY)?.dyn_into()?,
            fuel: global(FUEL),
            fault: global(FAULT),
            index: global(INDEX),
        })
    }

    fn part(&self, address: u32, bytes: usize) -> Uint8Array {
        self.memory.subarray(address, address + bytes as u32)
    }
}

/// The browser's own functions. Of all that cells ask for, it has no `exp2`, but a power of 2.
fn imports() -> Result<Object, JsValue> {
    let math = Reflect::get(&js_sys::global(), &"Math".into())?;
    let function = |name: &str| Reflect::get(&math, &name.into())?.dyn_into::<Function>();
    let functions = Object::new();
    for import in IMPORTS {
        let found: JsValue = match import.name {
            "exp2" => function("pow")?.bind1(&JsValue::UNDEFINED, &2.into()).into(),
            name => function(name)?.into(),
        };
        Reflect::set(&functions, &import.name.into(), &found)?;
    }
    let imports = Object::new();
    Reflect::set(&imports, &MODULE.into(), &functions)?;
    Ok(imports)
}

fn number(global: Option<&Global>) -> i32 {
    global.and_then(|global| global.value().as_f64()).unwrap_or_default() as i32
}

impl Instance for Opened {
    fn read(&self, address: u32, bytes: &mut [u8]) {
        self.part(address, bytes.len()).copy_to(bytes);
    }

    fn write(&mut self, address: u32, bytes: &[u8]) {
        self.part(address, bytes.len()).copy_from(bytes);
    }

    fn call(&mut self, fuel: u32) -> Result<(), Trap> {
        if let Some(global) = &self.fuel {
            global.set_value(&i32::try_from(fuel).unwrap_or(i32::MAX).into());
        }
        let done = self.entry.call0(&JsValue::UNDEFINED);
        done.map(drop)
            .map_err(|_| Trap { fault: number(self.fault.as_ref()), index: number(self.index.as_ref()) })
    }
}
