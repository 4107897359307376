"""What a set of modes costs: each service once, however many modes touch it.

This is the reference: short enough to check by hand, and what every answer of the solver is priced
by. What is not here: which set is best (`cheapest_stop`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hiyoke.suspension.inputs import ServiceStake, StopMode, StopProblem

_NO_ENDS: Final = ("", "")


def service_losses(problem: StopProblem, chosen: Iterable[str]) -> dict[str, float]:
    """Return what each service loses when these modes are entered, in currency units.

    A service costs the largest of three: the dearest single mode on it; the parts that the modes
    take away, added up to the whole at most; and its whole price when a system it always needs is
    out, a whole group of alternatives is, or a connection between two of them has no link left. So
    a system shared by services, and a service hit by several modes, count once.

    Args:
        problem: Modes, services and prices.
        chosen: Identifiers of the modes entered.

    Returns:
        Every service of the problem, zero included.
    """
    entered = _entered(problem, chosen)
    return {
        stake.service_id: max(
            max((mode.losses.get(stake.service_id, 0.0) for mode in entered), default=0.0),
            stake.stop_loss * lost_share(stake, entered),
        )
        for stake in problem.services
    }


def stop_cost(problem: StopProblem, chosen: Iterable[str]) -> float:
    """Return what these modes cost together, in currency units."""
    return sum(service_losses(problem, chosen).values())


def lost_share(stake: ServiceStake, entered: Sequence[StopMode]) -> float:
    """Return the part of a service that these modes take away, in [0, 1]."""
    if _is_wholly_lost(stake, entered):
        return 1.0
    return min(1.0, sum(mode.shares.get(stake.service_id, 0.0) for mode in entered))


def systems_out(stake: ServiceStake, entered: Iterable[StopMode]) -> tuple[set[str], set[int]]:
    """Return the systems that are out for a service, and the links that are cut.

    A system is out when a mode stops it, or when every link that feeds it is cut or comes from a
    system that is out.
    """
    listed = list(entered)
    out = {system for mode in listed for system in mode.stops}
    cut = {link for mode in listed for link in mode.cuts}

    def is_dry(links: tuple[int, ...]) -> bool:
        return bool(links) and all(n in cut or stake.ends.get(n, _NO_ENDS)[0] in out for n in links)

    while True:
        dry = {name for name, links in stake.feeds.items() if name not in out and is_dry(links)}
        if not dry:
            return out, cut
        out |= dry


def _is_wholly_lost(stake: ServiceStake, entered: Sequence[StopMode]) -> bool:
    out, cut = systems_out(stake, entered)

    def is_broken(link: int) -> bool:
        return link in cut or not out.isdisjoint(stake.ends.get(link, _NO_ENDS))

    return (
        not out.isdisjoint(stake.all_of)
        or any(bool(group) and out.issuperset(group) for group in stake.any_of)
        or any(bool(links) and all(map(is_broken, links)) for links in stake.connections)
    )


def _entered(problem: StopProblem, chosen: Iterable[str]) -> list[StopMode]:
    wanted = set(chosen)
    return [mode for mode in problem.modes if mode.mode_id in wanted]
