"""What people state about a situation besides its cause: when they knew, which signs they saw.

A fact that nobody states is unknown, never no. What is not here: the rest of the situation
(`situation`), and what follows from the facts (`levels`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from hiyoke.languages import Text
from hiyoke.suspension.stop_criteria import GATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: What people may state, each yes, no or unknown.
ATTACK_FACTS: Final = (
    "odd_behaviour",
    "privilege_gained",
    "data_leaving",
    "identity_compromised",
    "destruction",
)
STATED_FACTS: Final = (
    "exploit_seen",
    "exploited_here",
    "fix_published",
    "support_ended",
    *ATTACK_FACTS,
    "authority_request",
    "saas_breach",
    "supply_chain",
    "shared_member_hit",
)
#: Members of a situation file that this module reads.
FACT_MEMBERS: Final = ("detected_at", "classified_at", "facts", "gates")

_ANSWERS: Final = {
    True: "yes",
    False: "no",
    "yes": "yes",
    "no": "no",
    "unknown": "unknown",
    "はい": "yes",
    "いいえ": "no",
    "不明": "unknown",
}
_MOMENT: Final = Text(
    ja="判断の時点より後でない日時（例: 2026-05-25T13:50）",
    en="a date and time such as 2026-05-25T13:50, not after the decision",
)
_ANSWER: Final = Text(ja="yes、no、unknown のいずれか", en="yes, no or unknown")
_PAIRS: Final = Text(ja="「項目: 答え」の組", en="names with an answer each")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFacts:
    """What people state.

    Attributes:
        detected_at: When the institution came to know, aware; None when nobody has said.
        classified_at: When it was classified as a major incident, aware; None when it was not.
        facts: yes, no or unknown for some of `STATED_FACTS`.
        gates: yes, no or unknown for some of `GATES`.
    """

    detected_at: datetime | None = None
    classified_at: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    gates: Mapping[str, str] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        """Return what was stated; unknown when nothing was."""
        return self.facts.get(name, "unknown")


def stated_facts_of(
    record: Mapping[str, Any],
    fault: Callable[[str, Text, object], None],
    *,
    at: datetime,
    timezone: str,
) -> StatedFacts:
    """Return the facts of a situation file, each fault noted.

    Args:
        record: Plain values of the file.
        fault: Notes a fault: member, what was expected, what was found.
        at: When the decision is asked for; nothing was known later.
        timezone: Of moments that name none.
    """
    zone = ZoneInfo(timezone)

    def moment(member: str) -> datetime | None:
        found = record.get(member)
        if found is None:
            return None
        try:
            read = datetime.fromisoformat(str(found))
        except ValueError:
            fault(member, _MOMENT, found)
            return None
        read = read.replace(tzinfo=zone) if read.tzinfo is None else read.astimezone(zone)
        if read > at:
            fault(member, _MOMENT, found)
            return None
        return read

    return StatedFacts(
        detected_at=moment("detected_at"),
        classified_at=moment("classified_at"),
        facts=_answers(record, "facts", STATED_FACTS, fault),
        gates=_answers(record, "gates", GATES, fault),
    )


def _answers(
    record: Mapping[str, Any],
    member: str,
    known: tuple[str, ...],
    fault: Callable[[str, Text, object], None],
) -> dict[str, str]:
    found = record.get(member)
    if found is None:
        return {}
    if not isinstance(found, dict):
        fault(member, _PAIRS, found)
        return {}
    answers = {}
    for name, said in found.items():
        answer = _ANSWERS.get(said) if isinstance(said, bool | str) else None
        if name not in known:
            listed = ", ".join(known)
            fault(f"{member}.{name}", Text(ja=f"{listed} のいずれか", en=f"one of {listed}"), name)
        elif answer is None:
            fault(f"{member}.{name}", _ANSWER, said)
        else:
            answers[str(name)] = answer
    return answers
