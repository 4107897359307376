"""What is said of JSON records, and parts of them, that cannot be used.

What is not here: faults that only one format knows.
"""

from __future__ import annotations

from typing import Final, TypedDict

from hiyoke.languages import Text

_SHOWN: Final = 160

_REPORT: Final = Text(
    ja="公表元に知らせてください。直った版を取り込むと、この記録に置き換わります。",
    en="Report it to its publisher; importing the corrected record settles it.",
)
_REST_USED: Final = Text(
    ja="この部分だけを使わずに進めました。公表元に知らせてください。",
    en="Only this part was left out. Report it to the publisher.",
)


class Fault(TypedDict):
    """Arguments of `AdvisoryBatch.quarantine` and `quarantine_part`."""

    origin: str
    record_id: str | None
    reason: str
    why: Text
    remedy: Text


def malformed_json(origin: str, found: str) -> Fault:
    """Return the fault of a text that is no JSON."""
    return Fault(
        origin=origin,
        record_id=None,
        reason="malformed_json",
        why=Text(
            ja=f"JSON を期待しましたが、読めませんでした: {found[:_SHOWN]}",
            en=f"expected JSON, found: {found[:_SHOWN]}",
        ),
        remedy=Text(
            ja="ファイルを取り直してください。同じなら公表元に知らせてください。",
            en="Fetch the file again; if it repeats, report it to its publisher.",
        ),
    )


def too_deep(origin: str) -> Fault:
    """Return the fault of a record nested deeper than can be read."""
    return Fault(
        origin=origin,
        record_id=None,
        reason="too_deep",
        why=Text(
            ja="入れ子の浅い JSON を期待しましたが、深すぎて読めませんでした",
            en="expected JSON of ordinary nesting, found nesting too deep to read",
        ),
        remedy=_REPORT,
    )


def not_a_record(origin: str, record_id: str | None, *, expected: Text, found: str) -> Fault:
    """Return the fault of JSON without what a record of the format must have."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="not_a_record",
        why=Text(
            ja=f"{expected.ja}を期待しましたが、次の状態でした: {found[:_SHOWN]}",
            en=f"expected {expected.en}, found: {found[:_SHOWN]}",
        ),
        remedy=_REPORT,
    )


def malformed_member(origin: str, record_id: str, found: str) -> Fault:
    """Return the fault of a part that is of another type than its format says."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="malformed_member",
        why=Text(
            ja=f"形式の定める型の値を期待しましたが、次の状態でした: {found[:_SHOWN]}",
            en=f"expected a value of the type that the format says, found: {found[:_SHOWN]}",
        ),
        remedy=_REST_USED,
    )


def unreadable_cpe(origin: str, record_id: str, cpe: str) -> Fault:
    """Return the fault of a claim whose CPE names no product."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="unreadable_cpe",
        why=Text(
            ja=f"ベンダーと製品の分かる CPE を期待しましたが、{cpe[:_SHOWN]!a} でした",
            en=f"expected a CPE with vendor and product, found {cpe[:_SHOWN]!a}",
        ),
        remedy=_REST_USED,
    )


def no_product(origin: str, record_id: str) -> Fault:
    """Return the fault of claims that name no product they could be matched with."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="no_product_named",
        why=Text(
            ja="照合できる製品名（purl、CPE、ベンダーと製品）を期待しましたが、ありませんでした",
            en="expected a product to match (purl, CPE, or vendor and product), found none",
        ),
        remedy=Text(
            ja="この主張はどの部品とも照合できません。ほかの情報源で補ってください。",
            en="The claim can be matched with no component; look for another source about it.",
        ),
    )


def withdrawn_without_date(origin: str, record_id: str) -> Fault:
    """Return the fault of a withdrawn record that does not say when."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="withdrawn_without_date",
        why=Text(
            ja="取り下げの日時を期待しましたが、ありませんでした",
            en="expected the date of the withdrawal, found none",
        ),
        remedy=_REPORT,
    )


def unreadable_date(origin: str, record_id: str, found: str) -> Fault:
    """Return the fault of evidence that needs a date and has none that can be read."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="unreadable_date",
        why=Text(
            ja=f"日付（年-月-日）を期待しましたが、{found[:_SHOWN]!a} でした",
            en=f"expected a date (year-month-day), found {found[:_SHOWN]!a}",
        ),
        remedy=_REST_USED,
    )
