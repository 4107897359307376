"""The part on exposure on the page, on screen and in the workbook: whole, safe, one language."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from exposed_bank import small_report
from hiyoke.languages import Language, Text
from hiyoke.reports.assessment.findings_table import findings_table
from hiyoke.reports.assessment.html_report import render_html
from hiyoke.reports.assessment.terminal_report import print_assessment
from hiyoke.reports.assessment.workbook_report import render_workbook
from hiyoke.reports.exposure.labels import EXPOSURE_LABELS
from hiyoke.reports.exposure.map_contents import told_paths
from hiyoke.reports.exposure.sheets import exposure_sheets
from hiyoke.reports.line_breaking import width_of
from hiyoke.tables.engines import open_duckdb
from hiyoke.workflows.weighing.assess_tables import assess_tables
from tiny_bank import assessment_input

if TYPE_CHECKING:
    from hiyoke.reports.assessment.assessment import Assessment

JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
VOID = {"br", "meta", "link", "hr"}
pytestmark = pytest.mark.parametrize("language", list(Language))


@cache
def assessment() -> Assessment:
    backend = open_duckdb()
    try:
        found = assess_tables(backend, assessment_input())[0]
    finally:
        backend.disconnect()
    return replace(found, exposure=small_report(), why_no_exposure=None)


class Words(HTMLParser):
    """Collects words and identifiers, and refuses tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [str(value) for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in self.open[:1]
        self.ids += [str(value) for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def section(text: str) -> str:
    """Return the part on exposure of a page."""
    start = text.index('<section aria-labelledby="exposure">')
    return text[start : text.index("</section>", start) + len("</section>")]


def test_section_nests_and_keeps_identifiers_apart(language: Language) -> None:
    page = Words(render_html(assessment(), language))
    assert len(page.ids) == len(set(page.ids))


def test_section_speaks_one_language(language: Language) -> None:
    words = " ".join(Words(section(render_html(assessment(), language))).words)
    if language is Language.EN:
        assert not JAPANESE.search(words)
    else:
        assert "攻撃" in words


def test_unknowns_come_before_figures(language: Language) -> None:
    text = section(render_html(assessment(), language))
    order = ["exposure-unknown", "chances", "map", "paths", "loss", "leverage", "debt", "latent"]
    places = [text.index(f'id="{name}"') for name in order]
    assert places == sorted(places)


def test_words_and_map_number_the_same_steps(language: Language) -> None:
    text = section(render_html(assessment(), language))
    report = small_report()
    for letter, path in told_paths(report):
        for number, step in enumerate(path.steps, start=1):
            mark = f"{letter}{number}"
            assert f'<span class="step">{mark}</span> {step.words.render(language)}' in text
            assert f">{mark}</text>" in text


def test_every_assumption_is_marked(language: Language) -> None:
    text = section(render_html(assessment(), language))
    # One bundle twice (leverage and ledger), the latent scenario, and the assumption itself.
    assert text.count('class="badge assumed"') == 4


def test_latent_flaws_stand_apart(language: Language) -> None:
    text = section(render_html(assessment(), language))
    before, after = text.split('id="latent"')
    assert "13%" not in before  # 0.083 + 0.05
    assert "1 in 8" in after or "8 回に 1 回" in after


def test_says_why_nothing_was_computed(language: Language) -> None:
    why = Text("資産に通信経路がありません。", "The estate has no links.")
    bare = replace(assessment(), exposure=None, why_no_exposure=why)
    text = section(render_html(bare, language))
    assert why.render(language) in text
    assert "<svg" not in text
    Words(text)


def test_names_from_outside_stay_text(language: Language) -> None:
    hostile = "</title><script>alert(1)</script>&\"'"
    name = Text(hostile, hostile)
    report = small_report()
    report = replace(
        report,
        services=tuple(replace(s, name=name) for s in report.services),
        systems=tuple(replace(s, name=name) for s in report.systems),
        places=tuple(replace(p, name=name) for p in report.places),
        leverage=tuple(replace(row, name=name) for row in report.leverage),
        debt=tuple(replace(row, name=name) for row in report.debt),
        paths=tuple(
            replace(p, steps=tuple(replace(s, words=name, rows=(hostile,)) for s in p.steps))
            for p in report.paths
        ),
    )
    text = render_html(replace(assessment(), exposure=report), language)
    assert "<script" not in text
    Words(text)


def test_page_with_pictures_is_the_same_every_time_and_small(language: Language) -> None:
    first = render_html(assessment(), language)
    assert first == render_html(assessment(), language)
    assert len(section(first)) < 60_000


def test_pictures_print_on_one_page(language: Language) -> None:
    style = resources.files("hiyoke.reports").joinpath("templates/report.css").read_text("utf-8")
    printed = style[style.index("@media print") :]
    assert ".picture { break-inside: avoid; }" in printed
    assert "max-height: 245mm" in printed
    assert "print-color-adjust: exact" in printed
    assert language


def test_screen_fits_a_hundred_columns(language: Language) -> None:
    stream = io.StringIO()
    print_assessment(assessment(), language, stream)
    text = stream.getvalue()
    assert all(width_of(line.rstrip()) <= 100 for line in text.splitlines())
    assert EXPOSURE_LABELS["exposure_heading"].render(language) in text
    assert EXPOSURE_LABELS["x_debt_heading"].render(language) in text


def test_screen_says_why_nothing_was_computed(language: Language) -> None:
    why = Text("資産に通信経路がありません。", "The estate has no links.")
    stream = io.StringIO()
    print_assessment(replace(assessment(), exposure=None, why_no_exposure=why), language, stream)
    assert why.render(language) in stream.getvalue()


def test_sheets_are_rectangular_and_in_one_language(language: Language) -> None:
    for sheet in exposure_sheets(small_report(), language):
        rows = list(sheet.rows)
        assert rows, sheet.title
        assert {len(row) for row in rows} == {len(sheet.headings)}, sheet.title
        words = " ".join([sheet.title, *sheet.headings, *sheet.notes])
        assert bool(JAPANESE.search(words)) is (language is Language.JA)
        assert len(sheet.title) <= 31


def test_workbook_holds_the_exact_figures(language: Language) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(render_workbook(assessment(), findings_table(assessment()), language))
    )
    title = Text("止められる確率と損失", "Chance and loss").render(language)
    rows = [[cell.value for cell in row] for row in book[title].iter_rows()]
    row = next(row for row in rows if "ib" in row)
    assert row[3] == 0.083
    assert row[9] == 8_300_000
    assert book.sheetnames.index(title) == 3


def test_a_service_card_leads_to_its_chance(language: Language) -> None:
    text = render_html(assessment(), language)
    card = text[text.index('id="service-ib"') :]
    card = card[: card.index("</article>")]
    assert 'href="#chance-ib"' in card
    assert ("1 in 12" in card) is (language is Language.EN)
    assert 'id="chance-ib"' in text


@pytest.mark.parametrize("missing", ["services", "systems", "places", "links", "paths", "all"])
def test_a_report_with_gaps_still_makes_every_document(language: Language, missing: str) -> None:
    names = ("services", "systems", "places", "links", "paths", "choke_points", "exceedance")
    gone: dict[str, Any] = {name: () for name in names if missing in (name, "all")}
    report = replace(small_report(), **gone, currency=None, expected_loss=None)
    bare = replace(assessment(), exposure=report)
    Words(section(render_html(bare, language)))
    print_assessment(bare, language, io.StringIO())
    for sheet in exposure_sheets(report, language):
        assert {len(row) for row in sheet.rows} <= {len(sheet.headings)}


def test_unknown_contents_make_a_chance_a_lower_bound_everywhere(language: Language) -> None:
    report = small_report()
    (zengin,) = (s for s in report.services if s.service_id == "zengin")
    assert report.unassessed_systems(zengin) == ("core",)
    text = section(render_html(assessment(), language))
    row = text[text.index('id="chance-zengin"') :]
    row = row[: row.index("</tr>")]
    assert Text("少なくとも", "At least this").render(language) in row
    row = text[text.index('id="chance-ib"') :]
    assert Text("少なくとも", "At least this").render(language) not in row[: row.index("</tr>")]
    stream = io.StringIO()
    print_assessment(assessment(), language, stream)
    assert "<0.09% ?" in stream.getvalue()
    assert f">{Text('? 中身不明', '? unknown').render(language)}<" in text
