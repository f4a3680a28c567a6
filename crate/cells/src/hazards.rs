//! Which lanes could read what others have not yet written.
//!
//! A cell has one lane, so it computes the same with barriers and without. On a GPU they are what keeps the lanes of a
//! workgroup from running ahead. So the text is read: between two barriers, no function may write what another one reads or
//! writes. Where each lane touches only what it has written itself, that is no mistake; whoever asks knows some text that is
//! right and compares.

use std::collections::HashSet;

use naga::valid::{FunctionInfo, GlobalUse, ModuleInfo};
use naga::{
    AddressSpace, Barrier, Block, Expression, Function, GlobalVariable, Handle, Module, Span, Statement,
};

use crate::translate::Shader;
use crate::{Fault, Hazard};

/// Statements that are walked through at most; the shipped shaders have some hundred.
const MOST_STATEMENTS: usize = 20_000;

/// Looks for hazards in a shader with one entry point. In the functions that `alone` names each lane goes its own way: there
/// none may wait for the others.
///
/// # Errors
/// The text is no valid WGSL.
pub fn hazards(text: &str, alone: &[&str]) -> Result<Vec<Hazard>, Fault> {
    Ok(Shader::read(text)?.hazards(alone))
}

impl Shader {
    /// See [`hazards`].
    pub fn hazards(&self, alone: &[&str]) -> Vec<Hazard> {
        let Self { module, info } = self;
        let mut walk = Walk {
            waiting: waiting_functions(module),
            module,
            info,
            alone,
            is_alone: false,
            open: Vec::new(),
            found: Vec::new(),
            left: MOST_STATEMENTS,
        };
        for (index, entry) in module.entry_points.iter().enumerate() {
            walk.block(&entry.name, &entry.function, info.get_entry_point(index), &entry.function.body);
        }
        walk.found
    }
}

/// What somebody has touched since the last barrier.
#[derive(Clone, PartialEq)]
struct Touch {
    by: String,
    variable: Handle<GlobalVariable>,
    how: GlobalUse,
}

struct Walk<'a> {
    module: &'a Module,
    info: &'a ModuleInfo,
    /// Functions in which lanes wait; the others are taken as a whole.
    waiting: HashSet<Handle<Function>>,
    alone: &'a [&'a str],
    /// Whether the lanes have parted here.
    is_alone: bool,
    open: Vec<Touch>,
    found: Vec<Hazard>,
    left: usize,
}

/// The functions that have a barrier, or call one that has. A function comes after those that it calls.
fn waiting_functions(module: &Module) -> HashSet<Handle<Function>> {
    let mut waiting = HashSet::new();
    for (handle, function) in module.functions.iter() {
        let waits = statements(&function.body).into_iter().any(|statement| match statement {
            Statement::ControlBarrier(_) | Statement::WorkGroupUniformLoad { .. } => true,
            Statement::Call { function, .. } => waiting.contains(function),
            _ => false,
        });
        if waits {
            waiting.insert(handle);
        }
    }
    waiting
}

/// All statements of a block and of the blocks in it.
fn statements(block: &Block) -> Vec<&Statement> {
    let mut found = Vec::new();
    let mut blocks = vec![block];
    while let Some(block) = blocks.pop() {
        for statement in block {
            blocks.extend(inner_blocks(statement));
            found.push(statement);
        }
    }
    found
}

fn inner_blocks(statement: &Statement) -> Vec<&Block> {
    match statement {
        Statement::Block(block) => vec![block],
        Statement::If { accept, reject, .. } => vec![accept, reject],
        Statement::Switch { cases, .. } => cases.iter().map(|case| &case.body).collect(),
        Statement::Loop { body, continuing, .. } => vec![body, continuing],
        _ => Vec::new(),
    }
}

impl<'a> Walk<'a> {
    fn block(&mut self, name: &str, function: &'a Function, info: &'a FunctionInfo, block: &'a Block) {
        for (statement, &span) in block.span_iter() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            self.statement(name, function, info, statement, span);
        }
    }

    fn statement(
        &mut self,
        name: &str,
        function: &'a Function,
        info: &'a FunctionInfo,
        statement: &'a Statement,
        span: Span,
    ) {
        match statement {
            Statement::ControlBarrier(barrier) => self.wait(*barrier, name, span),
            Statement::WorkGroupUniformLoad { .. } => self.wait(Barrier::WORK_GROUP, name, span),
            Statement::Call { function: called, .. } => {
                let inner = &self.module.functions[*called];
                let inner_name = inner.name.as_deref().unwrap_or_default();
                let inner_info = &self.info[*called];
                if self.waiting.contains(called) {
                    let was_alone = self.is_alone;
                    self.is_alone |= self.alone.contains(&inner_name);
                    self.block(inner_name, inner, inner_info, &inner.body);
                    self.is_alone = was_alone;
                } else {
                    for (variable, _) in self.module.global_variables.iter() {
                        self.touch(inner_name, variable, inner_info[variable], span);
                    }
                }
            }
            Statement::Emit(range) => {
                for expression in range.clone() {
                    if let Expression::Load { pointer } = function.expressions[expression] {
                        self.touch_root(name, function, pointer, GlobalUse::READ, span);
                    }
                }
            }
            Statement::Store { pointer, .. } => {
                self.touch_root(name, function, *pointer, GlobalUse::WRITE, span);
            }
            // Its second turn follows its first one.
            Statement::Loop { body, continuing, .. } => {
                for _ in 0..2 {
                    self.block(name, function, info, body);
                    self.block(name, function, info, continuing);
                }
            }
            Statement::If { .. } | Statement::Switch { .. } | Statement::Block(_) => {
                let was_alone = self.is_alone;
                self.is_alone |= match *statement {
                    Statement::If { condition, .. } => !self.is_uniform(function, condition),
                    Statement::Switch { selector, .. } => !self.is_uniform(function, selector),
                    _ => false,
                };
                let before = self.open.clone();
                let mut after = Vec::new();
                for inner in inner_blocks(statement) {
                    self.open.clone_from(&before);
                    self.block(name, function, info, inner);
                    let new: Vec<_> = self.open.drain(..).filter(|touch| !after.contains(touch)).collect();
                    after.extend(new);
                }
                self.open = after;
                self.is_alone = was_alone;
            }
            _ => {}
        }
    }

    fn touch_root(
        &mut self,
        name: &str,
        function: &Function,
        mut pointer: Handle<Expression>,
        how: GlobalUse,
        span: Span,
    ) {
        loop {
            match function.expressions[pointer] {
                Expression::GlobalVariable(variable) => return self.touch(name, variable, how, span),
                Expression::Access { base, .. } | Expression::AccessIndex { base, .. } => pointer = base,
                _ => return,
            }
        }
    }

    fn touch(&mut self, name: &str, variable: Handle<GlobalVariable>, how: GlobalUse, span: Span) {
        let is_shared = matches!(
            self.module.global_variables[variable].space,
            AddressSpace::WorkGroup | AddressSpace::Storage { .. }
        );
        let how = how & (GlobalUse::READ | GlobalUse::WRITE);
        if !is_shared || how.is_empty() {
            return;
        }
        let mut new = Vec::new();
        for other in self.open.iter().filter(|other| other.variable == variable && other.by != name) {
            if (other.how | how).contains(GlobalUse::WRITE) {
                let variable = self.module.global_variables[variable].name.clone().unwrap_or_default();
                let (first, second) = (other.by.clone(), name.to_owned());
                new.push(Hazard::Unordered { first, second, variable, at: span.to_range() });
            }
        }
        new.into_iter().for_each(|hazard| self.find(hazard));
        let touch = Touch { by: name.into(), variable, how };
        if !self.open.contains(&touch) {
            self.open.push(touch);
        }
    }

    fn find(&mut self, hazard: Hazard) {
        if !self.found.contains(&hazard) {
            self.found.push(hazard);
        }
    }

    /// Whether all lanes find the same here: it is made of constants and uniform variables alone.
    fn is_uniform(&self, function: &Function, expression: Handle<Expression>) -> bool {
        let is_same = |expression| self.is_uniform(function, expression);
        match function.expressions[expression] {
            Expression::Literal(_) | Expression::Constant(_) | Expression::ZeroValue(_) => true,
            Expression::GlobalVariable(variable) => {
                self.module.global_variables[variable].space == AddressSpace::Uniform
            }
            Expression::Load { pointer: inner }
            | Expression::AccessIndex { base: inner, .. }
            | Expression::Unary { expr: inner, .. }
            | Expression::As { expr: inner, .. } => is_same(inner),
            Expression::Binary { left, right, .. } => is_same(left) && is_same(right),
            _ => false,
        }
    }

    /// All lanes wait here for each other, and for what they have written into this kind of memory.
    fn wait(&mut self, barrier: Barrier, name: &str, span: Span) {
        if self.is_alone {
            self.find(Hazard::Unreached { within: name.to_owned(), at: span.to_range() });
        }
        let module = self.module;
        self.open.retain(|touch| match module.global_variables[touch.variable].space {
            AddressSpace::WorkGroup => !barrier.contains(Barrier::WORK_GROUP),
            _ => !barrier.contains(Barrier::STORAGE),
        });
    }
}
