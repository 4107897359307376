"""What dpkg tells becomes components with purls, where the operating system is known."""

from __future__ import annotations

import pytest

from hiyoke.estate import OperatingSystem
from small_sboms import component_of, components_of, sbom_of

STATUS = """Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl
Version: 3.0.11-1~deb12u2
Description: a library
 Version: not a version
Conffiles:
 /etc/x 00

Package: bsdutils
Essential: yes
Status: hold ok installed
Architecture: amd64
Source: util-linux (2.38.1-5)
Version: 1:2.38.1-5+b1

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0

Package: never
Status: unknown ok not-installed
Architecture: amd64

Package: half
Status: install reinstreq half-configured
Architecture: all
Version: 2.0
"""
PURLS = [
    "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl",
    (
        "pkg:deb/debian/bsdutils@1:2.38.1-5%2Bb1?arch=amd64&distro=debian-12"
        "&upstream=util-linux%402.38.1-5"
    ),
    "pkg:deb/debian/half@2.0?arch=all&distro=debian-12",
]


def purls(content: str, distro: str | None = "debian-12") -> list[str | None]:
    return [c.purl for c in components_of(content, distro=distro) if c.kind != "operating_system"]


def test_reads_what_is_installed_from_a_status_file() -> None:
    sbom = sbom_of(STATUS, distro="debian-12")
    system, *packages = sbom.iter_components()
    assert (system.kind, system.name, system.version) == ("operating_system", "debian", "12")
    assert [p.purl for p in packages] == PURLS
    assert {p.kind for p in packages} == {"os_package"}
    assert sbom.format == "dpkg"
    assert sbom.counts.left_out == {"not_installed": 2}
    assert sbom.faults == ()


def test_reads_single_stanzas_without_a_state() -> None:
    assert purls("Package: base-files\nVersion: 12.4\nArchitecture: amd64\n") == [
        "pkg:deb/debian/base-files@12.4?arch=amd64&distro=debian-12"
    ]


@pytest.mark.parametrize(
    "row",
    [
        "libssl3\t3.0.11-1~deb12u2\tamd64\topenssl\t3.0.11-1~deb12u2\tinstall ok installed",
        "libssl3:amd64\t3.0.11-1~deb12u2\tamd64\topenssl\t3.0.11-1~deb12u2\tii ",
        "libssl3,3.0.11-1~deb12u2,amd64,openssl",
        "libssl3 3.0.11-1~deb12u2 amd64 openssl 3.0.11-1~deb12u2 install ok installed",
        "libssl3|3.0.11-1~deb12u2|amd64|openssl (3.0.11-1~deb12u2)|",
    ],
)
def test_reads_columns(row: str) -> None:
    assert purls(row + "\n") == PURLS[:1]


def test_reads_the_version_of_the_source() -> None:
    row = "bsdutils\t1:2.38.1-5+b1\tamd64\tutil-linux\t2.38.1-5\tinstall ok installed\n"
    assert purls(row) == PURLS[1:2]


def test_reads_the_plain_list_and_the_table() -> None:
    assert purls("adduser\t3.134\nlibc6:amd64\t2.36-9\nremoved\t\n") == [
        "pkg:deb/debian/adduser@3.134?distro=debian-12",
        "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12",
    ]
    table = """Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
||/ Name           Version      Architecture Description
+++-==============-============-============-=================================
ii  adduser        3.134        all          add and remove users and groups
rc  gone           1.0          amd64        removed, configuration kept
un  never          <none>       <none>       (no description available)
iU  half           2.0          all          unpacked
"""
    sbom = sbom_of(table, distro="debian-12")
    assert [c.name for c in sbom.iter_components()] == ["debian", "adduser", "half"]
    assert sbom.counts.left_out == {"not_installed": 2}


@pytest.mark.parametrize(
    ("base_files", "system"),
    [
        ("12.4+deb12u5", OperatingSystem("debian", "12")),
        ("11.1", OperatingSystem("debian", "11")),
        ("13ubuntu10.1", OperatingSystem("ubuntu", None)),
        ("1.0-vendor", None),
    ],
)
def test_believes_the_package_that_carries_os_release(
    base_files: str, system: OperatingSystem | None
) -> None:
    stanza = f"\nPackage: base-files\nStatus: install ok installed\nVersion: {base_files}\n"
    assert sbom_of(STATUS + stanza).operating_system == system


def test_says_when_the_operating_system_is_unknown() -> None:
    sbom = sbom_of(STATUS)
    assert next(sbom.iter_components()).purl == (
        "pkg:deb/libssl3@3.0.11-1~deb12u2?arch=amd64&upstream=openssl"
    )
    assert [fault.reason for fault in sbom.faults] == ["unknown_operating_system"]


def test_one_bad_entry_never_loses_the_others() -> None:
    status = STATUS.replace("Version: 3.0.11-1~deb12u2", "Version: (unknown)") + "\nno field\n"
    sbom = sbom_of(status, distro="debian-12")
    assert sbom.counts.components == 3
    assert [(f.reason, f.origin) for f in sbom.faults] == [
        ("malformed_package", "test: line 1"),
        ("malformed_line", f"test: line {len(status.splitlines())}"),
    ]
    rows = sbom_of("a1\t1.0\tall\nnonsense here\nb1\t2.0\tall\n", distro="debian-12")
    assert rows.counts.components == 3
    assert [f.origin for f in rows.faults] == ["test: line 2"]


def test_reads_debian_names_of_other_vendors() -> None:
    row = "openssl\t3.0.2-0ubuntu1.15\tamd64\n"
    assert component_of(row).purl == "pkg:deb/openssl@3.0.2-0ubuntu1.15?arch=amd64"
    assert purls(row, "ubuntu-22.04") == [
        "pkg:deb/ubuntu/openssl@3.0.2-0ubuntu1.15?arch=amd64&distro=ubuntu-22.04"
    ]
