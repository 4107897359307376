"""Each language ecosystem's rules, one ascending list and its equal spellings at a time."""

from __future__ import annotations

from itertools import pairwise

import pytest

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions import is_branch, sort_key

ASCENDING = {
    "semver": [
        *("0.0.0-0", "0.0.0-alpha", "0.0.0", "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0--1"),
        *("1.0.0-A", "1.0.0-a", "1.0.0-a.1", "1.0.0-a.a", "1.0.0-a1", "1.0.0-a10", "1.0.0-a2"),
        *("1.0.0", "1.0.1", "1.2.0", "1.10.0", f"1.10.{2**64}", f"1.10.{2**64 + 1}", "2"),
    ],
    "golang": [
        *("0.0.0-20190101000000-ffffffffffff", "0.0.0-20200101000000-000000000000"),
        *("v1.0.0", "1.0.1-0.20200101000000-abcdefabcdef", "1.0.1", "go1.20rc1", "go1.20"),
        *("1.20.1", "1.21.0-0", "go1.21beta1", "1.21rc1", "go1.21rc2", "go1.21rc10", "go1.21.0"),
        "2.0.0+incompatible",
    ],
    "pub": [
        *("1.0.0-a", "1.0.0-a+1", "1.0.0-a+b", "1.0.0-a.1", "1.0.0", "1.0.0+1", "1.0.0+2"),
        *("1.0.0+10", "1.0.0+a", "1.0.0+a.1", "1.0.1-0"),
    ],
    "bitnami": [
        *("1.0.0-rc1", "1.0.0-rc10", "1.0.0", "1.0.0-1", "1.0.0-2", "1.0.0-2.1", "1.0.0-10"),
        "1.0.1-rc1",
    ],
    "nuget": [
        *("1.0-1", "1.0-10", "1.0-ALPHA", "1.0-alpha.1", "1.0-Beta", "1.0", "1.0.0.1-a"),
        *("1.0.0.1", "1.0.1"),
    ],
    "pypi": [
        *("1.dev0", "1.dev1", "1a0.dev1", "1a0", "1a0.post0.dev1", "1a0.post0", "1a1", "1b1"),
        *("1rc1", "1", "1+a", "1+a.1", "1+b", "1+1", "1+1.a", "1+1.1", "1.post0.dev0", "1.post0"),
        *("1.post0+x", "1.post1", "1.0.1", "1.1", "1.10", "2", "1!0.1"),
    ],
    "gem": [
        *("0.a", "0", "1.a.b", "1.a.0.b", "1.a.0.0.b", "1.a", "1.a.0.0.1", "1.a.0.1", "1.a.1"),
        *("1.a.2", "1.b", "1-1", "1", "1.0.1", "1.1.a", "1.1"),
    ],
    "composer": [
        *("dev-main", "1.0-dev", "1.0-alpha", "1.0-alpha1-dev", "1.0-alpha1", "1.0-alpha1.1"),
        *("1.0-alpha2", "1.0-beta", "1.0-RC1", "1.0-RC10", "1.0", "1.0-p1", "1.0-p2", "1.0.0.1"),
        *("1.0.1", "1.x-dev", "2.0.x-dev", "2.1", "4.3-2RC1", "4.3-2RC2", "4.3-2", "20100102"),
    ],
    "cran": ["0.9", "0.75", "1", "1.0", "1.0-0", "1.0.1", "1.10"],
    "hackage": ["0.1", "0.9", "0.11", "1", "1.0", "1.0.0", "1.0.1"],
    "generic": [
        *("1", "1.0.2", "1.0.2.1", "1.0.2a", "1.0.2k", "1.0.2z", "1.0.2za", "1.0.2zg", "1.0.3"),
        *("9.3", "9.3.1", "9.3p1", "9.3p2", "9.3p10", "9.4"),
        *(
            "11.1.0",
            "11.1.0-h1",
            "11.1.1",
            "11.1.2",
            "11.1.2-h3",
            "11.1.2-h12",
            "11.1.6",
            "11.1.10",
        ),
    ],
}

EQUAL: dict[str, list[tuple[str, ...]]] = {
    "semver": [
        ("1", "1.0", "v1.0.0", "=1.0.0", "V1.0.0", " 1.0.0\n", "1.0.0+a", "01.00.000"),
        ("1.0-rc", "1.0.0rc", "1.0.0-rc+x"),
        ("1.0.0-1", "1.0.0-01"),
    ],
    "golang": [
        ("v1.2.3", "1.2.3", "1.2.3+incompatible", "go1.2.3", "go1.2.3-bigcorp", "1.2.3+meta"),
        ("go1.21", "go1.21.0", "1.21", "go1.21.0 X:rangefunc"),
        ("go1.21rc2", "1.21rc2", "1.21.0-rc.2", "v1.21.0-rc.2"),
    ],
    "pub": [("1.0.0", "v1.0.0", "1.0"), ("1.0.0-a+01", "1.0.0-a+1")],
    "bitnami": [("1.21.0", "1.21.0-0", "v1.21"), ("1.0.0-1", "1.0.0-1+x")],
    "nuget": [
        ("1", "1.0", "1.0.0.0", "v1.0", "1.0+x", "01.0"),
        ("1.0-BETA", "1.0.0-beta", "1.0.0.0-Beta+x"),
    ],
    "pypi": [
        ("1", "1.0", "1.0.0", "v1", " 1\t", "0!1", "01"),
        ("1a1", "1.alpha1", "1-ALPHA_1", "1.0a01"),
        ("1rc0", "1c", "1pre", "1-preview", "1RC"),
        ("1.post1", "1-1", "1r1", "1.rev.1", "1POST1"),
        ("1.dev0", "1dev", "1-dev"),
        ("1+a.1", "1+A-1", "1+a_01"),
    ],
    "gem": [
        ("1", "1.0", "1.0.0", " 1\n", "01"),
        ("1.a2", "1.a.2", "1.0.a.2.0"),
        ("1-1", "1.pre.1"),
    ],
    "composer": [
        ("1", "1.0", "v1.0.0", "V1.0.0.0", "1.0.0+x", "1.0-stable", "1.0@dev", "1.0 as 2.0"),
        ("1.0-beta2", "1.0b2", "1.0.0_BETA.2", "1.0.0.0-beta-2"),
        ("1.0-p1", "1.0pl1", "1.0-patch1"),
        ("dev-master", "master"),
        ("1.x-dev", "1.*-dev", "1.X.dev"),
        ("2010-01-02", "2010:01:02"),
    ],
    "cran": [("1.0-1", "1.0.1", "01.0.1")],
    "hackage": [("1.0", "01.0")],
    "generic": [
        ("1.0.2K", "1.0.2k"),
        ("1.0", "1", "1.0.0"),
        ("9.3p1", "9.3P01"),
        ("11.1.2-h3", "11.1.2-H03"),
    ],
}

REFUSED = {
    "semver": [
        "latest",
        "1.2.x",
        "1.2.3.4",
        "^1.2",
        "1.2.3-",
        "1.2.3+",
        "1.2.3-a..b",
        "1-é",
        "1.²",
    ],
    "golang": ["(devel)", "devel +abc", "go", "gox", "go1.x", "go1.21.0.1", "master"],
    "pub": ["1.2.3.4", "any"],
    "bitnami": ["1.2.3.4", "latest"],
    "nuget": ["1.2.3.4.5", "1.0.*", "1.0-", "1.0-a..b", "1.0-é"],
    "pypi": ["0.1-bulbasaur", "2004d", "1.0.x", "1..0", "1.0+", "1.0+é", "1!", "1.0a1b1"],
    "gem": ["1..0", "a", "1.0_1", ".1", "1.", "1.0+1"],
    "composer": ["1.2.3.#", "1.0-foo", "x.y", "1.0 beta", "beta1", "1.2.3.4.5-foo", "dev-\ud800"],
    "cran": ["1..0", "1.0a", "1-", "-1"],
    "hackage": ["1-0", "1.0a", "1.", ".1"],
    "generic": [
        "1.0rc1",
        "1.0b2",
        "1.0-1",
        "1.0_1",
        "-",
        "*",
        "1.0sp1",
        "1.0ab",
        "2.0.beta",
        "11.1.2-h",
        "11.1.2-h3a",
        "11.1.2-h3-h4",
        "11.1.2h3",
        "11.1.2-c3",
    ],
}


@pytest.mark.parametrize("scheme", ASCENDING)
def test_orders_ascending(scheme: str) -> None:
    for lower, higher in pairwise(ASCENDING[scheme]):
        assert sort_key(scheme, lower) < sort_key(scheme, higher), (lower, higher)


@pytest.mark.parametrize("scheme", EQUAL)
def test_gives_equal_spellings_one_key(scheme: str) -> None:
    for spellings in EQUAL[scheme]:
        keys = {sort_key(scheme, spelling) for spelling in spellings}
        assert len(keys) == 1, spellings


@pytest.mark.parametrize(
    ("scheme", "version"), [(s, version) for s, versions in REFUSED.items() for version in versions]
)
def test_refuses(scheme: str, version: str) -> None:
    with pytest.raises(UnsortableVersionError):
        sort_key(scheme, version)


@pytest.mark.parametrize("scheme", ["npm", "cargo", "hex"])
def test_follows_semantic_versioning_without_change(scheme: str) -> None:
    for version in ASCENDING["semver"]:
        assert sort_key(scheme, version) == sort_key("semver", version)


def test_nuget_counts_labels_past_32_bits_as_words() -> None:
    labels = ["-5", "0", "7", "2147483647", "10000000000", "2147483648", "9999999999"]
    keys = [sort_key("nuget", f"1.0.0-{label}") for label in labels]

    assert keys == sorted(keys)


def test_composer_keeps_its_own_word_for_an_upper_case_stable() -> None:
    # Composer drops "stable" but not "STABLE", which PHP then ranks below every known word.
    assert sort_key("composer", "1.0-STABLE") < sort_key("composer", "1.0-dev")


@pytest.mark.parametrize("version", ["dev-main", "DEV-x", "master", "1.x-dev", "2.0.x-dev@dev"])
def test_is_branch_of_what_moves(version: str) -> None:
    assert is_branch(version)


@pytest.mark.parametrize("version", ["1.0", "1.0-beta1", "developer", "1.0@dev"])
def test_is_branch_not_of_a_release(version: str) -> None:
    assert not is_branch(version)
