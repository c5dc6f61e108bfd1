//! Drawing what people are given at first: passwords and PINs, from the system's random numbers.

use anyhow::{Context, Result};
use domain::pin::{self, Policy};
use rand::Rng;
use std::io::{BufRead, IsTerminal, Write};

/// Digits offered to the draw of a PIN; a draw uses up a dozen on average.
const DIGITS: usize = 600;

/// So many characters of an alphabet.
pub fn draw(alphabet: &[u8], characters: usize) -> String {
    let mut random = rand::rng();
    (0..characters).map(|_| char::from(alphabet[random.random_range(0..alphabet.len())])).collect()
}

/// A PIN that the default policy allows for the owner of this extension.
pub fn pin(extension: &str) -> Result<String> {
    let mut random = rand::rng();
    let digits = std::iter::repeat_with(|| random.random_range(0..10u8)).take(DIGITS);
    let drawn = pin::draw(&Policy::default(), extension, digits).context("no PIN could be drawn")?;
    Ok(drawn.as_str().to_owned())
}

/// A line of standard input, so that no password stands on a command line.
pub fn password() -> Result<String> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprint!("password: ");
        std::io::stderr().flush()?;
    }
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
