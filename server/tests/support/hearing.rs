//! Hears letters that are read out.
use captcha::Captcha;
use hound::WavReader;

use super::Client;

/// As a person hears them: each stretch of sound is compared with the recordings of all letters.
pub async fn heard(client: &Client, secret: &str) -> String {
    let url = format!("{}/api/v2/security/captcha/audio?r={secret}", client.base);
    let answer = reqwest::get(url).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "audio/wav");
    let wav = answer.bytes().await.unwrap();
    let samples = samples(&wav);
    let mut words: Vec<Vec<f64>> = Vec::new();
    let mut silence = usize::MAX;
    for sample in samples {
        if sample == 0.0 {
            silence = silence.saturating_add(1);
            continue;
        }
        if silence > 5000 {
            words.push(Vec::new());
        }
        silence = 0;
        words.last_mut().unwrap().push(sample);
    }
    words.iter().map(|it| letter(it)).collect()
}

fn samples(wav: &[u8]) -> Vec<f64> {
    let reader = WavReader::new(wav).unwrap();
    let samples = reader.into_samples::<i16>();
    samples.map(|it| f64::from(it.unwrap())).collect()
}

fn letter(word: &[f64]) -> char {
    let names = "ABCDEFGHJKMNPRSTUVWXYZ123456789".chars();
    let likeness = |name: char| {
        let wav = Captcha::new().set_chars(&[name]).add_char().as_wav();
        let Some(Some(wav)) = wav.into_iter().next() else {
            return 0.0;
        };
        let known: Vec<_> = samples(&wav).into_iter().filter(|it| *it != 0.0).collect();
        // Noise makes some samples silent that were not, so lengths agree only nearly.
        if known.len().abs_diff(word.len()) > known.len() / 50 {
            return 0.0;
        }
        let spread = |it: &[f64]| -> Vec<f64> {
            it.chunks(200)
                .map(|it| it.iter().map(|it| it.abs()).sum::<f64>())
                .collect()
        };
        let (one, other) = (spread(word), spread(&known));
        let product: f64 = one.iter().zip(&other).map(|(a, b)| a * b).sum();
        let norm = |it: &[f64]| it.iter().map(|it| it * it).sum::<f64>().sqrt();
        product / (norm(&one) * norm(&other))
    };
    names
        .map(|it| (it, likeness(it)))
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .unwrap()
        .0
}
