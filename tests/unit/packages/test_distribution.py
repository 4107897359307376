from __future__ import annotations

import pytest

from hiyoke.packages import release_of, vendor_of


@pytest.mark.parametrize(
    ("vendor", "text", "release"),
    [
        ("debian", "debian-12", "12"),
        ("debian", "debian-12.5", "12"),
        ("debian", "bookworm", "12"),
        ("debian", "12", "12"),
        ("debian", "Debian GNU/Linux 11 (bullseye)", "11"),
        ("debian", "debian-sid", "sid"),
        ("debian", "debian12", "12"),
        ("ubuntu", "ubuntu-22.04", "22.04"),
        ("ubuntu", "jammy", "22.04"),
        ("ubuntu", "22.04.3 LTS (Jammy Jellyfish)", "22.04"),
        ("ubuntu", "24.10", "24.10"),
        ("alpine", "v3.18", "3.18"),
        ("alpine", "alpine-3.18.4", "3.18"),
        ("alpine", "edge", "edge"),
        ("almalinux", "almalinux-9.2", "9"),
        ("almalinux", "el9", "9"),
        ("redhat", "rhel-8.6", "8"),
        ("redhat", "8.10", "8"),
        ("redhat", "redhat-9", "9"),
        ("rocky", "rocky-8.7", "8"),
        ("fedora", "fedora-39", "39"),
        ("amzn", "amzn-2023", "2023"),
        ("opensuse", "opensuse-leap-15.5", "15.5"),
        ("opensuse", "Tumbleweed", "tumbleweed"),
        ("suse", "sles-15.4", "15.4"),
        ("suse", "Linux Enterprise Micro 5.3", "micro-5.3"),
        ("openeuler", "22.03-LTS-SP2", "22.03-sp2"),
        ("photon", "4.0", "4.0"),
        ("wolfi", "wolfi-20230201", None),
        ("debian", "unknown", None),
        ("redhat", "enterprise_linux", None),
        ("suse", "Enterprise", None),
        ("debian", None, None),
    ],
)
def test_release_has_one_name(vendor: str, text: str | None, release: str | None) -> None:
    assert release_of(vendor, text) == release


@pytest.mark.parametrize(
    ("text", "vendor"),
    [
        ("Debian:12", "debian"),
        ("debian-12.5", "debian"),
        ("Red Hat:enterprise_linux:9::baseos", "redhat"),
        ("rocky-linux", "rocky"),
        ("centos", "redhat"),
        ("jammy", "ubuntu"),
        ("opensuse-leap-15.5", "opensuse"),
        ("sles-15.4", "suse"),
        ("Azure Linux:3", "azurelinux"),
        ("nixos", None),
    ],
)
def test_vendor_has_one_name(text: str, vendor: str | None) -> None:
    assert vendor_of(text) == vendor
