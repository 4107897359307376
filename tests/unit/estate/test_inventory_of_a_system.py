"""Words of an inventory: operating systems, package owners, installed packages."""

from __future__ import annotations

import pytest

from hiyoke.errors import UsageError
from hiyoke.estate import (
    InstalledPackage,
    OperatingSystem,
    PackageOwners,
    installed_component,
    is_os_package,
    operating_system_named,
    read_os_release,
)
from hiyoke.packages import package_of_purl


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("debian-12", ("debian", "12")),
        ("Debian:12.5", ("debian", "12.5")),
        ("ubuntu 22.04", ("ubuntu", "22.04")),
        ("rhel9", ("rhel", "9")),
        ("bookworm", ("debian", "12")),
        ("opensuse-leap-15.5", ("opensuse-leap", "15.5")),
        ("wolfi", ("wolfi", None)),
    ],
)
def test_reads_the_name_of_an_operating_system(text: str, system: tuple[str, str | None]) -> None:
    assert operating_system_named(text) == system


@pytest.mark.parametrize("text", ["", "12", "-", "!"])
def test_refuses_what_names_none(text: str) -> None:
    with pytest.raises(UsageError):
        operating_system_named(text)


@pytest.mark.parametrize(
    ("lines", "system"),
    [
        (['ID="rhel"', 'VERSION_ID="9.4"'], ("rhel", "9.4")),
        (["ID=debian", "VERSION_CODENAME=trixie"], ("debian", "trixie")),
        (["# comment", "ID='arch'", 'BROKEN="x'], ("arch", None)),
        (["NAME=x"], None),
    ],
)
def test_reads_os_release(lines: list[str], system: tuple[str, str | None] | None) -> None:
    assert read_os_release(lines) == system


def test_knows_packages_of_operating_systems() -> None:
    assert is_os_package("pkg:rpm/redhat/bash@5")
    assert not is_os_package("pkg:pypi/rpm@1")
    assert not is_os_package(None)


def test_settles_owners_when_their_purls_are_known() -> None:
    owners = PackageOwners()
    owners.add("ref-1", ["lib-1", "pkg:deb/debian/a@1"])
    owners.add("ref-2", ["lib-2"])
    owners.add("pkg:npm/x@1", ["lib-3"])
    owners.add("pkg:rpm/redhat/p@1?arch=x86_64&package-id=00ff", ["lib-4"])
    assert owners.unsettled == {"ref-1", "ref-2"}
    owners.settle({"ref-1": "pkg:deb/debian/p@1"})
    assert owners.owner_by_ref == {
        "lib-1": "pkg:deb/debian/p@1",
        "lib-4": "pkg:rpm/redhat/p@1?arch=x86_64",
    }


@pytest.mark.parametrize(
    ("kind", "system"),
    [
        ("deb", OperatingSystem("debian", "12")),
        ("rpm", OperatingSystem("rhel", "9.4")),
        ("rpm", OperatingSystem("ol", "8")),
        ("rpm", OperatingSystem("opensuse-leap", "15.5")),
        ("rpm", OperatingSystem("a distribution nobody knows", None)),
    ],
)
def test_builds_purls_that_say_what_was_listed(kind: str, system: OperatingSystem) -> None:
    package = InstalledPackage(
        "libstdc++", "1.2+b~rc^1-3", "x86_64", "2" if kind == "rpm" else None, "gcc", "1.2-3"
    )
    component = installed_component(kind, package, system)
    assert component.purl is not None
    found = package_of_purl(component.purl)
    assert found.identity.package == "libstdc++"
    assert found.version == component.version
    assert found.source == "gcc"
    assert found.source_version in ("1.2-3", "2:1.2-3")
