//! How large types are in a cell's memory, and which scalars they are made of.
//!
//! Numbers lie without gaps, in both widths: nobody but the cell's caller shares its memory, and WGSL's padding would
//! differ between f32 and f64.

use naga::{ArraySize, Handle, Literal, Module, ScalarKind, Type, TypeInner};
use wasm_encoder::ValType;

use crate::{Fault, Width};

/// More memory than any page should give to a shader, in bytes.
const MOST_MEMORY: u64 = 64 << 20;
/// The most scalars of a value that is computed with as a whole: each becomes a WebAssembly local.
const MOST_SCALARS: usize = 256;

/// What is wrong, without a place.
pub(crate) fn fault(message: impl Into<String>) -> Fault {
    Fault { message: message.into(), at: None }
}

/// What a scalar is to WebAssembly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Real,
    Int,
    Uint,
    Bool,
}

/// The types of a module at one width.
#[derive(Clone, Copy)]
pub(crate) struct Layout<'a> {
    pub module: &'a Module,
    pub width: Width,
}

impl<'a> Layout<'a> {
    pub fn inner(&self, ty: Handle<Type>) -> &'a TypeInner {
        &self.module.types[ty].inner
    }

    pub fn real(&self) -> ValType {
        match self.width {
            Width::Single => ValType::F32,
            Width::Double => ValType::F64,
        }
    }

    pub fn val_type(&self, kind: Kind) -> ValType {
        if kind == Kind::Real { self.real() } else { ValType::I32 }
    }

    fn size(&self, kind: Kind) -> u32 {
        if kind == Kind::Real { self.width.bytes() } else { 4 }
    }

    pub fn kind(&self, scalar: naga::Scalar) -> Result<Kind, Fault> {
        Ok(match (scalar.kind, scalar.width) {
            (ScalarKind::Float, 4) => Kind::Real,
            (ScalarKind::Sint, 4) => Kind::Int,
            (ScalarKind::Uint, 4) => Kind::Uint,
            (ScalarKind::Bool, _) => Kind::Bool,
            _ => return Err(fault("numbers here are f32, i32, u32 and bool, and no others")),
        })
    }

    /// Bytes of a type whose size is known.
    pub fn bytes(&self, inner: &TypeInner) -> Result<u32, Fault> {
        let bytes = match *inner {
            TypeInner::Scalar(scalar) => u64::from(self.size(self.kind(scalar)?)),
            TypeInner::Vector { size, scalar } => size as u64 * u64::from(self.size(self.kind(scalar)?)),
            TypeInner::Array { base, size: ArraySize::Constant(length), .. } => {
                u64::from(self.stride(base)?) * u64::from(length.get())
            }
            TypeInner::Array { size: ArraySize::Dynamic, .. } => {
                return Err(fault("an array without a length stands here, which only a binding may be"));
            }
            TypeInner::Struct { ref members, .. } => {
                let sizes = members.iter().map(|member| self.stride(member.ty));
                sizes.map(|size| size.map(u64::from)).sum::<Result<_, _>>()?
            }
            ref other => return Err(self.no_such_type(other)),
        };
        match u32::try_from(bytes) {
            Ok(bytes) if u64::from(bytes) <= MOST_MEMORY => Ok(bytes),
            _ => Err(too_large(bytes)),
        }
    }

    /// Bytes from one element of an array to the next.
    pub fn stride(&self, element: Handle<Type>) -> Result<u32, Fault> {
        self.bytes(self.inner(element))
    }

    /// The scalars of a value, each with its place in bytes.
    pub fn scalars(&self, inner: &TypeInner) -> Result<Vec<(Kind, u32)>, Fault> {
        let mut scalars = Vec::new();
        self.push_scalars(inner, 0, &mut scalars)?;
        Ok(scalars)
    }

    fn push_scalars(&self, inner: &TypeInner, at: u32, scalars: &mut Vec<(Kind, u32)>) -> Result<(), Fault> {
        match *inner {
            TypeInner::Scalar(scalar) => scalars.push((self.kind(scalar)?, at)),
            TypeInner::Vector { size, scalar } => {
                let kind = self.kind(scalar)?;
                scalars.extend((0..size as u32).map(|i| (kind, at + i * self.size(kind))));
            }
            TypeInner::Struct { ref members, .. } => {
                let mut at = at;
                for member in members {
                    self.push_scalars(self.inner(member.ty), at, scalars)?;
                    at += self.stride(member.ty)?;
                }
            }
            TypeInner::Array { base, size: ArraySize::Constant(length), .. } => {
                let stride = self.stride(base)?;
                for i in 0..length.get() {
                    self.push_scalars(self.inner(base), at + i * stride, scalars)?;
                }
            }
            ref other => return Err(self.no_such_type(other)),
        }
        if scalars.len() > MOST_SCALARS {
            return Err(fault(format!(
                "a value of more than {MOST_SCALARS} numbers is taken as a whole: take its elements one by one"
            )));
        }
        Ok(())
    }

    /// Where part `index` of a composite begins: in bytes, and counted in scalars.
    pub fn part(&self, inner: &TypeInner, index: u32) -> Result<(u32, usize), Fault> {
        Ok(match *inner {
            TypeInner::Vector { scalar, .. } => (index * self.size(self.kind(scalar)?), index as usize),
            TypeInner::Array { base, .. } => {
                let bytes = self.stride(base)?.checked_mul(index).ok_or_else(|| too_large(u64::MAX))?;
                // Of an array in memory nobody asks for the scalars.
                let scalars = self.scalars(self.inner(base)).map_or(0, |scalars| scalars.len());
                (bytes, index as usize * scalars)
            }
            TypeInner::Struct { ref members, .. } => {
                let (mut bytes, mut scalars) = (0, 0);
                for member in &members[..index as usize] {
                    bytes += self.stride(member.ty)?;
                    scalars += self.scalars(self.inner(member.ty)).map_or(0, |scalars| scalars.len());
                }
                (bytes, scalars)
            }
            ref other => return Err(self.no_such_type(other)),
        })
    }

    /// The scalars of a constant expression.
    pub fn constant(
        &self,
        expressions: &naga::Arena<naga::Expression>,
        expression: Handle<naga::Expression>,
    ) -> Result<Vec<Literal>, Fault> {
        Ok(match expressions[expression] {
            naga::Expression::Literal(literal) => vec![literal],
            naga::Expression::Constant(constant) => {
                self.constant(&self.module.global_expressions, self.module.constants[constant].init)?
            }
            naga::Expression::ZeroValue(ty) => {
                let scalars = self.scalars(self.inner(ty))?;
                scalars.into_iter().map(|(kind, _)| zero(kind)).collect()
            }
            naga::Expression::Compose { ref components, .. } => {
                let parts = components.iter().map(|&component| self.constant(expressions, component));
                parts.collect::<Result<Vec<_>, _>>()?.concat()
            }
            naga::Expression::Splat { size, value } => {
                self.constant(expressions, value)?.repeat(size as usize)
            }
            _ => return Err(fault("this must be a constant")),
        })
    }

    fn no_such_type(&self, inner: &TypeInner) -> Fault {
        let what = match inner {
            TypeInner::Matrix { .. } => "matrices are not known here: write their rows as an array",
            TypeInner::Atomic(_) => "atomics are not known here: each output is computed by one lane alone",
            TypeInner::Pointer { .. } | TypeInner::ValuePointer { .. } => {
                "a pointer cannot be kept in a variable"
            }
            TypeInner::Image { .. } | TypeInner::Sampler { .. } => "there are no textures here",
            _ => "this type is not known here",
        };
        fault(what)
    }
}

/// The zero of a scalar.
pub(crate) fn zero(kind: Kind) -> Literal {
    match kind {
        Kind::Real => Literal::F32(0.0),
        Kind::Int => Literal::I32(0),
        Kind::Uint => Literal::U32(0),
        Kind::Bool => Literal::Bool(false),
    }
}

pub(crate) fn too_large(bytes: u64) -> Fault {
    let mib = bytes.div_ceil(1 << 20);
    let needs = if mib > 1 << 20 { "too much".to_owned() } else { format!("{mib} MiB") };
    fault(format!("this needs {needs} of memory, and {} MiB are the most", MOST_MEMORY >> 20))
}

/// Whether so many bytes are more than a cell may have.
pub(crate) fn is_too_large(bytes: u64) -> bool {
    bytes > MOST_MEMORY
}
