"""Reading a wave from its file: every fault is listed with its place, and none is guessed around.

What is not here: what the lines mean (`scenario`).
"""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import FaultsError, HiyokeError, SurgeScenarioError
from hiyoke.exposure.rules import Basis, basis_of
from hiyoke.languages import Text
from hiyoke.planning.surge.network import ONCE, Range
from hiyoke.planning.surge.profile import STAGES, load_surge_profile, range_of
from hiyoke.planning.surge.scenario import (
    ArrivalLine,
    BurstLine,
    CapacityLine,
    EffortLine,
    Moment,
    ReworkLine,
    Scenario,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCHEMA: Final = "hiyoke/stress-scenario/1"
#: Largest scenario file that is read.
MAX_BYTES: Final = 4_000_000
#: Largest figure of a line; a larger one is a slip of the pen, and would fill the memory.
MAX_FIGURE: Final = 10_000.0
_REMEDY: Final = Text(ja="シナリオのファイルを直してください。", en="Correct the scenario's file.")
_MEMBERS: Final = frozenset(
    {"schema", "scenario_id", "version", "title", "standing", "starts"}
    | {"arrivals", "bursts", "effort", "rework", "capacity"}
)
_WORKED_STAGES: Final = ("triage", "test", "vendor")
_ANY_TEXT: Final = Text(ja="", en="")
_ANY_BASIS: Final = Basis(None, _ANY_TEXT)


def shipped_scenarios() -> tuple[str, ...]:
    """Return the names of the shipped scenarios, sorted."""
    folder = resources.files("hiyoke.planning").joinpath("profiles", "scenarios")
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".json")))


def load_scenario(name: str) -> Scenario:
    """Load a shipped scenario by name, or an institution's own by path.

    Args:
        name: A name of `shipped_scenarios`, or the path of a JSON file.

    Raises:
        SurgeScenarioError: There is neither.
        FaultsError: The file has faults; all are listed.
    """
    if name in shipped_scenarios():
        folder = resources.files("hiyoke.planning").joinpath("profiles", "scenarios")
        return read_scenario(folder.joinpath(f"{name}.json").read_bytes(), origin=f"{name}.json")
    path = Path(name)
    if not path.is_file():
        raise SurgeScenarioError(
            Text(
                ja=f"シナリオの名前（{'、'.join(shipped_scenarios())}）かファイルを"
                f"期待しましたが、{name!r} でした",
                en=f"expected a scenario's name ({', '.join(shipped_scenarios())}) or a file, "
                f"found {name!r}",
            ),
            where="--scenario",
            remedy=Text(ja="名前かパスを確かめてください。", en="Check the name or path."),
        )
    with path.open("rb") as stream:
        return read_scenario(stream.read(MAX_BYTES + 1), origin=str(path))


def read_scenario(content: bytes, *, origin: str) -> Scenario:
    """Read a scenario.

    Args:
        content: JSON in UTF-8.
        origin: File name, used in error messages.

    Raises:
        FaultsError: It has faults; all are listed with their place in the file.
    """
    reading = _Reading(origin)
    try:
        record = json.loads(content[: MAX_BYTES + 1])
    except (ValueError, RecursionError):
        reading.fault("", Text(ja="JSON として読めません", en="expected JSON"))
        record = {}
    scenario = reading.scenario(record if isinstance(record, dict) else {"schema": None})
    if reading.faults:
        raise FaultsError(
            Text(ja="シナリオに不備があります", en="the scenario has faults"),
            faults=reading.faults,
            where=origin,
        )
    return scenario


class _Reading:
    """One reading: gathers faults, and goes on with stand-ins that are never used.

    Args:
        origin: File name.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[HiyokeError] = []
        profile = load_surge_profile()
        self.kinds = {line.kind for line in profile.kinds}
        self.tiers = {line.tier_id for line in profile.tiers}

    def fault(self, place: str, what: Text) -> None:
        """Note a fault."""
        where = f"{self.origin}#{place}" if place else self.origin
        self.faults.append(SurgeScenarioError(what, where=where, remedy=_REMEDY))

    def scenario(self, record: Mapping[str, Any]) -> Scenario:
        """Read the whole."""
        if record and record.get("schema") != SCHEMA:
            self.fault("schema", _expected(SCHEMA, record.get("schema")))
        for name in sorted(set(record) - _MEMBERS):
            self.fault(name, Text(ja="知らない項目です", en="unknown member"))
        starts = record.get("starts", {"rule": "as_of"})
        return Scenario(
            scenario_id=self.word(record, "", "scenario_id"),
            version=self.word(record, "", "version"),
            title=self.text(record, "", "title"),
            standing=self.text(record, "", "standing"),
            starts_on=self.start(starts),
            arrivals=tuple(self.lines(record, "arrivals", self.arrival)),
            bursts=tuple(self.lines(record, "bursts", self.burst)),
            efforts=tuple(self.lines(record, "effort", self.effort)),
            reworks=tuple(self.lines(record, "rework", self.rework)),
            capacities=tuple(self.lines(record, "capacity", self.capacity)),
        )

    def start(self, record: Any) -> tuple[int, int] | None:
        """Read when the scenario begins."""
        if record == {"rule": "as_of"}:
            return None
        if isinstance(record, dict) and record.get("rule") == "month_day":
            return self.moment(record, "starts").month_day
        self.fault("starts", _expected("as_of / month_day", record))
        return None

    def lines(
        self, record: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any], str], Any]
    ) -> list[Any]:
        """Read the lines of one part."""
        lines = record.get(name, [])
        if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
            self.fault(name, Text(ja="行の並びが必要です", en="expected a list of lines"))
            return []
        names = [str(line.get("line_id")) for line in lines]
        for line_id in sorted({n for n in names if names.count(n) > 1}):
            self.fault(name, Text(ja=f"行名 {line_id!r} が重なります", en=f"two lines {line_id!r}"))
        return [read(line, f"{name}[{number}]") for number, line in enumerate(lines)]

    def arrival(self, line: Mapping[str, Any], place: str) -> ArrivalLine:
        """Read a line of more ordinary work."""
        first = self.number(line, place, "from_day", 0.0)
        last = self.number(line, place, "to_day", 0.0)
        if last <= first:
            self.fault(f"{place}.to_day", _expected("> from_day", line.get("to_day")))
        return ArrivalLine(
            line_id=self.word(line, place, "line_id"),
            title=self.text(line, place, "title"),
            kinds=self.names(line, place, "kinds", self.kinds),
            factor=self.range(line, place, "factor", least=1.0),
            from_day=first,
            to_day=last,
            basis=self.basis(line, place),
        )

    def burst(self, line: Mapping[str, Any], place: str) -> BurstLine:
        """Read a line of work that comes at once."""
        tiers = line.get("tiers")
        is_sound = isinstance(tiers, dict) and all(_is_figure(v, 0.0) for v in tiers.values())
        shares = {str(k): float(v) for k, v in tiers.items()} if is_sound and tiers else {}
        if abs(sum(shares.values()) - 1.0) > 1e-6:  # noqa: PLR2004 - rounding of a sum.
            self.fault(f"{place}.tiers", _expected("1", sum(shares.values())))
        for strange in sorted(set(shares) - self.tiers):
            self.fault(f"{place}.tiers", _expected(sorted(self.tiers), strange))
        return BurstLine(
            line_id=self.word(line, place, "line_id"),
            title=self.text(line, place, "title"),
            kinds=self.names(line, place, "kinds", self.kinds),
            items_per_100_systems=self.range(line, place, "items_per_100_systems", least=0.0),
            at_day=self.number(line, place, "at_day", 0.0),
            within_days=self.number(line, place, "within_days", 0.01),
            tiers=shares,
            basis=self.basis(line, place),
        )

    def effort(self, line: Mapping[str, Any], place: str) -> EffortLine:
        """Read a line of more or less work."""
        return EffortLine(
            line_id=self.word(line, place, "line_id"),
            title=self.text(line, place, "title"),
            stage=self.choice(line, place, "stage", _WORKED_STAGES),
            kinds=self.names(line, place, "kinds", self.kinds),
            factor=self.range(line, place, "factor", least=0.01),
            basis=self.basis(line, place),
        )

    def rework(self, line: Mapping[str, Any], place: str) -> ReworkLine:
        """Read a line of more work that fails."""
        return ReworkLine(
            line_id=self.word(line, place, "line_id"),
            title=self.text(line, place, "title"),
            stage=self.choice(line, place, "stage", _WORKED_STAGES),
            factor=self.range(line, place, "factor", least=0.0),
            basis=self.basis(line, place),
        )

    def capacity(self, line: Mapping[str, Any], place: str) -> CapacityLine:
        """Read a line of fewer hands."""
        share = self.number(line, place, "share", 0.0)
        if share > 1.0:
            self.fault(f"{place}.share", _expected("0-1", share))
        station = line.get("station")
        if station is not None and not isinstance(station, str):
            self.fault(f"{place}.station", _expected("text", station))
        begins = self.moment(line.get("from"), f"{place}.from")
        ends = self.moment(line.get("to"), f"{place}.to")
        if begins.day is not None and ends.day is not None and ends.day <= begins.day:
            self.fault(f"{place}.to", _expected("> from", ends.day))
        return CapacityLine(
            line_id=self.word(line, place, "line_id"),
            title=self.text(line, place, "title"),
            stage=self.choice(line, place, "stage", STAGES),
            station=station if isinstance(station, str) else None,
            share=share,
            begins=begins,
            ends=ends,
            basis=self.basis(line, place),
        )

    def moment(self, record: Any, place: str) -> Moment:
        """Read a day of the scenario or of the year."""
        if isinstance(record, dict) and _is_figure(record.get("day"), 0.0):
            return Moment(day=float(record["day"]))
        try:
            month, day = str(record["month_day"]).split("-")
            date(2023, int(month), int(day))  # A year without a 29 February.
            return Moment(month_day=(int(month), int(day)))
        except (KeyError, TypeError, ValueError):
            self.fault(place, _expected("day / month_day (MM-DD)", record))
            return Moment(day=0.0)

    def number(self, line: Mapping[str, Any], place: str, name: str, least: float) -> float:
        """Read a figure."""
        if _is_figure(line.get(name), least):
            return float(line[name])
        self.fault(f"{place}.{name}", _expected(f"{least:g} - {MAX_FIGURE:g}", line.get(name)))
        return least

    def range(self, line: Mapping[str, Any], place: str, name: str, *, least: float) -> Range:
        """Read low, likely and high; one figure stands for all three."""
        found: Any = line.get(name)
        if _is_figure(found, least):
            found = {"low": found, "likely": found, "high": found}
        try:
            if all(_is_figure(found[part], least) for part in ("low", "likely", "high")):
                return range_of(found)
        except (KeyError, TypeError, ValueError):
            pass
        self.fault(
            f"{place}.{name}", _expected(f"{least:g} <= low <= likely <= high", line.get(name))
        )
        return ONCE

    def word(self, line: Mapping[str, Any], place: str, name: str) -> str:
        """Read an identifier."""
        found = line.get(name)
        if isinstance(found, str) and found.strip():
            return found
        self.fault(f"{place}.{name}".lstrip("."), _expected("text", found))
        return ""

    def choice(
        self, line: Mapping[str, Any], place: str, name: str, choices: tuple[str, ...]
    ) -> str:
        """Read one of several words."""
        found = line.get(name)
        if found in choices:
            return str(found)
        self.fault(f"{place}.{name}", _expected(" / ".join(choices), found))
        return choices[0]

    def names(
        self, line: Mapping[str, Any], place: str, name: str, known: set[str]
    ) -> tuple[str, ...]:
        """Read a list of known words; none means all."""
        found = line.get(name, [])
        if isinstance(found, list) and all(isinstance(n, str) and n in known for n in found):
            return tuple(found)
        self.fault(f"{place}.{name}", _expected(sorted(known), found))
        return ()

    def text(self, line: Mapping[str, Any], place: str, name: str) -> Text:
        """Read a text in both languages."""
        found = line.get(name)
        if isinstance(found, dict) and all(isinstance(found.get(k), str) for k in ("ja", "en")):
            return Text(ja=found["ja"], en=found["en"])
        self.fault(f"{place}.{name}".lstrip("."), _expected('{"ja": ..., "en": ...}', found))
        return _ANY_TEXT

    def basis(self, line: Mapping[str, Any], place: str) -> Basis:
        """Read a source or assumption; a line without either is refused."""
        try:
            return basis_of(line["basis"])
        except (KeyError, TypeError, ValueError):
            self.fault(f"{place}.basis", _expected("source / assumption", line.get("basis")))
            return _ANY_BASIS


def _is_figure(found: Any, least: float) -> bool:
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return is_number and least <= found <= MAX_FIGURE


def _expected(what: object, found: object) -> Text:
    shown = str(what)
    return Text(
        ja=f"{shown} を期待しましたが、{found!r} でした", en=f"expected {shown}, found {found!r}"
    )
