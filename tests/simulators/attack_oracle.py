"""Attack reachability by the docs alone: every world walked one by one, in plain Python.

Written from `docs/explanation/how-an-attack-path-is-weighed.md`, sharing no code with the engine
but the plain input values. It takes probabilities as its caller gives them.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from hiyoke.exposure import inputs as given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Event = tuple[str, str]
State = tuple[str, str]  # (place, level); sources have no level

HTTP = {"http", "https", "web", None}


def readings(flaw: given.Flaw | None) -> list[tuple[str, str, str, str]]:
    """Vector, privileges, interaction and impact by each vector of the newest version."""
    if flaw is None or not flaw.vectors:
        return []
    newest = max(version_of(vector) for vector in flaw.vectors)
    return [
        reading(vector, answer)
        for vector in flaw.vectors
        if version_of(vector) == newest
        for answer in (flaw.technical_impact or ("",))
    ]


def version_of(vector: str) -> str:
    return vector[5:8] if vector.startswith("CVSS:") else "2.0"


def reading(vector: str, answer: str) -> tuple[str, str, str, str]:
    said = dict(part.split(":") for part in vector.split("/") if not part.startswith("CVSS"))
    rights = said["PR"] if "PR" in said else {"N": "N"}.get(said["Au"], "L")
    impacts = [said.get("VC", said.get("C")), said.get("VI", said.get("I"))]
    if all(value in ("H", "C") for value in impacts):
        impact = "total"
    elif any(value != "N" for value in [*impacts, said.get("SC", "N"), said.get("SI", "N")]):
        impact = "partial"
    else:
        impact = "nothing"
    if answer == "total":
        impact = "total"
    elif answer == "partial" and impact == "total":
        impact = "partial"
    return said["AV"], rights, "N" if said.get("UI", "N") == "N" else "R", impact


def step_for(position: str, traits: tuple[str, str, str, str]) -> tuple[str, bool, str, bool]:
    """Step, whether certain, level and whether a person must act; an empty step when none fits."""
    vector, rights, interaction, impact = traits
    level = {"total": "admin", "partial": "user", "nothing": ""}[impact]
    near, lured = vector in "NA", interaction == "R"
    step, certain = "", True
    if position == "outside" and vector == "N" and rights == "N":
        step = "exploit-from-outside-lured" if lured else "exploit-from-outside"
    elif position == "outside" and vector == "N" and rights == "L":
        step, certain = "exploit-from-outside-with-login", False
    elif position == "inside" and near and rights in "NL":
        step = "exploit-from-inside"
    elif position == "admin_place" and near and rights == "H":
        step = "exploit-from-admin-place"
    elif position == "insider" and near and rights in "NL":
        step = "exploit-by-insider"
    elif position == "insider" and vector == "P":
        step, certain = "exploit-at-the-machine", False
    elif position == "client" and vector in "NAL" and rights == "N" and lured:
        step = "lure"
    elif position == "local" and vector in "NAL" and rights in "NL" and level == "admin":
        step = "escalate"
    return (step, certain, level, lured) if step and level else ("", False, "", False)


REMOTE = {"exploit-from-outside", "exploit-from-outside-lured", "exploit-from-outside-with-login"}
INNER = {"exploit-from-inside", "exploit-from-admin-place", "exploit-by-insider"}
CUTS = {
    "waf": REMOTE,
    "virtual_patch": REMOTE | INNER,
    "segmentation": REMOTE | INNER | {"lure", "use-privileged-id", "vendor-access"},
    "mfa": {"use-privileged-id", "vendor-access", "exploit-from-outside-with-login"},
    "edr": INNER | {"lure", "escalate", "exploit-at-the-machine"},
    "hardening": INNER | {"lure", "escalate"},
}


class World(NamedTuple):
    """One world of one estate, and whether what is not known exists in it."""

    estate: given.ExposureInputs
    happens: Mapping[Event, bool]
    unknowns: bool

    @property
    def systems(self) -> set[str]:
        return {system.system_id for system in self.estate.systems}

    def exists(self, answer: str) -> bool:
        return answer == "yes" or (answer == "unknown" and self.unknowns)


class Use(NamedTuple):
    step: str
    link: tuple[str, str]
    target: str
    protocol: str | None = None
    vulnerability: str | None = None
    account: str | None = None


def blocked(world: World, use: Use) -> bool:
    return any(
        world.happens["control", control.control_id]
        for control in world.estate.controls
        if stands_there(control, use) and knows(control, use)
    )


def stands_there(control: given.Control, use: Use) -> bool:
    here = use.target in control.systems or use.link in control.links
    return (here or use.account in control.accounts) and use.step in CUTS[control.kind]


def knows(control: given.Control, use: Use) -> bool:
    if control.kind == "waf" and use.protocol not in HTTP:
        return False
    if control.kind == "virtual_patch" and not control.vulnerability_ids:
        return False
    return not control.vulnerability_ids or use.vulnerability in control.vulnerability_ids


def flaw_steps(
    world: World, position: str, link: given.PermittedLink, target: str
) -> Iterator[str]:
    """Levels that flaws of the target give from a position, in one world."""
    flaws = {flaw.vulnerability_id: flaw for flaw in world.estate.flaws}
    for finding in world.estate.findings:
        name = finding.vulnerability_id
        if finding.system_id != target or not world.happens["flaw", name]:
            continue
        ported = position not in ("client", "local") and None not in (finding.port, link.port)
        if ported and finding.port != link.port:
            continue
        rated = [step_for(position, r) for r in readings(flaws.get(name))]
        for step, level, lured in options(world, position, finding.certain == "yes", rated):
            protocol = None if position == "local" else link.protocol
            use = Use(step, (link.source, link.target), target, protocol, name)
            acts = not lured or world.happens["person", target]
            if acts and not blocked(world, use):
                yield level


def options(
    world: World,
    position: str,
    is_known: bool,  # noqa: FBT001
    rated: list[tuple[str, bool, str, bool]],
) -> list[tuple[str, str, bool]]:
    found = []
    if is_known and rated and all(step and certain for step, certain, _, _ in rated):
        level = "user" if any(lv == "user" for _, _, lv, _ in rated) else "admin"
        step = next(s for s, _, lv, _ in rated if lv == level)
        found.append((step, level, any(lured for *_, lured in rated)))
    if world.unknowns:
        bold = rated or [step_for(position, ("N", "N", "N", "total"))]
        found += [(s, lv, lured) for s, _, lv, lured in bold if s]
    return found


def next_states(world: World, state: State) -> Iterator[State]:
    place, level = state
    if place in world.systems:
        if level == "admin":
            yield place, "user"
        own = given.PermittedLink(source=place, target=place)
        yield from ((place, gained) for gained in flaw_steps(world, "local", own, place))
    public = [
        given.PermittedLink(source="internet", target=system.system_id)
        for system in world.estate.systems
        if world.exists(system.internet_facing)
    ]
    for link in (*world.estate.links, *public):
        if link.source != link.target and world.exists(link.known):
            yield from link_states(world, state, link)
    yield from account_states(world, state)
    yield from vendor_states(world, state)


def link_states(world: World, state: State, link: given.PermittedLink) -> Iterator[State]:
    place, level = state
    if link.source == place and link.target in world.systems:
        insiders = {z.zone_id for z in world.estate.zones if z.kind == "insider"}
        positions = ["insider" if place in insiders else "outside"]
        if place in world.systems:
            positions = ["inside"]
            if level == "admin" and link.kind == "admin":
                positions.append("admin_place")
        for position in positions:
            for gained in flaw_steps(world, position, link, link.target):
                yield link.target, gained
    if link.target == place and link.source in world.systems:
        for gained in flaw_steps(world, "client", link, link.source):
            yield link.source, gained


def account_states(world: World, state: State) -> Iterator[State]:
    place, level = state
    if place in world.systems and level != "admin":
        return
    for account in world.estate.accounts:
        for target in set(account.systems) & world.systems - {place}:
            use = Use("use-privileged-id", (place, target), target, account=account.account_id)
            is_open = not second_factor(world, account) and not blocked(world, use)
            if is_open and used_here(world, account, place, target):
                yield target, account.level


def used_here(world: World, account: given.PrivilegedAccount, place: str, target: str) -> bool:
    if account.used_from is not None:
        return place in account.used_from and (place != "internet" or world.unknowns)
    return world.unknowns and any(
        link.kind == "admin" and (link.source, link.target) == (place, target)
        for link in world.estate.links
    )


def second_factor(world: World, account: given.PrivilegedAccount) -> bool:
    if account.mfa == "no" or (account.mfa == "unknown" and world.unknowns):
        return False
    return world.happens["mfa", account.account_id]


def vendor_states(world: World, state: State) -> Iterator[State]:
    for access in world.estate.vendors:
        target = access.system_id
        is_there = state[0] == f"vendor {access.vendor_id}" and target in world.systems
        use = Use("vendor-access", (access.vendor_id, target), target)
        if is_there and world.exists(access.known) and not blocked(world, use):
            yield target, access.level


def walk(
    estate: given.ExposureInputs, happens: Mapping[Event, bool], *, unknowns: bool
) -> set[State]:
    """Everything an attacker holds in one world."""
    world = World(estate, happens, unknowns)
    places = {end for link in estate.links for end in (link.source, link.target)}
    places |= {place for account in estate.accounts for place in account.used_from or ()}
    held: set[State] = {("internet", "")}
    held |= {(p, "") for p in places - world.systems - {"internet"} if happens["zone", p]}
    held |= {
        (f"vendor {v.vendor_id}", "") for v in estate.vendors if happens["vendor", v.vendor_id]
    }
    to_visit = list(held)
    while to_visit:
        for state in next_states(world, to_visit.pop()):
            if state not in held:
                held.add(state)
                to_visit.append(state)
    return held


def exact(
    estate: given.ExposureInputs,
    chances: Mapping[Event, float],
    asked: Mapping[str, Callable[[set[State]], bool]],
    *,
    unknowns: bool,
) -> dict[str, float]:
    """The exact probability of each question, by enumerating every world.

    Args:
        chances: Probability of every event; others than 0 and 1 are enumerated.
        asked: Questions about what an attacker holds.
    """
    open_events = [event for event, p in chances.items() if 0.0 < p < 1.0]
    totals = dict.fromkeys(asked, 0.0)
    for drawn in itertools.product((False, True), repeat=len(open_events)):
        happens = {event: p >= 1.0 for event, p in chances.items()}
        happens.update(zip(open_events, drawn, strict=True))
        weight = 1.0
        for event, happened in zip(open_events, drawn, strict=True):
            weight *= chances[event] if happened else 1.0 - chances[event]
        held = walk(estate, happens, unknowns=unknowns)
        for name, question in asked.items():
            totals[name] += weight * question(held)
    return totals


def service_question(need: given.ServiceNeed) -> Callable[[set[State]], bool]:
    """Whether a service is lost: a system always needed, or a whole group, is held as admin."""
    groups = [(system_id,) for system_id in need.all_of] + [g for g in need.any_of if g]
    return lambda held: any(all((s, "admin") in held for s in group) for group in groups)
