"""One cell, read as its column's kind says; what cannot be read says what was expected.

Nothing is guessed: full-width digits, units and every common word for yes are understood, the rest
is a `MisreadError` that the reader turns into a fault with file, row and column. What is not here:
files.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from hiyoke.estate.identifiers import (
    ID_RULE,
    advice,
    is_well_formed,
    normalise_id,
    normalise_place,
)
from hiyoke.estate.sheets.cell_text import (
    CORRECT,
    MAX_DIGITS,
    MisreadError,
    SpoiledCell,
    distinct,
    items_of,
    text_of,
)
from hiyoke.estate.sheets.figures import (
    read_efforts,
    read_number,
    read_share,
    read_share_range,
)
from hiyoke.estate.sheets.spec import Kind
from hiyoke.estate.sheets.words import answer_of, is_blank_word, normalise_word
from hiyoke.estate.sheets.written_dates import read_date
from hiyoke.estate.sheets.written_days import read_days, read_time
from hiyoke.estate.sheets.written_parts import read_parts
from hiyoke.estate.sheets.written_ranges import read_durations, read_money, read_people
from hiyoke.estate.sheets.written_rosters import read_shifts, read_week_days
from hiyoke.estate.system import NO, UNKNOWN, YES
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiyoke.estate.sheets.spec import ColumnSpec

_ARROW = re.compile(r"\s*(?:->|=>|→|⇒|>)\s*")
_CVE = re.compile(r"CVE-\d{4}-\d{4,19}")
_FLAW = re.compile(r"[A-Za-z][A-Za-z0-9]*-[\w.:\-]{1,80}")
_PATH_MARKS = re.compile(r"[;；\n]+")
_INTEGER = re.compile(r"([+-]?\d+)(?:\.0+)?(?:位|番|名|人|件)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_LOOSE_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
_DURATION_PART = re.compile(
    r"(\d+(?:\.\d+)?)(days?|d|日間?|hours?|hrs?|h|時間|minutes?|mins?|min|m|分間?|分)?"
)
_MINUTES_BY_UNIT = {"d": 1440, "日": 1440, "h": 60, "時": 60, "m": 1, "分": 1}


_STORED_VALUE = Text(
    ja="値（数式なら保存された計算結果）", en="a value, or a formula's stored result"
)
_RECALCULATE = Text(
    ja="Excel で開いて再計算し、保存し直すか、値を貼り付けてください。",
    en="Open it in Excel, let it recalculate and save it, or paste the value.",
)


def read_value(column: ColumnSpec, raw: object) -> Any:
    """Return the value of one cell, or None for an empty one.

    Args:
        column: What the cell's column promises.
        raw: Text, number, boolean, date, or (from YAML) a list of these.

    Raises:
        MisreadError: The cell says something else; the message names what was expected.
    """
    if isinstance(raw, SpoiledCell):
        raise MisreadError(raw.kind, _STORED_VALUE, _RECALCULATE)
    if column.kind is Kind.KEPT:
        return raw
    text = text_of(raw)
    if not text:
        return None
    if is_blank_word(text) and not _means_unknown(column):
        return None
    return _READERS[column.kind](column, raw)


def _read_id(_column: ColumnSpec, raw: object) -> str:
    identifier = normalise_id(text_of(raw))
    if isinstance(raw, list | tuple) or not is_well_formed(identifier):
        raise MisreadError(
            "malformed_id",
            ID_RULE,
            Text(
                ja="空白や記号を - に置き換え、一つだけ書いてください。",
                en="Replace spaces and other marks by '-', and give one identifier.",
            ),
        )
    return identifier


def _read_place(column: ColumnSpec, raw: object) -> str:
    return _read_id(column, normalise_place(text_of(raw)))


def _read_ids(column: ColumnSpec, raw: object) -> tuple[str, ...]:
    return distinct(_read_id(column, item) for item in items_of(raw))


def _read_places(column: ColumnSpec, raw: object) -> tuple[str, ...]:
    return distinct(_read_place(column, item) for item in items_of(raw))


def _read_flows(column: ColumnSpec, raw: object) -> tuple[tuple[str, str], ...]:
    """Read pairs such as ``internet > web-1``."""
    flows: dict[tuple[str, str], None] = {}
    for item in items_of(raw):
        ends = _ARROW.split(unicodedata.normalize("NFKC", item))
        if len(ends) != 2:  # noqa: PLR2004 - from and to.
            raise MisreadError(
                "not_a_flow",
                Text(
                    ja="「接続元 > 接続先」（; で区切る）",
                    en="'source > target', separated by ';'",
                ),
            )
        flows[_read_place(column, ends[0]), _read_place(column, ends[1])] = None
    return tuple(flows)


def _read_flaw_ids(_column: ColumnSpec, raw: object) -> tuple[str, ...]:
    return distinct(map(flaw_id, items_of(raw)))


def flaw_id(text: str) -> str:
    """Return the identifier of a vulnerability; CVE numbers in upper case.

    Raises:
        MisreadError: It is none.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = plain.upper() if plain[:4].upper() == "CVE-" else plain
    if (_CVE if plain.startswith("CVE-") else _FLAW).fullmatch(plain) is None:
        raise MisreadError(
            "malformed_id",
            Text(
                ja="脆弱性の識別子（CVE-2026-12345、GHSA-... など）",
                en="the identifier of a vulnerability, such as CVE-2026-12345 or GHSA-...",
            ),
        )
    return plain


def _read_text(_column: ColumnSpec, raw: object) -> str:
    return text_of(raw)


def _read_texts(_column: ColumnSpec, raw: object) -> tuple[str, ...]:
    return distinct(items_of(raw))


def _read_yes_no_unknown(_column: ColumnSpec, raw: object) -> str:
    answer = answer_of(text_of(raw))
    if answer is None:
        raise MisreadError(
            "not_yes_no",
            Text(ja="はい・いいえ・不明（○・×・－ も可）", en="yes, no or unknown"),
        )
    return answer


def _read_yes_no(_column: ColumnSpec, raw: object) -> bool:
    answer = answer_of(text_of(raw))
    if answer not in (YES, NO):
        raise MisreadError("not_yes_no", Text(ja="はい・いいえ", en="yes or no"))
    return answer == YES


def _read_choice(column: ColumnSpec, raw: object) -> str:
    word = normalise_word(text_of(raw))
    values = column.value_by_word
    if word in values:
        return values[word]
    if UNKNOWN in values.values() and answer_of(word) == UNKNOWN:
        return UNKNOWN
    listed_en = ", ".join(choice.value for choice in column.choices)
    listed_ja = "、".join(f"{choice.label.ja}（{choice.value}）" for choice in column.choices)
    raise MisreadError(
        "not_in_list",
        Text(ja=f"{listed_ja} のいずれか", en=f"one of {listed_en}"),
        advice(text_of(raw), (c.value for c in column.choices), CORRECT),
    )


def _read_integer(column: ColumnSpec, raw: object) -> int:
    plain = _digits(raw, thousands=column.name != "port")
    match = _INTEGER.fullmatch(plain)
    if match is None or len(match[1]) > MAX_DIGITS or isinstance(raw, bool):
        raise MisreadError("not_a_number", _range_text(column), _one_number(column))
    return _within(column, int(match[1]))


def _read_minutes(column: ColumnSpec, raw: object) -> int:
    if isinstance(raw, timedelta):
        return _within(column, round(raw.total_seconds() / 60))
    plain = _digits(raw, thousands=True)
    parts = list(_DURATION_PART.finditer(plain))
    if "".join(part[0] for part in parts) != plain or len(plain) > MAX_DIGITS + 8:
        raise _not_minutes(column)
    units = [part[2] for part in parts]
    if isinstance(raw, bool) or (len(parts) > 1 and None in units) or not parts:
        raise _not_minutes(column)
    total = sum((float(p[1]) * _MINUTES_BY_UNIT[(p[2] or "m")[0]] for p in parts), 0.0)
    if not total.is_integer():
        raise _not_minutes(column)
    return _within(column, int(total))


def _read_date(_column: ColumnSpec, raw: object) -> date:
    found = read_date(raw)
    if found is None:
        raise MisreadError(
            "not_a_date",
            Text(
                ja="年月日のそろった日付（2026/3/31、2026年3月31日、令和8年3月31日、R8.3.31）",
                en="a full date such as 2026-03-31 or 2026/3/31",
            ),
            Text(
                ja="年・月・日の順に書いてください。",
                en="Write year, month and day, in this order.",
            ),
        )
    return found


def _read_paths(_column: ColumnSpec, raw: object) -> tuple[str, ...]:
    paths = []
    for item in items_of(raw, _PATH_MARKS):
        path = PurePosixPath(item.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in str(path)[:2]:
            raise MisreadError(
                "unsafe_path",
                Text(
                    ja="このフォルダーの中のファイル名",
                    en="the name of a file inside the estate's folder",
                ),
                Text(
                    ja="ファイルを sboms/ に置き、sboms/ で始まる相対パスで書いてください。",
                    en="Put the file into sboms/ and name it by its relative path.",
                ),
            )
        paths.append(str(path))
    return distinct(paths)


def _digits(raw: object, *, thousands: bool) -> str:
    """Return a number's text in half-width digits, without space around units.

    Space between two digits stays: "2 30" is no certain number. Commas are left out only where
    they can part thousands; in a port column "80,443" is two ports.
    """
    plain = unicodedata.normalize("NFKC", text_of(raw)).casefold()
    plain = _LOOSE_SPACE.sub("", plain)
    return _THOUSANDS.sub("", plain) if thousands else plain


def _within(column: ColumnSpec, number: int) -> int:
    too_small = column.least is not None and number < column.least
    if too_small or (column.most is not None and number > column.most):
        raise MisreadError("out_of_range", _range_text(column))
    return number


def _not_minutes(column: ColumnSpec) -> MisreadError:
    bounds = _range_text(column)
    return MisreadError(
        "not_a_number",
        Text(
            ja=f"分で数えた{bounds.ja}（「2時間30分」も可）",
            en=f"minutes as {bounds.en}, or a duration such as 2h 30min",
        ),
    )


def _range_text(column: ColumnSpec) -> Text:
    least, most = column.least, column.most
    if least is not None and most is not None:
        return Text(
            ja=f"{least} から {most} までの整数", en=f"a whole number from {least} to {most}"
        )
    if least is not None:
        return Text(ja=f"{least} 以上の整数", en=f"a whole number of {least} or more")
    return Text(ja="整数", en="a whole number")


def _one_number(column: ColumnSpec) -> Text:
    if column.name != "port":
        return CORRECT
    return Text(
        ja="ポートごとに行を分けてください。すべてのポートなら空欄にします。",
        en="Write one row for each port; leave the cell empty for any port.",
    )


def _means_unknown(column: ColumnSpec) -> bool:
    """Whether words such as "none" or a dash are answers in this column, not an empty cell."""
    if column.kind is Kind.CHOICE:
        return any(choice.value == UNKNOWN for choice in column.choices)
    return column.kind in (Kind.YES_NO, Kind.YES_NO_UNKNOWN)


_READERS: dict[Kind, Callable[[ColumnSpec, object], Any]] = {
    Kind.ID: _read_id,
    Kind.PLACE: _read_place,
    Kind.IDS: _read_ids,
    Kind.PLACES: _read_places,
    Kind.FLOWS: _read_flows,
    Kind.FLAW_IDS: _read_flaw_ids,
    Kind.SHARE: lambda _column, raw: read_share(raw),
    Kind.SHARES: lambda _column, raw: read_share_range(raw),
    Kind.EFFORTS: lambda _column, raw: read_efforts(raw),
    Kind.PARTS: lambda _column, raw: read_parts(raw),
    Kind.WEEK_DAYS: lambda _column, raw: read_week_days(raw),
    Kind.SHIFTS: lambda _column, raw: read_shifts(raw),
    Kind.NUMBER: read_number,
    Kind.NAME: _read_text,
    Kind.TEXT: _read_text,
    Kind.TEXTS: _read_texts,
    Kind.YES_NO: _read_yes_no,
    Kind.YES_NO_UNKNOWN: _read_yes_no_unknown,
    Kind.CHOICE: _read_choice,
    Kind.INTEGER: _read_integer,
    Kind.MINUTES: _read_minutes,
    Kind.MONEY: lambda _column, raw: read_money(raw),
    Kind.PEOPLE: lambda _column, raw: read_people(raw),
    Kind.DURATIONS: lambda _column, raw: read_durations(raw),
    Kind.DAYS: lambda _column, raw: read_days(raw),
    Kind.TIME: lambda _column, raw: read_time(raw),
    Kind.DATE: _read_date,
    Kind.PATHS: _read_paths,
}
