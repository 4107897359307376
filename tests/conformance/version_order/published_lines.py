"""The published order lines and their known exceptions, as comparisons to check.

A comparison is ``(scheme, file, left, operator, right)``. What is not here: the texts themselves,
which are read from ../shared/data.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent
_PUBLISHED = Path(__file__).parents[4] / "shared/data/conformance"
LINES = _PUBLISHED / "version-order-osv-semantic"
VERS = _PUBLISHED / "vers/tests"

#: What a file's first word names, where it is not an OSV ecosystem or purl type.
_SCHEME_BY_FILE = {"redhat": "rpm"}


class Comparison(NamedTuple):
    """One published statement: `left` `operator` `right` in the order of `scheme`."""

    scheme: str
    file: str
    left: str
    operator: str
    right: str

    @property
    def line(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


def published_lines() -> Iterator[Comparison]:
    """Yield every line of ``version-order-osv-semantic``."""
    for path in sorted(LINES.glob("*.txt")):
        name = path.name.split("-")[0]
        for text in path.read_text(encoding="utf-8").splitlines():
            if text.strip() and not text.startswith(("#", "//")):
                left, operator, right = text.strip().split(" ")
                scheme = _SCHEME_BY_FILE.get(name, name)
                yield Comparison(scheme, path.name, left, operator, right)


def published_vers_tests(schemes: frozenset[str]) -> Iterator[Comparison]:
    """Yield the comparison and equality tests of the vers specification for `schemes`.

    A comparison test states a sorted list, so equal neighbours satisfy it too: ``<=``. An
    equality test that expects false is ``!=``.
    """
    for path in sorted(VERS.glob("*.json")):
        for test in json.loads(path.read_text(encoding="utf-8"))["tests"]:
            if test["test_type"] not in {"equality", "comparison"}:
                continue
            scheme, expected = test["input"]["input_scheme"], test["expected_output"]
            if scheme not in schemes:
                continue
            if test["test_type"] == "equality":
                left, right = test["input"]["versions"]
                yield Comparison(scheme, path.name, left, "=" if expected else "!=", right)
            else:
                for left, right in pairwise(expected):
                    yield Comparison(scheme, path.name, left, "<=", right)


def exceptions() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the known exceptions by file and line."""
    listed = json.loads((_HERE / "exceptions.json").read_text(encoding="utf-8"))["lines"]
    return {(entry["file"], entry["line"]): entry for entry in listed}
