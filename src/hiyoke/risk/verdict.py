"""The one verdict that screen, file and exit code share.

What is not here: how the facts were found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from hiyoke.languages import Text


class Verdict(IntEnum):
    """What a run says as a whole; the number is the exit code."""

    CLEAR = 0
    ACTION_ADVISED = 10
    NOT_ASSESSABLE = 12

    @property
    def label(self) -> Text:
        """The verdict as words for people."""
        return _LABELS[self]


_LABELS = {
    Verdict.CLEAR: Text(
        ja="既知の脆弱性やサポート終了は見つかりませんでした",
        en="No known vulnerability or end of life was found",
    ),
    Verdict.ACTION_ADVISED: Text(ja="対応が必要です", en="Action is advised"),
    Verdict.NOT_ASSESSABLE: Text(
        ja="情報が足りず、安全とは判定できません",
        en="Not assessable: data is missing or stale, so nothing can be called clear",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The counts that decide.

    Attributes:
        affected: Affected findings on systems.
        end_of_life: Systems and components whose support has ended or ends within the horizon.
        unknown: Unknown or stale facts, of any kind, that could hide a finding.
    """

    affected: int
    end_of_life: int
    unknown: int


def verdict_of(tally: Tally) -> Verdict:
    """Return the verdict.

    Law: never clear while anything is affected, ended, unknown or stale.
    """
    if tally.affected or tally.end_of_life:
        return Verdict.ACTION_ADVISED
    if tally.unknown:
        return Verdict.NOT_ASSESSABLE
    return Verdict.CLEAR
