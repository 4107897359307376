"""Lines of a picture: they fit, they break where a reader would, and they lose nothing unseen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiyoke.reports.pictures import fit_lines, text_width
from hiyoke.reports.pictures.measures import shown


@given(st.text(max_size=60), st.floats(30, 300), st.sampled_from([1, 2, 4]), st.booleans())
def test_lines_always_fit(text: str, width: float, most: int, bold: bool) -> None:  # noqa: FBT001
    lines = fit_lines(text, width, 12.0, most=most, bold=bold)
    assert 1 <= len(lines) <= most
    assert all(text_width(line, 12.0, bold=bold) <= width + 1e-6 for line in lines)


@given(st.text(max_size=40))
def test_loses_nothing_where_there_is_room(text: str) -> None:
    lines = fit_lines(text, 10_000, 12.0, most=2)
    assert lines == [" ".join(shown(text).split())]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("全銀ゲートウェイ接続 1 号機", ["全銀ゲートウェイ接続", "1 号機"]),
        ("インターネットバンキング（個人）", ["インターネットバンキング", "（個人）"]),
        ("勘定系データベースサーバー", ["勘定系", "データベースサーバー"]),
        ("Branch terminals (Windows 10)", ["Branch terminals", "(Windows 10)"]),
        ("branch-office-network-gateway", ["branch-office-", "network-gateway"]),
    ],
)
def test_breaks_where_a_reader_would(text: str, lines: list[str]) -> None:
    assert fit_lines(text, 150.0, 12.0, most=2) == lines


def test_marks_what_it_cut() -> None:
    (line,) = fit_lines("勘定系データベースサーバー", 80.0, 12.0, most=1)
    assert line.endswith("…")


def test_is_at_least_as_wide_as_common_fonts_are() -> None:
    # Advance widths of DejaVu Sans 2.37 at 12 px, the widest of the fonts the page asks for.
    assert text_width("Internet banking", 12.0) >= 96.5
    assert text_width("WWW-MMMM", 12.0) >= 81.3
    assert text_width("勘定系", 12.0) >= 36.0
