"""Where a system stands: who can reach it from outside, and how much the services lean on it.

An answer is yes, no or unknown, and unknown stays unknown. What is not here: reading links and
requirements from files, and attack paths through privileges (`exposure`, a later part).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.estate import Link, Requirement

#: The source that stands for everything outside, in the links table.
INTERNET = "internet"
#: The word of a link that is known to exist.
YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of one system, as far as deadlines and ranks depend on it.

    Attributes:
        system_id: The system.
        exposure: Reachable from outside: yes, no or unknown.
        exposure_why: What says so.
        system_exposure: Possible SSVC values: small, controlled, open.
        system_exposure_why: What says so.
        role: Role for services, see `decision_table_file.ROLES`; None when no service is known.
        role_why: What says so.
        service_ids: Services that need it, sorted.
        priority_service_ids: Those of them that are priority services, sorted.
        best_priority_rank: Rank of the foremost of them; None without one.
    """

    system_id: str
    exposure: str
    exposure_why: Text
    system_exposure: tuple[str, ...]
    system_exposure_why: Text
    role: str | None
    role_why: Text
    service_ids: tuple[str, ...]
    priority_service_ids: tuple[str, ...]
    best_priority_rank: int | None

    @property
    def decision_class(self) -> str:
        """Systems of one class get the same decision for the same vulnerability."""
        return "/".join((self.exposure, "+".join(self.system_exposure), self.role or "unknown"))


def standings_of(
    facing: Mapping[str, str],
    links: Iterable[Link],
    requirements: Iterable[Requirement],
    priority_ranks: Mapping[str, int | None],
) -> dict[str, Standing]:
    """Work out where every system stands.

    Args:
        facing: internet_facing (yes, no, unknown) by system.
        links: Permitted flows; ends that are no system are ignored.
        requirements: Which service needs which system.
        priority_ranks: Rank by priority service; a service that is no priority is absent.

    Returns:
        One standing by system, in the order of `facing`.

    Cost:
        Two walks over the links.
    """
    flows = [link for link in links if link.target in facing]
    reach = {s: _exposure_of(facing[s], outside) for s, outside in _inbound(facing, flows)}
    ssvc = _system_exposures(reach, flows)
    needed_by: dict[str, list[Requirement]] = defaultdict(list)
    for requirement in requirements:
        needed_by[requirement.system_id].append(requirement)
    return {
        system_id: _standing_of(
            system_id, reach[system_id], ssvc[system_id], needed_by[system_id], priority_ranks
        )
        for system_id in facing
    }


def _inbound(facing: Mapping[str, str], flows: list[Link]) -> Iterable[tuple[str, list[Link]]]:
    outside: dict[str, list[Link]] = defaultdict(list)
    for link in flows:
        if link.source == INTERNET:
            outside[link.target].append(link)
    return ((system_id, outside[system_id]) for system_id in facing)


def _exposure_of(facing: str, outside: list[Link]) -> tuple[str, Text]:
    """Return yes, no or unknown, with the fact that says so."""
    if any(link.known == YES for link in outside):
        note = Text(ja="外部からの通信経路があります", en="a link from the internet leads to it")
        if facing == "no":
            note = Text(
                ja="台帳は「外部に面していない」としますが、外部からの通信経路があります",
                en="listed as not internet-facing, but a link from the internet leads to it",
            )
        return "yes", note
    if facing == "yes":
        return "yes", Text(ja="台帳で外部に面しています", en="listed as internet-facing")
    if outside:
        return "unknown", Text(
            ja="外部からの通信経路の有無が確かめられていません",
            en="a link from the internet is not confirmed",
        )
    if facing == "no":
        return "no", Text(ja="台帳で外部に面していません", en="listed as not internet-facing")
    return "unknown", Text(
        ja="外部に面しているか不明です", en="whether it faces the internet is unknown"
    )


def _system_exposures(
    reach: Mapping[str, tuple[str, Text]], flows: list[Link]
) -> dict[str, tuple[tuple[str, ...], Text]]:
    """Map reach to SSVC's small, controlled and open; see `docs/explanation/deadlines.md`."""
    inside = [link for link in flows if link.source in reach]
    surely_open = {s for s, (answer, _) in reach.items() if answer == "yes"}
    maybe_open = surely_open | {s for s, (answer, _) in reach.items() if answer == "unknown"}
    surely = _downstream(surely_open, [link for link in inside if link.known == YES])
    maybe = _downstream(maybe_open, inside)
    linked = {end for link in flows for end in (link.source, link.target)}
    found: dict[str, tuple[tuple[str, ...], Text]] = {}
    for system_id, (answer, why) in reach.items():
        if answer == "yes":
            found[system_id] = (("open",), why)
        elif system_id in surely:
            behind: tuple[str, ...] = ("controlled",) if answer == "no" else ("controlled", "open")
            found[system_id] = (behind, _BEHIND)
        elif system_id in maybe or system_id not in linked:
            tail = ("open",) if answer == "unknown" else ()
            found[system_id] = (("small", "controlled", *tail), _NOT_SURE)
        else:
            found[system_id] = (("small",), _APART)
    return found


_BEHIND = Text(
    ja="外部に開放されたシステムから通信経路をたどって届きます",
    en="links lead to it from a system that is open to the outside",
)
_NOT_SURE = Text(
    ja="外部からたどれるかどうかを示す通信経路の情報が足りません",
    en="the links known do not settle whether the outside leads to it",
)
_APART = Text(
    ja="既知の通信経路では外部からたどれません", en="no known link leads to it from outside"
)


def _downstream(sources: set[str], links: list[Link]) -> set[str]:
    """Return `sources` and all that links lead to from them."""
    onward: dict[str, list[str]] = defaultdict(list)
    for link in links:
        onward[link.source].append(link.target)
    seen, waiting = set(sources), list(sources)
    while waiting:
        for target in onward[waiting.pop()]:
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def _standing_of(
    system_id: str,
    reach: tuple[str, Text],
    ssvc: tuple[tuple[str, ...], Text],
    needed_by: list[Requirement],
    priority_ranks: Mapping[str, int | None],
) -> Standing:
    services = sorted({r.service_id for r in needed_by})
    priority = [s for s in services if s in priority_ranks]
    ranks = [rank for s in priority if (rank := priority_ranks[s]) is not None]
    role, why = _role_of(needed_by, priority_ranks)
    return Standing(
        system_id=system_id,
        exposure=reach[0],
        exposure_why=reach[1],
        system_exposure=ssvc[0],
        system_exposure_why=ssvc[1],
        role=role,
        role_why=why,
        service_ids=tuple(services),
        priority_service_ids=tuple(priority),
        best_priority_rank=min(ranks, default=None),
    )


def _role_of(
    needed_by: list[Requirement], priority_ranks: Mapping[str, int | None]
) -> tuple[str | None, Text]:
    """Return the role of a system for services, with the fact that says so."""
    always = {r.service_id for r in needed_by if r.group is None and r.service_id in priority_ranks}
    if len(always) > 1:
        return "several_priority_services", Text(
            ja=f"{len(always)} の優先サービスが必ず必要とします",
            en=f"{len(always)} priority services always need it",
        )
    if always:
        return "one_priority_service", Text(
            ja="一つの優先サービスが必ず必要とします", en="one priority service always needs it"
        )
    if any(r.service_id in priority_ranks for r in needed_by):
        return "redundant_for_priority_service", Text(
            ja="優先サービスの冗長構成の一つです",
            en="one of a redundant group of a priority service",
        )
    if needed_by:
        return "other_services", Text(
            ja="優先サービスは使っていません", en="no priority service needs it"
        )
    return None, Text(
        ja="どのサービスが使うか登録されていません", en="no service is recorded as needing it"
    )
