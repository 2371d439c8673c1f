//! Countries and their calling codes (E.164). Their names come from the browser, in every language it knows; which numbers a country has, the
//! backend knows by a maintained library's metadata (docs/decisions/0130-phone-numbers.md).

/// Each calling code, and the countries that share it (ISO 3166-1 alpha-2), the first being who it means when nothing else tells.
const TABLE: &str = "\
    1USAGAIASBBBMBSCADMDOGDGUJMKNKYLCMPMSPRSXTCTTVCVGVI 20EG 211SS 212MAEH 213DZ 216TN 218LY 220GM 221SN 222MR \
    223ML 224GN 225CI 226BF 227NE 228TG 229BJ 230MU 231LR 232SL 233GH 234NG 235TD 236CF 237CM 238CV 239ST 240GQ \
    241GA 242CG 243CD 244AO 245GW 246IO 247AC 248SC 249SD 250RW 251ET 252SO 253DJ 254KE 255TZ 256UG 257BI 258MZ \
    260ZM 261MG 262REYT 263ZW 264NA 265MW 266LS 267BW 268SZ 269KM 27ZA 290SHTA 291ER 297AW 298FO 299GL 30GR 31NL \
    32BE 33FR 34ES 350GI 351PT 352LU 353IE 354IS 355AL 356MT 357CY 358FIAX 359BG 36HU 370LT 371LV 372EE 373MD \
    374AM 375BY 376AD 377MC 378SM 380UA 381RS 382ME 383XK 385HR 386SI 387BA 389MK 39ITVA 40RO 41CH 420CZ 421SK \
    423LI 43AT 44GBGGIMJE 45DK 46SE 47NOSJ 48PL 49DE 500FK 501BZ 502GT 503SV 504HN 505NI 506CR 507PA 508PM 509HT \
    51PE 52MX 53CU 54AR 55BR 56CL 57CO 58VE 590GPBLMF 591BO 592GY 593EC 594GF 595PY 596MQ 597SR 598UY 599CWBQ 60MY \
    61AUCCCX 62ID 63PH 64NZ 65SG 66TH 670TL 672NF 673BN 674NR 675PG 676TO 677SB 678VU 679FJ 680PW 681WF 682CK \
    683NU 685WS 686KI 687NC 688TV 689PF 690TK 691FM 692MH 7RUKZ 81JP 82KR 84VN 850KP 852HK 853MO 855KH 856LA 86CN \
    880BD 886TW 90TR 91IN 92PK 93AF 94LK 95MM 960MV 961LB 962JO 963SY 964IQ 965KW 966SA 967YE 968OM 970PS 971AE \
    972IL 973BH 974QA 975BT 976MN 977NP 98IR 992TJ 993TM 994AZ 995GE 996KG 998UZ";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    pub iso: &'static str,
    pub calling: &'static str,
}

pub fn all() -> impl Iterator<Item = Country> {
    TABLE.split_ascii_whitespace().flat_map(|entry| {
        let letters = entry.trim_start_matches(|it: char| it.is_ascii_digit());
        let calling = entry.strip_suffix(letters).unwrap_or_default();
        (0..letters.len() / 2).filter_map(move |it| {
            let iso = letters.get(it * 2..it * 2 + 2)?;
            Some(Country { iso, calling })
        })
    })
}

pub fn of(iso: &str) -> Option<Country> {
    all().find(|it| it.iso == iso)
}

/// The country that a number written with `+` begins with, and the rest of it. No calling code begins another.
pub fn split(number: &str) -> Option<(Country, &str)> {
    let digits = number.strip_prefix('+')?;
    let country = all().find(|it| digits.starts_with(it.calling))?;
    Some((country, digits.strip_prefix(country.calling)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cd_6_every_country_has_one_calling_code_and_none_begins_another() {
        let all: Vec<_> = all().collect();
        assert!(all.len() > 230, "{}", all.len());
        for it in &all {
            assert!(it.iso.bytes().all(|it| it.is_ascii_uppercase()));
            assert!((1..=3).contains(&it.calling.len()), "{it:?}");
            let begins = |other: &&Country| {
                other.calling != it.calling && other.calling.starts_with(it.calling)
            };
            assert_eq!(all.iter().find(begins), None, "{it:?}");
        }
        let mut names: Vec<_> = all.iter().map(|it| it.iso).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len());
    }

    #[test]
    fn cd_6_a_calling_code_means_its_largest_country() {
        for (number, iso, rest) in [
            ("+8613800000000", "CN", "13800000000"),
            ("+12025550123", "US", "2025550123"),
            ("+447700900123", "GB", "7700900123"),
            ("+79161234567", "RU", "9161234567"),
            ("+85261234567", "HK", "61234567"),
        ] {
            let found = split(number).map(|(country, rest)| (country.iso, rest));
            assert_eq!(found, Some((iso, rest)));
        }
        assert_eq!(split("+999"), None);
        assert_eq!(split("138"), None);
    }
}
