"""A decision as people take it: who, in which role, when, on what basis, against what else.

What is not here: the chain that makes edits visible (`decision_chain`), and the file
(`decision_log`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hiyoke.errors import DecisionError, FaultsError
from hiyoke.estate import STOP_LEVELS
from hiyoke.languages import Text

if TYPE_CHECKING:
    from datetime import datetime

#: Kinds of record that decide something, and so need a second person.
DECIDING_KINDS: Final = ("stop", "non_stop", "acceptance", "restart")
#: Kinds of record that speak about an earlier record.
ANSWERING_KINDS: Final = ("approval", "review")
DECISION_KINDS: Final = (*DECIDING_KINDS, *ANSWERING_KINDS)

#: Inside every record of an exercise, and nowhere else.
EXERCISE_MARK: Final = "訓練 EXERCISE"

#: Longest text of one member, in characters; a longer one is a document and belongs to the basis.
MAX_CHARACTERS: Final = 4000

_HASH: Final = re.compile(r"[0-9a-f]{64}")
#: Characters that make a line read otherwise than it is written.
_BIDI: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A document that a decision rests on.

    Attributes:
        name: What it is called.
        sha256: Digest of its bytes, 64 lower-case hexadecimal digits.
    """

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """Somebody who thought otherwise.

    Attributes:
        actor: Who.
        words: What was said.
    """

    actor: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One record before it enters the log.

    Attributes:
        kind: One of `DECISION_KINDS`.
        actor: The person, as the institution's directory names them.
        role: The role in which the person acts.
        decided_at: When, aware.
        subject: What it is about, for example the identifier of a situation.
        summary: What was decided, in a sentence or two.
        basis: Documents it rests on.
        alternatives: What else was considered.
        dissent: Who thought otherwise.
        expires_at: When it lapses unless it is renewed.
        refers_to: Hash of the record that an approval or a review speaks about.
        approves: What an approval or a review says; None for other kinds.
        break_glass: Why there was no time for a second person; empty when there was.
        is_exercise: Whether it belongs to an exercise.
        level: Level that is decided, L0 to L4; empty when nobody has stated it.
        services: Services that are stopped, or would be.
        known_at: When the institution came to know of the situation; None when not stated.
        authority: The delegation by which the person acts; empty when nobody has checked.
    """

    kind: str
    actor: str
    role: str
    decided_at: datetime
    subject: str
    summary: str
    basis: tuple[Basis, ...] = ()
    alternatives: tuple[str, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    expires_at: datetime | None = None
    refers_to: str = ""
    approves: bool | None = None
    break_glass: str = ""
    is_exercise: bool = False
    level: str = ""
    services: tuple[str, ...] = ()
    known_at: datetime | None = None
    authority: str = ""

    def members(self) -> dict[str, Any]:
        """Return the record's own members as plain values, the mark of an exercise included."""
        return {
            "kind": self.kind,
            "actor": self.actor,
            "role": self.role,
            "decided_at": self.decided_at.isoformat(),
            "subject": self.subject,
            "summary": self.summary,
            "basis": [{"name": one.name, "sha256": one.sha256} for one in self.basis],
            "alternatives": list(self.alternatives),
            "dissent": [{"actor": one.actor, "words": one.words} for one in self.dissent],
            "expires_at": None if self.expires_at is None else self.expires_at.isoformat(),
            "refers_to": self.refers_to,
            "approves": self.approves,
            "break_glass": self.break_glass,
            "mark": EXERCISE_MARK if self.is_exercise else "",
            "level": self.level,
            "services": list(self.services),
            "known_at": None if self.known_at is None else self.known_at.isoformat(),
            "authority": self.authority,
        }


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are the same person: width, case and spaces aside."""
    return _plain(one) == _plain(other)


def check_decision(decision: Decision) -> None:
    """Refuse a record that lacks what a decision needs.

    Raises:
        FaultsError: With every fault; nothing may be written.
    """
    expected = [
        (f"kind: {', '.join(DECISION_KINDS)}", decision.kind in DECISION_KINDS),
        ("actor", _has_words(decision.actor)),
        ("role", _has_words(decision.role)),
        ("subject", _has_words(decision.subject)),
        ("summary", _has_words(decision.summary)),
        ("decided_at with a time zone", decision.decided_at.tzinfo is not None),
        ("expires_at after decided_at, with a time zone", _expires_later(decision)),
        ("level: L0 to L4", decision.level in {"", *STOP_LEVELS}),
        ("services in words", all(_has_words(one) for one in decision.services)),
        ("known_at with a time zone, not after decided_at", _known_earlier(decision)),
        ("basis with names and SHA-256", all(_is_basis(one) for one in decision.basis)),
        ("alternatives in words", all(_has_words(one) for one in decision.alternatives)),
        (
            "dissent with actor and words",
            all(_has_words(one.actor) and _has_words(one.words) for one in decision.dissent),
        ),
        (
            f"at most {MAX_CHARACTERS} plain characters each",
            all(_is_plain(text) for text in _texts(decision)),
        ),
        (
            "no mark of an exercise in a real decision",
            decision.is_exercise or not any(EXERCISE_MARK in text for text in _texts(decision)),
        ),
        *_expected_of_kind(decision),
    ]
    faults = [_fault(member, decision.kind) for member, is_met in expected if not is_met]
    if faults:
        what = Text(
            ja=f"記録できる決定を期待しましたが、{len(faults)} 件の不備がありました",
            en=f"expected a decision that can be recorded, found {len(faults)} faults",
        )
        raise FaultsError(what, faults=faults, where=decision.kind)


def _expected_of_kind(decision: Decision) -> list[tuple[str, bool]]:
    if decision.kind in DECIDING_KINDS:
        return [
            ("basis: one document or more", bool(decision.basis)),
            ("alternatives: one or more", bool(decision.alternatives)),
            ("expires_at", decision.expires_at is not None),
            ("no refers_to, no approves", not decision.refers_to and decision.approves is None),
        ]
    return [
        ("refers_to: the hash of a record", bool(_HASH.fullmatch(decision.refers_to))),
        ("approves: yes or no", decision.approves is not None),
        ("no break_glass", not decision.break_glass),
    ]


def _fault(member: str, kind: str) -> DecisionError:
    return DecisionError(
        Text(
            ja=f"{member} を期待しましたが、ないか、正しくありません",
            en=f"expected {member}, found none or an unsound one",
        ),
        where=kind,
        remedy=Text(
            ja="補ってからもう一度実行してください。何も書かれていません。",
            en="Supply it and run again; nothing was written.",
        ),
    )


def _expires_later(decision: Decision) -> bool:
    if decision.expires_at is None:
        return True
    if decision.expires_at.tzinfo is None or decision.decided_at.tzinfo is None:
        return False
    return decision.expires_at > decision.decided_at


def _known_earlier(decision: Decision) -> bool:
    if decision.known_at is None:
        return True
    if decision.known_at.tzinfo is None or decision.decided_at.tzinfo is None:
        return False
    return decision.known_at <= decision.decided_at


def _is_basis(basis: Basis) -> bool:
    return _has_words(basis.name) and bool(_HASH.fullmatch(basis.sha256))


def _has_words(text: str) -> bool:
    return bool(text.strip())


def _texts(decision: Decision) -> list[str]:
    texts = [decision.actor, decision.role, decision.subject, decision.summary]
    texts += [decision.break_glass, *decision.alternatives, *decision.services]
    texts.append(decision.authority)
    texts += [one.name for one in decision.basis]
    return texts + [text for one in decision.dissent for text in (one.actor, one.words)]


def _is_plain(text: str) -> bool:
    return len(text) <= MAX_CHARACTERS and not any(
        character in _BIDI or unicodedata.category(character) in {"Cc", "Cs"}
        for character in text.replace("\n", "")
    )


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
