import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiyoke.reports.line_breaking import break_lines, width_of

texts = st.text(alphabet="abc 日本語（）、。「」1-:", max_size=200)


def test_breaks_between_japanese_characters_and_keeps_words_whole() -> None:
    text = "KEV に掲載された CVE-2021-44228 の影響を受けます（log4j-core 2.14.1）。"
    lines = break_lines(text, 30)
    assert all(width_of(line) <= 30 for line in lines)
    assert any("CVE-2021-44228" in line for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_never_begins_a_line_with_a_closing_mark() -> None:
    lines = break_lines("あいうえお。かきくけこ、さしすせそ）たちつてと", 12)
    assert not [line for line in lines if line[0] in "。、）"]


@pytest.mark.property
@given(text=texts, width=st.integers(8, 60))
def test_loses_nothing_but_spaces_and_never_exceeds_the_width(text: str, width: int) -> None:
    lines = break_lines(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= width for line in lines)
