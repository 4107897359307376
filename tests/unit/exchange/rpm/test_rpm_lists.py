"""What rpm lists becomes components with purls, where the operating system is known."""

from __future__ import annotations

import pytest

from hiyoke.estate import OperatingSystem
from small_sboms import components_of, sbom_of

BASH = "pkg:rpm/almalinux/bash@5.1.8-6.el9_1?arch=x86_64&distro=almalinux-9.4"
BIND = (
    "pkg:rpm/almalinux/bind-libs@9.16.23-18.el9?arch=x86_64&distro=almalinux-9.4&epoch=32"
    "&upstream=bind"
)


def purls(content: str, distro: str | None = "almalinux-9.4") -> list[str | None]:
    return [c.purl for c in components_of(content, distro=distro) if c.kind != "operating_system"]


@pytest.mark.parametrize(
    "row",
    [
        "bash-5.1.8-6.el9_1.x86_64",
        "bash-0:5.1.8-6.el9_1.x86_64",
        "bash-(none):5.1.8-6.el9_1.x86_64",
        "bash-5.1.8-6.el9_1.x86_64                Tue 05 Mar 2024 10:00:00 AM JST",
        "bash\t0\t5.1.8\t6.el9_1\tx86_64\tbash-5.1.8-6.el9_1.src.rpm",
        "bash\t(none)\t5.1.8\t6.el9_1\tx86_64\tbash-5.1.8-6.el9_1.src.rpm",
        "bash|(none)|5.1.8|6.el9_1|x86_64|bash-5.1.8-6.el9_1.src.rpm",
        "bash;5.1.8;6.el9_1;x86_64",
        "bash 5.1.8-6.el9_1 x86_64",
        "bash 0 5.1.8 6.el9_1 x86_64 bash-5.1.8-6.el9_1.src.rpm",
        '"bash","0","5.1.8","6.el9_1","x86_64","bash-5.1.8-6.el9_1.src.rpm"',
    ],
)
def test_reads_a_row_in_every_shape(row: str) -> None:
    assert purls(row + "\n") == [BASH]


@pytest.mark.parametrize(
    "row",
    [
        "bind-libs\t32\t9.16.23\t18.el9\tx86_64\tbind-9.16.23-18.el9.src.rpm",
        "bind-libs,32:9.16.23-18.el9,x86_64,bind-9.16.23-18.el9.src.rpm",
    ],
)
def test_reads_epoch_and_source(row: str) -> None:
    assert purls(row) == [BIND]
    assert components_of(row, distro="almalinux-9.4")[1].version == "32:9.16.23-18.el9"


def test_reads_the_version_of_a_source_that_differs() -> None:
    row = "perl-Data-Dumper\t0\t2.174\t462.el9\tx86_64\tperl-5.32-480.el9.src.rpm"
    (purl,) = purls(row)
    assert purl is not None
    assert purl.endswith("&upstream=perl%405.32-480.el9")


def test_reads_module_labels() -> None:
    row = "nodejs 1 16.20.2 3.module+el8 x86_64 nodejs:16:8080020230818:abc"
    (purl,) = purls(row, "rhel-8")
    assert purl is not None
    assert "rpmmod=nodejs:16:8080020230818:abc" in purl
    assert purl.startswith("pkg:rpm/redhat/nodejs@16.20.2-3.module%2Bel8?")


def test_names_with_many_hyphens_and_dots() -> None:
    rows = "java-1.8.0-openjdk-headless-1.8.0.392.b08-4.el9.x86_64\nlibstdc++-11.4.1-2.el9.i686\n"
    assert [c.name for c in components_of(rows)] == [
        "java-1.8.0-openjdk-headless",
        "libstdc++",
    ]


def test_leaves_signing_keys_out() -> None:
    sbom = sbom_of("gpg-pubkey-8483c65d-5ccc5b19\nbash-5.1.8-6.el9_1.x86_64\n")
    assert [c.name for c in sbom.iter_components()] == ["bash"]
    assert sbom.counts.left_out == {"signing_key": 1}


@pytest.mark.parametrize(
    ("rows", "system"),
    [
        ("almalinux-release-9.4-1.el9.x86_64", OperatingSystem("almalinux", "9.4")),
        ("redhat-release\t0\t8.6\t0.1.el8\tx86_64", OperatingSystem("rhel", "8.6")),
        ("bash-5.2.26-1.fc40.x86_64", OperatingSystem("fedora", "40")),
        ("bash-5.2.15-1.amzn2023.0.2.x86_64", OperatingSystem("amzn", "2023")),
        ("bash-5.1.8-6.el9_1.x86_64", None),
    ],
)
def test_believes_what_the_packages_tell(rows: str, system: OperatingSystem | None) -> None:
    sbom = sbom_of(rows + "\n")
    assert sbom.operating_system == system
    assert [f.reason for f in sbom.faults] == ([] if system else ["unknown_operating_system"])


def test_one_bad_row_never_loses_the_others() -> None:
    sbom = sbom_of(
        "bash-5.1.8-6.el9_1.x86_64\n\nerror: rpmdb open failed\nzlib-1.2.11-40.el9.x86_64\n",
        distro="rhel-9",
    )
    assert [c.name for c in sbom.iter_components()] == ["rhel", "bash", "zlib"]
    assert [(f.reason, f.origin) for f in sbom.faults] == [("malformed_line", "test: line 3")]
