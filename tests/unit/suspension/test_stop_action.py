"""Modes taken apart into actions: nothing that a mode does is lost, nothing is done twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hiyoke.estate import SuspensionMode
from hiyoke.languages import Text
from hiyoke.suspension import PlannedMode, actions_of

AT = datetime(2026, 5, 25, tzinfo=UTC)


def planned(mode_id: str, **does: Any) -> PlannedMode:
    mode = SuspensionMode(
        mode_id=mode_id, name=Text(ja=mode_id, en=mode_id), subject="a", kind="other", **does
    )
    return PlannedMode(mode=mode, is_assumed=False, is_rehearsed=True, effect_at=AT, way=())


def test_stops_a_system_once_however_many_modes_stop_it() -> None:
    modes = [planned("m1", systems=("a", "b")), planned("m2", systems=("b", "c"))]
    found = actions_of(modes, {}, {})
    assert [(one.action_id, one.systems) for one in found] == [
        ("m1/a", ("a",)),
        ("m1/b", ("b",)),
        ("m2/c", ("c",)),
    ]


def test_a_mode_that_stops_and_cuts_does_both() -> None:
    does = {"links": (("a", "b"),), "entry_points": ("w",), "accounts": ("i",), "vendors": ("v",)}
    stop, cut = actions_of([planned("m", systems=("a",), **does)], {}, {})
    assert (stop.systems, stop.links) == (("a",), ())
    assert (cut.systems, cut.links, cut.entry_points) == ((), (("a", "b"),), ("w",))
    assert (cut.accounts, cut.vendors) == (("i",), ("v",))
    assert len({stop.action_id, cut.action_id}) == 2


def test_a_virtual_patch_guards_systems_and_stops_none() -> None:
    (patch,) = actions_of([planned("m", systems=("a",), vulnerability_ids=("CVE-2026-1",))], {}, {})
    assert (patch.systems, patch.guarded, patch.vulnerability_ids) == ((), ("a",), ("CVE-2026-1",))
