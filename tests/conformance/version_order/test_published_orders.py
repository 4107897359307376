"""Every published order line holds, both ways round, on keys and on the command line.

The native implementation is the judge: a line that Hiyoke answers otherwise is listed in
``exceptions.json`` with what the native says, and the native is asked again where it is installed.
"""

from __future__ import annotations

from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING

import pytest

from conformance.version_order.published_lines import (
    LINES,
    VERS,
    Comparison,
    exceptions,
    published_lines,
    published_vers_tests,
)
from hiyoke.cli.versions import compare_lines
from hiyoke.versions import SCHEMES, scheme_of, sort_keys
from simulators.native import distribution_orders, language_orders

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not LINES.is_dir() or not VERS.is_dir(), reason="needs ../shared/data"),
]

_HOLDS: dict[str, Callable[[bytes, bytes], bool]] = {
    "<": lt,
    "<=": le,
    "=": eq,
    "!=": ne,
    ">": gt,
}
_MIRRORED = {"<": ">", ">": "<", "=": "=", "!=": "!="}
_SCHEMES_OF_VERS = frozenset(SCHEMES) | {"alpine"}


@cache
def _published() -> tuple[Comparison, ...]:
    return tuple(published_lines()) + tuple(published_vers_tests(_SCHEMES_OF_VERS))


def _found(scheme: str, left: str, right: str) -> str:
    a, b = sort_keys(scheme, [left, right])
    if a is None or b is None:
        return "?"
    return "=" if a == b else "<" if a < b else ">"


def _is_met(comparison: Comparison) -> bool:
    a, b = sort_keys(comparison.scheme, [comparison.left, comparison.right])
    if a is None or b is None:
        return False
    mirrored = ge(b, a) if comparison.operator == "<=" else None
    if mirrored is None:
        mirrored = _HOLDS[_MIRRORED[comparison.operator]](b, a)
    return mirrored and _HOLDS[comparison.operator](a, b)


def test_finds_every_published_line() -> None:
    schemes = {scheme_of(comparison.scheme) for comparison in _published()}

    assert len(list(published_lines())) >= 1400
    assert {"apk", "composer", "deb", "gem", "maven", "nuget", "pypi", "rpm", "semver"} <= schemes


def test_every_published_line_holds_or_is_a_known_exception() -> None:
    missed = {(c.file, c.line) for c in _published() if not _is_met(c)}

    assert missed == set(exceptions())


def test_exceptions_state_what_hiyoke_answers() -> None:
    known = exceptions()

    for comparison in _published():
        entry = known.get((comparison.file, comparison.line))
        if entry is not None:
            found = _found(comparison.scheme, comparison.left, comparison.right)
            assert found == entry["found"] == entry["native"]


def test_the_command_gives_the_same_answers() -> None:
    by_scheme: dict[str, list[Comparison]] = {}
    for comparison in _published():
        by_scheme.setdefault(comparison.scheme, []).append(comparison)

    for scheme, comparisons in by_scheme.items():
        marks = compare_lines(scheme, [f"{c.left}\t{c.right}\n" for c in comparisons])
        assert list(marks) == [_found(scheme, c.left, c.right) for c in comparisons]


@pytest.mark.native
@pytest.mark.parametrize(
    ("scheme", "native"),
    [
        ("pypi", "pypi"),
        ("semver", "npm-loose"),
        ("composer", "composer"),
        ("maven", "maven"),
    ],
)
def test_the_native_implementation_confirms_each_exception(scheme: str, native: str) -> None:
    orders = distribution_orders if native == "maven" else language_orders
    if not orders.is_installed(native):
        pytest.skip(f"the native implementation of {native} is not installed")
    known = exceptions()
    comparisons = [
        c for c in _published() if scheme_of(c.scheme) == scheme and (c.file, c.line) in known
    ]

    answers = orders.compare(native, [(c.left, c.right) for c in comparisons])

    marks = {-1: "<", 0: "=", 1: ">", None: "?"}
    stated = [known[c.file, c.line]["native"] for c in comparisons]
    assert comparisons
    assert [marks[answer] for answer in answers] == stated
