"""A request of an authority is answered by some mode, whatever the attacker could do there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hiyoke.exposure import PermittedLink, ServiceNeed
from hiyoke.suspension import plan_stop
from small_grounds import AT, MODES, ground, inputs, situation


def modes_for(*subjects: str, **changes: Any) -> tuple[str, ...]:
    told = situation(kind="authority_request", subjects=subjects, protect=())
    return plan_stop(ground(happened=told, **changes), AT).choice.modes


@pytest.mark.parametrize(
    ("subject", "chosen"),
    [
        ("branch", "stop.branch"),
        ("app > db", "cut.app.db"),
        ("centre", "vendor-off.centre"),
        ("bank", "channel-off"),
    ],
    ids=["system", "link", "vendor", "service"],
)
def test_answers_with_the_lightest_mode_though_no_attacker_passes_there(
    subject: str, chosen: str
) -> None:
    quiet = inputs(flaws=(), findings=(), accounts=(), vendors=())
    assert modes_for(subject, given=quiet) == (chosen,)


def test_a_service_without_a_mode_of_its_own_loses_the_system_that_fewest_others_need() -> None:
    assert modes_for("counter", modes=()) == ("stop.branch",)


def test_a_service_of_spares_alone_loses_its_smallest_group() -> None:
    needs = (ServiceNeed(service_id="bank", any_of=(("web-1", "web-2"), ("app", "db", "branch"))),)
    quiet = inputs(flaws=(), findings=(), services=needs)
    assert modes_for("bank", given=quiet, modes=()) == ("stop.web-1", "stop.web-2")


def test_a_link_that_nobody_has_written_down_is_cut_as_well() -> None:
    assert modes_for("branch > web-1") == ("cut.branch.web-1",)


def test_only_an_authority_forces_a_mode() -> None:
    assert not ground(happened=situation(subjects=("CVE-2026-0001",))).forced


def test_a_mode_that_nobody_has_timed_does_not_take_effect_at_once() -> None:
    untimed = replace(MODES[0], enter_minutes=None, leave_minutes=None)
    known = ground(modes=(untimed,)).modes["channel-off"]
    assert known.is_assumed
    assert known.mode.enter_minutes == (5.0, 15.0, 30.0)
    assert known.mode.leave_minutes == (10.0, 30.0, 60.0)


def test_a_public_system_feeds_its_service_whether_a_link_says_so_or_not() -> None:
    given = inputs()
    public = tuple(
        replace(system, internet_facing="yes") if system.system_id == "web-1" else system
        for system in given.systems
    )
    links = tuple(link for link in given.links if link.target not in ("web-1", "web-2"))
    needs = (ServiceNeed(service_id="bank", all_of=("web-1", "app", "db")),)
    told = ground(inputs(systems=public, links=links, services=needs), modes=())
    shape = told.shape
    (public_row,) = shape.feeds["bank"]["web-1"]
    assert public_row == len(links)
    assert shape.cuts["cut.internet.web-1"] == (public_row,)


def test_an_administrator_needs_no_time_to_be_a_user() -> None:
    chain = (
        PermittedLink(source="internet", target="web-1"),
        PermittedLink(source="web-1", target="app"),
    )
    told = ground(inputs(links=chain))
    steps = told.problem(AT)
    nodes = told.situated.graph.nodes
    ends = [
        (nodes[a], nodes[b])
        for a, b in zip(steps.step_sources.tolist(), steps.step_targets.tolist(), strict=True)
    ]
    assert all(
        (a.subject_id, a.level) != (b.subject_id, "admin") or a.level == "user" for a, b in ends
    )
    assert not any(a.level == "admin" and b.level == "user" and a[:2] == b[:2] for a, b in ends)
