"""The claims of one advisory as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from hiyoke.advisories import AdvisoryBatch, Obstacle
from hiyoke.advisories.claim_sheet import NOT_AFFECTED, ClaimSheet
from hiyoke.packages import PackageIdentity
from hiyoke.versions.constraints import VersionInterval
from read_feed import rows_of

PUMP = PackageIdentity("npm", None, "pump", "npm")
VALVE = PackageIdentity("npm", None, "valve", "npm")


class Sheet(ClaimSheet):
    """A sheet with a batch of its own and two packages."""

    def __init__(self) -> None:
        self.batch = AdvisoryBatch()
        self.batch.add_advisory("A-1", source="csaf", origin="here")
        super().__init__(self.batch)
        self.pump = self.package(PUMP, "pump")
        self.valve = self.package(VALVE, "valve")


def written(sheet: Sheet) -> list[dict[str, Any]]:
    sheet.write()
    return rows_of(sheet.batch)["affected_ranges"]


@pytest.mark.parametrize("obstacle", [Obstacle.GIT_ONLY, Obstacle.NO_VERSION_GIVEN])
def test_drops_a_silent_claim_only_where_another_answers_it(obstacle: Obstacle) -> None:
    sheet = Sheet()
    sheet.add_obstacle(sheet.pump, obstacle)
    sheet.add_obstacle(sheet.valve, obstacle)
    sheet.add_versions(sheet.package(PUMP, "Pump"), ["1.0.0"])
    found = {row["package"]: row.get("obstacle") for row in written(sheet)}
    assert found == {"pump": None, "valve": obstacle.value}


def test_keeps_an_unsortable_claim_beside_others() -> None:
    sheet = Sheet()
    sheet.add_field(sheet.pump, "before 2")
    sheet.add_field(sheet.pump, "1.0.0")
    assert {row.get("obstacle") for row in written(sheet)} == {"unsortable_bound", None}


def test_says_the_same_thing_once() -> None:
    sheet = Sheet()
    for _ in range(3):
        sheet.add_field(sheet.pump, "< 2.0.0")
        sheet.add_every_version(sheet.valve, status=NOT_AFFECTED)
    assert len(written(sheet)) == 2


@pytest.mark.parametrize(
    "interval",
    [
        VersionInterval(introduced="2.0.0", fixed="1.0.0"),
        VersionInterval(introduced="2.0.0", fixed="2.0.0"),
        VersionInterval(after="2.0.0", last_affected="2.0.0"),
    ],
)
def test_keeps_an_empty_interval_as_malformed(interval: VersionInterval) -> None:
    sheet = Sheet()
    sheet.add_interval(sheet.pump, interval)
    (row,) = written(sheet)
    assert (row["kind"], row["obstacle"]) == ("range", "malformed_range")


def test_begins_right_after_a_version() -> None:
    sheet = Sheet()
    sheet.add_interval(sheet.pump, VersionInterval(after="1.0.0", fixed="2.0.0"))
    sheet.add_versions(sheet.pump, ["1.0.0"])
    rows = {row["kind"]: row for row in written(sheet)}
    assert rows["range"]["introduced_key"] == rows["listed"]["fixed_key"]


def test_knows_whether_it_says_anything() -> None:
    sheet = Sheet()
    assert sheet.is_empty
    sheet.add_obstacle(sheet.pump, Obstacle.NO_VERSION_GIVEN)
    assert not sheet.is_empty
