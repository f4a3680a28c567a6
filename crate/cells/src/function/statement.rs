//! What is done.

use naga::{Block, Expression, Handle, Span, Statement, SwitchCase, SwitchValue};
use wasm_encoder::{BlockType, Instruction};

use super::cost::{BYTES_OF_A_CALL, plus};
use super::place::Place;
use super::{Body, Operand, is_pointer};
use crate::cell::Fault;
use crate::imports::IMPORTS;
use crate::translate::layout::fault;

/// A loop's turn costs this much fuel, beside the calls in it.
const TURN: u32 = 1;

impl<'a> Body<'a> {
    pub(super) fn block(&mut self, block: &'a Block) -> Result<(), Fault> {
        for (statement, &span) in block.span_iter() {
            let done = self.statement(statement, span);
            done.map_err(|error| Fault { at: error.at.or_else(|| span.to_range()), ..error })?;
        }
        Ok(())
    }

    fn statement(&mut self, statement: &'a Statement, span: Span) -> Result<(), Fault> {
        match *statement {
            Statement::Emit(ref range) => {
                for expression in range.clone() {
                    let at = self.function.expressions.get_span(expression).to_range();
                    self.emit(expression).map_err(|error| Fault { at: error.at.or(at), ..error })?;
                }
                Ok(())
            }
            Statement::Block(ref block) => self.block(block),
            Statement::If { condition, ref accept, ref reject } => {
                self.push_part(condition, 0)?;
                self.open(Instruction::If(BlockType::Empty));
                self.block(accept)?;
                if !reject.is_empty() {
                    self.op(Instruction::Else);
                    self.block(reject)?;
                }
                self.close();
                Ok(())
            }
            Statement::Loop { ref body, ref continuing, break_if } => {
                self.turns(body, continuing, break_if, span)
            }
            Statement::Switch { selector, ref cases } => self.switch(selector, cases),
            Statement::Break => {
                let out = self.targets.last().map(|target| target.0);
                self.branch(out.ok_or_else(|| fault("nothing to break"))?);
                Ok(())
            }
            Statement::Continue => {
                let next = self.targets.last().and_then(|target| target.1);
                self.branch(next.ok_or_else(|| fault("nothing to continue"))?);
                Ok(())
            }
            Statement::Return { value } => {
                if let Some(value) = value {
                    self.push_all(value)?;
                }
                self.op(Instruction::Return);
                Ok(())
            }
            // One lane waits for nobody.
            Statement::ControlBarrier(_) | Statement::MemoryBarrier(_) => Ok(()),
            Statement::Store { pointer, value } => self.assign(pointer, value),
            Statement::Call { function, ref arguments, result } => {
                if self.is_entry && self.loops == 0 {
                    self.spend(self.costs[function.index()], span);
                }
                for &argument in arguments {
                    if is_pointer(self.inner(argument)) {
                        self.push_address(argument)?;
                    } else {
                        self.push_all(argument)?;
                    }
                }
                self.op(Instruction::Call(IMPORTS.len() as u32 + function.index() as u32));
                if let Some(result) = result {
                    self.take(result)?;
                }
                Ok(())
            }
            Statement::WorkGroupUniformLoad { pointer, result } => {
                let Place::Memory { offset, dynamic } = self.place(pointer)? else {
                    return Err(fault("this is not in workgroup memory"));
                };
                let scalars = self.scalars(result)?;
                let address = self.keep_address(dynamic, scalars.len());
                for (kind, at) in scalars {
                    self.push_base(address, dynamic);
                    self.load(kind, offset + at);
                }
                self.take(result)
            }
            Statement::Atomic { .. } => {
                Err(fault("atomics are not known here: each output is computed by one lane alone"))
            }
            _ => {
                Err(fault("this is not known here: a cell has one lane, and neither textures nor subgroups"))
            }
        }
    }

    fn open(&mut self, block: Instruction) -> u32 {
        self.op(block);
        self.depth += 1;
        self.depth
    }

    fn close(&mut self) {
        self.op(Instruction::End);
        self.depth -= 1;
    }

    /// Branches to the block that was opened at this depth.
    fn branch(&mut self, to: u32) {
        self.op(Instruction::Br(self.depth - to));
    }

    fn push_all(&mut self, value: Handle<Expression>) -> Result<(), Fault> {
        for operand in self.operands(value)?.iter() {
            self.push(*operand)?;
        }
        Ok(())
    }

    /// Takes a result's scalars from the stack, where the last one lies on top.
    fn take(&mut self, result: Handle<Expression>) -> Result<(), Fault> {
        let scalars = self.scalars(result)?;
        let locals = self.new_locals(&scalars);
        for &local in locals.iter().rev() {
            self.op(Instruction::LocalSet(local));
        }
        self.values[result.index()] = Some(locals.iter().copied().map(Operand::Local).collect());
        Ok(())
    }

    fn turns(
        &mut self,
        body: &'a Block,
        continuing: &'a Block,
        break_if: Option<Handle<Expression>>,
        span: Span,
    ) -> Result<(), Fault> {
        let out = self.open(Instruction::Block(BlockType::Empty));
        let top = self.open(Instruction::Loop(BlockType::Empty));
        self.spend(plus(TURN, plus(self.straight(body), self.straight(continuing))), span);
        self.loops += 1;
        let next = self.open(Instruction::Block(BlockType::Empty));
        self.targets.push((out, Some(next)));
        self.block(body)?;
        self.close();
        self.block(continuing)?;
        self.loops -= 1;
        self.targets.pop();
        if let Some(condition) = break_if {
            self.push_part(condition, 0)?;
            self.op(Instruction::BrIf(self.depth - out));
        }
        self.branch(top);
        self.close();
        self.close();
        Ok(())
    }

    fn switch(&mut self, selector: Handle<Expression>, cases: &'a [SwitchCase]) -> Result<(), Fault> {
        let out = self.open(Instruction::Block(BlockType::Empty));
        let next = self.targets.last().and_then(|target| target.1);
        self.targets.push((out, next));
        let selector = self.part(selector, 0)?;
        // Several values of one case come as cases that fall through.
        let mut values = Vec::new();
        let mut default = None;
        for case in cases {
            values.push(case.value);
            if case.fall_through {
                continue;
            }
            if values.contains(&SwitchValue::Default) {
                default = Some(&case.body);
                values.clear();
                continue;
            }
            for (n, value) in values.drain(..).enumerate() {
                let value = match value {
                    SwitchValue::I32(value) => value,
                    SwitchValue::U32(value) => value as i32,
                    SwitchValue::Default => continue,
                };
                self.push(selector)?;
                self.op(Instruction::I32Const(value));
                self.op(Instruction::I32Eq);
                if n > 0 {
                    self.op(Instruction::I32Or);
                }
            }
            self.open(Instruction::If(BlockType::Empty));
            self.block(&case.body)?;
            self.branch(out);
            self.close();
        }
        if let Some(body) = default {
            self.block(body)?;
        }
        self.targets.pop();
        self.close();
        Ok(())
    }

    fn assign(&mut self, pointer: Handle<Expression>, value: Handle<Expression>) -> Result<(), Fault> {
        let place = self.place(pointer)?;
        // A large array that is set to zeros has no value that would fit into locals.
        if let (Expression::ZeroValue(ty), Place::Memory { offset, dynamic }) =
            (&self.function.expressions[value], &place)
        {
            let bytes = self.layout().stride(*ty)?;
            self.spend(bytes / BYTES_OF_A_CALL, self.function.expressions.get_span(value));
            self.op(Instruction::I32Const(*offset as i32));
            if *dynamic {
                self.op(Instruction::I32Add);
            }
            self.op(Instruction::I32Const(0));
            self.op(Instruction::I32Const(bytes as i32));
            self.op(Instruction::MemoryFill(0));
            return Ok(());
        }
        let scalars = self.scalars(value)?;
        let operands = self.operands(value)?;
        match place {
            Place::Locals(locals) => {
                for (&operand, &local) in operands.iter().zip(&*locals) {
                    self.push(operand)?;
                    self.op(Instruction::LocalSet(local));
                }
            }
            Place::Memory { offset, dynamic } => {
                let address = self.keep_address(dynamic, scalars.len());
                for (&operand, (kind, at)) in operands.iter().zip(scalars) {
                    self.push_base(address, dynamic);
                    self.push(operand)?;
                    self.store(kind, offset + at);
                }
            }
        }
        Ok(())
    }
}
