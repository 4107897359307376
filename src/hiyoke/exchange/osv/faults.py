"""What is said of OSV records, and parts of them, that break the schema.

What is not here: deciding that they do (`read`, `claims`, `salvage`).
"""

from __future__ import annotations

from typing import Final, TypedDict

from hiyoke.languages import Text

_REPORT: Final = Text(
    ja="公表元に知らせてください。直った版を取り込むと、この記録に置き換わります。",
    en="Report it to its publisher; importing the corrected record settles it.",
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
            ja=f"JSON を期待しましたが、読めませんでした: {found[:160]}",
            en=f"expected JSON, found: {found[:160]}",
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


def not_a_record(origin: str, record_id: str | None, found: str) -> Fault:
    """Return the fault of JSON that is no OSV record: no `id`, or `modified` is no text."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="not_a_record",
        why=Text(
            ja=f"OSV の必須項目（id、modified）を期待しましたが、次の状態でした: {found[:160]}",
            en=f"expected the members an OSV record must have (id, modified), found: {found[:160]}",
        ),
        remedy=_REPORT,
    )


def malformed_member(record_id: str, origin: str, found: str) -> Fault:
    """Return the fault of a member beside `affected` that has another type."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="malformed_member",
        why=Text(
            ja=f"OSV の定める型の値を期待しましたが、次の状態でした: {found[:160]}",
            en=f"expected a value of the type that OSV says, found: {found[:160]}",
        ),
        remedy=Text(
            ja="この項目だけを使わずに進めました。公表元に知らせてください。",
            en="Only this member was left out. Report it to the publisher.",
        ),
    )


def malformed_entry(record_id: str, origin: str, found: str) -> Fault:
    """Return the fault of one entry of `affected` that cannot be read."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="malformed_entry",
        why=Text(
            ja=f"OSV の定める affected の一件を期待しましたが、次の状態でした: {found[:160]}",
            en=f"expected an entry of affected as OSV says, found: {found[:160]}",
        ),
        remedy=Text(
            ja="この一件のパッケージは、名前が読めれば「判定不能」とし、ほかの件は使いました。"
            "公表元に知らせてください。",
            en="Its package, where it could be read, counts as not assessable; the other entries "
            "were used. Report it to the publisher.",
        ),
    )


def no_package(record_id: str, origin: str) -> Fault:
    """Return the fault of an entry that names neither package nor repository."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="no_package",
        why=Text(
            ja="パッケージまたは Git リポジトリを期待しましたが、どちらもありませんでした",
            en="expected a package or a Git repository, found neither",
        ),
        remedy=_REPORT,
    )


def range_without_start(record_id: str, origin: str) -> Fault:
    """Return the fault of a range that never says where it starts."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="range_without_introduced",
        why=Text(
            ja="範囲に introduced を期待しましたが、ありませんでした",
            en="expected an introduced event in the range, found none",
        ),
        remedy=Text(
            ja="このパッケージは「判定不能」としました。公表元に知らせてください。",
            en="The package counts as not assessable. Report it to the publisher.",
        ),
    )


def bad_commit(record_id: str, commit: str, origin: str) -> Fault:
    """Return the fault of a GIT range whose commit is no full hash."""
    return Fault(
        origin=origin,
        record_id=record_id,
        reason="git_commit",
        why=Text(
            ja=f"Git の完全なコミット ID を期待しましたが、{commit[:80]!a} でした",
            en=f"expected a full Git commit hash, found {commit[:80]!a}",
        ),
        remedy=Text(
            ja="Git の範囲は判定に使わないため、結果は変わりません。公表元に知らせてください。",
            en="Git ranges are not used for matching, so no result changes. Report it to the "
            "publisher.",
        ),
    )
