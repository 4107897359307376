"""What is written reads back equal, and what is broken is named by row and column."""

from __future__ import annotations

import contextlib
import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hiyoke.estate import Estate, FaultLog, assemble_estate
from hiyoke.estate.sheets import SHEETS, MisreadError, SheetSpec, read_value, sheet_named
from hiyoke.exchange.estate_folder import read_csv, read_yaml, write_csv_files
from hiyoke.exchange.workbook import read_workbook, write_workbook
from hiyoke.languages import Language
from property.estate_strategies import anything, equipped_estates, estates

pytestmark = pytest.mark.property

_languages = st.sampled_from(list(Language))
_quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _from_csv(files: dict[str, bytes], encoding: str) -> tuple[Estate | None, FaultLog]:
    log = FaultLog()
    records = []
    for name, content in files.items():
        spec = _spec(name)
        records += read_csv(content.decode(encoding), name, spec, log)
    return assemble_estate(records, root=Path(), files=(), log=log).estate, log


def _spec(name: str) -> SheetSpec:
    spec = sheet_named(name.removesuffix(".csv"))
    assert spec is not None
    return spec


@_quick
@given(
    estate=estates() | equipped_estates(),
    language=_languages,
    encoding=st.sampled_from(["utf-8-sig", "utf-8", "cp932", "utf-16"]),
    separator=st.sampled_from([",", "\t", ";"]),
)
def test_csv_reads_back_equal(
    estate: Estate, language: Language, encoding: str, separator: str
) -> None:
    files = write_csv_files(estate, language=language, encoding=encoding, separator=separator)

    back, log = _from_csv(files, encoding)

    assert log.faults == ()
    assert back == estate


@_quick
@given(estate=estates() | equipped_estates(), language=_languages)
def test_workbook_reads_back_equal(estate: Estate, language: Language) -> None:
    log = FaultLog()
    records = read_workbook(write_workbook(estate, language=language), "estate.xlsx", log)

    reading = assemble_estate(records, root=Path(), files=(), log=log)

    assert reading.faults == ()
    assert reading.estate == estate


@settings(_quick, max_examples=10)
@given(estate=equipped_estates(), languages=st.permutations(list(Language)), data=st.data())
def test_order_and_language_change_nothing(
    estate: Estate, languages: list[Language], data: st.DataObject
) -> None:
    """Rows and columns in any order, in either language, state the same estate."""
    plain, log = _from_csv(write_csv_files(estate, language=languages[0]), "utf-8-sig")
    assert log.faults == ()
    files = write_csv_files(estate, language=languages[1])
    shuffled = {name: _shuffled(content, data) for name, content in files.items()}

    back, _ = _from_csv(shuffled, "utf-8-sig")

    assert plain is not None
    assert back is not None
    for member in ("institution", *_LISTS):
        assert _as_set(getattr(back, member)) == _as_set(getattr(plain, member)), member


_LISTS = (
    "services", "systems", "requirements", "links", "vendors", "controls", "accounts", "overrides",
    "crews", "windows", "freezes", "changes", "acceptances", "authority",
)  # fmt: skip


def _as_set(found: Any) -> list[str]:
    """Return entries in an order of their own, their unknown members sorted."""
    entries = found if isinstance(found, tuple) else (found,)
    return sorted(repr((replace(one, extra={}), sorted(one.extra.items()))) for one in entries)


def _shuffled(content: bytes, data: st.DataObject) -> bytes:
    heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    order = data.draw(st.permutations(range(len(heading))))
    table = [heading, *data.draw(st.permutations(rows))]
    starts = [next((row[at] for at in order if row[at].strip()), "") for row in rows]
    if any(start.lstrip()[:1] in ("#", "※") for start in starts):
        order = list(range(len(heading)))  # Rows that begin so are comments.
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([row[position] for position in order] for row in table)
    return stream.getvalue().encode("utf-8-sig")


_BROKEN = [
    ("systems", "internet_facing", "maybe", "not_yes_no"),
    ("systems", "end_of_life_on", "2026/2/30", "not_a_date"),
    ("systems", "end_of_life_on", "3/4/2026", "not_a_date"),
    ("systems", "environment", "moon", "not_in_list"),
    ("systems", "id", "two words", "malformed_id"),
    ("systems", "vendor_id", "nobody-at-all", "unknown_reference"),
    ("systems", "sbom", "../../etc/passwd", "unsafe_path"),
    ("systems", "sbom", "sboms/none.json", "missing_sbom"),
    ("services", "priority", "first", "not_a_number"),
    ("services", "priority", "0", "out_of_range"),
    ("services", "impact_tolerance_minutes", "soon", "not_a_number"),
    ("requirements", "system_id", "nobody-at-all", "unknown_reference"),
    ("requirements", "service_id", "nobody-at-all", "unknown_reference"),
    ("vendors", "night_cover", "sometimes", "not_yes_no"),
    ("vendors", "remote_access", "sometimes", "not_yes_no"),
    ("vendors", "simultaneous_demand", "loudest", "not_in_list"),
    ("institution", "insider_zones", "two words", "malformed_id"),
    ("institution", "timezone", "Asia/Edo", "not_in_list"),
    ("institution", "kind", "pawnshop", "not_in_list"),
]


@_quick
@given(
    estate=estates(),
    broken=st.sampled_from(_BROKEN),
    language=_languages,
    choice=st.integers(0, 100),
)
def test_one_broken_cell_is_named_by_row_and_column(
    estate: Estate, broken: tuple[str, str, str, str], language: Language, choice: int
) -> None:
    sheet, column, written, kind = broken
    files = write_csv_files(estate, language=language)
    rows = list(csv.reader(io.StringIO(files[f"{sheet}.csv"].decode("utf-8-sig"), newline="")))
    number = 1 + choice % (len(rows) - 1)
    position = [c.name for c in _spec(sheet).columns].index(column)
    # A cell with a line break moves later rows to later lines; keep the count simple here.
    assume(not any("\n" in cell for row in rows for cell in row))
    rows[number][position] = written
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    files[f"{sheet}.csv"] = stream.getvalue().encode("utf-8-sig")

    _, log = _from_csv(files, "utf-8-sig")

    heading = _spec(sheet).by_name[column].heading(language)
    named = [(f.kind, f.place.file, f.place.row, f.place.column) for f in log.faults]
    assert (kind, f"{sheet}.csv", number + 1, heading) in named
    for fault in log.faults:
        assert all(text for text in (*fault.expected, *fault.found, *fault.remedy))


@settings(max_examples=150, deadline=None)
@given(raw=anything(), place=st.integers(0, 10_000))
def test_no_cell_crashes_its_reader(raw: object, place: int) -> None:
    columns = [column for spec in SHEETS for column in spec.columns]
    column = columns[place % len(columns)]
    with contextlib.suppress(MisreadError):
        read_value(column, raw)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200), sheet=st.sampled_from(SHEETS))
def test_no_text_crashes_the_csv_reader(text: str, sheet: SheetSpec) -> None:
    log = FaultLog()
    records = read_csv(text, "x.csv", sheet, log)
    assemble_estate(records, root=Path(), files=(), log=log)


_yaml_pieces = st.lists(
    st.sampled_from(
        [
            "services:",
            "- id: a",
            "  name: b",
            "requires:",
            "all_of: [a]",
            "any_of: {x: [a, b]}",
            "? ",
            "&a",
            "*a",
            "!!python/object:os.system",
            "{",
            "}",
            "[",
            "]",
            '"',
            "'",
            "|",
            ">",
            "\t",
            "\n",
            "  ",
            "<<: {}",
            "1: 2",
            "...",
            "---",
            "null",
            "~",
            "はい：",
            "#",
            "%TAG",
            "@",
            "`",
        ]
    ),
    max_size=14,
).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(text=_yaml_pieces | st.text(max_size=100), sheet=st.sampled_from([*SHEETS, None]))
def test_no_text_crashes_the_yaml_reader(text: str, sheet: SheetSpec | None) -> None:
    log = FaultLog()
    records = read_yaml(text, "x.yaml", sheet, log)
    assemble_estate(records, root=Path(), files=(), log=log)


@settings(max_examples=30, deadline=None)
@given(estate=estates(), data=st.data())
def test_no_damage_crashes_the_workbook_reader(estate: Estate, data: st.DataObject) -> None:
    content = bytearray(write_workbook(estate))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    log = FaultLog()
    records = read_workbook(bytes(content[:cut]), "x.xlsx", log)
    assemble_estate(records, root=Path(), files=(), log=log)
    assert records or log.faults
