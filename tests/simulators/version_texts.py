"""Version texts near each other, as realistic and as nasty as their scheme allows.

A pair that differs in one piece finds more faults than two unrelated texts, so half of all pairs
are one text and a mutation of it. Everything follows from a seed.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Numbers at the edges of the encoding (200, 2248, 2**16, 2**32, 2**53, 2**112), and common ones.
NUMBERS = (
    *("0", "1", "2", "3", "9", "10", "11", "12", "19", "20", "99", "100", "101", "199", "200"),
    *("201", "255", "256", "2247", "2248", "2249", "9999", "65535", "65536", "16777216"),
    *("20230101", "4294967295", "4294967296", "20230101123456", "9007199254740991"),
)
HUGE = ("18446744073709551616", str(2**112 - 1), str(2**112), "9" * 30, "9" * 29 + "1")
ZEROS = ("00", "01", "007", "010")

_WORDS = {
    "semver": ("alpha", "beta", "rc", "rc1", "rc10", "rc2", "a", "b", "A", "Z", "x-y", "-", "--1"),
    "pypi": ("a", "b", "c", "rc", "alpha", "beta", "pre", "preview", "post", "rev", "r", "dev"),
    "gem": ("a", "b", "rc", "pre", "beta", "alpha", "A", "RC", "z", "p"),
    "composer": ("alpha", "a", "beta", "b", "rc", "RC", "dev", "patch", "pl", "p", "stable", "x"),
}
#: Texts as registries publish them.
SAMPLES = {
    "semver": (
        *("1.0.0", "4.17.21", "17.0.0-alpha.1", "8.0.27-beta", "13.4.20-canary.13", "1.0.0-111"),
        *("0.0.0-20230119093715-30f75d79e424", "10.5.13+incompatible", "1.8.7-release"),
        *("0.14.1-0.20260320140104-e4393662cd2e", "2.0.0-2", "0.9.5-0", "1.28.0-129.0"),
        *("0.13.5+1.4.5", "3.0.0-rc.1+build.5", "23.0.0-alpha.1"),
    ),
    "pypi": (
        *("1.0", "2.4b8", "0.13.1.post0", "9.4.157.dev1", "3.1.0.rc1", "0.69.0b0", "2019.12.304"),
        *("3.3.0beta4", "1!2.0", "1.0+ubuntu.1", "6.0.0.0rc1", "1.0-1", "v1.0", "22.7.3.0"),
    ),
    "gem": (
        *("6.1.7.7", "6.0.0.beta3", "7.0.0-rc3", "1.0.0.rc1.1", "5.0.0.beta1.1", "4.25.14p12"),
        *("1.1.rc", "2.1.0pre1", "0", "3.0.0-rc.1", "4.0.0.beta", "1.3.0.pre.8"),
    ),
    "composer": (
        *("2.4.6-p6", "2.0.0-rc1", "1.9.3.9", "2018.6.1.2", "8.4", "v4.0.0-alpha2", "5.x-dev"),
        *("1.0.0-beta1", "dev-main", "1.2.3-RC1", "20100102", "2010-01-02", "1.0.x-dev", "2"),
    ),
}
_SEPARATORS = {
    "semver": ".....--+",
    "pypi": "....-_!+",
    "gem": ".....--",
    "composer": "....-_+",
}
_PIECE = re.compile(r"[0-9]+|[A-Za-z]+|[^0-9A-Za-z]")


def family_of(scheme: str) -> str:
    """Return the family whose words and separators the scheme uses."""
    return scheme if scheme in _WORDS else "semver"


class Texts:
    """Makes texts and pairs of one scheme from a seed.

    Args:
        scheme: A scheme's name.
        seed: Equal seeds give equal texts.
        samples: Real version texts to start from beside `SAMPLES`.
        huge: Whether numbers past 64 bits, and leading zeros, may occur.
    """

    def __init__(
        self, scheme: str, *, seed: int, samples: Sequence[str] = (), huge: bool = True
    ) -> None:
        family = family_of(scheme)
        self._random = random.Random(seed)  # noqa: S311 - test data, not secrets.
        self._words = _WORDS[family]
        self._separators = _SEPARATORS[family]
        self._samples = (*SAMPLES[family], *samples)
        self._numbers = NUMBERS + (HUGE + ZEROS if huge else ())
        self._family = family

    def text(self) -> str:
        """Return one text: a real one, or one put together from pieces."""
        choose = self._random
        if choose.random() < 0.4:
            return choose.choice(self._samples)
        count = 3 if self._family == "semver" else choose.choice((1, 2, 2, 3, 3, 3, 4, 5))
        text = ".".join(choose.choice(self._numbers[:20]) for _ in range(count))
        for start in self._starts():
            text += start + self._tail()
        return text

    def _starts(self) -> list[str]:
        choose = self._random
        if self._family == "semver":
            starts = ["-"] if choose.random() < 0.7 else []
            return starts + (["+"] if choose.random() < 0.2 else [])
        separators = [*self._separators, "", ""]
        return [choose.choice(separators) for _ in range(choose.choice((0, 1, 1, 2, 3)))]

    def _tail(self) -> str:
        choose = self._random
        if self._family == "semver":
            pieces = [
                choose.choice(self._words + self._numbers) for _ in range(choose.randint(1, 3))
            ]
            return ".".join(pieces)
        glue = choose.choice(("", "", ".", "-", "_" if self._family != "gem" else "."))
        number = choose.choice(self._numbers) if choose.random() < 0.7 else ""
        return choose.choice(self._words) + (glue + number if number else "")

    def mutated(self, text: str) -> str:
        """Return `text` with one or two pieces changed, dropped, doubled or inserted."""
        choose = self._random
        pieces = _PIECE.findall(text) or [text]
        for _ in range(choose.choice((1, 1, 1, 2))):
            at = choose.randrange(len(pieces)) if pieces else 0
            action = choose.random()
            if action < 0.5 and pieces:
                pieces[at] = self._like(pieces[at])
            elif action < 0.65 and pieces:
                del pieces[at]
            elif action < 0.8:
                pieces.append(choose.choice(self._separators) + choose.choice(self._numbers))
            elif action < 0.9:
                pieces.insert(at, choose.choice(self._separators) + choose.choice(self._words))
            else:
                pieces = _PIECE.findall("".join(pieces).swapcase())
        return "".join(pieces)

    def _like(self, piece: str) -> str:
        choose = self._random
        if piece.isdigit():
            return choose.choice(self._numbers)
        return choose.choice(self._words if piece.isalpha() else self._separators)

    def pairs(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield `count` pairs; half are a text and its mutation."""
        for _ in range(count):
            first = self.text()
            if self._random.random() < 0.2:
                first = self.mutated(first)
            near = self._random.random() < 0.5
            second = self.mutated(first) if near else self.text()
            yield first, second
