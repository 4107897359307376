"""What is said of parts of OSV records that break the schema in ways only OSV knows.

What is not here: faults that any JSON format can have (`json_faults`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.exchange.json_faults import Fault
from hiyoke.languages import Text

_REPORT: Final = Text(
    ja="公表元に知らせてください。直った版を取り込むと、この記録に置き換わります。",
    en="Report it to its publisher; importing the corrected record settles it.",
)


def malformed_entry(origin: str, record_id: str, found: str) -> Fault:
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


def no_package(origin: str, record_id: str) -> Fault:
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


def range_without_start(origin: str, record_id: str) -> Fault:
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


def bad_commit(origin: str, record_id: str, commit: str) -> Fault:
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
