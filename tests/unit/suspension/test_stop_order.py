"""The order of a stop: users before what they use, identity last, the smallest break of cycles."""

from __future__ import annotations

import itertools
import random

import pytest

from hiyoke.estate import Estate, Link, LossRange, System
from hiyoke.languages import Text
from hiyoke.suspension.smallest_break import EXACT_NODES, smallest_break
from hiyoke.suspension.stop_action import StopAction, tiers_of
from hiyoke.suspension.stop_order import StopOrder, order_stop


def text(word: str) -> Text:
    return Text(ja=word, en=word)


def stop(system: str, tier: str = "applications", minutes: float | None = 10.0) -> StopAction:
    return StopAction(
        action_id=system,
        name=text(system),
        mode_id=system,
        kind="full_stop",
        tier=tier,
        systems=(system,),
        enter_minutes=None if minutes is None else LossRange(minutes, minutes, minutes),
    )


def cut(source: str, target: str, tier: str = "links") -> StopAction:
    return StopAction(
        action_id=f"{source}>{target}",
        name=text("cut"),
        mode_id="cut",
        kind="network_cut",
        tier=tier,
        links=((source, target),),
    )


def sequence(order: StopOrder) -> list[str]:
    return [step.action.action_id for step in order.steps]


def test_stops_sessions_applications_links_databases_monitoring_identity_in_this_order() -> None:
    tiers = ("identity", "monitoring", "databases", "applications", "sessions")
    actions = [stop(tier, tier) for tier in tiers]
    order = order_stop([*actions, cut("x", "y")], [])
    assert sequence(order) == [
        *("sessions", "applications", "x>y", "databases", "monitoring", "identity"),
    ]


def test_does_at_the_same_time_what_does_not_depend_on_each_other() -> None:
    order = order_stop([stop("a"), stop("b", minutes=30), stop("db", "databases")], [("a", "db")])
    assert [[s.action.action_id for s in layer] for layer in order.layers] == [["a", "b"], ["db"]]
    assert order.parallel_minutes == 40
    assert order.serial_minutes == 50
    assert [s.action.action_id for s in order.steps if s.is_critical] == ["b", "db"]


def test_a_dependency_comes_before_a_tier() -> None:
    order = order_stop([stop("app"), stop("db", "databases")], [("db", "app")])
    assert sequence(order) == ["db", "app"]
    assert not order.set_aside


def test_follows_dependencies_over_systems_that_keep_running() -> None:
    order = order_stop([stop("a"), stop("z")], [("z", "proxy"), ("proxy", "bus"), ("bus", "a")])
    assert sequence(order) == ["z", "a"]


def test_keeps_identity_to_the_end_even_where_it_opens_connections() -> None:
    actions = [stop("directory", "identity"), stop("app"), stop("watch", "monitoring")]
    order = order_stop(actions, [("directory", "app"), ("watch", "app")])
    assert sequence(order) == ["app", "watch", "directory"]
    assert {one.reason for one in order.set_aside} == {"kept_to_the_end"}


def test_stops_a_compromised_identity_base_first() -> None:
    actions = [stop("app"), stop("directory", "identity")]
    order = order_stop(actions, [("app", "directory")], identity_is_compromised=True)
    assert sequence(order) == ["directory", "app"]
    assert [one.reason for one in order.set_aside] == ["identity_first"]


def test_cuts_a_link_after_its_source_stops_and_before_its_target_does() -> None:
    order = order_stop([stop("db", "databases"), cut("app", "db"), stop("app")], [("app", "db")])
    assert sequence(order) == ["app", "app>db", "db"]


def test_reports_a_cycle_with_the_fewest_dependencies_set_aside() -> None:
    uses = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "c")]
    order = order_stop([stop(n) for n in "abc"], uses)
    assert [(one.earlier, one.later) for one in order.set_aside] == [("c", "a")]
    assert order.is_smallest_break


def test_names_actions_of_which_nobody_states_the_time() -> None:
    assert order_stop([stop("a", minutes=None)], []).untimed == ("a",)


def brute(nodes: str, pairs: list[tuple[str, str]]) -> int:
    """The fewest pairs against any order of the nodes."""
    return min(
        sum(order.index(s) >= order.index(t) for s, t in pairs)
        for order in itertools.permutations(nodes)
    )


@pytest.mark.parametrize("seed", range(60))
def test_smallest_break_agrees_with_every_order(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test.
    nodes = "abcdef"[: draw.randint(2, 6)]
    pairs = [(s, t) for s in nodes for t in nodes if draw.random() < 0.4]
    found = smallest_break(pairs)
    assert found.is_proven
    assert len(found.dropped) == brute(nodes, pairs)
    assert not smallest_break(set(pairs) - set(found.dropped)).dropped


def test_a_large_knot_is_broken_and_says_that_it_is_not_proven() -> None:
    nodes = [f"n{number:03}" for number in range(EXACT_NODES + 20)]
    pairs = list(itertools.pairwise([*nodes, nodes[0]]))
    found = smallest_break(pairs)
    assert not found.is_proven
    assert len(found.dropped) == 1


@pytest.mark.parametrize("seed", range(80))
def test_every_dependency_is_followed_or_set_aside(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test.
    tiers = ("sessions", "applications", "databases", "monitoring", "identity")
    names = [f"s{number}" for number in range(draw.randint(2, 12))]
    actions = [stop(name, draw.choice(tiers)) for name in names]
    uses = [(a, b) for a in names for b in names if a != b and draw.random() < 0.2]
    order = order_stop(actions, uses, identity_is_compromised=draw.random() < 0.3)
    place, layer = (
        {s.action.action_id: n for s, n in pairs}
        for pairs in (
            [(s, s.number) for s in order.steps],
            [(s, s.layer) for s in order.steps],
        )
    )
    aside = {(one.earlier, one.later) for one in order.set_aside}
    assert all((a, b) in aside or layer[a] < layer[b] for a, b in uses)
    assert sorted(place.values()) == list(range(1, len(names) + 1))
    assert sorted(place, key=place.__getitem__) == sorted(place, key=lambda n: (layer[n], n))


def system(system_id: str, *tags: str, facing: str = "no") -> System:
    return System(system_id=system_id, name=text(system_id), tags=tags, internet_facing=facing)


def test_says_whether_a_tier_is_stated_or_guessed() -> None:
    systems = (
        system("dc-1", "windows", "identity"),
        system("ib-db"),
        system("www", facing="yes"),
        system("edge"),
        system("app"),
        system("odd-db", "application"),
    )
    links = (Link(source="partner-net", target="edge"), Link(source="edge", target="app"))
    found = tiers_of(Estate(systems=systems, links=links))
    assert {name: (one.tier, one.source) for name, one in found.items()} == {
        "dc-1": ("identity", "tag"),
        "ib-db": ("databases", "name"),
        "www": ("sessions", "links"),
        "edge": ("sessions", "links"),
        "app": ("applications", "links"),
        "odd-db": ("applications", "tag"),
    }
