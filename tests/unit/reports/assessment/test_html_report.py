"""The page: well formed, self-contained, readable without colour, and in one language only."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from hiyoke.languages import Language
from hiyoke.reports.assessment.html_report import render_html
from hiyoke.tables.engines import open_duckdb
from hiyoke.workflows.weighing.assess_tables import assess_tables
from tiny_bank import assessment_input

if TYPE_CHECKING:
    from hiyoke.reports.assessment.assessment import Assessment

VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "col"}
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@cache
def assessment() -> Assessment:
    backend = open_duckdb()
    try:
        return assess_tables(backend, assessment_input())[0]
    finally:
        backend.disconnect()


class Page(HTMLParser):
    """Collects what the tests ask about, and refuses tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))
        self.loads += [
            str(given[name]) for name in ("src", "srcset", "data", "action") if name in given
        ]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th":
            assert given.get("scope") in ("col", "row")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


def test_page_is_well_formed_with_unique_anchors_that_exist(language: Language) -> None:
    page = Page(render_html(assessment(), language))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.tags.count("table") == page.tags.count("caption")


def test_page_loads_and_runs_nothing(language: Language) -> None:
    text = render_html(assessment(), language)
    page = Page(text)
    assert page.loads == []
    assert not {"script", "iframe", "object", "embed", "img", "link", "form"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_headings_never_skip_a_level(language: Language) -> None:
    levels = Page(render_html(assessment(), language)).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - higher <= 1 for higher, deeper in pairwise(levels))


def test_report_begins_with_what_is_unknown(language: Language) -> None:
    text = render_html(assessment(), language)
    order = [text.index(f'id="{name}"') for name in ("unknown", "services", "bundles", "findings")]
    assert order == sorted(order)


def test_english_page_has_no_japanese_words() -> None:
    words = Page(render_html(assessment(), Language.EN)).words
    assert [word for word in words if JAPANESE.search(word)] == []


def test_japanese_page_has_no_english_sentences() -> None:
    words = Page(render_html(assessment(), Language.JA)).words
    sentences = [
        w.strip() for w in words if re.fullmatch(r"[A-Z][a-z]+( [a-z,]+){3,}\.?", w.strip())
    ]
    assert sentences == []


def test_marks_a_made_up_institution_on_every_part(language: Language) -> None:
    made_up = render_html(assessment(), language)
    assert made_up.count('class="tag"') == 8
    assert "@top-center" in made_up
    real = replace(assessment(), run=replace(assessment().run, is_synthetic=False))
    page = render_html(real, language)
    assert 'class="tag"' not in page
    assert 'class="synthetic"' not in page


def test_escapes_names_from_outside(language: Language) -> None:
    hostile = "<img src=x onerror=alert(1)>&\"'`"
    findings = tuple(replace(f, name=hostile, matched_on=hostile) for f in assessment().findings)
    text = render_html(replace(assessment(), findings=findings), language)
    assert "<img" not in text
    Page(text)


def test_shows_both_deadlines_for_unknown_exposure() -> None:
    text = render_html(assessment(), Language.EN)
    row = text[text.index('id="system-atm-sw"') :]
    row = row[: row.index("</tr>")]
    assert "2026-06-05" in row
    assert "2026-07-21" in row
    assert "Unknown" in row


def test_is_the_same_twice(language: Language) -> None:
    assert render_html(assessment(), language) == render_html(assessment(), language)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_palette_meets_wcag_aa() -> None:
    css = resources.files("hiyoke.reports").joinpath("templates", "report.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))
    pairs = [
        (colours[f"{n}-ink"], colours[n])
        for n in ("danger", "weak", "reach", "routine", "unknown", "clear")
    ]
    pairs += [
        (colours[n], colours["paper"])
        for n in ("ink", "soft", "indigo", "fire", "danger-ink", "weak-ink")
    ]
    pairs += [
        (colours["ink"], colours["faint"]),
        (colours["soft"], colours["faint"]),
        (colours["indigo"], colours["faint"]),
    ]
    pairs += [("#174ea6", colours["paper"]), ("#4a3b00", "#ffefad"), ("#4a3b00", "#fff6cc")]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5} == {}


def test_every_state_has_a_shape_beside_its_colour(language: Language) -> None:
    text = render_html(assessment(), language)
    badges = re.findall(r'<span class="badge [a-z_]+">(.*?)</span>', text)
    assert badges
    assert all('class="mark"' in badge for badge in badges)
