"""Debian versions: each rule of deb-version(7) and of dpkg's comparison, one triple at a time."""

from __future__ import annotations

from itertools import product

import pytest

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions import deb
from hiyoke.versions.deb import key


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.9", "1.10"),
        ("1.0~rc1", "1.0"),
        ("1.0~~", "1.0~"),
        ("1.0~~a", "1.0~"),
        ("1.0~", "1.0"),
        ("1.0", "1.0a"),
        ("1.0a", "1.0+"),
        ("1.0+b1", "1.0.1"),
        ("1.0Z", "1.0a"),
        ("1.0z", "1.0é"),
        ("1.0é", "1.0+"),
        ("2.0-1", "1:1.0-1"),
        ("1.0", "1.0-1"),
        ("1.0-1", "1.0-1.1"),
        ("1.0-1", "1.0-1ubuntu1"),
        ("1.0-1~bpo1", "1.0-1"),
        ("1.0-1-1", "1.0-2-0"),
        ("1.0-rc1-1", "1.0-rc1-2"),
        ("a", "b"),
        ("~", "0"),
        ("0", "a"),
        ("1.0-199", "1.0-200"),
        (f"1.{2**64 - 1}", f"1.{2**64}"),
        ("1." + "9" * 40, "1.1" + "0" * 40),
    ],
)
def test_sorts_before_as_dpkg_does(lower: str, higher: str) -> None:
    assert key(lower) < key(higher)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.0", "0:1.0"),
        ("1.0", "+0:1.0"),
        ("1:1.0", "0001:1.0"),
        ("1.0", "1.0-0"),
        ("1.0", "1.0-000"),
        ("1.0", "1.00"),
        ("1.1", "1.01"),
        ("1.", "1.0"),
        ("1.0a", "1.0a0"),
        ("1.2.3", " 1.2.3\t"),
    ],
)
def test_gives_one_key_when_dpkg_calls_them_equal(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    "version",
    [
        *("", " ", "<unknown>", "1.0 1", "1.0-", "-1", "1:", "1:-1", ":1", "a:1", "0x1:1"),
        *("2147483648:1", "-1:1", "1.\0", "1.\ud800", "1-\ud800"),
    ],
)
def test_refuses_what_dpkg_refuses(version: str) -> None:
    with pytest.raises(UnsortableVersionError):
        key(version)


def test_accepts_the_largest_epoch_of_dpkg() -> None:
    assert key("2147483646:1") < key("2147483647:1")


def test_remembers_a_bounded_number_of_texts() -> None:
    words = ["".join(letters) for letters in product("abcdefghijklmnopqrstuvwxyz", repeat=3)]

    keys = [key(f"1234.{first}{word}") for first in "xy" for word in words]

    assert keys == sorted(keys)
    assert len(deb._PIECES) <= deb._REMEMBERED  # noqa: SLF001 - the bound has no other face.
