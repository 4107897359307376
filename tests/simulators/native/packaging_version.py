"""Compares pairs with `packaging`, Python's own implementation of PEP 440."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Iterable


def compare_pypi(pairs: Iterable[tuple[str, str]]) -> list[int | None]:
    """Return -1, 0 or 1 for each pair, None where `packaging` refuses a side."""
    results: list[int | None] = []
    for a, b in pairs:
        try:
            left, right = Version(a), Version(b)
        except InvalidVersion:
            results.append(None)
        else:
            results.append((left > right) - (left < right))
    return results
