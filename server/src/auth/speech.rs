//! Letters read out, for who cannot see their picture: recordings of a person, at a pace of their own each time, with noise under them.
use std::io::Cursor;

use captcha::Captcha;
use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use crate::random;
use crate::refusal::{self, Refusal};

const SPEC: WavSpec = WavSpec {
    channels: 1,
    sample_rate: 22_050,
    bits_per_sample: 16,
    sample_format: SampleFormat::Int,
};

/// One WAV of all letters, with pauses between them.
pub fn spell(letters: &str) -> Result<Vec<u8>, Refusal> {
    let mut wav = Cursor::new(Vec::new());
    write(letters, &mut wav)?;
    Ok(wav.into_inner())
}

fn write(letters: &str, wav: &mut Cursor<Vec<u8>>) -> Result<(), Refusal> {
    let broken = |it: hound::Error| refusal::broken(&it);
    let mut writer = WavWriter::new(wav, SPEC).map_err(broken)?;
    let mut said = Captcha::new();
    for letter in letters.chars() {
        said.set_chars(&[letter]).add_char();
    }
    for recording in said.as_wav().into_iter().flatten() {
        let [pause, hiss, ..] = random::bytes::<4>()?;
        for _ in 0..6_000 + u32::from(pause) * 20 {
            writer.write_sample(0_i16).map_err(broken)?;
        }
        let mut seed = u32::from(hiss) + 1;
        let mut reader = WavReader::new(&recording[..]).map_err(broken)?;
        for sample in reader.samples::<i16>() {
            // A generator is enough here: it only keeps two recordings of one letter from being equal.
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = i16::try_from(seed >> 23).unwrap_or_default() - 256;
            let loud = sample.map_err(broken)?.saturating_add(noise);
            writer.write_sample(loud).map_err(broken)?;
        }
    }
    writer.finalize().map_err(broken)
}
