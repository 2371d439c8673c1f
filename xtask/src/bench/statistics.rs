//! What many measurements of one thing come to. Knows no figure by name.

/// The middle one, and how far the others lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub median: f64,
    pub least: f64,
    pub most: f64,
}

impl Spread {
    /// Nothing where nothing was measured, or something that is no number.
    pub fn of(all: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut all: Vec<f64> = all.into_iter().collect();
        if all.iter().any(|it| !it.is_finite()) {
            return None;
        }
        all.sort_by(f64::total_cmp);
        let (least, most) = (*all.first()?, *all.last()?);
        let middle = all.len() / 2;
        let upper = *all.get(middle)?;
        let median = if all.len() % 2 == 1 {
            upper
        } else {
            (upper + *all.get(middle - 1)?) / 2.0
        };
        Some(Self {
            median,
            least,
            most,
        })
    }

    /// How many times the other's median this one is; nothing where that is nothing.
    pub fn ratio(self, other: Self) -> Option<f64> {
        (other.median > 0.0).then(|| self.median / other.median)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_and_one_bad_round_does_not_move_it() {
        let spread = Spread::of([310.0, 290.0, 9000.0, 300.0, 305.0]).unwrap();
        assert_eq!(
            (spread.median, spread.least, spread.most),
            (305.0, 290.0, 9000.0)
        );
        assert_eq!(Spread::of([4.0, 1.0, 2.0, 3.0]).unwrap().median, 2.5);
        assert_eq!(Spread::of([7.0]).unwrap().median, 7.0);
    }

    #[test]
    fn nothing_comes_of_no_measurement_and_of_one_that_is_no_number() {
        assert_eq!(Spread::of([]), None);
        assert_eq!(Spread::of([1.0, f64::NAN, 2.0]), None);
    }

    #[test]
    fn a_ratio_is_one_of_medians_and_has_no_value_over_nothing() {
        let of = |all: &[f64]| Spread::of(all.iter().copied()).unwrap();
        assert_eq!(of(&[300.0, 600.0, 900.0]).ratio(of(&[300.0])), Some(2.0));
        assert_eq!(of(&[1.0]).ratio(of(&[0.0])), None);
    }
}
