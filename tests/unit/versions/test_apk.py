"""Alpine versions: each rule of apk-tools 3, one triple at a time."""

from __future__ import annotations

import pytest

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions.apk import is_valid, key


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.9", "1.10"),
        ("1_alpha", "1_beta"),
        ("1_beta", "1_pre"),
        ("1_pre", "1_rc"),
        ("1_rc9", "1_rc10"),
        ("1_rc", "1"),
        ("1", "1-r0"),
        ("1-r9", "1-r10"),
        ("1-r1", "1~0a"),
        ("1~0a", "1~0a-r1"),
        ("1~0a", "1~0b"),
        ("1~0a", "1_cvs"),
        ("1_cvs", "1_svn"),
        ("1_svn", "1_git"),
        ("1_git", "1_hg"),
        ("1_hg", "1_p"),
        ("1_p", "1_p0"),
        ("1_p1", "1_p1_p"),
        ("1_p1_rc", "1_p1"),
        ("1_alpha_beta", "1_alpha"),
        ("1_p", "1a"),
        ("1a", "1b"),
        ("1z", "1.0"),
        ("1.0", "1.00"),
        ("1.00", "1.01"),
        ("1.010", "1.09"),
        ("1.09", "1.1"),
        ("1.099", "1.1"),
        ("1_rc", "1_blah"),
        ("1_blah", "1"),
        ("6.6.2", "6.6.2p"),
        ("6.6.2_p1", "6.6.2p1"),
        ("6.6.2p1", "6.6.2p2"),
        ("6.6.2p2", "6.6.2p10"),
        ("6.6.2p1-r1", "6.6.2p1-r2"),
        ("6.6.2p1_alpha", "6.6.2p1_beta"),
        ("0..8", "0.0"),
        ("a", "0"),
        (f"1.{2**64}", f"1.{2**64 + 1}"),
    ],
)
def test_sorts_before_as_apk_does(lower: str, higher: str) -> None:
    assert key(lower) < key(higher)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("01", "1"),
        ("1-r1", "1-r01"),
        ("1_p1", "1_p01"),
        ("1-ruff1", "1-ruff2"),
        ("1_foo", "1_bar"),
    ],
)
def test_gives_one_key_when_apk_calls_them_equal(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("version", ["", "1.0+b", "1.0 1", "1:1", "1.0é", "1.0\n"])
def test_refuses_what_no_apk_version_holds(version: str) -> None:
    with pytest.raises(UnsortableVersionError):
        key(version)


@pytest.mark.parametrize(
    ("version", "valid"),
    [
        *(("1", True), ("1.2.3a_rc1_p2~0f-r3", True), ("1-r0", True), ("20230506", True)),
        *(("", False), ("a", False), ("1.", False), ("1.2A", False), ("1a2", False)),
        *(("1-r", False), ("1_foo", False), ("1_px", False), ("1~", False), ("1-r1_p1", False)),
    ],
)
def test_tells_which_versions_apk_calls_valid(version: str, *, valid: bool) -> None:
    assert is_valid(version) is valid
