// Reads lines "A<TAB>B" and writes -1, 0, 1, or "?" where the semver crate refuses a side.
use semver::{BuildMetadata, Version};
use std::io::{self, BufRead, Write};

fn main() {
    let stdin = io::stdin();
    let mut out = io::BufWriter::new(io::stdout());
    for line in stdin.lock().lines() {
        let line = line.unwrap();
        let (a, b) = line.split_once('\t').unwrap();
        match (Version::parse(a), Version::parse(b)) {
            (Ok(mut left), Ok(mut right)) => {
                // Precedence, not Rust's total order: build metadata does not count.
                left.build = BuildMetadata::EMPTY;
                right.build = BuildMetadata::EMPTY;
                writeln!(out, "{}", left.cmp(&right) as i8).unwrap();
            }
            _ => writeln!(out, "?").unwrap(),
        }
    }
}
