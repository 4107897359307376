"""Records chained by their digests, so that any edit, insertion, removal or reordering shows.

A line is the canonical JSON of one record; its hash covers everything in it, the previous hash
included. The last hash, the head, kept elsewhere, also shows a cut at the end: nothing inside a
file can show that. What is not here: reading and writing the file (`decision_log`), and signatures:
whoever rewrites the whole file can chain it anew, and only the head kept elsewhere tells.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hiyoke.languages import Text
from hiyoke.suspension.decision import DECISION_KINDS, EXERCISE_MARK, Basis, Decision, Dissent

if TYPE_CHECKING:
    from collections.abc import Mapping

DECISION_SCHEMA: Final = "hiyoke/decision/2"
#: Of logs that were begun before levels were recorded; their lines are read as they are.
FIRST_SCHEMA: Final = "hiyoke/decision/1"
#: Stands before the first record.
NO_HASH: Final = "0" * 64

_FIRST_MEMBERS: Final = frozenset(
    {
        *("schema", "number", "recorded_at", "prev", "hash", "kind", "actor", "role"),
        *("decided_at", "subject", "summary", "basis", "alternatives", "dissent", "expires_at"),
        *("refers_to", "approves", "break_glass", "mark"),
    }
)
_NEW_MEMBERS: Final = frozenset({"level", "services", "known_at", "authority"})
_MEMBERS: Final = {
    FIRST_SCHEMA: _FIRST_MEMBERS,
    DECISION_SCHEMA: _FIRST_MEMBERS | _NEW_MEMBERS,
}
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDecision:
    """A record in the chain.

    Attributes:
        number: Place in the log, from 1.
        recorded_at: When it was written, aware.
        prev: Hash of the record before it.
        hash: Its own.
        decision: What it says.
        schema: By which it was written.
    """

    number: int
    recorded_at: datetime
    prev: str
    hash: str
    decision: Decision
    schema: str = DECISION_SCHEMA

    def line(self) -> bytes:
        """Return the record as its line of the log, newline included."""
        return _line(_content(self) | {"hash": self.hash})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """One place where a log is not what was written.

    Attributes:
        line: Line number from 1; 0 for the log as a whole.
        what: What was expected and found.
    """

    line: int
    what: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck:
    """What a check of a log found.

    Attributes:
        records: Every sound record, in order.
        faults: Empty when the log is intact.
        head: Hash of the last line as it stands; `NO_HASH` for an empty log.
        is_anchored: Whether a head kept elsewhere was found, so that a cut at the end would show.
        since_anchor: Records after that head.
        clock_went_back: Numbers of records whose time lies before that of the one before.
    """

    records: tuple[SealedDecision, ...]
    faults: tuple[ChainFault, ...]
    head: str
    is_anchored: bool
    since_anchor: int
    clock_went_back: tuple[int, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found that should not be."""
        return not self.faults


def seal(decision: Decision, *, number: int, recorded_at: datetime, prev: str) -> SealedDecision:
    """Chain a decision to the record before it.

    Args:
        decision: As `check_decision` accepts it.
        number: Place in the log, from 1.
        recorded_at: Now, aware.
        prev: Hash of the record before; `NO_HASH` for the first.
    """
    unsealed = SealedDecision(
        number=number, recorded_at=recorded_at, prev=prev, hash="", decision=decision
    )
    return SealedDecision(
        number=number,
        recorded_at=recorded_at,
        prev=prev,
        hash=_digest(_content(unsealed)),
        decision=decision,
    )


def check_chain(content: bytes, *, head: str | None = None) -> ChainCheck:
    """Check a whole log, line by line.

    Args:
        content: The log's bytes.
        head: A hash that was kept elsewhere; None when there is none.

    Returns:
        What was found. Every change of a byte, insertion, removal and reordering inside the log is
        a fault; a cut at the end is one only with a `head`.

    Cost:
        One digest for each record.
    """
    faults: list[ChainFault] = []
    records: list[SealedDecision] = []
    lines = content.split(b"\n")
    if lines.pop():
        faults.append(
            ChainFault(
                line=len(lines) + 1,
                what=Text(
                    ja="改行で終わる行を期待しましたが、途中で切れています",
                    en="expected a line that ends with a newline, found it cut off",
                ),
            )
        )
    prev, hashes = NO_HASH, [NO_HASH]
    for number, line in enumerate(lines, start=1):
        record, found = _read_line(line, number, prev)
        faults += [ChainFault(line=number, what=what) for what in found]
        if record is not None:
            records.append(record)
        prev = _stated_hash(line)
        hashes.append(prev)
    faults += _mixed(records)
    is_anchored = head is not None and head in hashes
    if head is not None and not is_anchored:
        faults.append(ChainFault(line=0, what=_NO_HEAD.fill(head=head, count=len(lines))))
    back = [
        later.number
        for earlier, later in itertools.pairwise(records)
        if later.recorded_at < earlier.recorded_at
    ]
    return ChainCheck(
        records=tuple(records),
        faults=tuple(faults),
        head=prev,
        is_anchored=is_anchored,
        since_anchor=len(hashes) - 1 - hashes.index(head) if is_anchored and head else 0,
        clock_went_back=tuple(back),
    )


_NO_HEAD: Final = Text(
    ja="末尾ハッシュ {head} のある記録を期待しましたが、{count} 行のどこにもありません。"
    "末尾が切り落とされたか、全体が書き直されています",
    en="expected a record with the head {head}, found none in {count} lines: the end was cut off "
    "or the whole was written anew",
)


def _read_line(line: bytes, number: int, prev: str) -> tuple[SealedDecision | None, list[Text]]:
    record = _plain_record(line)
    sealed = None if record is None else _sealed(record)
    if record is None or sealed is None or sealed.line() != line + b"\n":
        return None, [
            Text(
                ja="決定記録の形の行を期待しましたが、書き換えられているか、別のものです",
                en="expected a line as a decision log has it, found it altered or something else",
            )
        ]
    stated = {name: value for name, value in record.items() if name != "hash"}
    checks = {
        Text(
            ja="内容に合うハッシュを期待しましたが、合いません。内容かハッシュが書き換えられています",
            en="expected a hash that fits the content, found another: one of them was altered",
        ): _digest(stated) == sealed.hash,
        Text(
            ja="前の行のハッシュを期待しましたが、違います。行が消えたか、加わったか、"
            "入れ替わっています",
            en="expected the hash of the line before, found another: lines were removed, added or "
            "reordered",
        ): sealed.prev == prev,
        Text(
            ja=f"通番 {number} を期待しましたが、{sealed.number} でした",
            en=f"expected number {number}, found {sealed.number}",
        ): sealed.number == number,
    }
    faults = [what for what, is_met in checks.items() if not is_met]
    return (None if faults else sealed), faults


def _plain_record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("schema"), str):
        return None
    return record if frozenset(record) == _MEMBERS.get(record["schema"]) else None


def _sealed(record: Mapping[str, Any]) -> SealedDecision | None:
    """Return the record as it reads; None when a member has another type or word."""
    try:
        expires, known = record["expires_at"], record.get("known_at")
        is_sound = (
            record["kind"] in DECISION_KINDS
            and record["mark"] in {"", EXERCISE_MARK}
            and _HASH.fullmatch(record["hash"])
            and _HASH.fullmatch(record["prev"])
            and type(record["number"]) is int
        )
        if not is_sound:
            return None
        return SealedDecision(
            number=record["number"],
            recorded_at=datetime.fromisoformat(record["recorded_at"]),
            prev=record["prev"],
            hash=record["hash"],
            decision=Decision(
                kind=record["kind"],
                actor=record["actor"],
                role=record["role"],
                decided_at=datetime.fromisoformat(record["decided_at"]),
                subject=record["subject"],
                summary=record["summary"],
                basis=tuple(Basis(**one) for one in record["basis"]),
                alternatives=tuple(record["alternatives"]),
                dissent=tuple(Dissent(**one) for one in record["dissent"]),
                expires_at=None if expires is None else datetime.fromisoformat(expires),
                refers_to=record["refers_to"],
                approves=record["approves"],
                break_glass=record["break_glass"],
                is_exercise=record["mark"] == EXERCISE_MARK,
                level=record.get("level", ""),
                services=tuple(record.get("services", ())),
                known_at=None if known is None else datetime.fromisoformat(known),
                authority=record.get("authority", ""),
            ),
            schema=record["schema"],
        )
    except (TypeError, ValueError, AttributeError):
        return None


def _stated_hash(line: bytes) -> str:
    """Return the hash that a line states, or one that nothing can follow."""
    record = _plain_record(line)
    found = None if record is None else record["hash"]
    return found if isinstance(found, str) else hashlib.sha256(line).hexdigest()


def _mixed(records: list[SealedDecision]) -> list[ChainFault]:
    """Return the records of an exercise among real ones, and the other way round."""
    what = Text(
        ja="一つの記録には訓練か本番の一方だけを期待しましたが、混ざっています",
        en="expected a log of exercises only or of real decisions only, found both",
    )
    return [
        ChainFault(line=record.number, what=what)
        for record in records
        if record.decision.is_exercise != records[0].decision.is_exercise
    ]


def _content(sealed: SealedDecision) -> dict[str, Any]:
    members = sealed.decision.members()
    if sealed.schema == FIRST_SCHEMA:
        members = {name: said for name, said in members.items() if name not in _NEW_MEMBERS}
    return members | {
        "schema": sealed.schema,
        "number": sealed.number,
        "recorded_at": sealed.recorded_at.isoformat(),
        "prev": sealed.prev,
    }


def _line(record: Mapping[str, Any]) -> bytes:
    """Return canonical JSON: keys sorted, no spaces, UTF-8, one line."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _digest(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(_line(record).rstrip(b"\n")).hexdigest()
