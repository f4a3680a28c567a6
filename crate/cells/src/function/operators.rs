//! Operators and conversions, as WGSL defines them where it differs from WebAssembly.

use naga::{BinaryOperator as Op, Expression, Handle, RelationalFunction, ScalarKind, UnaryOperator};
use wasm_encoder::{BlockType, Instruction as I, ValType};

use super::Body;
use crate::cell::{Cause, Fault, Width};
use crate::translate::layout::{Kind, fault};

impl Body<'_> {
    pub(super) fn unary(
        &mut self,
        op: UnaryOperator,
        operand: Handle<Expression>,
        i: usize,
        kind: Kind,
    ) -> Result<(), Fault> {
        match (op, kind) {
            (UnaryOperator::Negate, Kind::Real) => {
                self.push_part(operand, i)?;
                self.real(I::F32Neg, I::F64Neg);
            }
            (UnaryOperator::Negate, _) => {
                self.op(I::I32Const(0));
                self.push_part(operand, i)?;
                self.op(I::I32Sub);
            }
            (UnaryOperator::LogicalNot, _) => {
                self.push_part(operand, i)?;
                self.op(I::I32Eqz);
            }
            (UnaryOperator::BitwiseNot, _) => {
                self.push_part(operand, i)?;
                self.op(I::I32Const(-1));
                self.op(I::I32Xor);
            }
        }
        Ok(())
    }

    pub(super) fn binary(
        &mut self,
        expression: Handle<Expression>,
        op: Op,
        left: Handle<Expression>,
        right: Handle<Expression>,
        i: usize,
    ) -> Result<(), Fault> {
        let kind = self.kind(left)?;
        match (op, kind) {
            (Op::Modulo, Kind::Real) => return self.real_remainder(left, right, i),
            (Op::Divide | Op::Modulo, _) if kind != Kind::Real => {
                self.push_part(right, i)?;
                self.op(I::I32Eqz);
                self.stop_if(self.function.expressions.get_span(expression), Cause::Division, None)?;
                if (op, kind) == (Op::Divide, Kind::Int) {
                    return self.signed_quotient(left, right, i);
                }
            }
            _ => {}
        }
        self.push_part(left, i)?;
        self.push_part(right, i)?;
        if kind == Kind::Real {
            match op {
                Op::Add => self.real(I::F32Add, I::F64Add),
                Op::Subtract => self.real(I::F32Sub, I::F64Sub),
                Op::Multiply => self.real(I::F32Mul, I::F64Mul),
                Op::Divide => self.real(I::F32Div, I::F64Div),
                Op::Equal => self.real(I::F32Eq, I::F64Eq),
                Op::NotEqual => self.real(I::F32Ne, I::F64Ne),
                Op::Less => self.real(I::F32Lt, I::F64Lt),
                Op::LessEqual => self.real(I::F32Le, I::F64Le),
                Op::Greater => self.real(I::F32Gt, I::F64Gt),
                Op::GreaterEqual => self.real(I::F32Ge, I::F64Ge),
                _ => return Err(fault("this operator does not go with f32")),
            }
            return Ok(());
        }
        let is_signed = kind == Kind::Int;
        let by_sign = |signed, unsigned| if is_signed { signed } else { unsigned };
        self.op(match op {
            Op::Add => I::I32Add,
            Op::Subtract => I::I32Sub,
            Op::Multiply => I::I32Mul,
            Op::Divide => I::I32DivU,
            Op::Modulo => by_sign(I::I32RemS, I::I32RemU),
            Op::Equal => I::I32Eq,
            Op::NotEqual => I::I32Ne,
            Op::Less => by_sign(I::I32LtS, I::I32LtU),
            Op::LessEqual => by_sign(I::I32LeS, I::I32LeU),
            Op::Greater => by_sign(I::I32GtS, I::I32GtU),
            Op::GreaterEqual => by_sign(I::I32GeS, I::I32GeU),
            Op::And | Op::LogicalAnd => I::I32And,
            Op::InclusiveOr | Op::LogicalOr => I::I32Or,
            Op::ExclusiveOr => I::I32Xor,
            Op::ShiftLeft => I::I32Shl,
            Op::ShiftRight => by_sign(I::I32ShrS, I::I32ShrU),
        });
        Ok(())
    }

    /// The least number divided by -1 is itself in WGSL, and a trap in WebAssembly.
    fn signed_quotient(
        &mut self,
        left: Handle<Expression>,
        right: Handle<Expression>,
        i: usize,
    ) -> Result<(), Fault> {
        self.push_part(right, i)?;
        self.op(I::I32Const(-1));
        self.op(I::I32Eq);
        self.op(I::If(BlockType::Result(ValType::I32)));
        self.op(I::I32Const(0));
        self.push_part(left, i)?;
        self.op(I::I32Sub);
        self.op(I::Else);
        self.push_part(left, i)?;
        self.push_part(right, i)?;
        self.op(I::I32DivS);
        self.op(I::End);
        Ok(())
    }

    /// x - y trunc(x / y).
    fn real_remainder(
        &mut self,
        left: Handle<Expression>,
        right: Handle<Expression>,
        i: usize,
    ) -> Result<(), Fault> {
        self.push_part(left, i)?;
        self.push_part(right, i)?;
        self.push_part(left, i)?;
        self.push_part(right, i)?;
        self.real(I::F32Div, I::F64Div);
        self.real(I::F32Trunc, I::F64Trunc);
        self.real(I::F32Mul, I::F64Mul);
        self.real(I::F32Sub, I::F64Sub);
        Ok(())
    }

    pub(super) fn relational(
        &mut self,
        function: RelationalFunction,
        argument: Handle<Expression>,
    ) -> Result<(), Fault> {
        let join = match function {
            RelationalFunction::All => I::I32And,
            RelationalFunction::Any => I::I32Or,
            _ => return Err(fault("this question about a number is not known here")),
        };
        for (n, &operand) in self.operands(argument)?.iter().enumerate() {
            self.push(operand)?;
            if n > 0 {
                self.op(join.clone());
            }
        }
        Ok(())
    }

    /// A conversion of the value, or, where nothing is converted, of the bits.
    pub(super) fn conversion(
        &mut self,
        from: Handle<Expression>,
        to: ScalarKind,
        converts: bool,
        i: usize,
    ) -> Result<(), Fault> {
        let kind = self.kind(from)?;
        self.push_part(from, i)?;
        match (kind, to, converts) {
            (Kind::Real, ScalarKind::Float, _) => {}
            (Kind::Real, ScalarKind::Uint, true) => self.real(I::I32TruncSatF32U, I::I32TruncSatF64U),
            (Kind::Real, ScalarKind::Sint, true) => self.real(I::I32TruncSatF32S, I::I32TruncSatF64S),
            (Kind::Int, ScalarKind::Float, true) => self.real(I::F32ConvertI32S, I::F64ConvertI32S),
            (_, ScalarKind::Float, true) => self.real(I::F32ConvertI32U, I::F64ConvertI32U),
            (Kind::Real, ScalarKind::Bool, _) => {
                self.number(0.0);
                self.real(I::F32Ne, I::F64Ne);
            }
            (_, ScalarKind::Bool, _) => {
                self.op(I::I32Const(0));
                self.op(I::I32Ne);
            }
            (Kind::Real, _, false) => {
                if self.layout().width == Width::Double {
                    self.op(I::F32DemoteF64);
                }
                self.op(I::I32ReinterpretF32);
            }
            (_, ScalarKind::Float, false) => {
                self.op(I::F32ReinterpretI32);
                if self.layout().width == Width::Double {
                    self.op(I::F64PromoteF32);
                }
            }
            _ => {}
        }
        Ok(())
    }
}
