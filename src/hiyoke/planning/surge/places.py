"""The places where an institution's patches are worked on, from its crews, windows and vendors.

Each figure that the estate does not give is taken from the profile and noted as an assumption.
What is not here: the work that comes (`estate`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from hiyoke.languages import Text
from hiyoke.planning.surge.hours import (
    DAY_HOURS,
    board_batches,
    duty_spells,
    merged_spells,
    sorted_batches,
)
from hiyoke.planning.surge.network import Batch, BatchStation, StaffGroup, StaffStation, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from hiyoke.estate import ChangeFreeze, ChangeWindow, Crew, Estate, Vendor
    from hiyoke.planning.surge.profile import StageLine, SurgeProfile

_NONE = "unassigned"
_YES, _NO = "yes", "no"


class Fact(NamedTuple):
    """One figure of the model.

    Attributes:
        subject: What it is about.
        reading: What was taken.
        is_assumed: Whether the estate does not say so itself.
    """

    subject: Text
    reading: Text
    is_assumed: bool


class Way(NamedTuple):
    """The way of one system.

    Attributes:
        stations: Number of its station at each stage; None passes the stage by.
        lanes: Which batches of it are open to the system; 0 where all are alike.
    """

    stations: tuple[int | None, ...]
    lanes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """All places, and the way of each system through them.

    Attributes:
        stages: In order of the way.
        ways: By system.
        facts: Figures, and whether they are assumed.
        largest_vendor: The vendor of most systems; None without vendors.
    """

    stages: tuple[Stage, ...]
    ways: tuple[Way, ...]
    facts: tuple[Fact, ...]
    largest_vendor: str | None


def places_of(estate: Estate, profile: SurgeProfile, first: date, days: int) -> Places:
    """Return the places of an estate for so many days from the first.

    Raises:
        MissingCalendarError: The calendar of a year is not known.
    """
    building = _Building(estate, profile, first, days)
    stations: dict[str, Mapping[str, StaffStation | BatchStation]] = {
        "triage": building.triage(),
        "test": building.crews(),
        "approval": building.boards(),
        "window": building.windows(),
        "vendor": building.vendors(),
    }
    stages = tuple(
        Stage(
            stage_id=line.stage_id,
            title=line.title,
            stations=tuple(stations[line.stage_id].values()),
            spread=line.spread,
            variation=line.variation,
            again=line.rework,
        )
        for line in profile.stages
    )
    numbers = [
        {name: number for number, name in enumerate(stations[line.stage_id])}
        for line in profile.stages
    ]
    ways = tuple(
        Way(
            tuple(
                numbers[k].get(building.station_of[line.stage_id].get(system.system_id, ""))
                for k, line in enumerate(profile.stages)
            ),
            tuple(
                building.lane_of.get(system.system_id, 0) if line.stage_id == "window" else 0
                for line in profile.stages
            ),
        )
        for system in estate.systems
    )
    served = Counter(building.station_of["vendor"].values())
    largest = served.most_common(1)[0][0] if served else None  # The first named of equals.
    return Places(stages=stages, ways=ways, facts=tuple(building.facts), largest_vendor=largest)


class _Building:
    """Builds stations, and notes which station each system goes to.

    Args:
        estate: What the institution says.
        profile: For what it does not say.
        first: First day.
        days: How many.
    """

    def __init__(self, estate: Estate, profile: SurgeProfile, first: date, days: int) -> None:
        self.estate = estate
        self.profile = profile
        self.first = first
        self.days = days
        self.facts: list[Fact] = []
        self.system_ids = [system.system_id for system in estate.systems]
        self.station_of: dict[str, dict[str, str]] = {
            "triage": dict.fromkeys(self.system_ids, "triage"),
            "approval": dict.fromkeys(self.system_ids, "approval"),
        }
        self.lane_of: dict[str, int] = {}
        self.crew_of = {crew.crew_id: crew for crew in estate.crews}

    def note(self, subject: Text, ja: str, en: str, *, assumed: bool) -> None:
        """Note a figure."""
        self.facts.append(Fact(subject, Text(ja=ja, en=en), assumed))

    def triage(self) -> dict[str, StaffStation]:
        """Return the triage desk: the crews set apart for it, or the profile's people."""
        line = self.profile.stage("triage")
        crews = [crew for crew in self.estate.crews if crew.triage]
        groups = tuple(self.group(line, crew, crew.name) for crew in crews)
        if not crews:
            groups = (self.group(line, None, line.title),)
        return {"triage": StaffStation(station_id="triage", title=line.title, groups=groups)}

    def crews(self) -> dict[str, StaffStation]:
        """Return a test station for each crew that has systems."""
        line = self.profile.stage("test")
        owned = {
            s.system_id: s.crew_id if s.crew_id in self.crew_of else _NONE
            for s in self.estate.systems
        }
        self.station_of["test"] = {system: crew or _NONE for system, crew in owned.items()}
        stations = {}
        used = set(self.station_of["test"].values())
        for name in (n for n in (*self.crew_of, _NONE) if n in used):
            crew = self.crew_of.get(name)
            title = Text(ja="担当チームなし", en="No crew named") if crew is None else crew.name
            group = self.group(line, crew, title)
            stations[name] = StaffStation(station_id=name, title=title, groups=(group,))
        return stations

    def group(self, line: StageLine, crew: Crew | None, title: Text) -> StaffGroup:
        """Return a crew's people and hours; what it does not say comes from the profile."""
        people = self.hands(line, None if crew is None else crew.people, title)
        spells = self.shift_spells(crew)
        if spells is None:
            hours = "、".join(f"{a:g}-{b:g} 時" for a, b in self.profile.duty_hours)
            english = ", ".join(f"{a:g}-{b:g} h" for a, b in self.profile.duty_hours)
            self.note(
                Text(ja=f"{title.ja}の勤務", en=f"Duty: {title.en}"),
                f"営業日 {hours}",
                f"business days {english}",
                assumed=True,
            )
            spells = duty_spells(self.first, self.days, self.profile.duty_hours)
        return StaffGroup(people=people, spells=spells)

    def hands(self, line: StageLine, stated: int | None, title: Text) -> int:
        """Return how many people work on patches at one time; at least one where there are any."""
        people = line.people if stated is None else stated
        hands = min(people, max(1, int(people * line.time_share + 0.5)))
        self.note(
            Text(
                ja=f"{title.ja}の人数（{line.title.ja}）",
                en=f"People: {title.en} ({line.title.en})",
            ),
            f"{people} 人",
            f"{people}",
            assumed=stated is None,
        )
        self.note(
            Text(
                ja=f"{title.ja}のうち同時に当たる人数",
                en=f"Of these at work on patches: {title.en}",
            ),
            f"{hands} 人（時間の {line.time_share:.0%} を充てるとして）",
            f"{hands}, when {line.time_share:.0%} of their time goes to patches",
            assumed=True,
        )
        return hands

    def shift_spells(self, crew: Crew | None) -> NDArray[np.float64] | None:
        """Return a crew's shifts as spells; None when it names none."""
        if crew is None or not crew.shifts:
            return None
        begun = self.first - timedelta(days=1)  # A night shift of the day before reaches in.
        last = self.first + timedelta(days=self.days - 1)
        spells = []
        for shift in crew.shifts:
            for day in shift.dates(begun, last):
                start = (day - self.first).days * DAY_HOURS + _clock(shift.starts_at)
                spells.append((start, start + shift.minutes / 60.0))
        return merged_spells(spells, self.days * DAY_HOURS)

    def boards(self) -> dict[str, BatchStation]:
        """Return the board that approves."""
        line = self.profile.stage("approval")
        self.note(line.title, line.basis.note.ja, line.basis.note.en, assumed=True)
        batches = self.board_batches(line)
        return {"approval": BatchStation(station_id="approval", title=line.title, batches=batches)}

    def board_batches(self, line: StageLine) -> tuple[Batch, ...]:
        """Return the profile's sittings of a stage."""
        tiers = {tier.tier_id: number for number, tier in enumerate(self.profile.tiers)}
        return sorted_batches(
            batch
            for board in line.boards
            for batch in board_batches(
                board, self.first, self.days, highest_tier=tiers[board.highest_tier]
            )
        )

    def windows(self) -> dict[str, BatchStation]:
        """Return a station for each set of windows that share systems."""
        line = self.profile.stage("window")
        self.station_of["window"] = stations_of = {}
        reach = {w.window_id: self.systems_meant(w) for w in self.estate.windows}
        groups = _joined_groups(reach)
        for name, windows in groups.items():
            for window in windows:
                stations_of.update(dict.fromkeys(sorted(reach[window]), name))
            self.note_lanes({window: reach[window] for window in windows})
        left = [s for s in self.system_ids if s not in stations_of]
        stations_of.update(dict.fromkeys(left, _NONE))
        by_id = {window.window_id: window for window in self.estate.windows}
        stations = {
            name: BatchStation(
                station_id=name,
                title=_listed([by_id[window].name for window in windows]),
                batches=sorted_batches(
                    batch
                    for window in windows
                    for batch in self.window_batches(line, by_id[window], reach[window])
                ),
            )
            for name, windows in groups.items()
        }
        if left:
            self.note(
                Text(ja="変更枠のないシステム", en="Systems without a window"),
                f"{len(left)} 件: {line.basis.note.ja}",
                f"{len(left)}: {line.basis.note.en}",
                assumed=True,
            )
            stations[_NONE] = BatchStation(
                station_id=_NONE, title=line.title, batches=self.board_batches(line)
            )
        return stations

    def systems_meant(self, named: ChangeWindow | ChangeFreeze) -> frozenset[str]:
        """Return the systems that a window or freeze holds for."""
        if not named.systems and not named.services:
            return frozenset(self.system_ids)
        needed = {r.system_id for r in self.estate.requirements if r.service_id in named.services}
        return frozenset(needed | set(named.systems)) & frozenset(self.system_ids)

    def note_lanes(self, reach: Mapping[str, frozenset[str]]) -> None:
        """Give each system of some windows a lane; systems with the same windows and freezes share.

        Args:
            reach: Systems by window.
        """
        named = [*reach.values(), *map(self.systems_meant, self.estate.freezes)]
        signs = {
            system: tuple(system in systems for systems in named)
            for system in frozenset().union(*reach.values())
        }
        numbers = {sign: lane for lane, sign in enumerate(sorted(set(signs.values())))}
        self.lane_of |= {system: numbers[sign] for system, sign in signs.items()}

    def window_batches(
        self, line: StageLine, window: ChangeWindow, reach: frozenset[str]
    ) -> Iterable[Batch]:
        """Yield a window's openings, each with the lanes of the systems that it may change then."""
        places = window.capacity
        if places is None:
            places = max(1, int(window.minutes / 60.0 * line.changes_per_hour))
        self.note(
            Text(ja=f"変更枠 {window.name.ja}", en=f"Window {window.name.en}"),
            f"1回 {places} 件",
            f"{places} changes each time",
            assumed=window.capacity is None,
        )
        last = self.first + timedelta(days=self.days - 1)
        frozen: dict[date, set[str]] = defaultdict(set)
        for freeze in self.estate.freezes:
            held = self.systems_meant(freeze) & reach
            for day in freeze.dates(self.first, last) if held else ():
                frozen[day] |= held
        lowest = len(self.profile.tiers) - 1
        for day in window.dates(self.first, last):
            closes = (day - self.first).days * DAY_HOURS + _clock(window.starts_at)
            open_lanes = frozenset(self.lane_of[system] for system in reach - frozen[day])
            free = places if open_lanes else 0
            yield Batch(closes, closes + window.minutes / 60.0, free, lowest, open_lanes)

    def vendors(self) -> dict[str, StaffStation]:
        """Return a station for each vendor that maintains systems and may patch them."""
        line = self.profile.stage("vendor")
        by_id = {vendor.vendor_id: vendor for vendor in self.estate.vendors}
        refused = {v.vendor_id for v in self.estate.vendors if v.patching_in_scope == _NO}
        owner = {s.system_id: s.vendor_id or "" for s in self.estate.systems}
        owner |= {s: v.vendor_id for v in self.estate.vendors for s in v.systems}
        self.station_of["vendor"] = {
            system: vendor
            for system, vendor in owner.items()
            if vendor in by_id and vendor not in refused
        }
        return {
            name: StaffStation(
                station_id=name,
                title=by_id[name].name,
                groups=(self.engineers(line, by_id[name]),),
            )
            for name in by_id
            if name in self.station_of["vendor"].values()
        }

    def engineers(self, line: StageLine, vendor: Vendor) -> StaffGroup:
        """Return a vendor's engineers; cover that is not known does not exist."""
        name = vendor.name
        people = self.hands(line, vendor.staff, name)
        covers = {"夜間": vendor.night_cover, "休日": vendor.holiday_cover}
        english = {"夜間": "nights", "休日": "holidays"}
        for when, answer in covers.items():
            if answer not in (_YES, _NO):
                self.note(
                    Text(ja=f"{name.ja}の{when}対応", en=f"{name.en}: {english[when]}"),
                    "不明のため、ないものとした",
                    "not known, so taken as none",
                    assumed=True,
                )
        spells = duty_spells(
            self.first,
            self.days,
            self.profile.duty_hours,
            nights=vendor.night_cover == _YES,
            holidays=vendor.holiday_cover == _YES,
        )
        return StaffGroup(people=people, spells=spells)


def _clock(at: object) -> float:
    return getattr(at, "hour", 0) + getattr(at, "minute", 0) / 60.0


def _joined_groups(reach: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Join windows that share a system; which of them a system may use, its lane says."""
    groups: list[tuple[list[str], set[str]]] = []
    for window in (w for w in reach if reach[w]):
        names, systems = [window], set(reach[window])
        for other in [g for g in groups if g[1] & systems]:
            groups.remove(other)
            names, systems = [*other[0], *names], systems | other[1]
        groups.append((names, systems))
    return {names[0]: names for names, _ in groups}


def _listed(names: Sequence[Text]) -> Text:
    return Text(ja="、".join(n.ja for n in names), en=", ".join(n.en for n in names))
