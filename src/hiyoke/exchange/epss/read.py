"""An EPSS file read by columns: one probability and one percentile for each CVE, of one date.

Files of 2021 name neither the date nor, at first, the percentile. A probability of unknown date
cannot be told from a stale one, so those files are refused. What is not here: any use of the
probabilities.

Source:
    FIRST, EPSS data and statistics, https://www.first.org/epss/data_stats
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from hiyoke.advisories import date_of
from hiyoke.documents import decode_text
from hiyoke.errors import UnreadableDocumentError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document

SOURCE: Final = "epss"

#: Identifier of the one record that a file is, for the age of the data.
SCORES: Final = "scores"

#: Largest file; the whole population is below 20 MB.
MAX_BYTES: Final = 512 * 1024**2

COLUMNS: Final = ("cve", "epss", "percentile")

_SCORE_DATE = re.compile(r"score_date:\s*([^,\s]+)")
_CVE = r"^CVE-\d{4}-\d{4,19}$"
_NUMBER = r"^(0|1|0?\.\d{1,30}|0\.\d{1,30}|1\.0{1,30}|\d(\.\d{1,30})?[eE]-\d{1,3})$"
_REMEDY = Text(
    ja="FIRST が配布する日次ファイル（先頭行に score_date があるもの）を取り直してください。",
    en="Fetch a daily file from FIRST again; its first line has score_date.",
)


def recognises(head: bytes) -> bool:
    """Return whether the document that begins with `head` is an EPSS file.

    Example:
        >>> recognises(b"#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z")
        True
        >>> recognises(b"cve,epss,percentile")
        True
    """
    first = head.removeprefix(b"\xef\xbb\xbf")[:200].lstrip().lower()
    return first.startswith((b"#model_version", b"cve,epss"))


def read(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    """Read one EPSS file.

    Rows whose CVE, probability or percentile cannot be read, or lies outside [0, 1], go to
    quarantine.

    Raises:
        UnreadableDocumentError: The file names no date or lacks a column, or is no CSV.

    Cost:
        Columnar: 300,000 rows in about 0.3 s.
    """
    text = decode_text(document.read_bytes(MAX_BYTES), origin=document.origin)
    comments, body, skipped = _split(text)
    dated = _SCORE_DATE.search(comments)
    scored_on = date_of(dated[1]) if dated else None
    if dated is None or scored_on is None:
        raise _refused(
            document.origin,
            Text(
                ja="先頭行に算出日（score_date）を期待しましたが、ありませんでした",
                en="expected the date of the estimates (score_date) in the first line, found none",
            ),
        )
    rows, ragged = _rows(body, document.origin)
    batch.begin_record(SOURCE, SCORES, modified_at=dated[1])
    for line in ragged:
        batch.quarantine(**_fault(f"{document.origin}:{line + skipped}", None, "?"))
    sound = _sound(rows)
    _add(rows.filter(sound), scored_on, batch)
    bad = rows.append_column("line", pa.array(range(len(rows)), pa.int64())).filter(
        pc.invert(sound)
    )
    for row in bad.to_pylist():
        found = f"{row['cve']!a}, {row['epss']!a}, {row['percentile']!a}"
        origin = f"{document.origin}:{row['line'] + skipped + 2}"
        batch.quarantine(**_fault(origin, str(row["cve"])[:60], found))
    yield


def _split(text: str) -> tuple[str, str, int]:
    """Return the comment lines, the rest, and how many lines the comments take."""
    comments = []
    rest = text
    while rest.startswith("#"):
        line, _, rest = rest.partition("\n")
        comments.append(line)
    return "\n".join(comments), rest, len(comments)


def _rows(body: str, origin: str) -> tuple[Any, list[int]]:
    """Return all rows as text columns, and the numbers of the rows with too few or many cells."""
    ragged: list[int] = []

    def note(row: Any) -> str:
        ragged.append(row.number or 0)
        return "skip"

    try:
        table = csv.read_csv(
            io.BytesIO(body.encode()),
            read_options=csv.ReadOptions(use_threads=False),
            parse_options=csv.ParseOptions(invalid_row_handler=note),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(COLUMNS, pa.string()), include_columns=list(COLUMNS)
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise _refused(
            origin,
            Text(
                ja=f"列 cve、epss、percentile を期待しましたが、次の状態でした: {str(error)[:160]}",
                en=f"expected columns cve, epss and percentile, found: {str(error)[:160]}",
            ),
        ) from error
    return table, ragged


def _sound(rows: Any) -> Any:
    """Return which rows have a CVE identifier and two numbers in [0, 1]."""
    mask = pc.match_substring_regex(rows["cve"], _CVE)
    for name in ("epss", "percentile"):
        mask = pc.and_(mask, pc.match_substring_regex(rows[name], _NUMBER))
    return pc.fill_null(mask, fill_value=False)


def _add(rows: Any, scored_on: Any, batch: AdvisoryBatch) -> None:
    batch.counts.records += len(rows)
    batch.counts.used += len(rows)
    batch.add_epss(
        pa.table(
            {
                "cve_id": rows["cve"],
                "epss_probability": rows["epss"].cast(pa.float64()),
                "percentile": rows["percentile"].cast(pa.float64()),
                "scored_on": pa.repeat(pa.scalar(scored_on, pa.date32()), len(rows)),
            }
        )
    )


def _fault(origin: str, record_id: str | None, found: str) -> dict[str, Any]:
    return {
        "origin": origin,
        "record_id": record_id,
        "reason": "epss_row",
        "why": Text(
            ja=f"CVE 番号と 0 以上 1 以下の二つの数を期待しましたが、{found[:160]} でした",
            en=f"expected a CVE identifier and two numbers in [0, 1], found {found[:160]}",
        ),
        "remedy": _REMEDY,
    }


def _refused(origin: str, what: Text) -> UnreadableDocumentError:
    return UnreadableDocumentError(what, where=origin, remedy=_REMEDY)
