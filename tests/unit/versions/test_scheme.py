"""Every name that a purl or an OSV record uses finds its scheme."""

from __future__ import annotations

import pytest

from hiyoke.errors import UnknownSchemeError
from hiyoke.languages import Language
from hiyoke.versions import SCHEMES, scheme_of


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("golang", "golang"),
        ("Go", "golang"),
        ("crates.io", "cargo"),
        ("Packagist", "composer"),
        ("PyPI", "pypi"),
        ("npm", "npm"),
        ("Maven", "maven"),
        ("NuGet", "nuget"),
        ("RubyGems", "gem"),
        ("Hex", "hex"),
        ("Pub", "pub"),
        ("Bitnami", "bitnami"),
        ("CRAN", "cran"),
        ("Bioconductor:3.18", "cran"),
        ("Hackage", "hackage"),
        ("GitHub Actions", "semver"),
        ("SwiftURL", "semver"),
        ("Debian", "deb"),
        ("Debian:12", "deb"),
        ("Ubuntu:22.04:LTS", "deb"),
        ("Ubuntu:Pro:18.04:LTS", "deb"),
        ("Echo", "deb"),
        ("AlmaLinux:9", "rpm"),
        ("Rocky Linux:8", "rpm"),
        ("Red Hat:enterprise_linux:9::appstream", "rpm"),
        ("openSUSE:Leap 15.5", "rpm"),
        ("SUSE:Linux Enterprise Server 15 SP5", "rpm"),
        ("Mageia:9", "rpm"),
        ("Photon OS:3.0", "rpm"),
        ("openEuler:24.03-LTS", "rpm"),
        ("Azure Linux:3", "rpm"),
        ("Alpine:v3.18", "apk"),
        ("Alpaquita:23", "apk"),
        ("BellSoft Hardened Containers:23", "apk"),
        ("Wolfi", "apk"),
        ("Chainguard", "apk"),
        ("MinimOS", "apk"),
        ("Root:Alpine:3.18", "apk"),
        ("Root:Debian:12", "deb"),
        ("Root:PyPI", "pypi"),
        ("Docker Hardened Images:Alpine:3.22", "apk"),
        ("TuxCare:Ubuntu:22.04:LTS", "deb"),
        ("Echo:PyPI", "pypi"),
        ("Echo:Maven", "maven"),
        ("VSCode", "semver"),
    ],
)
def test_finds_the_scheme_of(name: str, scheme: str) -> None:
    assert scheme_of(name) == scheme
    assert scheme_of(name.upper()) == scheme
    assert scheme_of(f" {name.lower()} ") == scheme


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_names_itself(name: str) -> None:
    assert scheme_of(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "latest",
        "GIT",
        "Linux",
        "Root",
        "Root:",
        ":deb",
        "Echo:npm",
        "TuxCare:TuxCare:Debian",
        "x" * 999,
    ],
)
def test_refuses_a_name_without_order_and_lists_the_schemes(name: str) -> None:
    with pytest.raises(UnknownSchemeError) as caught:
        scheme_of(name)

    for language in Language:
        message = caught.value.message(language)
        assert "apk, bitnami, cargo" in message
        assert len(message) < 500
