"""Maven versions: each rule of `ComparableVersion`, one triple at a time."""

from __future__ import annotations

import pytest

from hiyoke.versions.maven import key


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.9", "1.10"),
        ("1-alpha", "1-beta"),
        ("1-beta", "1-milestone"),
        ("1-milestone", "1-rc"),
        ("1-rc", "1-snapshot"),
        ("1-snapshot", "1"),
        ("1", "1-sp"),
        ("1-sp", "1-foo"),
        ("1-abc", "1-abd"),
        ("1-foo", "1-foo-1"),
        ("1-foo", "1-1"),
        ("1-1", "1.0.1"),
        ("1-rc1", "1-rc2"),
        ("1-rc9", "1-rc10"),
        ("1-rc", "1-rc1"),
        ("1.0-alpha-1-SNAPSHOT", "1.0-alpha-1"),
        ("2.0.1-xyz", "2.0.1-123"),
        ("1.beta.1", "1-alpha"),
        ("1.0-beta-8", "1.0.beta-9"),
        ("1.0.beta-9", "1.0"),
        ("1.0.beta-9", "1.0.0.beta-9"),
        ("1", "1.foo.1"),
        ("1.foo.1", "1-foo"),
        ("1.0.0.foo.1", "1.0.1"),
        ("1-foo", "1.0.foo.1"),
        ("1-ga-1", "1-1"),
        ("1.final.beta.1", "1"),
        ("1", "1.final.1"),
        ("1-\U0001f525", "1-\ue000"),
        ("1-a\0", "1-a\0b"),
        ("999999999", "1000000000"),
        (f"1.{2**63 - 1}", f"1.{2**63}"),
        ("1." + "9" * 18, "1.1" + "0" * 18),
        ("999999999.1", "0000000000.1"),
        ("0000000000.1", "1000000000.1"),
        ("9" * 18 + ".1", "0" * 19 + ".1"),
        ("0" * 19 + ".1", "1" + "0" * 18 + ".1"),
        ("999999999", "\u0660" * 10 + "1"),
        ("0", "\U0001d7d8"),
    ],
)
def test_sorts_before_as_maven_does(lower: str, higher: str) -> None:
    assert key(lower) < key(higher)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "1.0.0"),
        ("1", "1.ga"),
        ("1", "1-final"),
        ("1", "1.RELEASE"),
        ("1", "1-"),
        ("1", "1..-.-"),
        ("", "0"),
        ("1", "001"),
        ("1.0.0-rc1", "1-cr1"),
        ("1x", "1.0.0-x"),
        ("1a1", "1-alpha-1"),
        ("1b2", "1-BETA2"),
        ("1m3", "1-milestone-3"),
        ("1-foo", "1.0.0-foo.0.0"),
        ("1.0-0000000000", "1"),
        ("1.\u0663", "1.3"),
        ("1-\u0130", "1-i\u0307"),
    ],
)
def test_gives_one_key_when_maven_calls_them_equal(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_keeps_short_forms_apart_from_long_ones_unless_a_digit_follows() -> None:
    assert key("1-alpha") < key("1") < key("1-a") == key("1a")


@pytest.mark.parametrize("version", ["", "-", "latest", "\ud800", "\0", "版 1.0"])
def test_accepts_any_text(version: str) -> None:
    assert key(version)
