"""The cheapest stop by the docs alone: every set of modes tried, every way walked, in plain Python.

Written from `docs/reference/suspension.md` and `docs/explanation/how-an-attack-path-is-weighed.md`.
It shares no code with the engine but the plain input values and the steps of `attack_oracle`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from simulators.attack_oracle import CUTS, HTTP, readings, step_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from hiyoke.exposure import inputs as given

Place = tuple[str, str]  # (system, level), (place outside, "") or ("vendor NAME", "")
Row = tuple[str, int]  # table of the estate, row
LEAST_RETURN, FIRST_OF_ALL = 30.0, "internet"
WORST = [("N", "N", "N", "total")]


@dataclass(frozen=True, kw_only=True)
class Mode:
    """One row of the sheet `modes`, with likely shares; times are (low, likely, high)."""

    mode_id: str
    kind: str = "other"
    loses: tuple[tuple[str, float], ...] = ()
    systems: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    entry_points: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()
    enter: tuple[float, float, float] = (0.0, 0.0, 0.0)
    leave: tuple[float, float, float] = (0.0, 0.0, 0.0)
    is_timed: bool = True

    @property
    def stops(self) -> tuple[str, ...]:
        return () if self.flaws else self.systems

    @property
    def cuts(self) -> set[tuple[str, str]]:
        return {*self.links, *((FIRST_OF_ALL, name) for name in self.entry_points)}


def assumed_times(mode: Mode) -> Mode:
    """The mode as it counts when its row states no times: as slow as the slowest thing it does."""
    if mode.is_timed:
        return mode
    slow = (20.0, 45.0, 90.0), (60.0, 120.0, 240.0)
    quick = (5.0, 15.0, 30.0), (10.0, 20.0 if mode.accounts else 30.0, 60.0)
    enter, leave = slow if mode.stops else quick
    return replace(mode, enter=enter, leave=leave)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Points of (minutes, loss), deadlines of (moment, loss)."""

    points: tuple[tuple[float, float], ...]
    deadlines: tuple[tuple[datetime, float], ...] = ()

    def loss(self, begins: datetime, minutes: float) -> float:
        ends = begins + timedelta(minutes=minutes)
        missed = sum(loss for at, loss in self.deadlines if begins < at <= ends)
        points = ((0.0, 0.0), *self.points) if self.points[0][0] > 0.0 else self.points
        pairs = list(pairwise(points))
        (x0, y0), (x1, y1) = next((p for p in pairs if minutes <= p[1][0]), pairs[-1])
        return y0 + (y1 - y0) * (minutes - x0) / (x1 - x0) + missed


@dataclass(frozen=True, kw_only=True)
class Case:
    """An estate in a situation, as its files say it."""

    estate: given.ExposureInputs
    modes: tuple[Mode, ...]
    curves: dict[str, Curve]
    run_by: dict[str, tuple[str, ...]]
    carriers: dict[str, tuple[str, ...]]
    chances: dict[str, float]
    exploited: frozenset[str]
    trusted: frozenset[str]
    kind: str
    at: datetime
    subjects: tuple[str, ...]
    protect: tuple[str, ...]
    keep: tuple[str, ...] = ()
    begins_at: tuple[str, ...] = ()
    assume: str = "exploited"
    accepts_lost_spares: bool = False
    pace: float = 60.0
    fixed_after: float = 480.0
    absent: frozenset[Row] = field(default_factory=frozenset)
    nothing_unknown: bool = False

    @property
    def systems(self) -> set[str]:
        return {system.system_id for system in self.estate.systems}

    def exists(self, answer: str, row: Row) -> bool:
        unknown = not self.nothing_unknown and row not in self.absent
        return answer == "yes" or (answer == "unknown" and unknown)


class Step(NamedTuple):
    """One step: `link` is the pair of ends that it lies along, in the link's direction."""

    source: Place
    target: Place
    link: tuple[str, str] | None = None
    account: str = ""
    vendor: str = ""
    flaw: str = ""


# -- what he can do ------------------------------------------------------------------------------


def is_cause(case: Case, flaw: str) -> bool:
    return flaw in case.subjects or flaw.startswith("component ")


def uses(case: Case, flaw: str) -> bool:
    if is_cause(case, flaw) or case.assume == "all":
        return True
    likely = case.chances.get(flaw, 0.0) >= 0.1 or flaw in case.exploited
    return case.assume == "exploited" and likely


def carried(case: Case) -> Iterator[tuple[str, str, str, Row, list[tuple[str, str, str, str]]]]:
    """Flaws on systems: system, flaw, certain, row, readings."""
    rated = {flaw.vulnerability_id: readings(flaw) for flaw in case.estate.flaws}
    for number, finding in enumerate(case.estate.findings):
        name = finding.vulnerability_id
        found = rated.get(name, [])
        if not found and case.kind == "exploited_flaw" and name in case.subjects:
            found = WORST
        yield finding.system_id, name, finding.certain, ("findings", number), found
    if case.kind == "zero_day_component":
        for package in case.subjects:
            for system in case.carriers.get(package, ()):
                yield system, f"component {package}", "yes", ("situation", 0), WORST


def is_guarded(case: Case, step: str, link: tuple[str, str], target: str, **more: str) -> bool:
    return any(
        control.control_id in case.trusted
        and step in CUTS[control.kind]
        and (
            target in control.systems
            or link in control.links
            or more.get("account", "") in control.accounts
        )
        and (control.kind != "waf" or more.get("protocol") in {p or "" for p in HTTP})
        and (control.kind != "virtual_patch" or control.vulnerability_ids)
        and (not control.vulnerability_ids or more.get("flaw") in control.vulnerability_ids)
        for control in case.estate.controls
    )


def flaw_levels(
    case: Case, position: str, link: tuple[str, str], target: str, protocol: str
) -> Iterator[tuple[str, str]]:
    """Flaws of the target that can be used from a position, and the level each gives."""
    for system, flaw, certain, row, found in carried(case):
        if system != target or not uses(case, flaw):
            continue
        rated = [step_for(position, one) for one in found]
        options = []
        if certain == "yes" and rated and all(step and sure for step, sure, *_ in rated):
            weak = any(level == "user" for *_, level, _ in rated)
            level = "user" if weak else "admin"
            options.append((next(s for s, _, lv, _ in rated if lv == level), level))
        if case.exists("unknown", row):
            bold = rated or [step_for(position, ("N", "N", "N", "total"))]
            options += [(step, level) for step, _, level, _ in bold if step]
        for step, level in options:
            heard = "" if position == "local" else protocol
            if not is_guarded(case, step, link, target, flaw=flaw, protocol=heard):
                yield flaw, level


def standing(case: Case, place: str, level: str) -> Place:
    return (place, level if place in case.systems else "")


def every_step(case: Case) -> list[Step]:
    """Every step he can take; without duplicates, in a fixed order."""
    found = [*link_steps(case), *local_steps(case), *account_steps(case), *vendor_steps(case)]
    if case.kind in ("exploited_flaw", "zero_day_component") and case.assume != "all":
        # In from outside he comes by the cause.
        found = [
            s
            for s in found
            if s.source not in begins(case)
            or s.source[0] in case.systems
            or not s.flaw
            or is_cause(case, s.flaw)
        ]
    return sorted(set(found), key=str)


def link_steps(case: Case) -> Iterator[Step]:
    insiders = {z.zone_id for z in case.estate.zones if z.kind == "insider"}
    rows = [
        ((k.source, k.target), k.protocol or "", k.kind, k.known, ("links", n))
        for n, k in enumerate(case.estate.links)
        if k.source != k.target
    ]
    rows += [
        ((FIRST_OF_ALL, s.system_id), "", "data", s.internet_facing, ("systems", n))
        for n, s in enumerate(case.estate.systems)
    ]
    for (source, target), protocol, kind, known, row in rows:
        link = (source, target)
        if not case.exists(known, row):
            continue
        if target in case.systems:
            inside = source in case.systems
            outer = "insider" if source in insiders else "outside"
            for flaw, level in flaw_levels(
                case, "inside" if inside else outer, link, target, protocol
            ):
                yield Step(standing(case, source, "user"), (target, level), link, flaw=flaw)
            if inside and kind == "admin":
                for flaw, level in flaw_levels(case, "admin_place", link, target, protocol):
                    yield Step((source, "admin"), (target, level), link, flaw=flaw)
        if source in case.systems and row[0] == "links":
            for flaw, level in flaw_levels(case, "client", link, source, protocol):
                yield Step(standing(case, target, "user"), (source, level), link, flaw=flaw)


def local_steps(case: Case) -> Iterator[Step]:
    for system in sorted(case.systems):
        for flaw, level in flaw_levels(case, "local", (system, system), system, ""):
            yield Step((system, "user"), (system, level), flaw=flaw)


def account_steps(case: Case) -> Iterator[Step]:
    for number, account in enumerate(case.estate.accounts):
        row = ("accounts", number)
        unknown = case.exists("unknown", row)
        open_to_him = account.mfa == "no" or (account.mfa == "unknown" and unknown)
        # Not known whether one is asked for: in the other reading it is there, and tested.
        holds = account.mfa == "unknown" or account.account_id in case.trusted
        if not open_to_him and holds:
            continue
        for target in sorted(set(account.systems) & case.systems):
            for place in places_of_use(case, account, target, unknown=unknown):
                link = (place, target)
                if place != target and not is_guarded(
                    case, "use-privileged-id", link, target, account=account.account_id
                ):
                    source = standing(case, place, "admin")
                    yield Step(
                        source,
                        (target, account.level),
                        link,
                        account=account.account_id,
                    )


def places_of_use(
    case: Case, account: given.PrivilegedAccount, target: str, *, unknown: bool
) -> list[str]:
    if account.used_from is not None:
        return [place for place in account.used_from if place != FIRST_OF_ALL or unknown]
    return [
        k.source for k in case.estate.links if unknown and k.kind == "admin" and k.target == target
    ]


def vendor_steps(case: Case) -> Iterator[Step]:
    for number, access in enumerate(case.estate.vendors):
        name, target = access.vendor_id, access.system_id
        if (
            target in case.systems
            and case.exists(access.known, ("vendors", number))
            and not is_guarded(case, "vendor-access", (name, target), target)
        ):
            yield Step((f"vendor {name}", ""), (target, access.level), vendor=name)


def begins(case: Case) -> set[Place]:
    """Where he stands: on a system of his, as administrator and so as user too."""
    held: set[Place] = set()
    if case.kind in ("exploited_flaw", "zero_day_component", "authority_request"):
        held.add((FIRST_OF_ALL, ""))
    if case.kind in ("compromised_systems", "suspected_systems"):
        held |= {(system, level) for system in case.subjects for level in ("admin", "user")}
    if case.kind in ("vendor_hit", "shared_centre_hit"):
        held |= {(f"vendor {name}", "") for name in case.subjects}
    if case.kind == "shared_centre_hit":
        run = {system for name in case.subjects for system in case.run_by.get(name, ())}
        held |= {(system, level) for system in run for level in ("admin", "user")}
    for place in case.begins_at:
        held |= {standing(case, place, level) for level in ("admin", "user")}
    return held


# -- what modes do -------------------------------------------------------------------------------


def removes(mode: Mode, step: Step, case: Case) -> bool:
    """By the table of modes in the docs."""
    pairs = {(k.source, k.target) for k in case.estate.links}
    public = {(FIRST_OF_ALL, s.system_id) for s in case.estate.systems if s.internet_facing != "no"}
    along = step.link in mode.links and (not step.account or step.link in pairs | public)
    ends = {step.source[0], step.target[0]} & case.systems
    into = step.target[0] in mode.systems and step.source[0] != step.target[0]
    touched = (
        along
        or (step.source == (FIRST_OF_ALL, "") and step.target[0] in mode.entry_points)
        or step.account in mode.accounts
        or step.vendor in mode.vendors
    )
    if mode.flaws:
        return (into or touched) and step.flaw in mode.flaws
    return touched or bool(ends & set(mode.systems))


def stand_ins(case: Case, steps: Collection[Step]) -> list[Mode]:
    """Modes that stand in where the estate states none."""
    cut = Mode(mode_id="", enter=(5.0, 15.0, 30.0), leave=(10.0, 30.0, 60.0))
    stop = Mode(mode_id="", enter=(20.0, 45.0, 90.0), leave=(60.0, 120.0, 240.0))
    off = replace(cut, leave=(10.0, 20.0, 60.0))

    def alone(mode: Mode) -> tuple[object, ...]:
        return (mode.systems, tuple(sorted(mode.cuts)), mode.accounts, mode.vendors)

    stated = {alone(mode) for mode in case.modes if not mode.flaws}
    asked = {g for need in asked_services(case) for group in groups_of(need) for g in group}
    if case.kind == "authority_request":
        asked |= set(case.subjects)
    found = [
        replace(stop, mode_id=f"stop.{name}", systems=(name,))
        for name in sorted(({p[0] for s in steps for p in s[:2]} | asked) & case.systems)
    ]
    pairs = {(k.source, k.target) for k in case.estate.links if k.source != k.target}
    pairs |= {(FIRST_OF_ALL, s.system_id) for s in case.estate.systems if s.internet_facing != "no"}
    along = {step.link for step in steps if step.link in pairs}
    if case.kind == "authority_request":
        along |= {pair_of(subject) for subject in case.subjects if ">" in subject}
    found += [replace(cut, mode_id=f"cut.{a}.{b}", links=((a, b),)) for a, b in sorted(along)]
    accounts, vendors = {s.account for s in steps} - {""}, {s.vendor for s in steps} - {""}
    if case.kind == "authority_request":
        vendors |= set(case.subjects) & {access.vendor_id for access in case.estate.vendors}
    found += [replace(off, mode_id=f"account-off.{n}", accounts=(n,)) for n in sorted(accounts)]
    found += [replace(cut, mode_id=f"vendor-off.{n}", vendors=(n,)) for n in sorted(vendors)]
    taken = {mode.mode_id for mode in case.modes}
    return [m for m in found if alone(m) not in stated and m.mode_id not in taken]


def pair_of(subject: str) -> tuple[str, str]:
    source, _, target = subject.partition(">")
    return source.strip(), target.strip()


def groups_of(need: given.ServiceNeed) -> list[tuple[str, ...]]:
    return [*((name,) for name in need.all_of), *(g for g in need.any_of if g)]


def asked_services(case: Case) -> list[given.ServiceNeed]:
    if case.kind != "authority_request":
        return []
    return [need for need in case.estate.services if need.service_id in case.subjects]


def asked_for(case: Case, known: list[Mode]) -> list[Mode]:
    """The modes that answer an authority's request, each part by the lightest."""
    if case.kind != "authority_request":
        return []

    def weight(mode: Mode) -> tuple[int, bool, str]:
        named = (mode.systems, mode.links, mode.entry_points, mode.vendors, mode.loses)
        serves = [
            n for n in case.estate.services if any(set(g) & set(mode.stops) for g in groups_of(n))
        ]
        is_stand_in = not mode.is_timed or mode.mode_id not in {m.mode_id for m in case.modes}
        return sum(map(len, named)) + len(serves), is_stand_in, mode.mode_id

    def lightest(fitting: list[Mode]) -> list[Mode]:
        return sorted(fitting, key=weight)[:1]

    found: list[Mode] = []
    for subject in case.subjects:
        if subject in case.systems:
            found += lightest([m for m in known if subject in m.stops])
        elif ">" in subject:
            pair = pair_of(subject)
            found += lightest([m for m in known if pair in m.links])
        elif subject not in {need.service_id for need in case.estate.services}:
            found += lightest([m for m in known if subject in m.vendors])
    for need in asked_services(case):
        own = [m for m in known if dict(m.loses).get(need.service_id, 0.0) >= 1.0]
        alone = own or [m for m in known if any(set(m.stops) >= set(g) for g in groups_of(need))]
        group = min(groups_of(need), key=lambda one: (len(one), one))
        parts = [m for name in group for m in lightest([m for m in known if name in m.stops])]
        found += lightest(alone) or parts
    return [m for n, m in enumerate(found) if m not in found[:n]]


def known_modes(case: Case, steps: Collection[Step]) -> list[Mode]:
    """Modes of the estate and those that stand in, each with its times."""
    return [assumed_times(mode) for mode in (*case.modes, *stand_ins(case, steps))]


def walk(case: Case, steps: Collection[Step], chosen: Collection[Mode]) -> dict[Place, int]:
    """Everything he comes to hold, with the number of steps it took; admin is user too."""
    gone = {
        step: min((m.enter[2] for m in chosen if removes(m, step, case)), default=float("inf"))
        for step in steps
    }
    held = dict.fromkeys(begins(case), 0)
    front, done = set(held), 0
    while front:
        done += 1
        gained = {
            step.target
            for step, at in gone.items()
            if step.source in front and not at < done * case.pace
        }
        gained |= {(name, "user") for name, level in gained if level == "admin"}
        front = gained - set(held)
        held |= dict.fromkeys(front, done)
    return held


def taken(case: Case, held: Collection[Place]) -> set[str]:
    """Protected services of which he holds what they need, as administrator."""
    found = set()
    for need in case.estate.services:
        groups: list[tuple[str, ...]] = [(name,) for name in need.all_of]
        groups += [g for g in need.any_of if g and case.accepts_lost_spares]
        groups += [(n,) for g in need.any_of for n in g if not case.accepts_lost_spares]
        if need.service_id in case.protect and any(
            all((name, "admin") in held for name in group) for group in groups
        ):
            found.add(need.service_id)
    return found


# -- what modes cost -----------------------------------------------------------------------------


class Wiring(NamedTuple):
    """How a service hangs on links: (number, source, target) of those that matter."""

    feeds: dict[str, list[tuple[int, str, str]]]
    connections: list[list[tuple[int, str, str]]]


def wiring(case: Case, need: given.ServiceNeed) -> Wiring:
    part = {name: tuple(group) for group in need.any_of for name in group}
    part |= {name: (name,) for name in need.all_of}
    rows = [(k.source, k.target) for k in case.estate.links if k.kind == "data"]
    public = [(FIRST_OF_ALL, s.system_id) for s in case.estate.systems if s.internet_facing != "no"]
    rows += [pair for pair in public if pair not in rows]
    numbered = [(n, a, b) for n, (a, b) in enumerate(rows) if a != b]
    feeds: dict[str, list[tuple[int, str, str]]] = {}
    between: dict[tuple[object, object], list[tuple[int, str, str]]] = {}
    for row in numbered:
        _, a, b = row
        if b in part and (a in part or a not in case.systems):
            feeds.setdefault(b, []).append(row)
        if a in part and b in part and part[a] != part[b]:
            between.setdefault((part[a], part[b]), []).append(row)
    return Wiring(feeds, list(between.values()))


def is_lost(case: Case, need: given.ServiceNeed, chosen: Collection[Mode]) -> bool:
    wires = wiring(case, need)
    out = {name for mode in chosen for name in mode.stops}
    cut = {pair for mode in chosen for pair in mode.cuts}
    for _ in case.systems:
        out |= {
            name
            for name, rows in wires.feeds.items()
            if all((a, b) in cut or a in out for _, a, b in rows)
        }
    return (
        bool(out & set(need.all_of))
        or any(g and set(g) <= out for g in need.any_of)
        or any(
            all((a, b) in cut or a in out or b in out for _, a, b in rows)
            for rows in wires.connections
        )
    )


def losses(case: Case, chosen: Collection[Mode]) -> dict[str, float]:
    """What each service loses: the largest of its dearest mode, the parts together, the whole."""
    found = {}
    for need in case.estate.services:
        name, curve = need.service_id, case.curves[need.service_id]
        whole = curve.loss(case.at, case.fixed_after + LEAST_RETURN)
        shares, dearest = 0.0, 0.0
        for mode in chosen:
            share = dict(mode.loses).get(name, 0.0)
            stops = set(mode.stops)
            if stops & set(need.all_of) or any(g and stops >= set(g) for g in need.any_of):
                share = 1.0
            minutes = case.fixed_after + max(mode.leave[1], LEAST_RETURN)
            dearest = max(dearest, share * curve.loss(case.at, minutes))
            shares += share
        part = 1.0 if is_lost(case, need, chosen) else min(1.0, shares)
        found[name] = max(dearest, part * whole)
    return found


def cost(case: Case, chosen: Collection[Mode]) -> float:
    return sum(losses(case, chosen).values())


def touches_kept(case: Case, mode: Mode) -> bool:
    for need in case.estate.services:
        if need.service_id not in case.keep:
            continue
        systems = {*need.all_of, *(name for group in need.any_of for name in group)}
        wires = wiring(case, need)
        pairs = {(a, b) for rows in (*wires.feeds.values(), *wires.connections) for _, a, b in rows}
        if systems & set(mode.stops) or pairs & mode.cuts or need.service_id in dict(mode.loses):
            return True
    return False


# -- the answer ----------------------------------------------------------------------------------


class Answer(NamedTuple):
    """The best that any set of modes can do."""

    cost: float
    beyond: set[str]
    modes: list[Mode]
    forced: list[Mode]
    steps: list[Step]


def best(case: Case, *, most: int = 12) -> Answer | None:
    """Try every set of modes; None when there are too many to try."""
    steps = every_step(case)
    known = known_modes(case, steps)
    forced = asked_for(case, known)
    useful = [m for m in known if any(removes(m, step, case) for step in steps)]
    modes = [m for m in useful if m in forced or not touches_kept(case, m)]
    modes += [m for m in forced if m not in modes]
    beyond = taken(case, walk(case, steps, modes))
    on_ways = ways_of(case, steps)
    modes = [
        m for m in modes if any(removes(m, step, case) for step in on_ways) and m not in forced
    ]
    if len(modes) > most:
        return None
    holds: Callable[[list[Mode]], bool] = lambda chosen: (  # noqa: E731
        taken(case, walk(case, steps, chosen)) <= beyond
    )
    cheapest = float("inf")
    for bits in range(1 << len(modes)):
        chosen = [*forced, *(mode for n, mode in enumerate(modes) if bits >> n & 1)]
        price = cost(case, chosen)
        if price < cheapest and holds(chosen):
            cheapest = price
    return Answer(cheapest, beyond, modes, forced, steps)


def ways_of(case: Case, steps: Collection[Step]) -> list[Step]:
    """Steps that lie between where he begins and something protected, whatever the time."""
    ahead = set(walk(case, steps, ()))
    wanted = {
        (name, "admin")
        for need in case.estate.services
        if need.service_id in case.protect
        for name in (*need.all_of, *(n for g in need.any_of for n in g))
    }
    while True:
        more = {s.source for s in steps if s.target in wanted}
        more |= {s.source for s in steps if (s.target[0], "user") in wanted}
        more |= {(name, "admin") for name, level in wanted if level == "user"}
        if more <= wanted:
            break
        wanted |= more
    return [
        s
        for s in steps
        if s.source in ahead and (s.target in wanted or (s.target[0], "user") in wanted)
    ]


def without(case: Case, row: Row) -> Case:
    """The same case, in which one unknown thing does not exist."""
    return replace(case, absent=case.absent | {row})


def unknown_rows(case: Case) -> list[Row]:
    """Every row that may say something not known."""
    estate = case.estate
    return [
        *(("links", n) for n, k in enumerate(estate.links) if k.known == "unknown"),
        *(("systems", n) for n, s in enumerate(estate.systems) if s.internet_facing == "unknown"),
        *(("accounts", n) for n in range(len(estate.accounts))),
        *(("vendors", n) for n, v in enumerate(estate.vendors) if v.known == "unknown"),
        *(("findings", n) for n in range(len(estate.findings))),
    ]
