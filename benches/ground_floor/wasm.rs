//! Reading the sizes in a WebAssembly module: its sections, and its functions where it names them.
//! The format: <https://webassembly.github.io/spec/core/binary/modules.html>.

use std::collections::HashMap;

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
const SECTIONS: [&str; 13] = [
    "custom",
    "types",
    "imports",
    "functions",
    "tables",
    "memories",
    "globals",
    "exports",
    "start",
    "elements",
    "code",
    "data",
    "data count",
];

/// All instances of a function that one source function was compiled to.
pub struct Function {
    /// Its path, without the types it was compiled for.
    pub name: String,
    /// How many there are.
    pub instances: usize,
    /// Length of their code.
    pub bytes: usize,
}

/// A place in the module. Reading past the end gives nothing.
#[derive(Clone, Copy)]
struct Cursor<'m>(&'m [u8]);

impl<'m> Cursor<'m> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Option<usize> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// What follows its own length.
    fn sized(&mut self) -> Option<&'m [u8]> {
        let length = self.number()?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A section or sub-section: its number and its content.
    fn section(&mut self) -> Option<(u8, &'m [u8])> {
        Some((self.byte()?, self.sized()?))
    }
}

fn all_sections(module: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut cursor = Cursor(module.strip_prefix(b"\0asm\x01\0\0\0")?);
    let mut sections = Vec::new();
    while !cursor.0.is_empty() {
        sections.push(cursor.section()?);
    }
    Some(sections)
}

/// The sections and their lengths in bytes, largest first; none when this is no module.
pub fn sections(module: &[u8]) -> Option<Vec<(&'static str, usize)>> {
    let sections = all_sections(module)?;
    let mut sizes: Vec<(&str, usize)> = sections
        .into_iter()
        .map(|(kind, content)| (SECTIONS.get(usize::from(kind)).copied().unwrap_or("?"), content.len()))
        .collect();
    sizes.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Some(sizes)
}

/// The functions by the length of their code, largest first; none when this is no module.
pub fn functions(module: &[u8]) -> Option<Vec<Function>> {
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), HashMap::new());
    for (kind, content) in all_sections(module)? {
        match kind {
            IMPORT => imported = imported_functions(content)?,
            CODE => {
                let mut cursor = Cursor(content);
                for _ in 0..cursor.number()? {
                    bodies.push(cursor.sized()?.len());
                }
            }
            CUSTOM => {
                let mut cursor = Cursor(content);
                if cursor.sized()? == b"name" {
                    names = function_names(cursor)?;
                }
            }
            _ => {}
        }
    }
    let mut by_name: HashMap<String, (usize, usize)> = HashMap::new();
    for (at, bytes) in bodies.into_iter().enumerate() {
        let name = names.get(&(imported + at)).map_or_else(|| "?".to_owned(), |name| readable(name));
        let (instances, total) = by_name.entry(name).or_default();
        *instances += 1;
        *total += bytes;
    }
    let mut functions: Vec<Function> =
        by_name.into_iter().map(|(name, (instances, bytes))| Function { name, instances, bytes }).collect();
    functions.sort_by_key(|function| std::cmp::Reverse(function.bytes));
    Some(functions)
}

/// Imported functions are numbered before the module's own.
fn imported_functions(content: &[u8]) -> Option<usize> {
    let mut cursor = Cursor(content);
    let mut functions = 0;
    for _ in 0..cursor.number()? {
        cursor.sized()?;
        cursor.sized()?;
        match cursor.byte()? {
            0 => {
                functions += 1;
                cursor.number()?;
            }
            kind @ (1 | 2) => {
                if kind == 1 {
                    cursor.byte()?;
                }
                let has_maximum = cursor.byte()? & 1 == 1;
                cursor.number()?;
                if has_maximum {
                    cursor.number()?;
                }
            }
            3 => {
                cursor.byte()?;
                cursor.byte()?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

fn function_names(mut cursor: Cursor<'_>) -> Option<HashMap<usize, &str>> {
    const FUNCTIONS: u8 = 1;
    let mut names = HashMap::new();
    while !cursor.0.is_empty() {
        let (kind, content) = cursor.section()?;
        if kind != FUNCTIONS {
            continue;
        }
        let mut cursor = Cursor(content);
        for _ in 0..cursor.number()? {
            names.insert(cursor.number()?, std::str::from_utf8(cursor.sized()?).ok()?);
        }
    }
    Some(names)
}

/// The path in a mangled name of Rust's older scheme, without its hash; other names as they are.
fn readable(name: &str) -> String {
    let Some(mut rest) = name.strip_prefix("_ZN") else { return name.to_owned() };
    let mut parts: Vec<&str> = Vec::new();
    while let Some(end) = rest.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0) {
        let Ok(length) = rest.get(..end).unwrap_or_default().parse::<usize>() else { break };
        let Some(part) = rest.get(end..end + length) else { break };
        parts.push(part);
        rest = rest.get(end + length..).unwrap_or_default();
    }
    if parts.last().is_some_and(|last| last.len() == 17 && last.starts_with('h')) {
        parts.pop();
    }
    const SIGNS: [(&str, &str); 11] = [
        ("_$", "$"),
        ("$LT$", "<"),
        ("$GT$", ">"),
        ("$RF$", "&"),
        ("$u20$", " "),
        ("$u7b$", "{"),
        ("$u7d$", "}"),
        ("$C$", ","),
        ("$LP$", "("),
        ("$RP$", ")"),
        ("..", "::"),
    ];
    SIGNS.iter().fold(parts.join("::"), |text, (sign, meaning)| text.replace(sign, meaning))
}
