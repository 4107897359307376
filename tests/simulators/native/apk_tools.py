"""A stand-in for ``apk version -t``: apk-tools 3 compares two versions part by part.

apk-tools cannot be installed on most machines, so this is written from its documented rules and
the behaviour of its ``src/version.c``, apart from and unlike the keys it judges: it reads parts
lazily from both texts and stops at the first that decides. Numbers are not cut to 64 bits.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FIRST, NUMBER, LETTER, SUFFIX, SUFFIX_NUMBER, HASH, REVISION, END, INVALID = range(9)
SUFFIXES = ("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p")
RELEASE = SUFFIXES.index("")


class Part(NamedTuple):
    kind: int
    text: str = ""


class Reader:
    """Reads one version's parts; an invalid text gives `INVALID` where it stops being one."""

    def __init__(self, version: str) -> None:
        self.rest = version
        self.part = self._digits(FIRST)

    def _take(self, pattern: str) -> str:
        found = re.match(pattern, self.rest, re.ASCII)
        text = found[0] if found else ""
        self.rest = self.rest[len(text) :]
        return text

    def _digits(self, kind: int) -> Part:
        digits = self._take(r"\d+")
        return Part(kind, digits) if digits else Part(INVALID)

    def advance(self) -> None:
        self.part = self._next(self.part.kind)

    def _next(self, last: int) -> Part:
        if not self.rest:
            return Part(END)
        if last <= NUMBER and self.rest[0].isascii() and self.rest[0].islower():
            return Part(LETTER, self._take("[a-z]"))
        if last <= NUMBER and self._take(r"\."):
            return self._digits(NUMBER)
        if last == SUFFIX and "0" <= self.rest[0] <= "9":
            return self._digits(SUFFIX_NUMBER)
        if last <= SUFFIX_NUMBER and self._take("_"):
            name = self._take("[a-z]+")
            return Part(SUFFIX, name) if name and name in SUFFIXES else Part(INVALID)
        if last < HASH and self._take("~"):
            commit = self._take("[0-9a-fA-F]+")
            return Part(HASH, commit) if commit else Part(INVALID)
        if last < REVISION and self._take("-r"):
            return self._digits(REVISION)
        return Part(INVALID)


def _weight(part: Part) -> int:
    """Return what tells parts of one kind apart, where that is a number."""
    if part.kind == SUFFIX:
        return SUFFIXES.index(part.text)
    if part.kind == LETTER:
        return ord(part.text)
    return int(part.text)


def _compare_parts(a: Part, b: Part) -> int:
    as_text = a.kind == HASH or (a.kind == NUMBER and "0" in {a.text[0], b.text[0]})
    if as_text:
        return (a.text > b.text) - (a.text < b.text)
    return (_weight(a) > _weight(b)) - (_weight(a) < _weight(b))


def _is_before_release(part: Part) -> bool:
    return part.kind == SUFFIX and _weight(part) < RELEASE


def is_valid(version: str) -> bool:
    """Return whether ``apk version --check`` would accept `version`."""
    reader = Reader(version)
    while reader.part.kind < END:
        reader.advance()
    return reader.part.kind == END


def compare(first: str, second: str) -> int:
    """Return -1, 0 or 1 as apk-tools 3 orders two texts, valid or not."""
    a, b = Reader(first), Reader(second)
    while a.part.kind == b.part.kind and a.part.kind < END:
        order = _compare_parts(a.part, b.part)
        if order:
            return order
        a.advance()
        b.advance()
    if a.part.kind == b.part.kind:
        return 0
    if _is_before_release(a.part) or _is_before_release(b.part):
        return -1 if _is_before_release(a.part) else 1
    return -1 if a.part.kind > b.part.kind else 1
