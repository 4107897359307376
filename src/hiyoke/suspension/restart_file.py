"""A restart case from the plain values of its file; every fault is listed.

What is not here: reading YAML (`hiyoke.workflows`), and the check itself (`restart`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from hiyoke.calendars import payment_calendar
from hiyoke.errors import FaultsError, HiyokeError, RestartCaseError
from hiyoke.languages import Text
from hiyoke.suspension.readiness import Counterparty
from hiyoke.suspension.restart import (
    Confirmation,
    OpenItems,
    Person,
    RampStage,
    RestartCase,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hiyoke.suspension.stop_criteria import StopCriteria

T = TypeVar("T")

RESTART_SCHEMA: Final = "hiyoke/restart/1"
_ANSWERS: Final = ("yes", "no", "unknown")
_MEMBERS: Final = frozenset(
    {
        *("schema", "situation", "level", "stopped", "at", "intrusion", "conditions", "approvals"),
        *("in_flight", "counterparties", "quorum", "window", "ramp", "note", "exercise"),
        "services",
    }
)
_ZONE: Final = ZoneInfo("Asia/Tokyo")

_MEMBERS_WANTED: Final = Text(ja="「項目: 値」の組", en="members as 'name: value'")
_MOMENT_WANTED: Final = Text(
    ja="日時（例: 2026-05-26T08:30）", en="a date and time such as 2026-05-26T08:30"
)
_WORDS_WANTED: Final = Text(ja="文字", en="words")
_LIST_WANTED: Final = Text(ja="一覧（なければ []）", en="a list; [] when there is none")
_CALENDAR_WANTED: Final = Text(
    ja="その日を含む決済カレンダー", en="a payment calendar that covers the day"
)


def restart_case_of(record: Any, criteria: StopCriteria, *, origin: str) -> RestartCase:
    """Return the restart that a file states.

    Args:
        record: Plain values of the file.
        criteria: Names that it may use.
        origin: The file, for messages.

    Raises:
        FaultsError: The file has faults; all are listed.
    """
    reader = _Reader(record if isinstance(record, dict) else {}, criteria, origin)
    if not isinstance(record, dict):
        reader.fault("(top)", _MEMBERS_WANTED, record)
    case = reader.read()
    if reader.faults:
        what = Text(
            ja=f"不備のない再開ファイルを期待しましたが、{len(reader.faults)} 件の不備がありました",
            en=f"expected a restart file without faults, found {len(reader.faults)}",
        )
        raise FaultsError(what, faults=reader.faults, where=origin)
    return case


@dataclass(slots=True)
class _Reader:
    record: dict[str, Any]
    criteria: StopCriteria
    origin: str
    faults: list[RestartCaseError] = field(default_factory=list)

    def read(self) -> RestartCase:
        for name in sorted(set(map(str, self.record)) - _MEMBERS):
            self.fault(name, _any_of(sorted(_MEMBERS)), name)
        if self.record.get("schema", RESTART_SCHEMA) != RESTART_SCHEMA:
            self.fault("schema", _any_of([RESTART_SCHEMA]), self.record["schema"])
        at = self.moment("at", self.record.get("at"))
        minutes, no_window = self.window(at)
        return RestartCase(
            level=self.one_of("level", self.record.get("level"), tuple(self.criteria.levels)),
            stopped=self.stopper("stopped", self.record.get("stopped")),
            at=at,
            intrusion=self.answer("intrusion", self.record.get("intrusion", "unknown")),
            confirmations=self.confirmations(),
            approvals=tuple(self.rows("approvals", self.person) or ()),
            in_flight=self.rows("in_flight", self.items),
            counterparties=self.rows("counterparties", self.counterparty),
            quorum=self.quorum(),
            window_minutes=minutes,
            needs_no_window=no_window,
            ramp=tuple(self.rows("ramp", self.stage) or ()),
            is_exercise=self.answer("exercise", self.record.get("exercise", "no")) != "no",
            services=self.rows("services", self.words) or (),
        )

    def fault(self, member: str, expected: Text, found: object) -> None:
        self.faults.append(
            RestartCaseError(
                Text(
                    ja=f"{member} に{expected.ja}を期待しましたが、{repr(found)[:80]} でした",
                    en=f"expected {expected.en} as {member}, found {repr(found)[:80]}",
                ),
                where=f"{self.origin} {member}",
                remedy=Text(
                    ja="docs/reference/runbook.md を見て直してください。",
                    en="See docs/reference/runbook.md for the form.",
                ),
            )
        )

    def one_of(self, member: str, found: object, words: tuple[str, ...]) -> str:
        if found not in words:
            self.fault(member, _any_of(words), found)
            return words[0]
        return str(found)

    def answer(self, member: str, found: object) -> str:
        plain = {True: "yes", False: "no"}.get(found, found) if isinstance(found, bool) else found
        return self.one_of(member, plain, _ANSWERS)

    def moment(self, member: str, found: object) -> datetime:
        try:
            at = datetime.fromisoformat(str(found))
        except ValueError:
            self.fault(member, _MOMENT_WANTED, found)
            return datetime(2026, 1, 5, tzinfo=_ZONE)
        return at.replace(tzinfo=_ZONE) if at.tzinfo is None else at

    def number(self, member: str, found: object, *, most: float = float("inf")) -> float:
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if not is_number or not 0.0 <= float(str(found)) <= most or found == float("inf"):
            self.fault(member, _number_to(most), found)
            return 0.0
        return float(str(found))

    def words(self, member: str, found: object) -> str:
        if not isinstance(found, str) or not found.strip():
            self.fault(member, _WORDS_WANTED, found)
            return ""
        return found.strip()

    def members(self, member: str, found: object, known: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(found, dict):
            self.fault(member, _MEMBERS_WANTED, found)
            return {}
        for name in sorted(set(map(str, found)) - set(known)):
            self.fault(f"{member}.{name}", _any_of(known), name)
        return found

    def rows(self, member: str, read: Callable[[str, object], T]) -> tuple[T, ...] | None:
        found = self.record.get(member)
        if found is None:
            return None
        if not isinstance(found, list):
            self.fault(member, _LIST_WANTED, found)
            return None
        return tuple(read(f"{member}[{place}]", row) for place, row in enumerate(found, start=1))

    def stopper(self, member: str, found: object) -> Person:
        """Return who stopped; a reason of break-glass stands for authority."""
        row = dict(found) if isinstance(found, dict) else found
        reason = row.pop("break_glass", None) if isinstance(row, dict) else None
        person = self.person(member, row)
        if reason is None:
            return person
        return replace(person, break_glass=self.words(f"{member}.break_glass", reason))

    def person(self, member: str, found: object) -> Person:
        row = self.members(member, found, ("actor", "role", "at"))
        return Person(
            actor=self.words(f"{member}.actor", row.get("actor")),
            role=self.one_of(f"{member}.role", row.get("role"), tuple(self.criteria.ranks)),
            at=self.moment(f"{member}.at", row.get("at")),
        )

    def confirmations(self) -> dict[str, Confirmation]:
        found = self.members(
            "conditions", self.record.get("conditions") or {}, tuple(self.criteria.conditions)
        )
        confirmed = {}
        for code, one in found.items():
            member = f"conditions.{code}"
            row = self.members(member, one, ("met", "by", "at", "evidence"))
            at = row.get("at")
            confirmed[str(code)] = Confirmation(
                met=self.answer(f"{member}.met", row.get("met", "unknown")),
                by=str(row.get("by") or ""),
                at=None if at is None else self.moment(f"{member}.at", at),
                evidence=str(row.get("evidence") or ""),
            )
        return confirmed

    def items(self, member: str, found: object) -> OpenItems:
        row = self.members(member, found, ("name", "count", "reconciled"))
        count = row.get("count", "unknown")
        is_unknown = count == "unknown"
        return OpenItems(
            name=self.words(f"{member}.name", row.get("name")),
            count=None if is_unknown else int(self.number(f"{member}.count", count)),
            reconciled=int(self.number(f"{member}.reconciled", row.get("reconciled", 0))),
        )

    def counterparty(self, member: str, found: object) -> Counterparty:
        row = self.members(member, found, ("name", "share", "retail", "ready"))
        retail = self.answer(f"{member}.retail", row.get("retail", False))
        return Counterparty(
            name=self.words(f"{member}.name", row.get("name")),
            share=self.number(f"{member}.share", row.get("share"), most=1.0),
            is_retail=retail == "yes",
            is_ready=self.answer(f"{member}.ready", row.get("ready", "unknown")),
        )

    def stage(self, member: str, found: object) -> RampStage:
        row = self.members(member, found, ("share", "minutes", "stop_again", "holds"))
        holds = row.get("holds")
        return RampStage(
            share=self.number(f"{member}.share", row.get("share"), most=1.0),
            minutes=self.number(f"{member}.minutes", row.get("minutes")),
            stop_again=self.words(f"{member}.stop_again", row.get("stop_again")),
            holds="" if holds is None else self.answer(f"{member}.holds", holds),
        )

    def quorum(self) -> str:
        found = self.record.get("quorum")
        if found is None:
            return ""
        return self.one_of("quorum", found, tuple(self.criteria.quorums))

    def window(self, at: datetime) -> tuple[float | None, str]:
        """Return the useful minutes before the cut-off, or why there is none."""
        found = self.record.get("window")
        if found is None:
            return None, ""
        row = self.members("window", found, ("calendar", "cut_off", "none"))
        if "none" in row:
            return None, self.words("window.none", row["none"])
        if "cut_off" in row:
            left = self.moment("window.cut_off", row["cut_off"]) - at
            return max(0.0, left.total_seconds() / 60), ""
        try:
            calendar = payment_calendar(str(row.get("calendar")))
            return calendar.open_minutes(at, calendar.next_cut_off(at)), ""
        except HiyokeError as error:
            self.fault("window.calendar", _CALENDAR_WANTED, str(error))
            return None, ""


def _any_of(words: Iterable[str]) -> Text:
    listed = list(words)
    if len(listed) == 1:
        return Text(ja=f" {listed[0]} ", en=listed[0])
    return Text(ja=f"次のいずれか（{'、'.join(listed)}）", en=f"one of {', '.join(listed)}")


def _number_to(most: float) -> Text:
    if most == float("inf"):
        return Text(ja="0 以上の数", en="a number, 0 or more")
    return Text(ja=f"0 から {most:g} までの数", en=f"a number from 0 to {most:g}")
