"""Matching what changed gives what matching everything gives, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiyoke.advisories.store import load_store
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.advisories.prepare_claims import prepare_claims
from hiyoke.workflows.advisories.prepared_store import advisory_tables
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.collect_findings import collect_findings
from hiyoke.workflows.matching.match_sboms import match_inventory
from matching_tables_of import inventory_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.matching import AdvisoryTables
    from hiyoke.workflows.advisories.prepare_claims import Prepared

pytestmark = pytest.mark.property

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PACKAGES = [("PyPI", "one"), ("npm", "one"), ("AlmaLinux:8", "one"), ("Debian:12", "one")]
PURLS = [
    "pkg:pypi/one@1.0",
    "pkg:pypi/one@2.5",
    "pkg:npm/one@1.0.0",
    "pkg:npm/two@1.0.0",
    "pkg:pypi/one",
    "pkg:deb/debian/one@1.0-1?distro=debian-12",
    "pkg:deb/debian/one@1.0-1",
    "pkg:rpm/almalinux/one@1-1.module_el8.1.0%2B1%2Baaaaaaaa?distro=el8",
    "pkg:rpm/almalinux/one@2-1.module_el8.2.0%2B2%2Bbbbbbbbb?distro=el8",
    "pkg:gem/one@1.0",
    "not a purl",
]
BOUNDS = {
    "PyPI": ["1.0", "2.0", "3.0"],
    "npm": ["1.0.1", "2.0.0"],
    "Debian:12": ["1.0-1+deb12u1", "2.0-1"],
    "AlmaLinux:8": [
        "1-1.module_el8.1.0+1+aaaaaaaa",
        "2-1.module_el8.2.0+2+bbbbbbbb",
        "3-1.module_el8.2.0+3+cccccccc",
    ],
}


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    affected = []
    for ecosystem, name in draw(st.lists(st.sampled_from(PACKAGES), min_size=1, max_size=2)):
        fixed = draw(st.sampled_from(BOUNDS[ecosystem]))
        events = [{"introduced": "0"}, {"fixed": fixed}]
        affected.append(
            {
                "package": {"ecosystem": ecosystem, "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
            }
        )
    record: dict[str, Any] = {
        "id": draw(st.sampled_from(["ADV-1", "ADV-2", "ADV-3", "ADV-4"])),
        "aliases": draw(st.lists(st.sampled_from(["CVE-1-1", "CVE-1-2"]), max_size=1)),
        "summary": draw(st.sampled_from(["one:1 security update", "one:2 security update"])),
        "affected": affected,
    }
    if draw(st.integers(0, 5)) == 0:
        record["withdrawn"] = "2024-01-01T00:00:00Z"
    if draw(st.booleans()):
        record["published"] = draw(
            st.sampled_from(["2020-01-01T00:00:00Z", "2024-01-01T00:00:00Z"])
        )
    return record


STEPS = st.tuples(
    st.lists(records(), max_size=3),
    st.lists(st.sampled_from(PURLS), max_size=len(PURLS), unique=True),
)


@pytest.fixture(scope="module")
def sessions() -> Iterator[tuple[EngineSession, EngineSession]]:
    with EngineSession(threads=1) as one, EngineSession(threads=1) as other:
        yield one, other


@settings(
    max_examples=60 if IS_LONG else 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(STEPS, min_size=2, max_size=4),
    st.sampled_from([None, datetime(2022, 1, 1, tzinfo=UTC)]),
)
def test_what_changed_gives_what_everything_gives(
    sessions: tuple[EngineSession, EngineSession],
    steps: list[tuple[list[dict[str, Any]], list[str]]],
    as_of: datetime | None,
) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        _play(sessions, steps, as_of, folder)
    finally:
        shutil.rmtree(folder)


def _prepared(
    session: EngineSession, tables: AdvisoryTables, as_of: datetime | None, _names: Any
) -> Prepared:
    return prepare_claims(session, tables, as_of=as_of)


def _play(
    sessions: tuple[EngineSession, EngineSession],
    steps: list[tuple[list[dict[str, Any]], list[str]]],
    as_of: datetime | None,
    folder: Path,
) -> None:
    kept, afresh = sessions
    base = {"id": "ADV-0", "modified": "2020-01-01T00:00:00Z", "affected": []}
    for number, (changes, purls) in enumerate(steps):
        stamped = [
            {**record, "modified": f"2024-01-{number + 1:02}T00:00:{place:02}Z"}
            for place, record in enumerate(changes)
        ]
        file = folder / f"{number}.jsonl"
        file.write_text("\n".join(map(json.dumps, [base, *stamped])), encoding="utf-8")
        import_advisories([file], folder / "store")
        store = load_store(folder / "store")
        inventory = inventory_of(*purls)
        changed = match_inventory(
            kept, store, inventory, as_of=as_of, state_folder=folder / "state"
        )
        tables = advisory_tables(afresh, store)
        whole = collect_findings(afresh, partial(_prepared, afresh, tables, as_of), inventory)
        assert changed.findings.equals(whole.findings)
        assert changed.not_assessable.equals(whole.not_assessable)
        assert changed.component_count == whole.component_count
