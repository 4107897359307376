"""What a text in place of a version means: one reading, or a named obstacle."""

from __future__ import annotations

import pytest

from hiyoke.advisories.obstacle import Obstacle
from hiyoke.advisories.version_field import plain_version, read_version_field
from hiyoke.versions.constraints import EVERY_VERSION, Extent, VersionInterval


@pytest.mark.parametrize(
    ("text", "scheme", "version"),
    [
        ("2.4.1", "generic", "2.4.1"),
        ("V2.4.1 ", "generic", "2.4.1"),
        ("v. 2", "generic", None),
        ("v1.2.3", "golang", "v1.2.3"),
        ("QCA6696", "generic", "QCA6696"),
        ("15.2(7)E3", "generic", "15.2(7)E3"),
        ("1.0-2.3", "deb", "1.0-2.3"),
        ("1.0-2.3", "generic", None),
        ("22.0 ap378585", "generic", None),
        ("1.0, 1.1", "generic", None),
        ("3.x", "maven", None),
        ("latest", "maven", None),
    ],
)
def test_reads_one_version_or_refuses(text: str, scheme: str, version: str | None) -> None:
    found = read_version_field(text, scheme)
    expected = Obstacle.UNSORTABLE_BOUND if version is None else Extent((), (version,))
    assert found == expected


@pytest.mark.parametrize("text", ["", " ", "-", "n/a", "N/A", "Unspecified", "0", "various"])
def test_knows_when_nothing_is_said(text: str) -> None:
    assert read_version_field(text, "generic") is Obstacle.NO_VERSION_GIVEN


@pytest.mark.parametrize("text", ["*", "all", "All Versions", "vers:all/*", "vers:npm/*"])
def test_knows_when_everything_is_meant(text: str) -> None:
    assert read_version_field(text, "npm") == Extent((EVERY_VERSION,))


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("< 1.2.3", VersionInterval(fixed="1.2.3")),
        ("<=1.2", VersionInterval(last_affected="1.2")),
        ("≤ 1.2", VersionInterval(last_affected="1.2")),
        ("> 1.2", VersionInterval(after="1.2")),
        (">= 1.0, < 2.0", VersionInterval("1.0", None, "2.0")),
        ("< 2.0 and >= 1.0", VersionInterval("1.0", None, "2.0")),
        (">=1.0 <2.0", VersionInterval("1.0", None, "2.0")),
        ("vers:semver/>=1.0|<2.0", VersionInterval("1.0", None, "2.0")),
        ("All versions < V4.1", VersionInterval(fixed="4.1")),
    ],
)
def test_reads_comparators(text: str, interval: VersionInterval) -> None:
    assert read_version_field(text, "generic") == Extent((interval,))


@pytest.mark.parametrize(
    "text",
    [
        "before 2.3",
        "1.2 and earlier",
        "<",
        "< 1.0, < 2.0",
        ">= 1.0, < 2.0, >= 3.0",
        "< V15 Update 4",
        "< 12.2.x.x",
        "1.0 < x < 2.0",
        "< 1.0 and",
        "vers:npm/",
        "vers:none/*",
        "x" * 100_000,
        "<" * 100_000,
    ],
    ids=lambda text: text[:20],
)
def test_never_guesses(text: str) -> None:
    assert read_version_field(text, "generic") is Obstacle.UNSORTABLE_BOUND


def test_needs_no_order_for_single_bounds_and_versions() -> None:
    assert read_version_field("< 1.0", None) == Extent((VersionInterval(fixed="1.0"),))
    assert read_version_field("1.0 | 2.0", None) == Extent((), ("1.0", "2.0"))
    assert read_version_field("> 1.0, < 2.0", None) is Obstacle.UNKNOWN_SCHEME


def test_keeps_a_letter_v_that_is_part_of_a_word() -> None:
    assert plain_version("vista", "generic") == "vista"
    assert plain_version("V12", None) == "12"
