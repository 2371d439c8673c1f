//! Functions of a module that resemble each other, put side by side: the same code, and a compressor finds more of it again.

use anyhow::{Context, Result, anyhow};
use std::cmp::Ordering;
use std::fs;
use std::path::Path;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

use crate::compress::brotli;

/// Code names a function by its place, so each order makes other code, and is itself put into order. Sizes go up and down by 0.2 % on the way.
const ROUNDS: usize = 8;

/// Rewrites `module` in place.
pub fn alike_together(module: &Path) -> Result<()> {
    let bytes = fs::read(module).with_context(|| module.display().to_string())?;
    let smallest =
        smallest(bytes).with_context(|| format!("{} cannot be ordered", module.display()))?;
    fs::write(module, smallest).with_context(|| module.display().to_string())
}

/// Of several orders, the one that compresses best.
fn smallest(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let mut now = ordered(&bytes)?;
    let mut best = (brotli(&now)?.len(), now.clone());
    for _ in 1..ROUNDS {
        now = ordered(&now)?;
        let size = brotli(&now)?.len();
        if size < best.0 {
            best = (size, now.clone());
        }
    }
    Ok(best.1)
}

fn ordered(bytes: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _another_part => {}
        }
    }
    let order = order(&bodies);
    let mut places: Vec<(usize, u32)> = order.iter().copied().zip(imported..).collect();
    places.sort_unstable();
    let places = places.into_iter().map(|it| it.1).collect();
    let mut out = Module::new();
    let mut rewrite = Rewrite {
        imported,
        order,
        places,
    };
    rewrite
        .parse_core_module(&mut out, Parser::new(0), bytes)
        .map_err(|it| anyhow!("{it}"))?;
    Ok(out.finish())
}

/// Every four bytes that stand in a row in a function, each once, sorted: what a compressor takes for the beginning of a repetition.
type Grams = Vec<u32>;

fn grams(body: &[u8]) -> Grams {
    let fours = body.windows(4).filter_map(|it| it.try_into().ok());
    let mut grams: Grams = fours.map(u32::from_le_bytes).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The functions, each behind the one that it shares most with, from the longest on.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut left: Vec<(usize, Grams)> = bodies.iter().map(|it| grams(it)).enumerate().collect();
    let mut order = Vec::with_capacity(left.len());
    let longest = bodies.iter().enumerate().max_by_key(|it| it.1.len());
    let mut next = longest.map(|it| it.0);
    while let Some(at) = next {
        let (now, grams) = left.swap_remove(at);
        order.push(now);
        next = left
            .iter()
            .map(|(other, theirs)| (likeness(&grams, theirs), *other))
            .enumerate()
            .max_by(|(_, a), (_, b)| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|it| it.0);
    }
    order
}

fn likeness(now: &Grams, other: &Grams) -> f64 {
    // Short ones share more of themselves by chance: they count for a little less.
    shared(now, other) as f64 / (1.0 + (other.len() as f64).powf(0.8))
}

/// How many stand in both.
fn shared(mut a: &[u32], mut b: &[u32]) -> usize {
    let mut count = 0;
    while let ([first, after @ ..], [other, behind @ ..]) = (a, b) {
        match first.cmp(other) {
            Ordering::Less => a = after,
            Ordering::Greater => b = behind,
            Ordering::Equal => {
                count += 1;
                (a, b) = (after, behind);
            }
        }
    }
    count
}

/// Writes a module again, with its functions in another order.
struct Rewrite {
    imported: u32,
    /// The functions, by their old numbers, in their new order.
    order: Vec<usize>,
    /// The new index of each.
    places: Vec<u32>,
}

impl Reencode for Rewrite {
    type Error = anyhow::Error;

    fn function_index(&mut self, old: u32) -> Result<u32, Error<Self::Error>> {
        match old.checked_sub(self.imported) {
            Some(own) => self.places.get(own as usize).copied().ok_or_else(missing),
            None => Ok(old),
        }
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for function in self.order.clone() {
            let of = *types.get(function).ok_or_else(missing)?;
            functions.function(self.type_index(of)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies: Vec<_> = section.into_iter().collect::<Result<_, _>>()?;
        for function in self.order.clone() {
            let body = bodies.get(function).ok_or_else(missing)?;
            self.parse_function_body(code, body.clone())?;
        }
        Ok(())
    }
}

fn missing() -> Error<anyhow::Error> {
    Error::UserError(anyhow!("a function is named that is not there"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, ExportSection, Function, Instruction, TypeSection, ValType};
    use wasmparser::Operator;

    /// Functions that return numbers, and one behind them that calls the first; each exported by its old number.
    fn module(numbers: &[i32]) -> Vec<u8> {
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
        types.ty().function([], [ValType::I32]);
        let bodies = numbers.iter().map(|it| Instruction::I32Const(*it));
        for (index, body) in (0_u32..).zip(bodies.chain([Instruction::Call(0)])) {
            functions.function(0);
            exports.export(&index.to_string(), ExportKind::Func, index);
            let mut function = Function::new([]);
            function.instruction(&body).instruction(&Instruction::End);
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions);
        module.section(&exports).section(&code);
        module.finish()
    }

    /// What each export does, by its name: the number that it returns, or the index that it calls.
    fn meanings(bytes: &[u8]) -> Vec<(String, String, u32)> {
        let (mut exports, mut bodies) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    exports.extend(section.into_iter().map(|it| it.unwrap()));
                }
                Payload::CodeSectionEntry(body) => {
                    bodies.push(body.get_operators_reader().unwrap().read().unwrap());
                }
                _another_part => {}
            }
        }
        let meaning = |it: &Operator<'_>| match it {
            Operator::I32Const { value } => value.to_string(),
            Operator::Call { function_index } => meaning_of(&bodies, *function_index),
            other => panic!("{other:?}"),
        };
        exports
            .iter()
            .map(|it| {
                let body = &bodies[it.index as usize];
                (it.name.to_string(), meaning(body), it.index)
            })
            .collect()
    }

    fn meaning_of(bodies: &[Operator<'_>], index: u32) -> String {
        match &bodies[index as usize] {
            Operator::I32Const { value } => format!("calls {value}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn functions_move_and_every_call_and_export_follows() {
        let before = module(&[1, 7_000_000, 2, 9_097_152]);
        let after = ordered(&before).unwrap();
        let said = |bytes| -> Vec<_> {
            let all = meanings(bytes).into_iter();
            all.map(|(name, does, _)| (name, does)).collect()
        };
        assert_eq!(said(&after), said(&before));
        assert_eq!(said(&after)[4].1, "calls 1");
        let places: Vec<u32> = meanings(&after).iter().map(|it| it.2).collect();
        assert_ne!(places, [0, 1, 2, 3, 4], "nothing moved");
        let apart = places[1].abs_diff(places[3]);
        assert_eq!(apart, 1, "the two long numbers stand side by side");
    }
}
