//! Built-in functions.

use naga::{Expression, Handle, MathFunction as M};
use wasm_encoder::Instruction as I;

use super::{Body, Operand};
use crate::cell::Fault;
use crate::imports;
use crate::translate::layout::{Kind, fault};

/// What a function is called with.
type Arguments = [Option<Handle<Expression>>; 4];

impl Body<'_> {
    /// Pushes scalar `i` of a built-in function's result, whose scalars are of this kind.
    pub(super) fn math(
        &mut self,
        function: M,
        arguments: Arguments,
        i: usize,
        kind: Kind,
    ) -> Result<(), Fault> {
        if let Some(import) = imported(function) {
            for argument in arguments.into_iter().flatten() {
                self.push_part(argument, i)?;
            }
            self.op(I::Call(import));
            return Ok(());
        }
        match function {
            M::Dot | M::Length | M::Distance | M::Normalize | M::Cross | M::Reflect | M::FaceForward => {
                self.geometry(function, arguments, i, kind)
            }
            _ if kind == Kind::Real => self.real_math(function, arguments, i),
            _ => self.whole_math(function, arguments, i, kind),
        }
    }

    fn argument(&mut self, arguments: Arguments, n: usize, i: usize) -> Result<(), Fault> {
        match arguments[n] {
            Some(argument) => self.push_part(argument, i),
            None => Err(fault("this function has too few arguments")),
        }
    }

    fn real_math(&mut self, function: M, arguments: Arguments, i: usize) -> Result<(), Fault> {
        let argument = |body: &mut Self, n| body.argument(arguments, n, i);
        match function {
            M::Sqrt => {
                argument(self, 0)?;
                self.real(I::F32Sqrt, I::F64Sqrt);
            }
            M::InverseSqrt => {
                self.number(1.0);
                argument(self, 0)?;
                self.real(I::F32Sqrt, I::F64Sqrt);
                self.real(I::F32Div, I::F64Div);
            }
            M::Abs => {
                argument(self, 0)?;
                self.real(I::F32Abs, I::F64Abs);
            }
            M::Floor => {
                argument(self, 0)?;
                self.real(I::F32Floor, I::F64Floor);
            }
            M::Ceil => {
                argument(self, 0)?;
                self.real(I::F32Ceil, I::F64Ceil);
            }
            M::Trunc => {
                argument(self, 0)?;
                self.real(I::F32Trunc, I::F64Trunc);
            }
            // Halves go to the even neighbour in both.
            M::Round => {
                argument(self, 0)?;
                self.real(I::F32Nearest, I::F64Nearest);
            }
            M::Fract => {
                argument(self, 0)?;
                argument(self, 0)?;
                self.real(I::F32Floor, I::F64Floor);
                self.real(I::F32Sub, I::F64Sub);
            }
            M::Min => {
                argument(self, 0)?;
                argument(self, 1)?;
                self.real(I::F32Min, I::F64Min);
            }
            M::Max => {
                argument(self, 0)?;
                argument(self, 1)?;
                self.real(I::F32Max, I::F64Max);
            }
            M::Clamp => {
                argument(self, 0)?;
                argument(self, 1)?;
                self.real(I::F32Max, I::F64Max);
                argument(self, 2)?;
                self.real(I::F32Min, I::F64Min);
            }
            M::Saturate => {
                argument(self, 0)?;
                self.number(0.0);
                self.real(I::F32Max, I::F64Max);
                self.number(1.0);
                self.real(I::F32Min, I::F64Min);
            }
            M::Radians | M::Degrees => {
                argument(self, 0)?;
                self.number(if function == M::Radians { 1f64.to_radians() } else { 1f64.to_degrees() });
                self.real(I::F32Mul, I::F64Mul);
            }
            M::Fma => {
                argument(self, 0)?;
                argument(self, 1)?;
                self.real(I::F32Mul, I::F64Mul);
                argument(self, 2)?;
                self.real(I::F32Add, I::F64Add);
            }
            // a (1 - c) + b c
            M::Mix => {
                argument(self, 0)?;
                self.number(1.0);
                argument(self, 2)?;
                self.real(I::F32Sub, I::F64Sub);
                self.real(I::F32Mul, I::F64Mul);
                argument(self, 1)?;
                argument(self, 2)?;
                self.real(I::F32Mul, I::F64Mul);
                self.real(I::F32Add, I::F64Add);
            }
            M::Step => {
                self.number(1.0);
                self.number(0.0);
                argument(self, 0)?;
                argument(self, 1)?;
                self.real(I::F32Le, I::F64Le);
                self.op(I::Select);
            }
            // s s (3 - 2 s), where s is (x - low) / (high - low), between 0 and 1
            M::SmoothStep => {
                argument(self, 2)?;
                argument(self, 0)?;
                self.real(I::F32Sub, I::F64Sub);
                argument(self, 1)?;
                argument(self, 0)?;
                self.real(I::F32Sub, I::F64Sub);
                self.real(I::F32Div, I::F64Div);
                self.number(0.0);
                self.real(I::F32Max, I::F64Max);
                self.number(1.0);
                self.real(I::F32Min, I::F64Min);
                let s = self.new_local(self.layout().real());
                self.op(I::LocalTee(s));
                self.op(I::LocalGet(s));
                self.real(I::F32Mul, I::F64Mul);
                self.number(3.0);
                self.number(2.0);
                self.op(I::LocalGet(s));
                self.real(I::F32Mul, I::F64Mul);
                self.real(I::F32Sub, I::F64Sub);
                self.real(I::F32Mul, I::F64Mul);
            }
            // (x > 0) - (x < 0)
            M::Sign => {
                argument(self, 0)?;
                self.number(0.0);
                self.real(I::F32Gt, I::F64Gt);
                argument(self, 0)?;
                self.number(0.0);
                self.real(I::F32Lt, I::F64Lt);
                self.op(I::I32Sub);
                self.real(I::F32ConvertI32S, I::F64ConvertI32S);
            }
            _ => return Err(not_known(function)),
        }
        Ok(())
    }

    fn whole_math(&mut self, function: M, arguments: Arguments, i: usize, kind: Kind) -> Result<(), Fault> {
        let argument = |body: &mut Self, n| body.argument(arguments, n, i);
        let (less, greater) = match kind {
            Kind::Int => (I::I32LtS, I::I32GtS),
            _ => (I::I32LtU, I::I32GtU),
        };
        match function {
            M::Min | M::Max => {
                for _ in 0..2 {
                    argument(self, 0)?;
                    argument(self, 1)?;
                }
                self.op(if function == M::Min { less } else { greater });
                self.op(I::Select);
            }
            // min(max(x, low), high)
            M::Clamp => {
                let larger = self.new_local(wasm_encoder::ValType::I32);
                for _ in 0..2 {
                    argument(self, 0)?;
                    argument(self, 1)?;
                }
                self.op(greater);
                self.op(I::Select);
                self.op(I::LocalTee(larger));
                argument(self, 2)?;
                self.op(I::LocalGet(larger));
                argument(self, 2)?;
                self.op(less);
                self.op(I::Select);
            }
            M::Abs if kind == Kind::Uint => argument(self, 0)?,
            M::Abs => {
                self.op(I::I32Const(0));
                argument(self, 0)?;
                self.op(I::I32Sub);
                argument(self, 0)?;
                argument(self, 0)?;
                self.op(I::I32Const(0));
                self.op(I::I32LtS);
                self.op(I::Select);
            }
            M::Sign => {
                argument(self, 0)?;
                self.op(I::I32Const(0));
                self.op(I::I32GtS);
                argument(self, 0)?;
                self.op(I::I32Const(0));
                self.op(I::I32LtS);
                self.op(I::I32Sub);
            }
            M::CountOneBits | M::CountLeadingZeros | M::CountTrailingZeros => {
                argument(self, 0)?;
                self.op(match function {
                    M::CountOneBits => I::I32Popcnt,
                    M::CountLeadingZeros => I::I32Clz,
                    _ => I::I32Ctz,
                });
            }
            _ => return Err(not_known(function)),
        }
        Ok(())
    }

    /// Functions in which the scalars of a vector meet.
    fn geometry(&mut self, function: M, arguments: Arguments, i: usize, kind: Kind) -> Result<(), Fault> {
        let operands = |body: &mut Self, n: usize| {
            let argument: Handle<Expression> = arguments[n].ok_or_else(|| fault("too few arguments"))?;
            body.operands(argument)
        };
        let first = operands(self, 0)?;
        match function {
            M::Dot => {
                let second = operands(self, 1)?;
                self.dot(&first, &second, kind)
            }
            // The length of a number is its size.
            M::Length if first.len() == 1 => {
                self.push(first[0])?;
                self.real(I::F32Abs, I::F64Abs);
                Ok(())
            }
            M::Length => {
                self.dot(&first, &first, kind)?;
                self.real(I::F32Sqrt, I::F64Sqrt);
                Ok(())
            }
            M::Distance => {
                let second = operands(self, 1)?;
                let mut differences = Vec::new();
                for (&a, &b) in first.iter().zip(&*second) {
                    self.push(a)?;
                    self.push(b)?;
                    self.real(I::F32Sub, I::F64Sub);
                    differences.push(self.keep());
                }
                self.dot(&differences, &differences, kind)?;
                self.real(I::F32Sqrt, I::F64Sqrt);
                Ok(())
            }
            M::Normalize => {
                self.push(first[i])?;
                self.dot(&first, &first, kind)?;
                self.real(I::F32Sqrt, I::F64Sqrt);
                self.real(I::F32Div, I::F64Div);
                Ok(())
            }
            M::Cross => {
                let second = operands(self, 1)?;
                let (j, k) = ((i + 1) % 3, (i + 2) % 3);
                for (a, b) in [(j, k), (k, j)] {
                    self.push(first[a])?;
                    self.push(second[b])?;
                    self.real(I::F32Mul, I::F64Mul);
                }
                self.real(I::F32Sub, I::F64Sub);
                Ok(())
            }
            // a - 2 (b . a) b
            M::Reflect => {
                let second = operands(self, 1)?;
                self.push(first[i])?;
                self.number(2.0);
                self.dot(&second, &first, kind)?;
                self.real(I::F32Mul, I::F64Mul);
                self.push(second[i])?;
                self.real(I::F32Mul, I::F64Mul);
                self.real(I::F32Sub, I::F64Sub);
                Ok(())
            }
            // a where b . c < 0, else -a
            M::FaceForward => {
                let (second, third) = (operands(self, 1)?, operands(self, 2)?);
                self.push(first[i])?;
                self.push(first[i])?;
                self.real(I::F32Neg, I::F64Neg);
                self.dot(&second, &third, kind)?;
                self.number(0.0);
                self.real(I::F32Lt, I::F64Lt);
                self.op(I::Select);
                Ok(())
            }
            _ => Err(not_known(function)),
        }
    }

    /// Takes a number of the cell's width from the stack.
    fn keep(&mut self) -> Operand {
        let local = self.new_local(self.layout().real());
        self.op(I::LocalSet(local));
        Operand::Local(local)
    }

    fn dot(&mut self, left: &[Operand], right: &[Operand], kind: Kind) -> Result<(), Fault> {
        for (n, (&a, &b)) in left.iter().zip(right).enumerate() {
            self.push(a)?;
            self.push(b)?;
            if kind == Kind::Real {
                self.real(I::F32Mul, I::F64Mul);
            } else {
                self.op(I::I32Mul);
            }
            match (n, kind) {
                (0, _) => {}
                (_, Kind::Real) => self.real(I::F32Add, I::F64Add),
                _ => self.op(I::I32Add),
            }
        }
        Ok(())
    }
}

/// The number of the import that computes this function.
fn imported(function: M) -> Option<u32> {
    imports::number(match function {
        M::Exp => "exp",
        M::Log => "log",
        M::Exp2 => "exp2",
        M::Log2 => "log2",
        M::Pow => "pow",
        M::Sin => "sin",
        M::Cos => "cos",
        M::Tan => "tan",
        M::Asin => "asin",
        M::Acos => "acos",
        M::Atan => "atan",
        M::Atan2 => "atan2",
        M::Sinh => "sinh",
        M::Cosh => "cosh",
        M::Tanh => "tanh",
        M::Asinh => "asinh",
        M::Acosh => "acosh",
        M::Atanh => "atanh",
        _ => return None,
    })
}

fn not_known(function: M) -> Fault {
    let name = format!("{function:?}");
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    fault(format!(
        "the built-in function `{}` is not known here: write what it computes",
        first.into_iter().chain(letters).collect::<String>()
    ))
}
