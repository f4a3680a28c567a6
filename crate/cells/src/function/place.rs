//! Where a pointer points to.

use std::rc::Rc;

use naga::{ArraySize, Expression, Handle, TypeInner, VectorSize};
use wasm_encoder::Instruction;

use super::{Body, Home, Operand};
use crate::cell::{Cause, Fault};
use crate::translate::layout::fault;

/// What is loaded and stored.
pub(super) enum Place {
    /// In memory, at this offset; `dynamic` if an address is on the stack that it is added to.
    Memory { offset: u32, dynamic: bool },
    /// In these locals.
    Locals(Rc<[u32]>),
}

impl Body<'_> {
    /// What a pointer points to.
    fn pointee(&self, pointer: Handle<Expression>) -> Result<TypeInner, Fault> {
        Ok(match *self.inner(pointer) {
            TypeInner::Pointer { base, .. } => self.layout().inner(base).clone(),
            TypeInner::ValuePointer { size: Some(size), scalar, .. } => TypeInner::Vector { size, scalar },
            TypeInner::ValuePointer { size: None, scalar, .. } => TypeInner::Scalar(scalar),
            _ => return Err(fault("this is no place that could be read or written")),
        })
    }

    /// Finds what a pointer points to, with every index on the way checked. A dynamic address is left on the stack.
    pub(super) fn place(&mut self, pointer: Handle<Expression>) -> Result<Place, Fault> {
        match self.function.expressions[pointer] {
            Expression::GlobalVariable(variable) => {
                Ok(Place::Memory { offset: self.program.variables[&variable].address, dynamic: false })
            }
            Expression::LocalVariable(variable) => Ok(match &self.variables[variable.index()] {
                Home::Locals(locals) => Place::Locals(locals.clone()),
                Home::Memory(address) => Place::Memory { offset: *address, dynamic: false },
            }),
            Expression::FunctionArgument(argument) => {
                let address = self.arguments[argument as usize][0];
                self.push(address)?;
                Ok(Place::Memory { offset: 0, dynamic: true })
            }
            Expression::AccessIndex { base, index } => {
                let inner = self.pointee(base)?;
                if let Some(length) = self.length(base, &inner)?.filter(|&length| index >= length) {
                    return Err(fault(format!(
                        "the index {index} is out of bounds: there are {length} elements"
                    )));
                }
                let (bytes, scalars) = self.layout().part(&inner, index)?;
                Ok(match self.place(base)? {
                    Place::Memory { offset, dynamic } => Place::Memory { offset: offset + bytes, dynamic },
                    Place::Locals(locals) => {
                        let count = self.layout().scalars(&self.pointee(pointer)?)?.len();
                        Place::Locals(locals[scalars..scalars + count].into())
                    }
                })
            }
            Expression::Access { base, index } => {
                let inner = self.pointee(base)?;
                let stride = self.layout().part(&inner, 1)?.0;
                let length = self.length(base, &inner)?.unwrap_or(0);
                let Place::Memory { offset, dynamic } = self.place(base)? else {
                    return Err(fault("this variable has no address"));
                };
                let index = self.operands(index)?[0];
                self.check_index(pointer, index, length)?;
                self.push(index)?;
                if stride.is_power_of_two() {
                    self.op(Instruction::I32Const(stride.trailing_zeros() as i32));
                    self.op(Instruction::I32Shl);
                } else {
                    self.op(Instruction::I32Const(stride as i32));
                    self.op(Instruction::I32Mul);
                }
                if dynamic {
                    self.op(Instruction::I32Add);
                }
                Ok(Place::Memory { offset, dynamic: true })
            }
            _ => Err(fault("pointers are passed on, and not chosen or computed, here")),
        }
    }

    /// Stops the cell if an index is out of bounds.
    pub(super) fn check_index(
        &mut self,
        at: Handle<Expression>,
        index: Operand,
        length: u32,
    ) -> Result<(), Fault> {
        self.push(index)?;
        self.op(Instruction::I32Const(length as i32));
        self.op(Instruction::I32GeU);
        let span = self.function.expressions.get_span(at);
        self.stop_if(span, Cause::Index { length }, Some(index))
    }

    /// How many elements what `base` points to has; none if it is a struct.
    pub(super) fn length(&self, base: Handle<Expression>, inner: &TypeInner) -> Result<Option<u32>, Fault> {
        Ok(match *inner {
            TypeInner::Array { size: ArraySize::Constant(length), .. } => Some(length.get()),
            TypeInner::Array { .. } => match self.function.expressions[base] {
                Expression::GlobalVariable(variable) => self.program.variables[&variable].length,
                _ => return Err(fault("an array without a length cannot be passed on")),
            },
            TypeInner::Vector { size, .. } => Some(match size {
                VectorSize::Bi => 2,
                VectorSize::Tri => 3,
                VectorSize::Quad => 4,
            }),
            _ => None,
        })
    }

    /// Pushes the address that a pointer has.
    pub(super) fn push_address(&mut self, pointer: Handle<Expression>) -> Result<(), Fault> {
        match self.place(pointer)? {
            Place::Memory { offset, dynamic } => {
                self.op(Instruction::I32Const(offset as i32));
                if dynamic {
                    self.op(Instruction::I32Add);
                }
                Ok(())
            }
            Place::Locals(_) => Err(fault("this variable has no address")),
        }
    }
}
