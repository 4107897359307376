"""What a page or a screen says of the level: one line each, for a reader with three minutes.

What is not here: how a level is judged (`hiyoke.suspension.levels`), and its words (`level_words`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language
from hiyoke.reports.suspension.clock_view import ClockView
from hiyoke.reports.suspension.level_words import (
    ANSWER_WORDS,
    GATE_WORDS,
    LEVEL_LABELS,
)
from hiyoke.suspension import ClockState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.estate import Delegation
    from hiyoke.suspension import Duty, LevelReading, NoticeClock, TriggerReading

#: Triggers, names and notices told in one line; the JSON files have all.
SHOWN: Final = 3


class LevelView(ClockView):
    """A level in words of one language.

    Args:
        reading: What was judged.
        language: The language.
    """

    def __init__(self, reading: LevelReading, language: Language) -> None:
        super().__init__(language)
        self.reading = reading

    def label(self, key: str, /, **values: object) -> str:
        """Return a heading."""
        return self.t(LEVEL_LABELS[key]).format(**values)

    def rows(self) -> list[tuple[str, str]]:
        """Return heading and sentence of everything that the reader has to know."""
        found = [
            (self.label("level"), self.level),
            (self.label("triggers"), self.triggers),
            (self.label("gates"), self.gates),
            (self.label("kept_out"), self.kept_out),
            (self.label("open"), self.open),
            (self.label("deciders", level=self.reading.decision_level), self.deciders),
            (self.label("notices"), self.notices),
        ]
        return [(heading, words) for heading, words in found if words]

    @property
    def level(self) -> str:
        """The level, until when to decide, and what stopping now amounts to."""
        reading = self.reading
        name = self.t(reading.criteria.levels[reading.level].name)
        parts = [self.say("level", level=reading.level, name=name)]
        if reading.decide_by is not None:
            is_now = any(one.trigger.decide_minutes == 0 for one in reading.met)
            time = self.moment(reading.decide_by)
            late = "decide_late" if reading.decide_by < reading.at else "decide_by"
            parts.append(self.say("decide_now") if is_now else self.say(late, time=time))
            if not reading.is_counted_from_knowledge and not is_now:
                parts.append(self.say("from_decision"))
        base = next(iter(reading.criteria.levels))
        if reading.plan_level == base != reading.level:
            parts.append(self.say("no_plan"))
        elif reading.plan_level != reading.level:
            parts.append(self.say("plan_level", level=reading.plan_level))
        return self._sentences(parts)

    @property
    def triggers(self) -> str:
        """Triggers met, the highest level first."""
        met = self.reading.met
        return self._listed([self._trigger(one) for one in met]) or self.say("no_trigger")

    @property
    def gates(self) -> str:
        """The gates of gated triggers with their answers; empty where none was asked."""
        gated = [one for one in (*self.reading.met, *self.reading.kept_out) if one.gates]
        if not gated:
            return ""
        return self._listed(
            [
                self.say(
                    "gate",
                    name=self.t(GATE_WORDS[gate.gate]),
                    answer=self.t(ANSWER_WORDS[gate.answer]),
                )
                for gate in gated[0].gates
            ],
            shown=len(GATE_WORDS),
        )

    @property
    def kept_out(self) -> str:
        """Triggers that a gate keeps from counting, and which."""
        return self._listed(
            [
                self.say(
                    "kept",
                    code=one.trigger.code,
                    name=self.t(one.trigger.name),
                    gate=self._joined(
                        self.t(gate.why) for gate in one.gates if gate.answer == "no"
                    ),
                )
                for one in self.reading.kept_out
            ]
        )

    @property
    def open(self) -> str:
        """What could raise the level, and how to find out; empty when nothing could."""
        found = self.reading.open
        if not found:
            return ""
        names = [f"{one.trigger.code} {self.t(one.trigger.name)}" for one in found]
        remedy = found[0].remedy
        told = self.t(remedy) if len(found) == 1 and remedy else self.say("find_out")
        level = self.reading.level_if_unknown
        return self.say("open", level=level, names=self._listed(names), remedy=told)

    @property
    def deciders(self) -> str:
        """Who may decide now; the runbook and the JSON files have their phones."""
        table = self.reading.deciders
        if table is None:
            return self.say("no_table")
        return self._listed([self.decider(one) for one in table]) or self.say("nobody")

    def decider(self, one: Delegation) -> str:
        """Return a post and its holder."""
        name = self.t(one.name)
        if one.person:
            name = self.say("person", name=name, person=one.person)
        return self.say("deputy", name=name) if one.deputy else name

    @property
    def notices(self) -> str:
        """Whom to tell at once, the next deadlines, and how many clocks do not run."""
        clocks = self.reading.clocks
        running = sorted(
            (one for one in clocks if one.due_at is not None),
            key=lambda one: (one.due_at, one.duty.duty),
        )
        parts = []
        at_once = [one for one in running if one.is_at_once and one.duty.is_for_all]
        if at_once:
            names = self._joined(self._short(one.duty) for one in at_once)
            parts.append(self.say("at_once", names=names))
        sure = [self._due(one) for one in running if one.duty.is_for_all and not one.is_at_once]
        if sure:
            parts.append(self._listed(sure))
        if_so = [self._due(one) for one in running if not one.duty.is_for_all]
        if if_so:
            parts.append(self.say("if_so", names=self._listed(if_so)))
        for state, name in (
            (ClockState.START_UNKNOWN, "start_unknown"),
            (ClockState.BY_RULES, "by_rules"),
            (ClockState.NO_CALENDAR, "no_calendar"),
        ):
            count = sum(one.state is state for one in clocks)
            if count:
                parts.append(self.say(name, n=count))
        return self._sentences([*parts, self.say("verify")])

    def _due(self, clock: NoticeClock) -> str:
        time = "" if clock.due_at is None else self.moment(clock.due_at)
        if clock.is_at_once:
            time = self.say("now")
        return self.say("due", time=time, name=self._short(clock.duty))

    def _short(self, duty: Duty) -> str:
        return self.t(duty.short or duty.name)

    def _trigger(self, one: TriggerReading) -> str:
        name, why = self.t(one.trigger.name), self.t(one.why)
        return self.say("trigger", code=one.trigger.code, name=name, why=why)

    def _joined(self, items: Iterable[str]) -> str:
        return ("、" if self.language is Language.JA else ", ").join(items)

    def _listed(self, items: list[str], shown: int = SHOWN) -> str:
        told, more = items[:shown], len(items) - shown
        if more > 0:
            told.append(self.say("more", n=more))
        return ("、" if self.language is Language.JA else "; ").join(told)

    def _sentences(self, parts: list[str]) -> str:
        if self.language is Language.JA:
            return "。".join(parts) + "。"
        return ". ".join(part[:1].upper() + part[1:] for part in parts) + "."
