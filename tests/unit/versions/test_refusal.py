"""A refusal shows what was found, in little space and on one line."""

from __future__ import annotations

from hiyoke.languages import Language, Text
from hiyoke.versions.refusal import excerpt, refusal


def test_excerpt_keeps_a_short_text_whole() -> None:
    assert excerpt("1.0\n\u202e") == r"'1.0\n\u202e'"


def test_excerpt_cuts_a_long_text_and_tells_its_length() -> None:
    shown = excerpt("9" * 100_000)

    assert len(shown) < 80
    assert shown.endswith("... (100000)")


def test_refusal_speaks_both_languages() -> None:
    error = refusal("demo", Text(ja="数字", en="numbers"))("x")

    assert "expected numbers (scheme demo), found 'x'" in error.message(Language.EN)
    assert "demo のバージョンとして 数字を想定しましたが、'x' でした" in error.message(Language.JA)
    assert "HYK101" in str(error)
