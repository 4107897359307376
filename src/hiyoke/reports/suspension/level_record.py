"""The level as a plain record for machines: every trigger, gate, decider and deadline.

What is not here: words for people (`level_view`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from hiyoke.estate import Delegation
    from hiyoke.languages import Text
    from hiyoke.suspension import LevelReading, NoticeClock, TriggerReading


def level_record(reading: LevelReading) -> dict[str, Any]:
    """Return a level as a record; times carry their offset."""
    criteria = reading.criteria
    return {
        "criteria": criteria.version,
        "level": reading.level,
        "level_name": _text(criteria.levels[reading.level].name),
        "level_if_unknown": reading.level_if_unknown,
        "plan_level": reading.plan_level,
        "decision_level": reading.decision_level,
        "decide_by": _instant(reading.decide_by),
        "decide_by_counts_from": "knowledge" if reading.is_counted_from_knowledge else "decision",
        "services": list(reading.services),
        "triggers": [_trigger(one) for one in reading.triggers],
        "deciders": None
        if reading.deciders is None
        else [delegation_record(one) for one in reading.deciders],
        "notices": notice_records(reading.clocks),
        "sources": {name: _text(words) for name, words in sorted(criteria.sources.items())},
    }


def notice_records(clocks: Iterable[NoticeClock]) -> list[dict[str, Any]]:
    """Return deadlines as records."""
    return [
        {
            "duty": one.duty.duty,
            "name": _text(one.duty.name),
            "when": one.duty.when,
            "due_in_words": _text(one.duty.due),
            "step": None if one.step is None else one.step.step,
            "step_name": None if one.step is None else _text(one.step.name),
            "starts_from": None if one.step is None else one.step.starts_from,
            "state": one.state.value,
            "starts_at": _instant(one.starts_at),
            "due_at": _instant(one.due_at),
            "mark": one.duty.mark,
            "source": one.duty.source,
            "verify": one.duty.is_to_verify,
        }
        for one in clocks
    ]


def delegation_record(one: Delegation) -> dict[str, Any]:
    """Return one line of the table of authority as a record."""
    return {
        "role": one.role,
        "name": _text(one.name),
        "person": one.person,
        "contact": one.contact,
        "up_to": one.up_to,
        "hours": one.hours,
        "services": list(one.services),
        "expires_on": one.expires_on.isoformat(),
        "deputy": one.deputy,
    }


def _trigger(one: TriggerReading) -> dict[str, Any]:
    return {
        "code": one.trigger.code,
        "name": _text(one.trigger.name),
        "level": one.trigger.level,
        "state": one.state.value,
        "why": _text(one.why),
        "remedy": None if one.remedy is None else _text(one.remedy),
        "decide_minutes": one.trigger.decide_minutes,
        "gates": [
            {
                "gate": gate.gate,
                "answer": gate.answer,
                "why": _text(gate.why),
                "is_stated": gate.is_stated,
            }
            for gate in one.gates
        ],
        "mark": one.trigger.mark,
        "source": one.trigger.source,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _text(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}
