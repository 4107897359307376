from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.matching.module_stream import streams_in
from hiyoke.packages import package_of_osv
from hiyoke.workflows.engine_session import EngineSession
from matching_tables_of import advisory, claim, inventory_of, match

if TYPE_CHECKING:
    from collections.abc import Iterator

NODEJS = package_of_osv("AlmaLinux:8", "nodejs")
OLD_14 = "1:14.16.0-2.module_el8.4.0+2224+b07ac28e"
FIXED_14 = "1:14.18.2-2.module_el8.5.0+254+b4526b16"
FIXED_16 = "1:16.13.1-3.module_el8.5.0+2605+45d748af"
REBUILT_16 = "1:16.13.1-3.module_el8.5.0+246+05401605"
ADVISORIES = [
    advisory("ALSA-2022:0350", summary="Moderate: nodejs:14 security update"),
    advisory("ALSA-2021:5171", summary="Moderate: nodejs:16 security update"),
]
OF_14 = claim("ALSA-2022:0350", NODEJS, fixed=FIXED_14)
OF_16 = [
    claim("ALSA-2021:5171", NODEJS, fixed=FIXED_16),
    claim("ALSA-2021:5171", NODEJS, fixed=REBUILT_16),
]
BOTH = {"CVE-1": ["ALSA-2022:0350", "ALSA-2021:5171"]}


@pytest.fixture(scope="module")
def session() -> Iterator[EngineSession]:
    with EngineSession(threads=1) as opened:
        yield opened


def _finding(session: EngineSession, version: str, claims: list[Any], rest: str = "") -> Any:
    inventory = inventory_of(f"pkg:rpm/almalinux/nodejs@{version}?distro=almalinux-8{rest}")
    matched = match(session, inventory, claims, advisories=ADVISORIES, groups=BOTH)
    rows = matched.findings.to_pylist()
    assert len(rows) <= 1
    return rows[0] if rows else None


def test_own_streams_advisory_answers_for_the_component(session: EngineSession) -> None:
    old = _finding(session, OLD_14, [OF_14, *OF_16])
    assert (old["status"], old["advisory_ids"]) == ("affected", ["ALSA-2022:0350"])
    assert old["fixed_version"] == FIXED_14
    assert old["disagreement"] == []


def test_fixed_in_its_own_stream_is_not_affected_by_another(session: EngineSession) -> None:
    fixed = _finding(session, FIXED_14, [OF_14, *OF_16])
    assert (fixed["status"], fixed["reason"]) == ("not_affected", "other_module_stream")


def test_another_streams_advisory_stands_while_nobody_answers(session: EngineSession) -> None:
    bystander = claim("ALSA-2022:0350", NODEJS, fixed="1:14.1.0-1.module_el8.4.0+1+aaaaaaa")
    other = {"CVE-1": ["ALSA-2021:5171"], "CVE-2": ["ALSA-2022:0350"]}
    inventory = inventory_of(f"pkg:rpm/almalinux/nodejs@{OLD_14}?distro=almalinux-8")
    rows = match(
        session, inventory, [bystander, *OF_16], advisories=ADVISORIES, groups=other
    ).findings.to_pylist()
    assert [(row["vulnerability_id"], row["status"]) for row in rows] == [("CVE-1", "affected")]
    assert rows[0]["matched_on"].endswith("[module_stream: nodejs:16]")


def test_stated_stream_is_enough_to_set_another_aside(session: EngineSession) -> None:
    stated = _finding(session, OLD_14, OF_16, "&rpmmod=nodejs:14")
    assert (stated["status"], stated["reason"]) == ("not_affected", "other_module_stream")


def test_build_that_the_advisory_names_as_fixed_is_fixed(session: EngineSession) -> None:
    named = _finding(session, REBUILT_16, OF_16)
    assert (named["status"], named["reason"]) == ("not_affected", "fixed_build")


def test_unnamed_build_of_the_fixed_source_stays_affected_and_says_so(
    session: EngineSession,
) -> None:
    unnamed = _finding(session, "1:16.13.1-3.module_el8.4.0+9+abcdef", OF_16)
    assert unnamed["status"] == "affected"
    assert "[fixed_source: 1:16.13.1-3.module_el8.5.0+" in unnamed["matched_on"]


def test_plain_package_is_held_against_modular_claims_by_order(session: EngineSession) -> None:
    assert _finding(session, "1:10.19.0-1.el8", OF_16)["status"] == "affected"


def test_title_names_streams_and_nothing_else() -> None:
    title = "Important: python39:3.9 and python39-devel:3.9 (CVE-2021:1) https://x.y:80/z"
    assert streams_in(title) == {"python39:3.9", "python39-devel:3.9"}
    assert streams_in("Important: openssl security update") == frozenset()
    assert streams_in(None) == frozenset()
