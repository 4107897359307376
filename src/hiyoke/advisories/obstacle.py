"""Why a claim cannot be held against a version: it is kept, named, and never taken for safe.

What is not here: quarantine, which is for records that could not be read at all.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from hiyoke.languages import Text


class Obstacle(StrEnum):
    """Codes of the column ``affected_ranges.obstacle``; a row that has one is not assessable."""

    GIT_ONLY = "git_only"
    UNSORTABLE_BOUND = "unsortable_bound"
    UNKNOWN_SCHEME = "unknown_scheme"
    NO_VERSION_GIVEN = "no_version_given"
    MALFORMED_RANGE = "malformed_range"
    MALFORMED_ENTRY = "malformed_entry"
    UNCHECKED_CONDITION = "unchecked_condition"


OBSTACLE_MEANINGS: Final = {
    Obstacle.GIT_ONLY: Text(
        ja="範囲が Git のコミットだけで示されており、バージョンでは判定できません",
        en="the range is given in Git commits only, so versions cannot be compared with it",
    ),
    Obstacle.UNSORTABLE_BOUND: Text(
        ja="範囲の端のバージョンがその方式では並べられません",
        en="a bound of the range has no place in the order of its version scheme",
    ),
    Obstacle.UNKNOWN_SCHEME: Text(
        ja="このエコシステムのバージョンの順序が分かりません",
        en="no version order is known for this ecosystem",
    ),
    Obstacle.NO_VERSION_GIVEN: Text(
        ja="どのバージョンが影響を受けるかが書かれていません",
        en="the advisory does not say which versions are affected",
    ),
    Obstacle.MALFORMED_RANGE: Text(
        ja="範囲の書き方が形式の規則に合いません",
        en="the range breaks the rules of its format",
    ),
    Obstacle.MALFORMED_ENTRY: Text(
        ja="影響対象の書き方が形式の規則に合いません",
        en="the affected entry breaks the rules of its format",
    ),
    Obstacle.UNCHECKED_CONDITION: Text(
        ja="「〜でない場合」という条件が付いており、その条件は判定できません",
        en="the claim holds under a negated condition, which cannot be checked",
    ),
}
