"""In which order to stop, and why: who uses another system stops first, identity comes last.

Each layer may be done at the same time, or one after another in the order given; both are right.
What is not here: which modes to enter (`stop_plan`), and the page (`hiyoke.reports`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.suspension.smallest_break import smallest_break

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.suspension.stop_action import StopAction

#: Tiers in the order of stopping; restart goes the other way.
TIERS: Final = (
    "containment",
    "sessions",
    "applications",
    "links",
    "databases",
    "monitoring",
    "identity",
)
#: Tiers that stay to the end, whatever they open connections to.
_KEPT: Final = ("monitoring", "identity")


class SetAside(NamedTuple):
    """A dependency that the order does not follow.

    Attributes:
        earlier: System that should have stopped first.
        later: System that it uses.
        reason: ``cycle``, ``kept_to_the_end`` or ``identity_first``.
    """

    earlier: str
    later: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopStep:
    """One step of the order.

    Attributes:
        number: From 1; doing steps one after another by number is right.
        layer: From 1; steps of one layer may be done at the same time.
        action: What is done.
        after: Identifiers of actions of earlier layers that it waits for because of a dependency.
        starts_minutes: Likely time from the start of the stop until the step begins.
        is_critical: Whether a delay of it delays the whole stop.
        is_no_return: Whether it cannot be taken back without repair, or nobody knows.
    """

    number: int
    layer: int
    action: StopAction
    after: tuple[str, ...]
    starts_minutes: float
    is_critical: bool
    is_no_return: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOrder:
    """The whole order.

    Attributes:
        steps: In order.
        set_aside: Dependencies not followed, with the reason.
        is_smallest_break: Whether it is proven that no fewer dependencies would break the cycles.
        parallel_minutes: Likely time when each layer is done at the same time.
        serial_minutes: Likely time one step after another.
        untimed: Actions of which nobody has stated the time; they count as 0.
    """

    steps: tuple[StopStep, ...]
    set_aside: tuple[SetAside, ...]
    is_smallest_break: bool
    parallel_minutes: float
    serial_minutes: float
    untimed: tuple[str, ...]

    @property
    def layers(self) -> tuple[tuple[StopStep, ...], ...]:
        """The steps by layer."""
        count = max((step.layer for step in self.steps), default=0)
        return tuple(
            tuple(step for step in self.steps if step.layer == layer)
            for layer in range(1, count + 1)
        )


def order_stop(
    actions: Iterable[StopAction],
    uses: Iterable[tuple[str, str]],
    *,
    identity_is_compromised: bool = False,
) -> StopOrder:
    """Order actions so that whoever uses a system stops before it does.

    A dependency comes before a tier: an application that a database opens connections to stops
    after that database. Monitoring and identity stay to the end; a compromised identity base goes
    first instead.

    Args:
        actions: What is to be done, each once.
        uses: ``(user, used)`` systems: the side that opens the connection, and the other; over
            systems that keep running too.
        identity_is_compromised: Whether accounts and keys themselves are in doubt.

    Returns:
        The order. Every dependency between stopped systems is followed or listed as set aside.
    """
    known = {action.action_id: action for action in actions}
    stops = {a.systems[0]: a.action_id for a in known.values() if a.is_stop}
    reached = uses_among(stops, uses)
    tier = {
        key: _rank(action, is_compromised=identity_is_compromised) for key, action in known.items()
    }
    aside = [
        SetAside(user, used, reason)
        for user, used in reached
        if (reason := _reason(known[stops[user]], known[stops[used]], identity_is_compromised))
    ]
    pinned = {(one.earlier, one.later) for one in aside}
    kept = [pair for pair in reached if pair not in pinned]
    broken = smallest_break(kept)
    aside += [SetAside(*pair, "cycle") for pair in broken.dropped]
    before = {(stops[u], stops[v]) for u, v in kept if (u, v) not in set(broken.dropped)}
    before |= _cut_edges(known, stops, identity_is_compromised)
    return _laid_out(known, tier, before, aside, is_proven=broken.is_proven)


def uses_among(
    systems: Iterable[str], uses: Iterable[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return who of `systems` uses whom, directly or by way of systems outside of it.

    Args:
        systems: The ones to stop.
        uses: ``(user, used)`` over all systems.
    """
    wanted = set(systems)
    after: dict[str, set[str]] = {}
    for user, used in uses:
        if user != used:
            after.setdefault(user, set()).add(used)
    found = set()
    for start in wanted:
        work, seen = sorted(after.get(start, ())), set()
        while work:
            node = work.pop()
            if node in seen or node == start:
                continue
            seen.add(node)
            if node in wanted:
                found.add((start, node))
            else:
                work += sorted(after.get(node, ()))
    return tuple(sorted(found))


def _rank(action: StopAction, *, is_compromised: bool) -> int:
    if action.tier == "identity" and is_compromised:
        return TIERS.index("containment")
    return TIERS.index(action.tier)


def _reason(user: StopAction, used: StopAction, is_compromised: bool) -> str:  # noqa: FBT001
    """Return why a dependency is not followed; empty when it is."""
    if is_compromised and "identity" in {user.tier, used.tier}:
        return "" if user.tier == "identity" else "identity_first"
    place = {tier: number for number, tier in enumerate(_KEPT, start=1)}
    later, earlier = place.get(user.tier, 0), place.get(used.tier, 0)
    return "kept_to_the_end" if later > earlier else ""


def _cut_edges(
    known: Mapping[str, StopAction],
    stops: Mapping[str, str],
    is_compromised: bool,  # noqa: FBT001
) -> set[tuple[str, str]]:
    """Return that a cut between systems comes after its source stops and before its target does.

    A cut that belongs to an earlier tier, as one that keeps new work out, waits for nothing.
    """
    edges = set()
    for key, action in known.items():
        if action.is_stop:
            continue
        rank = _rank(action, is_compromised=is_compromised)
        for source, target in action.links:
            user, used = known.get(stops.get(source, "")), known.get(stops.get(target, ""))
            if user and _rank(user, is_compromised=is_compromised) < rank:
                edges.add((user.action_id, key))
            if used and _rank(used, is_compromised=is_compromised) > rank:
                edges.add((key, used.action_id))
    return edges


def _laid_out(
    known: Mapping[str, StopAction],
    tier: Mapping[str, int],
    before: set[tuple[str, str]],
    aside: list[SetAside],
    *,
    is_proven: bool,
) -> StopOrder:
    waits: dict[str, set[str]] = {key: set() for key in known}
    for earlier, later in before:
        waits[later].add(earlier)
    layers = _layers(waits, tier)
    minutes = {key: action.likely_minutes or 0.0 for key, action in known.items()}
    steps: list[StopStep] = []
    starts = 0.0
    for layer, keys in enumerate(layers, start=1):
        longest = max(minutes[key] for key in keys)
        steps += [
            StopStep(
                number=len(steps) + place,
                layer=layer,
                action=known[key],
                after=tuple(sorted(waits[key])),
                starts_minutes=starts,
                is_critical=minutes[key] == longest,
                is_no_return=known[key].reversible != "yes" and known[key].is_stop,
            )
            for place, key in enumerate(keys, start=1)
        ]
        starts += longest
    return StopOrder(
        steps=tuple(steps),
        set_aside=tuple(sorted(aside)),
        is_smallest_break=is_proven,
        parallel_minutes=starts,
        serial_minutes=sum(minutes.values()),
        untimed=tuple(sorted(k for k, action in known.items() if action.likely_minutes is None)),
    )


def _layers(waits: Mapping[str, set[str]], tier: Mapping[str, int]) -> list[list[str]]:
    """Return actions by layer: first by tier, no action before what it waits for."""
    rank = dict(tier)
    left, order = set(waits), []  # type: tuple[set[str], list[str]]
    while left:
        # Edges have no cycle here, so something is always ready.
        ready = sorted(key for key in left if not waits[key] & left)
        for key in ready:
            rank[key] = max([rank[key], *(rank[earlier] for earlier in waits[key])])
        order += ready
        left -= set(ready)
    depth: dict[str, int] = {}
    for key in order:
        inside = [depth[earlier] + 1 for earlier in waits[key] if rank[earlier] == rank[key]]
        depth[key] = max(inside, default=0)
    places = sorted({(rank[key], depth[key]) for key in order})
    return [[key for key in sorted(order) if (rank[key], depth[key]) == at] for at in places]
