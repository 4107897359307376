"""What is said of a version text that has no place in its scheme's order.

What is not here: the decision to refuse. Each scheme's module takes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.errors import UnsortableVersionError
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable

#: Longest excerpt of a refused text, in characters, shown in a message.
EXCERPT_LIMIT: Final = 60

_WHAT = Text(
    ja="{scheme} のバージョンとして {expected}を想定しましたが、{found} でした",
    en="expected {expected} (scheme {scheme}), found {found}",
)
_REMEDY = Text(
    ja="バージョンの表記を出所で確かめて直すか、この構成要素を「判定不能」として扱ってください。",
    en="Correct the version at its source, or treat the component as not assessable.",
)


def excerpt(version: str) -> str:
    """Return `version` quoted, cut to `EXCERPT_LIMIT` characters, safe for one line."""
    if len(version) <= EXCERPT_LIMIT:
        return ascii(version)
    return f"{version[:EXCERPT_LIMIT]!a}... ({len(version)})"


def unsortable(version: str, *, scheme: str, expected: Text) -> UnsortableVersionError:
    """Return the error that says why `version` cannot be sorted; the caller raises it.

    Args:
        version: The refused text.
        scheme: Name of the scheme, for example ``pypi``.
        expected: Noun phrase that follows "expected" (ja: precedes を), for example
            ``Text(ja="数字とドットの並び", en="numbers joined by dots")``.
    """
    found = excerpt(version)
    what = Text(
        ja=_WHAT.ja.format(scheme=scheme, expected=expected.ja, found=found),
        en=_WHAT.en.format(scheme=scheme, expected=expected.en, found=found),
    )
    return UnsortableVersionError(what, remedy=_REMEDY)


def refusal(scheme: str, expected: Text) -> Callable[[str], UnsortableVersionError]:
    """Return `unsortable` with scheme and expectation filled in, for one scheme's module."""

    def refuse(version: str) -> UnsortableVersionError:
        return unsortable(version, scheme=scheme, expected=expected)

    return refuse
