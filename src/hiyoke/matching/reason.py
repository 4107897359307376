"""Why a component could not be judged, and what to do about it: one table for every output.

Obstacles that lie in an advisory keep the words of `hiyoke.advisories`. What is not here: which
reason applies (`component_names` and `verdict` say).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from hiyoke.advisories.obstacle import OBSTACLE_MEANINGS, Obstacle
from hiyoke.languages import Text


class Reason(StrEnum):
    """Codes of the column ``reason`` in `FINDINGS` and `NOT_ASSESSABLE`."""

    NO_IDENTITY = "no_identity"
    BAD_PURL = "bad_purl"
    BAD_CPE = "bad_cpe"
    NO_VERSION = "no_version"
    UNSORTABLE_VERSION = "unsortable_version"
    OTHER_SCHEME = "other_scheme"
    RELEASE_UNKNOWN = "release_unknown"
    NO_RELEASE_PART = "no_release_part"
    OTHER_MODULE_STREAM = "other_module_stream"
    FIXED_BUILD = "fixed_build"
    ECOSYSTEM_NOT_COVERED = "ecosystem_not_covered"
    RELEASE_NOT_COVERED = "release_not_covered"
    UNDER_INVESTIGATION = "under_investigation"
    STATED_NOT_AFFECTED = "stated_not_affected"


class ReasonWords(NamedTuple):
    """What a reason says to a reader.

    Attributes:
        why: The reason as one sentence.
        remedy: What the reader can do; empty for a statement that needs nothing.
    """

    why: Text
    remedy: Text


_FIX_THE_SBOM = Text(
    ja="SBOM を作る道具の設定を見直し、作り直してください。",
    en="Correct the tool that makes the SBOM and make it again.",
)
_FIX_THE_ADVISORY = Text(
    ja="アドバイザリの本文を読んで人が判断し、公表元に知らせてください。",
    en="Read the advisory and judge by hand; tell its publisher.",
)

_NOTHING = Text(ja="", en="")

_OWN: Final[dict[str, ReasonWords]] = {
    Reason.NO_IDENTITY: ReasonWords(
        Text(
            ja="purl も CPE もないため、何の部品か特定できません",
            en="it has neither purl nor CPE, so nothing says which package it is",
        ),
        Text(
            ja="purl を出力する道具で SBOM を作り直すか、供給者に purl を求めてください。",
            en="Make the SBOM with a tool that writes purls, or ask the supplier for them.",
        ),
    ),
    Reason.BAD_PURL: ReasonWords(
        Text(
            ja="purl が規則に合わず、パッケージを特定できません",
            en="its purl breaks the rules, so it names no package",
        ),
        _FIX_THE_SBOM,
    ),
    Reason.BAD_CPE: ReasonWords(
        Text(
            ja="CPE からベンダーと製品を読み取れません",
            en="no vendor and product can be read from its CPE",
        ),
        _FIX_THE_SBOM,
    ),
    Reason.NO_VERSION: ReasonWords(
        Text(ja="バージョンが書かれていません", en="it has no version"),
        Text(
            ja="実際に導入されているバージョンを調べ、SBOM に入れてください。",
            en="Find the installed version and put it into the SBOM.",
        ),
    ),
    Reason.UNSORTABLE_VERSION: ReasonWords(
        Text(
            ja="バージョンの表記が、そのエコシステムの順序では並べられません",
            en="its version has no place in the order of its ecosystem",
        ),
        Text(
            ja="正式なリリースのバージョンを調べて SBOM を直すか、"
            "アドバイザリを読んで人が判断してください。",
            en="Put the released version into the SBOM, or read the advisory and judge by hand.",
        ),
    ),
    Reason.OTHER_SCHEME: ReasonWords(
        Text(
            ja="アドバイザリの範囲が別の方式のバージョンで書かれています",
            en="the advisory's range is written in another version scheme",
        ),
        _FIX_THE_ADVISORY,
    ),
    Reason.RELEASE_UNKNOWN: ReasonWords(
        Text(
            ja="OS のどの版に入っているか分からず、版によって結果が変わります",
            en="its release of the distribution is unknown, and the answer depends on it",
        ),
        Text(
            ja="purl に distro=（例: distro=debian-12）を付けるか、SBOM に OS を入れてください。",
            en="Add distro= to the purl, for example distro=debian-12, or name the operating "
            "system in the SBOM.",
        ),
    ),
    Reason.NO_RELEASE_PART: ReasonWords(
        Text(
            ja="rpm のリリース番号（- の後）がなく、修正版と区別できません",
            en="its rpm version lacks the release after the hyphen, so it cannot be told from "
            "the fixed one",
        ),
        Text(
            ja="バージョンを「版-リリース」（例: 3.0.7-16.el9）の形で SBOM に入れてください。",
            en="Put version-release, for example 3.0.7-16.el9, into the SBOM.",
        ),
    ),
    Reason.OTHER_MODULE_STREAM: ReasonWords(
        Text(
            ja="告知は同じモジュールの別のストリームについてのもので、"
            "この部品のストリームについては別に答えがあります",
            en="the advisory is about another stream of its module; its own is answered for",
        ),
        _NOTHING,
    ),
    Reason.FIXED_BUILD: ReasonWords(
        Text(
            ja="告知が修正済みと名指しするビルドの一つです",
            en="it is one of the builds that the advisory names as fixed",
        ),
        _NOTHING,
    ),
    Reason.ECOSYSTEM_NOT_COVERED: ReasonWords(
        Text(
            ja="このエコシステムのアドバイザリが取り込まれていません",
            en="no advisory of this ecosystem has been imported",
        ),
        Text(
            ja="そのエコシステムの情報源を取り込むか、供給者の告知を人が確認してください。",
            en="Import a feed that covers it, or follow its supplier's notices by hand.",
        ),
    ),
    Reason.RELEASE_NOT_COVERED: ReasonWords(
        Text(
            ja="この OS の版についてのアドバイザリが取り込まれていません",
            en="no advisory for this release of the distribution has been imported",
        ),
        Text(
            ja="その版の情報源を取り込んでください。サポートが終わった版なら移行を検討してください。",
            en="Import a feed for it; if its support has ended, plan to leave it.",
        ),
    ),
    Reason.UNDER_INVESTIGATION: ReasonWords(
        Text(
            ja="公表元が影響の有無を調査中です",
            en="its publisher is still investigating whether it is affected",
        ),
        Text(
            ja="公表元の続報を取り込んで、もう一度照合してください。",
            en="Import the publisher's next statement and match again.",
        ),
    ),
    Reason.STATED_NOT_AFFECTED: ReasonWords(
        Text(
            ja="公表元が影響なし（または修正済み）と述べています",
            en="its publisher states that it is not affected, or is fixed",
        ),
        _NOTHING,
    ),
}

_GIT_ONLY_REMEDY = Text(
    ja="アドバイザリのコミットが使用中の版に含まれるかを、人が確認してください。",
    en="Check by hand whether the advisory's commits are part of the installed version.",
)


def words_of(reason: str) -> ReasonWords:
    """Return what a reason says and its remedy, in both languages.

    Args:
        reason: A code of `Reason` or of `hiyoke.advisories.Obstacle`.

    Example:
        >>> words_of("no_version").why.en
        'it has no version'
    """
    if reason in _OWN:
        return _OWN[reason]
    meaning = OBSTACLE_MEANINGS.get(Obstacle(reason))
    if meaning is None:
        raise ValueError(f"expected a reason with words, found {reason!r}")
    remedy = _GIT_ONLY_REMEDY if reason == Obstacle.GIT_ONLY else _FIX_THE_ADVISORY
    return ReasonWords(meaning, remedy)
