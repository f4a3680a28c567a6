//! One function of the shader as one of WebAssembly.
//!
//! Every value that naga says is computed becomes WebAssembly locals, one for each of its scalars, so what is composed,
//! swizzled or taken out of a composite is a choice among locals and no code. Variables are locals too, unless something
//! has their address: then they lie in memory, each at a place of its own, since no function can call itself.

mod cost;
mod expression;
mod math;
mod operators;
mod place;
mod statement;

use std::collections::HashSet;
use std::rc::Rc;

use naga::valid::FunctionInfo;
use naga::{
    AddressSpace, Binding, BuiltIn, Expression, Function, Handle, Literal, LocalVariable, Span, Statement,
    TypeInner,
};
use wasm_encoder::{Encode, Instruction, MemArg, ValType};

use self::cost::BYTES_OF_A_CALL;
use crate::cell::{Cause, Fault, Site, Width};
use crate::translate::layout::{Kind, Layout, fault};
use crate::translate::{Program, advance};

/// The numbers of the module's globals, see [`crate::FUEL`] and what follows it.
pub(crate) const FUEL_GLOBAL: u32 = 0;
pub(crate) const FAULT_GLOBAL: u32 = 1;
pub(crate) const INDEX_GLOBAL: u32 = 2;

/// Browsers refuse functions of more than 1000 parameters or results, and of 50,000 locals.
const MOST_PARAMETERS: usize = 500;
const MOST_LOCALS: usize = 40_000;

/// A scalar that is known: it can be pushed as often as it is needed.
#[derive(Clone, Copy, Debug)]
enum Operand {
    Local(u32),
    Literal(Literal),
}

/// Where the variable of a function is.
#[derive(Clone)]
enum Home {
    Locals(Rc<[u32]>),
    Memory(u32),
}

/// The code of one function, as far as it is written.
struct Body<'a> {
    program: &'a Program<'a>,
    function: &'a Function,
    info: &'a FunctionInfo,
    code: Vec<u8>,
    parameters: u32,
    locals: Vec<ValType>,
    /// The scalars of each argument that is no pointer; of a pointer, the local with its address.
    arguments: Vec<Rc<[Operand]>>,
    values: Vec<Option<Rc<[Operand]>>>,
    variables: Vec<Home>,
    /// What a call of each function costs that comes before this one, as all do that it calls.
    costs: &'a [u32],
    is_entry: bool,
    /// How many loops are open.
    loops: u32,
    /// How many blocks are open.
    depth: u32,
    /// Of the loops and switches that are open: the depths at which their `break` and `continue` end.
    targets: Vec<(u32, Option<u32>)>,
    sites: &'a mut Vec<Site>,
}

/// What a function takes and gives, scalar by scalar. An entry point takes and gives nothing.
pub(crate) fn signature(
    program: &Program,
    function: &Function,
    is_entry: bool,
) -> Result<(Vec<ValType>, Vec<ValType>), Fault> {
    if is_entry {
        return Ok((Vec::new(), Vec::new()));
    }
    let layout = &program.layout;
    let val_types = |inner: &TypeInner| -> Result<Vec<ValType>, Fault> {
        if is_pointer(inner) {
            return Ok(vec![ValType::I32]);
        }
        Ok(layout.scalars(inner)?.into_iter().map(|(kind, _)| layout.val_type(kind)).collect())
    };
    let parameters = function.arguments.iter().map(|argument| val_types(layout.inner(argument.ty)));
    let parameters = parameters.collect::<Result<Vec<_>, _>>()?.concat();
    let results = function.result.as_ref().map(|result| val_types(layout.inner(result.ty)));
    if parameters.len() > MOST_PARAMETERS {
        return Err(fault("this function takes too many numbers"));
    }
    Ok((parameters, results.transpose()?.unwrap_or_default()))
}

/// Writes a function; also says what a call of it costs. `frames` is where the next variables that lie in memory may begin.
pub(crate) fn translate(
    program: &Program,
    function: &Function,
    info: &FunctionInfo,
    is_entry: bool,
    costs: &[u32],
    sites: &mut Vec<Site>,
    frames: &mut u32,
) -> Result<(wasm_encoder::Function, u32), Fault> {
    let mut body = Body {
        program,
        function,
        info,
        code: Vec::new(),
        parameters: 0,
        locals: Vec::new(),
        arguments: Vec::new(),
        values: vec![None; function.expressions.len()],
        variables: Vec::new(),
        costs,
        is_entry,
        loops: 0,
        depth: 0,
        targets: Vec::new(),
        sites,
    };
    if is_entry {
        body.fill_entry_arguments()?;
        body.begin_module()?;
    } else {
        body.take_arguments()?;
    }
    let cleared = body.place_variables(frames)?;
    body.begin_variables()?;
    body.block(&function.body)?;
    if function.result.is_some() && !is_entry {
        // Every way through it has returned.
        body.op(Instruction::Unreachable);
    }
    body.op(Instruction::End);
    if body.locals.len() > MOST_LOCALS {
        return Err(fault("this function computes too many numbers: divide it into several"));
    }
    let cost = cost::plus(1 + cleared / BYTES_OF_A_CALL, body.straight(&function.body));
    let mut out = wasm_encoder::Function::new_with_locals_types(body.locals);
    out.raw(body.code);
    Ok((out, cost))
}

fn is_pointer(inner: &TypeInner) -> bool {
    matches!(inner, TypeInner::Pointer { .. } | TypeInner::ValuePointer { .. })
}

impl<'a> Body<'a> {
    fn layout(&self) -> Layout<'a> {
        self.program.layout
    }

    /// The type of an expression.
    fn inner(&self, expression: Handle<Expression>) -> &'a TypeInner {
        self.info[expression].ty.inner_with(&self.layout().module.types)
    }

    fn scalars(&self, expression: Handle<Expression>) -> Result<Vec<(Kind, u32)>, Fault> {
        self.layout().scalars(self.inner(expression))
    }

    fn op(&mut self, instruction: Instruction) {
        instruction.encode(&mut self.code);
    }

    /// One of two instructions, by the width of the numbers.
    fn real(&mut self, single: Instruction, double: Instruction) {
        let instruction = match self.layout().width {
            Width::Single => single,
            Width::Double => double,
        };
        self.op(instruction);
    }

    fn new_local(&mut self, ty: ValType) -> u32 {
        self.locals.push(ty);
        self.parameters + self.locals.len() as u32 - 1
    }

    fn new_locals(&mut self, scalars: &[(Kind, u32)]) -> Rc<[u32]> {
        scalars.iter().map(|&(kind, _)| self.new_local(self.layout().val_type(kind))).collect()
    }

    fn literal(&mut self, literal: Literal) -> Result<(), Fault> {
        match literal {
            Literal::F32(number) => self.number(f64::from(number)),
            Literal::U32(number) => self.op(Instruction::I32Const(number as i32)),
            Literal::I32(number) => self.op(Instruction::I32Const(number)),
            Literal::Bool(truth) => self.op(Instruction::I32Const(truth.into())),
            _ => return Err(fault("numbers here are f32, i32, u32 and bool, and no others")),
        }
        Ok(())
    }

    /// Pushes a number of the cell's width.
    fn number(&mut self, number: f64) {
        self.real(Instruction::F32Const((number as f32).into()), Instruction::F64Const(number.into()));
    }

    fn push(&mut self, operand: Operand) -> Result<(), Fault> {
        match operand {
            Operand::Local(local) => self.op(Instruction::LocalGet(local)),
            Operand::Literal(literal) => self.literal(literal)?,
        }
        Ok(())
    }

    fn load(&mut self, kind: Kind, offset: u32) {
        let at = MemArg { offset: offset.into(), align: 2, memory_index: 0 };
        match self.layout().val_type(kind) {
            ValType::F32 => self.op(Instruction::F32Load(at)),
            ValType::F64 => self.op(Instruction::F64Load(at)),
            _ => self.op(Instruction::I32Load(at)),
        }
    }

    fn store(&mut self, kind: Kind, offset: u32) {
        let at = MemArg { offset: offset.into(), align: 2, memory_index: 0 };
        match self.layout().val_type(kind) {
            ValType::F32 => self.op(Instruction::F32Store(at)),
            ValType::F64 => self.op(Instruction::F64Store(at)),
            _ => self.op(Instruction::I32Store(at)),
        }
    }

    fn clear(&mut self, address: u32, bytes: u32) {
        self.op(Instruction::I32Const(address as i32));
        self.op(Instruction::I32Const(0));
        self.op(Instruction::I32Const(bytes as i32));
        self.op(Instruction::MemoryFill(0));
    }

    /// Stops the cell if the i32 on the stack is not 0.
    fn stop_if(&mut self, at: Span, cause: Cause, index: Option<Operand>) -> Result<(), Fault> {
        self.sites.push(Site { at: at.to_range(), cause });
        self.op(Instruction::If(wasm_encoder::BlockType::Empty));
        self.op(Instruction::I32Const(self.sites.len() as i32));
        self.op(Instruction::GlobalSet(FAULT_GLOBAL));
        if let Some(index) = index {
            self.push(index)?;
            self.op(Instruction::GlobalSet(INDEX_GLOBAL));
        }
        self.op(Instruction::Unreachable);
        self.op(Instruction::End);
        Ok(())
    }

    /// Burns fuel, and stops the cell if none is left.
    fn spend(&mut self, fuel: u32, at: Span) {
        self.op(Instruction::GlobalGet(FUEL_GLOBAL));
        self.op(Instruction::I32Const(fuel as i32));
        self.op(Instruction::I32Sub);
        self.op(Instruction::GlobalSet(FUEL_GLOBAL));
        self.op(Instruction::GlobalGet(FUEL_GLOBAL));
        self.op(Instruction::I32Const(0));
        self.op(Instruction::I32LeS);
        // Without an index nothing can be wrong with it.
        let _ = self.stop_if(at, Cause::Fuel, None);
    }

    fn take_arguments(&mut self) -> Result<(), Fault> {
        let mut next = 0;
        for argument in &self.function.arguments {
            let inner = self.layout().inner(argument.ty);
            let count = if is_pointer(inner) { 1 } else { self.layout().scalars(inner)?.len() as u32 };
            self.arguments.push((next..next + count).map(Operand::Local).collect());
            next += count;
        }
        self.parameters = next;
        Ok(())
    }

    /// What the only lane of the only workgroup is told of itself.
    fn fill_entry_arguments(&mut self) -> Result<(), Fault> {
        for argument in &self.function.arguments {
            let value = match argument.binding {
                Some(Binding::BuiltIn(
                    BuiltIn::LocalInvocationIndex
                    | BuiltIn::LocalInvocationId
                    | BuiltIn::GlobalInvocationId
                    | BuiltIn::WorkGroupId,
                )) => 0,
                Some(Binding::BuiltIn(BuiltIn::NumWorkGroups)) => 1,
                _ => {
                    let name = argument.name.as_deref().unwrap_or_default();
                    return Err(fault(format!("nothing is known here that `{name}` could be filled with")));
                }
            };
            let scalars = self.layout().scalars(self.layout().inner(argument.ty))?;
            self.arguments.push(vec![Operand::Literal(Literal::U32(value)); scalars.len()].into());
        }
        Ok(())
    }

    /// Variables of the module begin afresh whenever the entry point is called.
    fn begin_module(&mut self) -> Result<(), Fault> {
        self.op(Instruction::I32Const(0));
        self.op(Instruction::GlobalSet(FAULT_GLOBAL));
        let fresh = self.program.fresh.clone();
        self.clear(fresh.start, fresh.end - fresh.start);
        let module = self.layout().module;
        for (handle, variable) in module.global_variables.iter() {
            let (AddressSpace::Private, Some(init)) = (variable.space, variable.init) else { continue };
            let address = self.program.variables[&handle].address;
            let init = self.layout().constant(&module.global_expressions, init)?;
            let scalars = self.layout().scalars(self.layout().inner(variable.ty))?;
            for (literal, (kind, at)) in init.into_iter().zip(scalars) {
                self.op(Instruction::I32Const(0));
                self.literal(literal)?;
                self.store(kind, address + at);
            }
        }
        Ok(())
    }

    /// Gives each variable its home; says how many bytes of memory have to be cleared.
    fn place_variables(&mut self, frames: &mut u32) -> Result<u32, Fault> {
        let addressed = self.addressed();
        let mut cleared = 0;
        for (handle, variable) in self.function.local_variables.iter() {
            let inner = self.layout().inner(variable.ty);
            let at = self.function.local_variables.get_span(handle).to_range();
            let within = |error: Fault| Fault { at: error.at.or_else(|| at.clone()), ..error };
            let home = if addressed.contains(&handle) || matches!(inner, TypeInner::Array { .. }) {
                let bytes = self.layout().bytes(inner).map_err(within)?;
                let address = *frames;
                *frames = advance(address, bytes).map_err(within)?;
                cleared += bytes;
                Home::Memory(address)
            } else {
                let scalars = self.layout().scalars(inner).map_err(within)?;
                Home::Locals(self.new_locals(&scalars))
            };
            self.variables.push(home);
        }
        Ok(cleared)
    }

    /// Fills the variables with what they begin with.
    fn begin_variables(&mut self) -> Result<(), Fault> {
        for (handle, variable) in self.function.local_variables.iter() {
            let inner = self.layout().inner(variable.ty);
            let init = variable
                .init
                .filter(|&init| !matches!(self.function.expressions[init], Expression::ZeroValue(_)));
            let init =
                init.map(|init| self.layout().constant(&self.function.expressions, init)).transpose()?;
            match (self.variables[handle.index()].clone(), init) {
                (Home::Memory(address), None) => self.clear(address, self.layout().bytes(inner)?),
                (Home::Memory(address), Some(init)) => {
                    for (literal, (kind, at)) in init.into_iter().zip(self.layout().scalars(inner)?) {
                        self.op(Instruction::I32Const(0));
                        self.literal(literal)?;
                        self.store(kind, address + at);
                    }
                }
                // Locals begin as zeros.
                (Home::Locals(_), None) => {}
                (Home::Locals(locals), Some(init)) => {
                    for (literal, &local) in init.into_iter().zip(&*locals) {
                        self.literal(literal)?;
                        self.op(Instruction::LocalSet(local));
                    }
                }
            }
        }
        Ok(())
    }

    /// The variables that must have an address: an index is computed into them, or a pointer to them is passed on.
    fn addressed(&self) -> HashSet<Handle<LocalVariable>> {
        let mut found = HashSet::new();
        for (_, expression) in self.function.expressions.iter() {
            if let Expression::Access { base, .. } = *expression {
                found.extend(self.root(base));
            }
        }
        let mut blocks = vec![&self.function.body];
        while let Some(block) = blocks.pop() {
            for statement in block {
                match statement {
                    Statement::Block(block) => blocks.push(block),
                    Statement::If { accept, reject, .. } => blocks.extend([accept, reject]),
                    Statement::Switch { cases, .. } => blocks.extend(cases.iter().map(|case| &case.body)),
                    Statement::Loop { body, continuing, .. } => blocks.extend([body, continuing]),
                    Statement::Call { arguments, .. } => {
                        found.extend(arguments.iter().filter_map(|&argument| self.root(argument)));
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// The variable that an expression points into.
    fn root(&self, mut expression: Handle<Expression>) -> Option<Handle<LocalVariable>> {
        loop {
            match self.function.expressions[expression] {
                Expression::LocalVariable(variable) => return Some(variable),
                Expression::Access { base, .. } | Expression::AccessIndex { base, .. } => expression = base,
                _ => return None,
            }
        }
    }
}
