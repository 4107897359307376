"""The situation that asks for a decision: what happened, to what, when, and what must be kept safe.

What is not here: reading the file (`hiyoke.workflows`), and what follows from it (`stop_ground`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from hiyoke.errors import FaultsError, SituationError
from hiyoke.estate.sheets import MisreadError
from hiyoke.estate.sheets.figures import read_share_range
from hiyoke.estate.sheets.written_ranges import read_durations
from hiyoke.languages import Text
from hiyoke.suspension.situation_facts import FACT_MEMBERS, StatedFacts, stated_facts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hiyoke.estate import LossRange
    from hiyoke.suspension.assumptions import Assumptions

SITUATION_SCHEMA: Final = "hiyoke/situation/1"

#: Kinds of situation, with what their subjects are.
SITUATION_KINDS: Final[dict[str, str]] = {
    "exploited_flaw": "flaws",
    "zero_day_component": "component",
    "compromised_systems": "systems",
    "suspected_systems": "systems",
    "authority_request": "anything",
    "shared_centre_hit": "vendors",
    "vendor_hit": "vendors",
}

#: Which flaws the attacker is taken to use on the way, besides those of the situation.
ASSUME_WORDS: Final = ("named", "exploited", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What happened.

    Attributes:
        situation_id: Stable identifier.
        title: In both languages.
        kind: Key of `SITUATION_KINDS`.
        at: When the decision is asked for, aware.
        subjects: Flaws, systems, vendors or a component, as the kind says.
        protect: Services that must be kept from the attacker.
        keep: Services that may not be stopped at all.
        begins_at: Places where the attacker stands besides the subjects, for example ``internet``.
        assume: Which other flaws he uses: named (none), exploited (known exploited or likely) or
            all.
        accepts_lost_spares: Whether a protected service counts as kept while one system of each
            group of alternatives is out of his reach. Otherwise he must reach none of them.
        pace_minutes: Time he needs for one step.
        chance_per_day: Chance that he strikes within a day, in [0, 1].
        fixed_after_minutes: Time from `at` until the cause is gone.
        tolerance_minutes: Longest stop accepted, by service; others as the estate says.
        assumed: Names of the members that nobody has stated and the profile filled.
        note: Free text.
        stated: When people knew, and what they saw.
    """

    situation_id: str
    title: Text
    kind: str
    at: datetime
    subjects: tuple[str, ...]
    protect: tuple[str, ...]
    keep: tuple[str, ...] = ()
    begins_at: tuple[str, ...] = ()
    assume: str = "exploited"
    accepts_lost_spares: bool = False
    pace_minutes: float = 60.0
    chance_per_day: LossRange
    fixed_after_minutes: LossRange
    tolerance_minutes: Mapping[str, float] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    note: str = ""
    stated: StatedFacts = field(default_factory=StatedFacts)

    @property
    def fixed_at(self) -> datetime:
        """When the cause is likely gone."""
        return self.at + timedelta(minutes=self.fixed_after_minutes.likely)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """What a situation may name.

    Attributes:
        services: Every service.
        priority: Those that are protected when the file says nothing.
        systems: Every system.
        vendors: Every vendor.
        places: Everything an end of a link may name.
        components: Packages by name, lower case.
        timezone: IANA name of the institution's zone.
    """

    services: frozenset[str]
    priority: tuple[str, ...]
    systems: frozenset[str]
    vendors: frozenset[str]
    places: frozenset[str]
    components: frozenset[str]
    timezone: str = "Asia/Tokyo"


def situation_of(
    record: Any, known: KnownNames, assumptions: Assumptions, *, origin: str, at: str | None = None
) -> Situation:
    """Return the situation that a file states.

    Args:
        record: Plain values of the file.
        known: Names that it may use.
        assumptions: Fill what it does not say.
        origin: The file, for messages.
        at: Takes the place of the file's own time.

    Raises:
        FaultsError: The file has faults; all are listed.
    """
    reader = _Reader(record if isinstance(record, dict) else {}, known, origin)
    if not isinstance(record, dict):
        reader.fault("(top)", Text(ja="「項目: 値」の組", en="members as 'name: value'"), record)
    situation = reader.read(assumptions, at)
    if reader.faults:
        raise FaultsError(
            Text(
                ja=f"不備のない状況ファイルを期待しましたが、{len(reader.faults)} 件ありました",
                en=f"expected a situation without faults, found {len(reader.faults)}",
            ),
            faults=reader.faults,
            where=origin,
        )
    return situation


_MEMBERS: Final = (
    "schema",
    "id",
    "title",
    "kind",
    "at",
    "subjects",
    "protect",
    "keep",
    "begins_at",
    "assume",
    "accepts_lost_spares",
    "pace_minutes",
    "chance_per_day",
    "fixed_after",
    "tolerance",
    "note",
    *FACT_MEMBERS,
)


@dataclass(slots=True)
class _Reader:
    """Reads the members of one file and notes every fault."""

    record: dict[str, Any]
    known: KnownNames
    origin: str
    faults: list[SituationError] = field(default_factory=list)

    def read(self, assumptions: Assumptions, at: str | None) -> Situation:
        for name in sorted(set(map(str, self.record)) - set(_MEMBERS)):
            self.fault(name, Text(ja="知っている項目", en=f"one of {', '.join(_MEMBERS)}"), name)
        if self.record.get("schema", SITUATION_SCHEMA) != SITUATION_SCHEMA:
            self.fault(
                "schema", Text(ja=SITUATION_SCHEMA, en=SITUATION_SCHEMA), self.record["schema"]
            )
        kind = self._word("kind", tuple(SITUATION_KINDS), None)
        line = assumptions.kinds[kind]
        assumed = [
            name
            for name in ("pace_minutes", "chance_per_day", "fixed_after")
            if self.record.get(name) is None
        ]
        moment = self._moment(at)
        pace = self._range("pace_minutes", read_durations)
        if pace is not None and pace.likely <= 0.0:
            self.fault("pace_minutes", Text(ja="0 より大きい分", en="minutes above 0"), pace.likely)
        return Situation(
            situation_id=str(self.record.get("id") or "situation"),
            title=self._title(kind),
            kind=kind,
            at=moment,
            subjects=self._subjects(kind),
            protect=self._names("protect", self.known.services) or self.known.priority,
            keep=self._names("keep", self.known.services),
            begins_at=self._names("begins_at", self.known.places),
            assume=self._word("assume", ASSUME_WORDS, "exploited"),
            accepts_lost_spares=self._yes("accepts_lost_spares"),
            pace_minutes=line.pace_minutes if pace is None or pace.likely <= 0.0 else pace.likely,
            chance_per_day=self._range("chance_per_day", read_share_range) or line.chance_per_day,
            fixed_after_minutes=self._range("fixed_after", read_durations)
            or line.fixed_after_minutes,
            tolerance_minutes=self._tolerances(),
            assumed=tuple(assumed),
            note=str(self.record.get("note") or ""),
            stated=stated_facts_of(
                self.record, self.fault, at=moment, timezone=self.known.timezone
            ),
        )

    def fault(self, member: str, expected: Text, found: object) -> None:
        """Note one fault."""
        shown = repr(found)[:80]
        self.faults.append(
            SituationError(
                Text(
                    ja=f"{member} に {expected.ja} を期待しましたが、{shown} でした",
                    en=f"expected {expected.en} as {member}, found {shown}",
                ),
                where=f"{self.origin} {member}",
                remedy=Text(
                    ja="docs/reference/suspension.md を見て直してください。",
                    en="See docs/reference/suspension.md for the form.",
                ),
            )
        )

    def _word(self, member: str, words: tuple[str, ...], default: str | None) -> str:
        found = self.record.get(member)
        if found is None and default is not None:
            return default
        if found not in words:
            listed = ", ".join(words)
            self.fault(member, Text(ja=f"{listed} のいずれか", en=f"one of {listed}"), found)
            return words[0]
        return str(found)

    def _yes(self, member: str) -> bool:
        found = self.record.get(member, False)
        if found not in (True, False, "yes", "no"):
            self.fault(member, Text(ja="yes または no", en="yes or no"), found)
        return found in (True, "yes")

    def _title(self, kind: str) -> Text:
        found = self.record.get("title")
        if isinstance(found, dict):
            ja, en = found.get("ja") or found.get("en"), found.get("en") or found.get("ja")
            return Text(ja=str(ja or kind), en=str(en or kind))
        return Text(ja=str(found or kind), en=str(found or kind))

    def _moment(self, given: str | None) -> datetime:
        text = given if given is not None else self.record.get("at")
        zone = ZoneInfo(self.known.timezone)
        try:
            found = datetime.fromisoformat(str(text))
        except ValueError:
            expected = Text(
                ja="日時（例: 2026-05-25T14:20）", en="a date and time such as 2026-05-25T14:20"
            )
            self.fault("at", expected, text)
            # Stands in until the fault is raised; nothing that people knew lies after it.
            return datetime(9000, 1, 1, tzinfo=zone)
        return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)

    def _subjects(self, kind: str) -> tuple[str, ...]:
        what = SITUATION_KINDS[kind]
        found = self._list("subjects")
        if not found:
            self.fault("subjects", Text(ja="一つ以上の対象", en="one subject or more"), found)
        known = {
            "systems": self.known.systems,
            "vendors": self.known.vendors,
            "component": self.known.components,
        }.get(what)
        for name in found:
            self._check_subject(kind, name, known)
        return tuple(dict.fromkeys(found))

    def _check_subject(self, kind: str, name: str, known: frozenset[str] | None) -> None:
        if known is not None and name not in known and name.lower() not in known:
            self.fault("subjects", _EXPECTED[SITUATION_KINDS[kind]], name)
        ends = name.split(">")
        known_here = self.known.systems | self.known.services | self.known.vendors
        if kind == "authority_request" and not (
            name in known_here or all(end.strip() in self.known.places for end in ends)
        ):
            self.fault("subjects", _EXPECTED["anything"], name)

    def _names(self, member: str, known: frozenset[str]) -> tuple[str, ...]:
        found = self._list(member)
        for name in found:
            if name not in known:
                self.fault(member, Text(ja="資産一覧にある識別子", en="a name of the estate"), name)
        return tuple(dict.fromkeys(found))

    def _list(self, member: str) -> list[str]:
        found = self.record.get(member)
        if found is None:
            return []
        if isinstance(found, dict):
            self.fault(member, Text(ja="識別子の一覧", en="a list of names"), found)
            return []
        return [str(item) for item in (found if isinstance(found, list) else [found])]

    def _range(self, member: str, read: Callable[[object], LossRange]) -> LossRange | None:
        found = self.record.get(member)
        if found is None:
            return None
        try:
            return read(found)
        except MisreadError as misread:
            self.fault(member, misread.expected, found)
            return None

    def _tolerances(self) -> dict[str, float]:
        found = self.record.get("tolerance") or {}
        if not isinstance(found, dict):
            expected = Text(ja="サービスと時間の組", en="services with a time each")
            self.fault("tolerance", expected, found)
            return {}
        tolerances = {}
        for service_id, time in found.items():
            if service_id not in self.known.services:
                expected = Text(ja="資産一覧にあるサービス", en="a service of the estate")
                self.fault("tolerance", expected, service_id)
                continue
            try:
                tolerances[str(service_id)] = read_durations(time).likely
            except MisreadError as misread:
                self.fault("tolerance", misread.expected, time)
        return tolerances


_EXPECTED: Final = {
    "systems": Text(ja="資産一覧にあるシステム", en="a system of the estate"),
    "vendors": Text(ja="資産一覧にあるベンダー", en="a vendor of the estate"),
    "component": Text(ja="資産一覧のどこかにあるパッケージ名", en="a package that some system has"),
    "anything": Text(
        ja="システム、サービス、ベンダー、または「接続元>接続先」",
        en="a system, a service, a vendor, or 'source>target'",
    ),
}
