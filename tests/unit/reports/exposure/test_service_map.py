"""The service map: legible at any size, the same as the words, safe, and in one language."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exposed_bank import random_report, small_report
from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.map_contents import (
    LAYER_SHOWN,
    LAYERS,
    LINKS_SHOWN,
    PLACES_SHOWN,
    SERVICES_SHOWN,
    choose_contents,
    told_paths,
)
from hiyoke.reports.exposure.map_drawing import draw_service_map
from hiyoke.reports.exposure.map_words import MAP_LABELS
from hiyoke.reports.pictures.measures import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.reports.exposure.rows import ExposureReport

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.parametrize("language", list(Language))


def texts_of(root: ET.Element) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield every text with its left, top, right and lower edge."""

    def walk(
        node: ET.Element, size: float, *, bold: bool
    ) -> Iterator[tuple[str, float, float, float, float]]:
        size = float(node.get("font-size", size))
        bold = bold or node.get("font-weight") == "bold"
        if node.tag == f"{SVG}text" and node.text:
            width = text_width(node.text, size, bold=bold)
            x, y = float(node.get("x", "nan")), float(node.get("y", "nan"))
            left = x - {"end": width, "middle": width / 2}.get(node.get("text-anchor", ""), 0)
            yield node.text, left, y - 0.8 * size, left + width, y + 0.2 * size
        for child in node:
            yield from walk(child, size, bold=bold)

    yield from walk(root, 12.0, bold=False)


def assert_no_text_overlaps(root: ET.Element, width: float, height: float) -> None:
    texts = list(texts_of(root))
    for text, left, top, right, low in texts:
        assert 0 <= left < right <= width + 0.5, text
        assert 0 <= top < low <= height, text
    for (a, l1, t1, r1, b1), (b, l2, t2, r2, b2) in combinations(texts, 2):
        assert r1 <= l2 + 0.2 or r2 <= l1 + 0.2 or b1 <= t2 + 0.2 or b2 <= t1 + 0.2, (a, b)


def assert_legible(report: ExposureReport, language: Language) -> None:
    drawn = draw_service_map(report, language)
    for (a, first), (b, second) in combinations(drawn.boxes.items(), 2):
        apart = (
            first[0] + first[2] <= second[0]
            or second[0] + second[2] <= first[0]
            or first[1] + first[3] <= second[1]
            or second[1] + second[3] <= first[1]
        )
        assert apart, (a, b)
    assert_no_text_overlaps(ET.fromstring(drawn.svg), drawn.width, drawn.height)  # noqa: S314


@settings(deadline=None, max_examples=10)
@given(
    seed=st.integers(0, 10_000),
    systems=st.integers(1, 90),
    density=st.floats(0, 4),
    services=st.integers(1, 20),
)
@example(seed=0, systems=1, density=0, services=1)
@example(seed=1, systems=90, density=4, services=20)
def test_neither_boxes_nor_texts_overlap(
    language: Language, seed: int, systems: int, density: float, services: int
) -> None:
    report = random_report(seed, systems=systems, links=int(systems * density), services=services)
    assert_legible(report, language)


def test_small_map_is_legible(language: Language) -> None:
    assert_legible(small_report(), language)


def test_shows_what_matters_and_counts_the_rest_of_a_large_estate(language: Language) -> None:
    report = random_report(7, systems=1500, links=20_000, services=120, paths=40)
    drawn = draw_service_map(report, language)
    shown = choose_contents(report)
    kinds = [spot.kind for spot in drawn.boxes]
    assert kinds.count("system") <= LAYER_SHOWN * LAYERS + 36  # Systems on paths always stay.
    assert kinds.count("service") <= SERVICES_SHOWN
    assert kinds.count("place") <= PLACES_SHOWN
    assert len(shown.ways) <= LINKS_SHOWN + 80
    assert len(drawn.svg) < 150_000
    assert kinds.count("system") + shown.systems_left + shown.systems_unreached == 1500
    assert f"{shown.systems_left:,}" in drawn.svg
    assert f"{shown.links_left:,}" in drawn.svg
    on_paths = {step.target for _, path in told_paths(report) for step in path.steps}
    assert on_paths <= {spot.subject_id for spot in drawn.boxes}
    assert_legible(report, language)


def test_step_marks_match_the_paths_that_are_told(language: Language) -> None:
    report = small_report()
    badges = choose_contents(report).badges
    expected: dict[str, list[str]] = {}
    for letter, path in told_paths(report):
        for number, step in enumerate(path.steps, start=1):
            expected.setdefault(step.target, []).append(f"{letter}{number}")
    found = {
        spot.subject_id: list(marks) for spot, marks in badges.items() if spot.kind == "system"
    }
    assert found == expected == {"web": ["A1", "A2"], "app": ["A3"], "core": ["B1"]}
    svg = draw_service_map(report, language).svg
    assert all(f">{mark}<" in svg for marks in expected.values() for mark in marks)


def test_says_what_is_not_drawn(language: Language) -> None:
    svg = draw_service_map(small_report(), language).svg
    assert MAP_LABELS["left_unreached"].render(language).format(n=1) in svg


def test_unknown_links_are_dashed_and_unassessed_systems_marked(language: Language) -> None:
    svg = draw_service_map(small_report(), language).svg
    assert 'stroke-dasharray="9 5"' in svg
    assert "? " + MAP_LABELS["blind"].render(language) in svg
    assert 'stroke-dasharray="4 4"' in svg


def test_map_is_the_same_whatever_order_rows_stand_in(language: Language) -> None:
    report = random_report(3, systems=60, links=150)
    shuffled = replace(
        report,
        systems=report.systems[::-1],
        links=report.links[::-1] + report.links[:5],
        places=report.places[::-1],
    )
    assert draw_service_map(report, language).svg == draw_service_map(shuffled, language).svg


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "]]></svg><img src=x onerror=alert(1)>",
        "\"' onload=alert(1) x='",
        "名前\u202eevil\x00\ud800\u200b",
        "&lt;b&gt; &amp; {n} %s",
        "長" * 400,
        "W" * 400,
        "",
        "\n\t ",
    ],
)
def test_hostile_names_stay_text(language: Language, hostile: str) -> None:
    report = small_report()
    name = Text(hostile, hostile)
    report = replace(
        report,
        systems=tuple(replace(s, name=name) for s in report.systems),
        services=tuple(replace(s, name=name) for s in report.services),
        places=tuple(replace(p, name=name) for p in report.places),
    )
    drawn = draw_service_map(report, language)
    root = ET.fromstring(drawn.svg)  # noqa: S314 - refuses what does not nest.
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= {
        "svg", "title", "desc", "defs", "pattern", "circle", "path", "marker", "g", "rect", "text",
    }  # fmt: skip
    assert not any(name.startswith("on") for node in root.iter() for name in node.attrib)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", drawn.svg)
    assert_legible(report, language)


def test_speaks_one_language_and_describes_itself(language: Language) -> None:
    root = ET.fromstring(draw_service_map(small_report(), language).svg)  # noqa: S314
    words = " ".join(text for node in root.iter() if (text := node.text))
    assert bool(JAPANESE.search(words)) is (language is Language.JA)
    assert root.get("role") == "img"
    named = str(root.get("aria-labelledby")).split()
    assert [node.get("id") for node in root[:2]] == named
    assert all(node.text for node in root[:2])


def test_loads_nothing_and_runs_nothing(language: Language) -> None:
    svg = draw_service_map(small_report(), language).svg
    assert set(re.findall(r"url\((.*?)\)", svg)) <= {
        "#map-arrow", "#map-low", "#map-some", "#map-raised",
    }  # fmt: skip
    assert not re.search(r"href|<script|<style|<image|<foreignObject|@import", svg)


def test_every_system_says_its_chance_in_text(language: Language) -> None:
    report = small_report()
    svg = draw_service_map(report, language).svg
    assert ">25% · #1<" in svg
    assert ">8.3%" in svg


def test_an_estate_without_any_way_in_still_gives_a_map(language: Language) -> None:
    report = replace(
        small_report(),
        links=(),
        paths=(),
        choke_points=(),
        systems=tuple(replace(s, internet_facing="no") for s in small_report().systems),
    )
    assert_legible(report, language)
    svg = draw_service_map(report, language).svg
    assert MAP_LABELS["left_unreached"].render(language).format(n=4) in svg


def test_shows_a_chain_even_where_single_steps_are_likelier(language: Language) -> None:
    report = small_report()
    single = [
        replace(report.paths[0], steps=report.paths[0].steps[:1], probability=0.9 - n / 10)
        for n in range(8)
    ]
    told = told_paths(replace(report, paths=(*single, report.paths[0])))
    assert [len(path.steps) for _, path in told] == [1, 3]
    assert [path.probability for _, path in told] == [0.9, 0.08]
    assert language


def test_leaves_out_paths_that_a_bold_line_would_overstate(language: Language) -> None:
    report = small_report()
    unlikely = replace(report.paths[0], probability=0.0009)
    assert [
        p.target for _, p in told_paths(replace(report, paths=(report.paths[1], unlikely)))
    ] == ["core"]
    # Where nothing is likelier, the first one still tells how it would go.
    assert len(told_paths(replace(report, paths=(unlikely, unlikely)))) == 1
    assert language
