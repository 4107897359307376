"""Distribution packages from package list to finding: releases, sources and bounds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.errors import UsageError
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.matching.match_sboms import SbomMatch, match_sboms
from small_advisories import affected, record, write_lines
from small_sboms import cyclonedx

if TYPE_CHECKING:
    from pathlib import Path


RECORDS = (
    record(
        "DSA-1",
        affected("introduced 0", "fixed 3.0.11-1", ecosystem="Debian:12", name="openssl"),
        affected("introduced 0", "fixed 1.1.1w-1", ecosystem="Debian:11", name="openssl"),
    ),
    record(
        "DSA-2", affected("introduced 0", "fixed 6.1.90-1", ecosystem="Debian:12", name="linux")
    ),
    record(
        "CVE-1",
        affected("introduced 0", "fixed 3.1.4-r1", ecosystem="Alpine:v3.18", name="openssl"),
        affected("introduced 0", "fixed 6.6.3", ecosystem="Alpine:v3.18", name="demo"),
    ),
    record(
        "RLSA-1",
        affected("introduced 0", "fixed 0:2.34-60.el9", ecosystem="Rocky Linux:9", name="glibc"),
    ),
    record(
        "ALSA-1",
        affected("introduced 0", "last_affected 1.2", ecosystem="AlmaLinux:9", name="ranged"),
        affected(ecosystem="AlmaLinux:9", name="listed", versions=["1.2"]),
    ),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("advisories")
    import_advisories([write_lines(folder / "osv.jsonl", *RECORDS)], folder / "store")
    return folder / "store"


def _matched(folder: Path, store: Path, sbom: str | dict[str, Any], **options: Any) -> SbomMatch:
    path = folder / ("status" if isinstance(sbom, str) else "a.cdx.json")
    path.write_text(sbom if isinstance(sbom, str) else json.dumps(sbom), encoding="utf-8")
    return match_sboms([path], store, **options)


def _component(purl: str) -> dict[str, Any]:
    return cyclonedx({"type": "library", "name": "x", "purl": purl})


def _statuses(result: SbomMatch) -> list[tuple[str, str | None]]:
    rows = result.findings.to_pylist()
    return [(row["status"], row["reason"]) for row in rows]


STATUS = """\
Package: libssl3
Status: install ok installed
Architecture: amd64
Source: openssl
Version: 3.0.9-1

"""


@pytest.mark.parametrize(
    ("distro", "found"),
    [
        ("debian-12", [("affected", None)]),
        ("debian-11", []),
        (None, [("not_assessable", "release_unknown")]),
    ],
)
def test_named_distribution_decides_which_claims_hold(
    tmp_path: Path, store: Path, distro: str | None, found: list[tuple[str, str | None]]
) -> None:
    sbom = _component("pkg:deb/debian/libssl3@3.0.9-1?upstream=openssl")
    assert _statuses(_matched(tmp_path, store, sbom, distro=distro)) == found


def test_a_bare_package_list_takes_the_named_distribution(tmp_path: Path, store: Path) -> None:
    result = _matched(tmp_path, store, STATUS, distro="bookworm")
    assert _statuses(result) == [("affected", None)]
    assert result.run["distro"] == "bookworm"


def test_refuses_a_distribution_that_names_none(tmp_path: Path, store: Path) -> None:
    with pytest.raises(UsageError):
        _matched(tmp_path, store, STATUS, distro="12")


@pytest.mark.parametrize(
    "purl",
    [
        "pkg:deb/debian/libssl3@3.0.9-1?distro=debian-12&source=openssl",
        "pkg:deb/debian/libssl3@9?distro=bookworm&source=openssl&sourceversion=3.0.9-1",
        "pkg:deb/debian/libssl3@3.0.9-1?distro=debian-12&upstream=openssl",
    ],
)
def test_the_source_has_several_words(tmp_path: Path, store: Path, purl: str) -> None:
    assert _statuses(_matched(tmp_path, store, _component(purl))) == [("affected", None)]


def test_an_apk_origin_names_the_source(tmp_path: Path, store: Path) -> None:
    sbom = _component("pkg:apk/alpine/libssl3@3.1.3-r0?distro=alpine-3.18&origin=openssl")
    assert _statuses(_matched(tmp_path, store, sbom)) == [("affected", None)]


def test_an_rpm_names_its_source_file(tmp_path: Path, store: Path) -> None:
    sbom = _component(
        "pkg:rpm/rocky-linux/glibc-common@2.34-50.el9?distro=rocky-9"
        "&sourcerpm=glibc-2.34-50.el9.src.rpm"
    )
    assert _statuses(_matched(tmp_path, store, sbom)) == [("affected", None)]


def test_a_signed_kernel_stands_for_its_source(tmp_path: Path, store: Path) -> None:
    status = STATUS.replace("libssl3", "linux-image-6.1.0-18-amd64")
    status = status.replace("Source: openssl", "Source: linux-signed-amd64 (6.1.76+1)")
    status = status.replace("3.0.9-1", "6.1.76-1")
    result = _matched(tmp_path, store, status, distro="debian-12")
    assert _statuses(result) == [("affected", None)]
    assert "deb/debian:12/linux 6.1.76-1 in" in result.findings["matched_on"][0].as_py()


def test_what_apk_calls_invalid_is_not_assessable(tmp_path: Path, store: Path) -> None:
    sbom = _component("pkg:apk/alpine/demo@6.6.2p1?distro=alpine-3.18")
    found = _statuses(_matched(tmp_path, store, sbom))
    assert found == [("not_assessable", "unsortable_version")]


@pytest.mark.parametrize(
    ("version", "found"),
    [("1.2-3.el9", [("affected", None)]), ("1.2", [("affected", None)]), ("1.2.1-1.el9", [])],
)
@pytest.mark.parametrize("name", ["ranged", "listed"])
def test_an_rpm_bound_without_release_means_every_build(
    tmp_path: Path, store: Path, version: str, found: list[tuple[str, str | None]], name: str
) -> None:
    sbom = _component(f"pkg:rpm/almalinux/{name}@{version}?distro=almalinux-9")
    assert _statuses(_matched(tmp_path, store, sbom)) == found
