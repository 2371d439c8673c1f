//! Bytes as lower-case hexadecimal.

pub fn of(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
