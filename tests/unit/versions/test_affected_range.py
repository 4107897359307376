"""Ranges are half-open: the first version counts, the fixed one does not."""

from __future__ import annotations

import pytest

from hiyoke.versions import AffectedRange, contains, sort_key, successor


def _npm(version: str) -> bytes:
    return sort_key("npm", version)


@pytest.mark.parametrize(
    ("version", "inside"),
    [("0.9.9", False), ("1.0.0-rc.1", False), ("1.0.0", True), ("1.4.2", True), ("1.5.0", False)],
)
def test_contains_from_introduced_up_to_fixed(version: str, inside: bool) -> None:  # noqa: FBT001
    assert contains(_npm("1.0.0"), _npm("1.5.0"), _npm(version)) is inside


def test_contains_everything_when_open_at_both_ends() -> None:
    assert contains(None, None, _npm("0.0.0-0"))


def test_contains_the_last_affected_version_through_its_successor() -> None:
    affected = AffectedRange(None, successor(_npm("1.5.0")))

    assert _npm("1.5.0") in affected
    assert _npm("1.5.1-0") not in affected


@pytest.mark.parametrize(
    ("introduced", "fixed", "empty"),
    [
        ("1.0.0", "1.0.0", True),
        ("2.0.0", "1.0.0", True),
        ("1.0.0", "1.0.1", False),
        (None, "1.0.0", False),
        ("1.0.0", None, False),
    ],
)
def test_is_empty_when_it_ends_before_it_starts(
    introduced: str | None,
    fixed: str | None,
    empty: bool,  # noqa: FBT001
) -> None:
    ends = [None if version is None else _npm(version) for version in (introduced, fixed)]

    assert AffectedRange(*ends).is_empty is empty
