//! Makes texts, the same ones in every run, and breaks them.
use super::texts::GOOD;

/// A sequence that is the same in every run (SplitMix64, by Steele, Lea and Flood).
pub struct Dice(pub u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((it ^ (it >> 31)) % end as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A valid text, with white space where it may stand.
    pub fn text(&mut self, depth: usize) -> String {
        let space = self.pick(&["", "", "", " ", "\n", "\r\n\t"]);
        let count = self.below(4);
        let value = match self.below(if depth == 0 { 3 } else { 5 }) {
            0 => self.pick(&GOOD[..24]).to_owned(),
            1 => self.number(),
            2 => self.string(),
            3 => {
                let list: Vec<_> = (0..count).map(|_| self.text(depth - 1)).collect();
                format!("[{space}{}]", list.join(","))
            }
            _ => {
                let entry = |at| format!("\"{at}\"{space}:{}", self.text(depth - 1));
                format!(
                    "{{{}}}",
                    (0..count).map(entry).collect::<Vec<_>>().join(",")
                )
            }
        };
        format!("{space}{value}{space}")
    }

    /// Most are valid; their exponents reach past the range of a double.
    fn number(&mut self) -> String {
        let mut number = self.pick(&["", "-"]).to_owned();
        for _ in 0..=self.below(22) {
            number.push(self.pick(&['0', '1', '2', '5', '8', '9']));
        }
        if self.below(2) == 0 {
            number.push('.');
            for _ in 0..=self.below(22) {
                number.push(self.pick(&['0', '0', '0', '3', '7']));
            }
        }
        if self.below(2) == 0 {
            number.push_str(self.pick(&["e", "E", "e+", "e-"]));
            number.push_str(&self.below(330).to_string());
        }
        number
    }

    fn string(&mut self) -> String {
        let parts = [
            "a",
            "é",
            "😀",
            "\\n",
            "\\\"",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\u{7f}",
            " ",
            "}",
            "]",
        ];
        let parts: String = (0..self.below(6)).map(|_| self.pick(&parts)).collect();
        format!("\"{parts}\"")
    }

    /// The text with one to three changes.
    pub fn broken(&mut self, text: &str) -> String {
        let odd: Vec<char> = "{}[]:,\"\\/-+.eE0129utfnbrDd8x \n\t\0\u{1f}\u{feff}é😀'"
            .chars()
            .collect();
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(3) {
            let at = self.below(chars.len() + 1);
            match self.below(5) {
                0 => chars.truncate(at),
                1 if at < chars.len() => drop(chars.remove(at)),
                2 if at < chars.len() => chars[at] = self.pick(&odd),
                3 => {
                    let piece: Vec<char> = self.pick(&GOOD).chars().collect();
                    chars.splice(at..at, piece);
                }
                _ => chars.insert(at, self.pick(&odd)),
            }
        }
        chars.into_iter().collect()
    }
}
