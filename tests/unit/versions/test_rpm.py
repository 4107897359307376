"""RPM versions: each rule of rpm-version(7), one triple at a time, and the missing release."""

from __future__ import annotations

from itertools import product

import pytest

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions import rpm
from hiyoke.versions.rpm import has_release, key


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.9", "1.10"),
        ("1.0~rc1", "1.0"),
        ("1.0~~", "1.0~"),
        ("1.0~", "1.0~^"),
        ("1.0", "1.0^"),
        ("1.0", "1.0^git1"),
        ("1.0^git1", "1.0a"),
        ("1.0a", "1.0.1"),
        ("1.0A", "1.0a"),
        ("a.b", "ab"),
        ("1.0a", "1.0aa"),
        ("xyz.4", "8"),
        ("6.0", "6.0.rc1"),
        ("9", "1:1"),
        ("a:1", "1:1"),
        ("1-1", "1-2"),
        ("1-9.el8", "1-10.el8"),
        ("1-1.el8_9", "1-1.el8_10"),
        ("1-1.el8", "1-1.el8_0"),
        ("1.2", "1.2-"),
        ("1.2-", "1.2-0"),
        ("1.2-1~", "1.2-1"),
        ("1.2", "1.2-~"),
        ("1-2-1", "1-2-2"),
        (f"1.{2**64 - 1}", f"1.{2**64}"),
    ],
)
def test_sorts_before_as_rpm_does(lower: str, higher: str) -> None:
    assert key(lower) < key(higher)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.0", "0:1.0"),
        ("1.0", ":1.0"),
        ("01:2", "1:2"),
        ("1.0", "1_0"),
        ("1.0", "1.00"),
        ("1.0", "1.0."),
        ("1a", "1.a"),
        ("1.0-1.", "1.0-1"),
        ("1.é", "1"),
    ],
)
def test_gives_one_key_when_rpm_calls_them_equal(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("version", ["", "1\0"])
def test_refuses_what_rpm_cannot_be_given(version: str) -> None:
    with pytest.raises(UnsortableVersionError):
        key(version)


@pytest.mark.parametrize(
    ("version", "stated"),
    [
        ("1.2", False),
        ("1:1.2", False),
        ("1.2-3", True),
        ("1.2-", True),
        ("a-b:1", True),
        ("", False),
    ],
)
def test_tells_a_missing_release_from_an_empty_one(version: str, *, stated: bool) -> None:
    assert has_release(version) is stated


def test_remembers_a_bounded_number_of_texts() -> None:
    words = ["".join(letters) for letters in product("abcdefghijklmnopqrstuvwxyz", repeat=3)]

    keys = [key(f"1234.{first}{word}") for first in "xy" for word in words]

    assert keys == sorted(keys)
    assert len(rpm._PIECES) <= rpm._REMEMBERED  # noqa: SLF001 - the bound has no other face.
