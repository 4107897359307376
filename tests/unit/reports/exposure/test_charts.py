"""The charts: true to the figures, labelled without overlap, and nothing drawn from nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exposed_bank import random_report, small_report
from hiyoke.languages import Language
from hiyoke.reports.exposure.exceedance_chart import draw_exceedance
from hiyoke.reports.exposure.horizon_chart import draw_horizons
from hiyoke.reports.exposure.rows import ExceedancePoint
from hiyoke.reports.pictures import text_width
from hiyoke.reports.pictures.axis import Axis, round_step

if TYPE_CHECKING:
    from hiyoke.reports.pictures import Svg

SVG = "{http://www.w3.org/2000/svg}"
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def texts_of(svg: Svg) -> list[tuple[str, float, float, float]]:
    """Return every text with its left and right edge and its base line."""
    found = []
    for node in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314
        width = text_width(str(node.text), 12.0, bold=True)
        x = float(node.get("x", "nan"))
        left = x - {"end": width, "middle": width / 2}.get(node.get("text-anchor", ""), 0)
        found.append((str(node.text), left, left + width, float(node.get("y", "nan"))))
    return found


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("losses", [(1e3, 1e12), (1e6, 2e6, 3e6), (4e7, 1.9e9), (1.0, 29.0)])
def test_texts_of_the_loss_curve_never_overlap(
    language: Language, losses: tuple[float, ...]
) -> None:
    points = tuple(
        ExceedancePoint(loss, 0.5 / n, 0.3 / n, 0.9 / n) for n, loss in enumerate(losses, start=1)
    )
    svg = draw_exceedance(replace(small_report(), exceedance=points), language)
    assert svg is not None
    for (a, l1, r1, y1), (b, l2, r2, y2) in combinations(texts_of(svg), 2):
        assert abs(y1 - y2) >= 12 or r1 <= l2 or r2 <= l1, (a, b)
    assert svg == draw_exceedance(replace(small_report(), exceedance=points), language)


@pytest.mark.parametrize("language", list(Language))
def test_line_falls_as_losses_rise_and_stays_in_its_band(language: Language) -> None:
    svg = draw_exceedance(small_report(), language)
    assert svg is not None
    band, line = (
        [tuple(map(float, pair.split())) for pair in re.findall(r"[\d.]+ [\d.]+", path)]
        for path in re.findall(r'd="M([^"]*L[^"]*)"', svg)[-2:]
    )
    assert len(line) == 5
    assert all(x < x2 and y <= y2 for (x, y), (x2, y2) in pairwise(line))
    upper, lower = band[:5], band[:4:-1]
    assert all(
        top <= y <= low for (_, top), (_, y), (_, low) in zip(upper, line, lower, strict=True)
    )


@pytest.mark.parametrize("language", list(Language))
def test_draws_no_curve_without_two_losses(language: Language) -> None:
    report = small_report()
    for points in ((), report.exceedance[:1], (ExceedancePoint(0.0, 1.0, 1.0, 1.0),) * 3):
        assert draw_exceedance(replace(report, exceedance=points), language) is None


@pytest.mark.parametrize("language", list(Language))
def test_bars_are_as_long_as_their_chances(language: Language) -> None:
    svg = draw_horizons(small_report(), language)
    assert svg is not None
    rects = [
        float(r.get("width", "nan"))
        for r in ET.fromstring(svg).iter(f"{SVG}rect")  # noqa: S314
    ]
    frames, bars = rects[::2], rects[1::2]
    report = small_report()
    expected = [c.probability for s in report.priority_services for _, c in s.over_time]
    assert [bar / frame for frame, bar in zip(frames, bars, strict=True)] == pytest.approx(
        expected, abs=2e-3
    )


@pytest.mark.parametrize("language", list(Language))
def test_texts_of_the_bars_never_overlap(language: Language) -> None:
    svg = draw_horizons(random_report(5, systems=9, links=9, services=20), language)
    assert svg is not None
    for (a, l1, r1, y1), (b, l2, r2, y2) in combinations(texts_of(svg), 2):
        assert abs(y1 - y2) >= 12 or r1 <= l2 or r2 <= l1, (a, b)


@pytest.mark.parametrize("language", list(Language))
def test_charts_speak_one_language_and_describe_themselves(language: Language) -> None:
    for svg in (draw_exceedance(small_report(), language), draw_horizons(small_report(), language)):
        assert svg is not None
        root = ET.fromstring(svg)  # noqa: S314
        words = " ".join(node.text for node in root.iter() if node.text)
        assert bool(JAPANESE.search(words)) is (language is Language.JA)
        assert [node.get("id") for node in root[:2]] == str(root.get("aria-labelledby")).split()
        assert not re.search(r"href|<script|<style|<image|url\(", svg)


def test_nothing_never_seen_is_called_zero() -> None:
    svg = draw_horizons(small_report(), Language.EN)
    assert svg is not None
    assert ">0%<" not in svg
    assert ">0.00%<" not in svg


@given(st.floats(1e-6, 1e12), st.floats(1.01, 1e9))
def test_axis_keeps_order_and_marks_stay_within(low: float, ratio: float) -> None:
    for is_log in (False, True):
        axis = Axis(low, low * ratio, 0.0, 100.0, is_log=is_log)
        assert axis.place(low) == pytest.approx(0.0, abs=1e-6)
        assert axis.place(low * ratio) == pytest.approx(100.0)
        marks = axis.marks
        assert marks == sorted(marks)
        assert all(low * (1 - 1e-6) <= mark <= low * ratio * (1 + 1e-6) for mark in marks)
        assert len(marks) <= 50


@given(st.floats(1e-9, 1e12))
def test_steps_are_round_and_large_enough(least: float) -> None:
    step = round_step(least)
    assert step >= least * (1 - 1e-6)
    assert step <= least * 2.6
    assert f"{step:.0e}"[0] in "1255" or f"{step:.1e}".startswith("2.5")
