"""Records read value by value: each entry knows what it says and whether all of it could be read.

What is not here: checks between entries (`cross_checks`).
"""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from packageurl import PackageURL

from hiyoke.estate.faults import EMPTY, quoted
from hiyoke.estate.identifiers import advice
from hiyoke.estate.sheets import Kind, MisreadError, read_value
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiyoke.estate.faults import FaultLog, Place
    from hiyoke.estate.sheets import ColumnSpec, Record, SheetSpec

_CORRECT = Text(ja="値を直してください。", en="Correct the value.")
_CPE = re.compile(r"cpe:(?:2\.3:|/)[aoh*-](?::|$)", re.IGNORECASE)


@dataclass(slots=True)
class Entry:
    """One record with its values.

    Attributes:
        record: The row as found.
        values: Value by column name; None where the cell is empty or could not be read.
        extra: Members that no one knows and those kept for later parts.
        is_sound: False when a cell could not be read.
    """

    record: Record
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    is_sound: bool = True

    def place(self, column: str) -> Place:
        """Return where a column of this entry stands, or the row when it has none."""
        cell = self.record.cells.get(column)
        return self.record.place if cell is None else cell.place

    @property
    def name(self) -> Text:
        """The name in both languages; one stands in for the other."""
        return self.both("name") or Text(ja="", en="")

    def both(self, stem: str) -> Text | None:
        """Return what two columns say in both languages; None when neither is filled.

        Args:
            stem: Name of the columns without ``_ja`` and ``_en``.
        """
        ja, en = self.values.get(f"{stem}_ja") or "", self.values.get(f"{stem}_en") or ""
        return Text(ja=ja or en, en=en or ja) if ja or en else None


def read_entry(record: Record, spec: SheetSpec, log: FaultLog) -> Entry:
    """Read every known cell of a record; each that cannot be read is one fault."""
    entry = Entry(record, extra=dict(record.extra))
    for column in spec.columns:
        cell = record.cells.get(column.name)
        found = None if cell is None else _read_cell(entry, column, cell.raw, log)
        if column.kind is Kind.KEPT:
            if found is not None and found != "":
                entry.extra[column.name] = found
            continue
        entry.values[column.name] = found
        # A column that a table lacks is one fault of its heading row, not one of every row.
        is_told = cell is None and record.place.path is None
        if found is None and column.is_required and entry.is_sound and not is_told:
            _fault_missing(entry, column.name, _wanted(column), log)
    if not spec.needs_name and not entry.name.ja:
        entry.values["name_ja"] = entry.values.get("id")
    elif "name_ja" in spec.by_name and not entry.name.ja and entry.is_sound:
        wanted = Text(ja="日本語か英語の名称", en="a name in Japanese or English")
        _fault_missing(entry, "name_ja", wanted, log)
    return entry


def _read_cell(entry: Entry, column: ColumnSpec, raw: object, log: FaultLog) -> Any:
    try:
        found = read_value(column, raw)
        check = _EXTRA_CHECKS.get(column.name)
        if check is not None and found is not None:
            found = check(found)
    except MisreadError as misread:
        entry.is_sound = False
        log.fault(
            misread.kind,
            entry.place(column.name),
            expected=misread.expected,
            found=quoted(raw),
            remedy=misread.remedy,
        )
        return None
    return found


def _fault_missing(entry: Entry, column: str, expected: Text, log: FaultLog) -> None:
    entry.is_sound = False
    log.fault(
        "missing_value",
        entry.place(column),
        expected=expected,
        found=EMPTY,
        remedy=Text(ja="値を書いてください。", en="Fill it in."),
    )


def _wanted(column: ColumnSpec) -> Text:
    return Text(ja=f"「{column.heading_ja}」（{column.name}）の値", en=f"a value for {column.name}")


def _check_country(country: str) -> str:
    code = country.upper()
    if re.fullmatch(r"[A-Z]{2}", code) is None:
        raise MisreadError(
            "not_in_list",
            Text(ja="ISO 3166-1 の 2 文字の国コード", en="a two-letter country code of ISO 3166-1"),
        )
    return code


def _check_timezone(name: str) -> str:
    known = zoneinfo.available_timezones()
    if name not in known:
        raise MisreadError(
            "not_in_list",
            Text(ja="IANA の時間帯名（例: Asia/Tokyo）", en="an IANA time zone such as Asia/Tokyo"),
            advice(name, known, _CORRECT),
        )
    return name


def _check_purl(purl: str) -> str:
    try:
        PackageURL.from_string(purl)
    except ValueError as error:
        raise MisreadError(
            "malformed_purl",
            Text(
                ja="purl（例: pkg:generic/openssl@3.0.7）",
                en="a package URL such as pkg:generic/openssl@3.0.7",
            ),
        ) from error
    return purl


def _check_cpe(cpe: str) -> str:
    if _CPE.match(cpe) is None:
        raise MisreadError(
            "malformed_cpe",
            Text(
                ja="CPE（例: cpe:2.3:h:vendor:product:1.0:*:*:*:*:*:*:*）",
                en="a CPE name such as cpe:2.3:h:vendor:product:1.0:*:*:*:*:*:*:*",
            ),
        )
    return cpe


_YEN_WORDS = frozenset({"円", "日本円", "yen"})


def _check_currency(currency: str) -> str:
    code = "JPY" if currency.lower() in _YEN_WORDS else currency.upper()
    if re.fullmatch(r"[A-Z]{3}", code) is None:
        raise MisreadError(
            "not_in_list",
            Text(ja="ISO 4217 の 3 文字の通貨コード", en="a three-letter currency of ISO 4217"),
        )
    return code


_EXTRA_CHECKS: dict[str, Callable[[str], str]] = {
    "currency": _check_currency,
    "country": _check_country,
    "timezone": _check_timezone,
    "purl": _check_purl,
    "cpe": _check_cpe,
}
