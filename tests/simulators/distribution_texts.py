"""Pairs of Maven, Debian, RPM and Alpine versions: real ones, mutated ones and pure noise.

Everything follows from a seed. Samples keep the shapes of published versions; callers with more
real versions pass them in.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SAMPLES = {
    "maven": (
        *("1", "1.0", "2.13.1", "2.13.4.2", "4.1.68.Final", "7.1.2.GA", "5.3.20.RELEASE"),
        *("10.0.0-M7", "9.0.0.M11", "1.0.0-beta9", "2.0-rc1", "3.0.0.Alpha2", "8.0.0.RC1"),
        *("1.0-SNAPSHOT", "2.15.0-rc-1", "30.0-jre", "31.1-android", "4.551.v5a", "1.4.200"),
        *("1166.vc9f255f45b", "6.2022.1.Alpha3", "1.0.0.SP3", "9.4.54.v20240208", "2.2.0.cr1"),
    ),
    "deb": (
        *("0.24-4.1+deb8u4", "1.0.1t-1+deb7u3", "1.6.dfsg.4~beta1-5lenny3", "2:3.14.5-1+deb7u3"),
        *("1:20161005~dfsg-4+deb9u1", "4.0.2-6+deb7u10", "91.9.1esr-1~deb9u1", "1.2.3"),
        *("3.1.31+20161214.1.c7d42e4+selfpack1-2+deb9u2", "5.04-5+squeeze1", "0", "1.2-0ubuntu0.1"),
        *("2.35-0ubuntu3.1", "1:7.4.052-1ubuntu3.1", "5.15.0-1019.23~20.04.1", "1.0-rc1-2"),
    ),
    "rpm": (
        *("0.15.2-141.module_el8.6.0+3263+41cde0c0", "4.18.0-553.37.1.el8_10", "20170731-15.el8"),
        *(
            "1:21.0.5.0.10-3.el8.alma.1",
            "2.5-0.9.rc3.el9",
            "1.0~rc1-1",
            "1.0^git1-2.fc39",
            "5.14.0",
        ),
        *("4:1.2.9-4.module_el8.10.0+4136+16425343", "7.61.1-34.el8_10.2", "0", "1:1.42.0"),
    ),
    "apk": (
        *("1.2.3-r0", "2.36.1-r2", "1.0.0_pre20210530193627-r0", "9.3_p2-r1", "1.1.24-r10"),
        *("3.0_alpha3-r1", "2023c-r0", "1.9.12_p2-r1", "0.9.28.3", "1.02.3_rc5", "4.2.8_p15-r0"),
        *("20230506-r0", "1.5.0_git20240119-r2", "2.4.57a-r1", "1.2~0f1e2d-r0", "5.1.16-r0"),
    ),
}

_ALPHABETS = {
    "maven": ".-01239abmxzA",
    "deb": ".-~+:012aAzZ_é^ ",
    "rpm": ".-~^+:012aAzZ_é ",
    "apk": ".-~_012abp",
}
_QUALIFIERS = (
    *("alpha", "beta", "milestone", "rc", "cr", "snapshot", "ga", "final", "release", "sp"),
    *("a", "b", "m", "foo", "jre", "x", "Final", "RC1", "redhat"),
)
_FRAGMENTS = {
    "maven": (
        *(".0", "-0", ".1", "-1", ".", "-", *_QUALIFIERS),
        *(separator + word for separator in ".-" for word in _QUALIFIERS),
    ),
    "deb": (
        *("~", "~~", "+", "-", "-1", "-0", ".", "..", "1:", "0:", "+1:", ":", "+b1", "~rc1", ".0"),
        *("a", "é", "日", "_", "ubuntu0.1", "~bpo1", "+deb10u1", "2147483648:"),
    ),
    "rpm": (
        *("~", "~~", "^", "^^", "~^", "^~", "^git1", "~rc1", "+", "-", "-1", "-0", ".", "..", ".0"),
        *("1:", "0:", ":", ".el8", "_10", "a", "é", "日", "module_", "alma"),
    ),
    "apk": (
        *("_p", "_rc1", "_alpha", "_git2", "_hg", "_pre", "_beta", "_cvs", "_svn", "_pp", "_rcx"),
        *("-r0", "-r1", "-r", ".0", ".01", ".1", ".", "~ab12", "~", "a", "-"),
    ),
}
#: Numbers on both sides of every width of a number's key and of Java's int and long.
EDGES = (
    *("0", "1", "9", "10", "199", "200", "255", "2247", "2248", "999999999", "1000000000"),
    *(str(2**width + step) for width in (31, 32, 63, 64, 112) for step in (-1, 0)),
    *("0000000000", "0" * 19, "007", "9" * 18, "1" + "0" * 18, "9" * 30),
)


class DistributionTexts:
    """Makes pairs of versions of one scheme from a seed.

    Args:
        scheme: ``maven``, ``deb``, ``rpm`` or ``apk``.
        seed: Equal seeds give equal pairs.
        samples: Real versions to start from; `SAMPLES` where none are given.
        noise: Share of pairs that are put together from fragments alone.
    """

    def __init__(
        self, scheme: str, *, seed: int, samples: Sequence[str] = (), noise: float = 0.3
    ) -> None:
        self._random = random.Random(seed)  # noqa: S311 - test data, not secrets.
        self._samples = samples or SAMPLES[scheme]
        self._fragments = _FRAGMENTS[scheme]
        self._alphabet = _ALPHABETS[scheme]
        self._noise = noise

    def pairs(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield `count` pairs; most are a text and its near relation."""
        choose = self._random
        for _ in range(count):
            if choose.random() < self._noise:
                first = self._fragment_text()
                other = self._fragment_text()
            else:
                at = choose.randrange(len(self._samples))
                first = self._samples[at]
                other = self._samples[(at + choose.choice((-2, -1, 1, 2))) % len(self._samples)]
            action = choose.random()
            if action < 0.5:
                yield first, self.mutated(first)
            elif action < 0.75:
                yield self.mutated(first), self.mutated(first)
            else:
                yield first, other

    def _fragment_text(self) -> str:
        choose = self._random
        parts = [choose.choice(self._fragments + EDGES) for _ in range(choose.randint(1, 7))]
        return "".join(parts)

    def mutated(self, text: str) -> str:
        """Return `text` after one to three small edits."""
        choose = self._random
        characters = list(text)
        for _ in range(choose.choice((1, 1, 2, 3))):
            at = choose.randint(0, len(characters))
            action = choose.randrange(7)
            if action == 0:
                del characters[at : at + 1]
            elif action == 1:
                characters.insert(at, choose.choice(self._alphabet))
            elif action == 2:
                characters[at:at] = choose.choice(self._fragments)
            elif action == 3:
                characters[at:at] = characters[at : at + 1]
            elif action == 4:
                characters[at : at + 1] = choose.choice(self._alphabet)
            elif action == 5:
                characters = characters[:at]
            else:
                characters[at:at] = choose.choice(EDGES)
        return "".join(characters)
