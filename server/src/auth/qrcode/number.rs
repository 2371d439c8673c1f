//! The number beside a code, which whoever agrees has to find among others on their phone: so they look at the screen that asks.

/// Numbers that a phone shows.
const CHOICES: usize = 3;

/// `number` among others, in order of size; the same ones each time. `seed`: hexadecimal, and told nobody.
pub fn choices(number: &str, seed: &str) -> Vec<String> {
    let mut shown = vec![number.to_owned()];
    for pair in seed.as_bytes().chunks_exact(2) {
        let byte = std::str::from_utf8(pair).map(|it| u8::from_str_radix(it, 16));
        if let Ok(Ok(byte)) = byte {
            let other = format!("{:02}", byte % 100);
            if shown.len() < CHOICES && !shown.contains(&other) {
                shown.push(other);
            }
        }
    }
    shown.sort_unstable();
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q12_a_number_stands_among_two_others_and_in_no_place_of_its_own() {
        let mut places = [0; CHOICES];
        for seed in 0..=u8::MAX {
            let seed = crate::keyed::fingerprint(&seed.to_string());
            let shown = choices("42", &seed);
            assert_eq!(shown, choices("42", &seed));
            assert_eq!(shown.len(), CHOICES);
            assert!(shown.is_sorted() && shown.windows(2).all(|it| it[0] != it[1]));
            places[shown.iter().position(|it| it == "42").unwrap()] += 1;
        }
        assert!(places.iter().all(|it| *it > 30), "{places:?}");
    }
}
