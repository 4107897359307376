"""Rust crates: Semantic Versioning precedence.

Build metadata does not count, as in the requirements that Cargo and RustSec evaluate
(``Version::cmp_precedence``); Rust's ``Ord`` breaks such ties by text, which no range uses.
"""

from hiyoke.versions.semver import semver_key

key = semver_key("cargo")
