//! What is computed.

use std::rc::Rc;

use naga::{Expression, Handle, TypeInner};
use wasm_encoder::Instruction;

use super::place::Place;
use super::{Body, Operand, is_pointer};
use crate::cell::Fault;
use crate::translate::layout::{Kind, fault};

impl Body<'_> {
    /// The scalars of a value that has been computed or needs no computing.
    pub(super) fn operands(&mut self, expression: Handle<Expression>) -> Result<Rc<[Operand]>, Fault> {
        if let Some(known) = &self.values[expression.index()] {
            return Ok(known.clone());
        }
        let operands: Rc<[Operand]> = match self.function.expressions[expression] {
            Expression::FunctionArgument(argument) => self.arguments[argument as usize].clone(),
            Expression::Literal(_) | Expression::Constant(_) | Expression::ZeroValue(_) => {
                let literals = self.layout().constant(&self.function.expressions, expression)?;
                literals.into_iter().map(Operand::Literal).collect()
            }
            // A composite of constants is computed nowhere.
            Expression::Compose { .. } | Expression::Splat { .. } | Expression::Swizzle { .. } => {
                self.chosen(expression)?.ok_or_else(|| fault("this value is not known here"))?
            }
            _ => return Err(fault("this is not known here")),
        };
        self.values[expression.index()] = Some(operands.clone());
        Ok(operands)
    }

    /// The scalars of a vector, or the one scalar that stands for all of them.
    pub(super) fn part(&mut self, expression: Handle<Expression>, i: usize) -> Result<Operand, Fault> {
        let operands = self.operands(expression)?;
        Ok(operands[if operands.len() == 1 { 0 } else { i }])
    }

    pub(super) fn push_part(&mut self, expression: Handle<Expression>, i: usize) -> Result<(), Fault> {
        let operand = self.part(expression, i)?;
        self.push(operand)
    }

    /// What the scalars of an expression are; those of a vector are all alike.
    pub(super) fn kind(&self, expression: Handle<Expression>) -> Result<Kind, Fault> {
        let first = self.scalars(expression)?.first().map(|&(kind, _)| kind);
        first.ok_or_else(|| fault("an empty value"))
    }

    /// The scalars of an expression that only chooses among others.
    fn chosen(&mut self, expression: Handle<Expression>) -> Result<Option<Rc<[Operand]>>, Fault> {
        Ok(Some(match self.function.expressions[expression] {
            Expression::Compose { ref components, .. } => {
                // Its length is checked before it is put together.
                self.scalars(expression)?;
                let mut all = Vec::new();
                for &component in components {
                    all.extend_from_slice(&self.operands(component)?);
                }
                all.into()
            }
            Expression::Splat { size, value } => {
                let value = self.operands(value)?[0];
                vec![value; size as usize].into()
            }
            Expression::Swizzle { size, vector, ref pattern } => {
                let vector = self.operands(vector)?;
                pattern[..size as usize].iter().map(|&component| vector[component as usize]).collect()
            }
            Expression::AccessIndex { base, index } => {
                let first = self.layout().part(self.inner(base), index)?.1;
                let count = self.scalars(expression)?.len();
                let base = self.operands(base)?;
                base[first..first + count].into()
            }
            _ => return Ok(None),
        }))
    }

    /// Computes an expression now.
    pub(super) fn emit(&mut self, expression: Handle<Expression>) -> Result<(), Fault> {
        // Pointers are followed where they are used.
        if is_pointer(self.inner(expression)) || self.values[expression.index()].is_some() {
            return Ok(());
        }
        let operands = match self.chosen(expression)? {
            Some(operands) => operands,
            None => {
                let locals = self.computed(expression)?;
                locals.iter().copied().map(Operand::Local).collect()
            }
        };
        self.values[expression.index()] = Some(operands);
        Ok(())
    }

    fn computed(&mut self, expression: Handle<Expression>) -> Result<Rc<[u32]>, Fault> {
        let scalars = self.scalars(expression)?;
        let locals = self.new_locals(&scalars);
        match self.function.expressions[expression] {
            Expression::Load { pointer } => match self.place(pointer)? {
                Place::Locals(from) => {
                    for (&from, &to) in from.iter().zip(&*locals) {
                        self.op(Instruction::LocalGet(from));
                        self.op(Instruction::LocalSet(to));
                    }
                }
                Place::Memory { offset, dynamic } => {
                    let address = self.keep_address(dynamic, scalars.len());
                    for (&(kind, at), &to) in scalars.iter().zip(&*locals) {
                        self.push_base(address, dynamic);
                        self.load(kind, offset + at);
                        self.op(Instruction::LocalSet(to));
                    }
                }
            },
            Expression::Access { base, index } => self.access_value(expression, base, index, &locals)?,
            ref other => {
                for (i, &to) in locals.iter().enumerate() {
                    self.scalar(expression, other, i, scalars[i].0)?;
                    self.op(Instruction::LocalSet(to));
                }
            }
        }
        Ok(locals)
    }

    /// Keeps a dynamic address in a local if it is needed more than once.
    pub(super) fn keep_address(&mut self, dynamic: bool, times: usize) -> Option<u32> {
        (dynamic && times > 1).then(|| {
            let address = self.new_local(wasm_encoder::ValType::I32);
            self.op(Instruction::LocalSet(address));
            address
        })
    }

    /// Pushes what an offset is added to; a dynamic address that is needed only once is there already.
    pub(super) fn push_base(&mut self, kept: Option<u32>, dynamic: bool) {
        match kept {
            Some(address) => self.op(Instruction::LocalGet(address)),
            None if dynamic => {}
            None => self.op(Instruction::I32Const(0)),
        }
    }

    /// An element of a value, by an index that is computed: one choice after another.
    fn access_value(
        &mut self,
        expression: Handle<Expression>,
        base: Handle<Expression>,
        index: Handle<Expression>,
        locals: &[u32],
    ) -> Result<(), Fault> {
        let length = self.length(base, self.inner(base))?.unwrap_or(1);
        let index = self.operands(index)?[0];
        self.check_index(expression, index, length)?;
        let values = self.operands(base)?;
        for (part, &to) in locals.iter().enumerate() {
            self.push(values[part])?;
            for i in 1..length as usize {
                self.push(values[i * locals.len() + part])?;
                self.push(index)?;
                self.op(Instruction::I32Const(i as i32));
                self.op(Instruction::I32Ne);
                self.op(Instruction::Select);
            }
            self.op(Instruction::LocalSet(to));
        }
        Ok(())
    }

    /// Pushes scalar `i` of an expression.
    fn scalar(
        &mut self,
        expression: Handle<Expression>,
        what: &Expression,
        i: usize,
        kind: Kind,
    ) -> Result<(), Fault> {
        match *what {
            Expression::Unary { op, expr } => self.unary(op, expr, i, kind),
            Expression::Binary { op, left, right } => self.binary(expression, op, left, right, i),
            Expression::Select { condition, accept, reject } => {
                self.push_part(accept, i)?;
                self.push_part(reject, i)?;
                self.push_part(condition, i)?;
                self.op(Instruction::Select);
                Ok(())
            }
            Expression::Relational { fun, argument } => self.relational(fun, argument),
            Expression::As { expr, kind: to, convert } => self.conversion(expr, to, convert.is_some(), i),
            Expression::Math { fun, arg, arg1, arg2, arg3 } => {
                self.math(fun, [Some(arg), arg1, arg2, arg3], i, kind)
            }
            Expression::ArrayLength(pointer) => {
                let base = match *self.inner(pointer) {
                    TypeInner::Pointer { base, .. } => self.layout().inner(base),
                    _ => return Err(fault("this array has no length")),
                };
                let length = self.length(pointer, base)?.unwrap_or(0);
                self.op(Instruction::I32Const(length as i32));
                Ok(())
            }
            _ => Err(fault(
                "this is not known here: a cell has numbers, vectors, structs, arrays and functions",
            )),
        }
    }
}
