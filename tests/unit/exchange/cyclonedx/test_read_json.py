"""CycloneDX in JSON becomes an inventory: every component, its identity, its owner, its faults."""

from __future__ import annotations

from typing import Any

import pytest

from hiyoke.documents import json_parts, utf8_source
from hiyoke.errors import UnreadableDocumentError
from hiyoke.estate import OperatingSystem, SbomComponent, Subject
from small_sboms import component_of, components_of, cyclonedx, sbom_of

DEB = "pkg:deb/debian/python3-requests@2.28.1-1?arch=all&distro=debian-12"
PYPI = "pkg:pypi/requests@2.28.1"


def names(content: Any) -> list[str]:
    return [component.name for component in components_of(content)]


def properties(**values: str) -> list[dict[str, str]]:
    return [{"name": name.replace("__", ":"), "value": value} for name, value in values.items()]


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_reads_every_version(version: str) -> None:
    component = {
        "type": "library",
        "bom-ref": "r",
        "group": "org.acme",
        "name": "tool",
        "version": "1.0",
        "purl": "pkg:maven/org.acme/tool@1.0",
        "cpe": "cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:*:*",
        "hashes": [{"alg": "MD5", "content": "no hash at all"}],
    }
    sbom = sbom_of(cyclonedx(component, specVersion=version))
    assert list(sbom.iter_components()) == [
        SbomComponent(
            "org.acme/tool",
            "1.0",
            "pkg:maven/org.acme/tool@1.0",
            "cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:*:*",
            bom_ref="r",
        )
    ]
    assert (sbom.format, sbom.format_version, sbom.faults) == ("cyclonedx", version, ())


def test_reads_an_unknown_version_and_says_so() -> None:
    sbom = sbom_of(cyclonedx({"name": "a"}, specVersion="2.0"))
    assert sbom.counts.components == 1
    assert [fault.reason for fault in sbom.faults] == ["unknown_version"]


def test_reads_nested_components_in_order() -> None:
    nested = {"name": "a", "components": [{"name": "b", "components": [{"name": "c"}]}]}
    assert names(cyclonedx(nested, {"name": "d"})) == ["a", "b", "c", "d"]


def test_reads_what_is_nested_in_the_subject_and_the_subject_if_it_can_be_assessed() -> None:
    subject = {"name": "app", "version": "3", "components": [{"name": "part"}]}
    sbom = sbom_of(cyclonedx({"name": "other"}, metadata={"component": subject}))
    assert [c.name for c in sbom.iter_components()] == ["part", "other"]
    assert sbom.subject == Subject("app", "3")
    subject["purl"] = "pkg:npm/app@3"
    assert names(cyclonedx(metadata={"component": subject})) == ["app", "part"]


def test_a_vex_is_an_sbom_without_components() -> None:
    vex = cyclonedx(vulnerabilities=[{"id": "CVE-2024-1", "affects": [{"ref": "x"}]}])
    del vex["components"]
    assert sbom_of(vex).counts.components == 0


@pytest.mark.parametrize(
    ("component", "system"),
    [
        ({"name": "debian", "version": "12.5"}, OperatingSystem("debian", "12.5")),
        ({"name": "Debian GNU/Linux"}, OperatingSystem("debian gnu/linux", None)),
        (
            {
                "name": "Debian GNU/Linux",
                "properties": properties(syft__distro__id="debian", syft__distro__versionID="12"),
            },
            OperatingSystem("debian", "12"),
        ),
    ],
)
def test_tells_the_operating_system(component: dict[str, Any], system: OperatingSystem) -> None:
    component = {"type": "operating-system", **component}
    sbom = sbom_of(cyclonedx({"name": "a"}, component))
    assert sbom.operating_system == system
    assert [c.kind for c in sbom.iter_components()] == ["library", "operating_system"]
    assert sbom_of(cyclonedx(metadata={"component": component})).operating_system == system


@pytest.mark.parametrize(
    "component",
    [
        {"evidence": {"identity": {"field": "purl", "concludedValue": PYPI}}},
        {"evidence": {"identity": [{"field": "hash"}, {"field": "purl", "concludedValue": PYPI}]}},
        {"pedigree": {"ancestors": [{"name": "x"}, {"name": "y", "purl": PYPI}]}},
        {"bom-ref": PYPI},
        {"purl": "", "bom-ref": PYPI},
    ],
)
def test_takes_the_purl_from_where_else_it_is_stated(component: dict[str, Any]) -> None:
    assert component_of(cyclonedx({"name": "requests", **component})).purl == PYPI


def test_keeps_its_own_purl_whatever_its_ancestors_are() -> None:
    component = {"name": "a", "purl": "pkg:npm/a@1", "pedigree": {"ancestors": [{"purl": PYPI}]}}
    assert component_of(cyclonedx(component)).purl == "pkg:npm/a@1"


def test_takes_a_cpe_from_syft_when_there_is_neither_purl_nor_cpe() -> None:
    cpe = "cpe:2.3:a:busybox:busybox:1.36:*:*:*:*:*:*:*"
    component = {"name": "busybox", "properties": properties(syft__cpe23=cpe)}
    assert component_of(cyclonedx(component)).cpe == cpe


@pytest.mark.parametrize(
    ("given", "source"),
    [
        (
            {
                "aquasecurity:trivy:SrcName": "openssl",
                "aquasecurity:trivy:SrcVersion": "3.0.11",
                "aquasecurity:trivy:SrcRelease": "1~deb12u2",
            },
            ("openssl", "3.0.11-1~deb12u2"),
        ),
        (
            {
                "aquasecurity:trivy:SrcName": "vim",
                "aquasecurity:trivy:SrcVersion": "9.0",
                "aquasecurity:trivy:SrcRelease": "1",
                "aquasecurity:trivy:SrcEpoch": "2",
            },
            ("vim", "2:9.0-1"),
        ),
        ({"aquasecurity:trivy:SrcName": "busybox"}, ("busybox", None)),
        (
            {"syft:metadata:source": "glibc", "syft:metadata:sourceVersion": "2.36-9"},
            ("glibc", "2.36-9"),
        ),
        ({"syft:metadata:originPackage": "busybox"}, ("busybox", None)),
        ({"syft:metadata:sourceRpm": "openssl-3.0.7-24.el9.src.rpm"}, ("openssl", "3.0.7-24.el9")),
    ],
)
def test_reads_source_packages_as_generators_write_them(
    given: dict[str, str], source: tuple[str, str | None]
) -> None:
    listed = [{"name": name, "value": value} for name, value in given.items()]
    found = component_of(cyclonedx({"name": "lib", "purl": DEB, "properties": listed}))
    assert (found.source_package, found.source_version) == source
    # A purl that states its source is believed; a library has none.
    found = component_of(
        cyclonedx({"name": "lib", "purl": f"{DEB}&upstream=x", "properties": listed})
    )
    assert found.source_package is None
    found = component_of(cyclonedx({"name": "lib", "purl": PYPI, "properties": listed}))
    assert found.source_package is None


@pytest.mark.parametrize(
    "members",
    [
        {"dependencies": [{"ref": DEB, "dependsOn": [PYPI]}]},
        {"dependencies": [{"ref": f"{DEB}&package-id=0a1b2c", "dependsOn": [PYPI]}]},
        {"dependencies": [{"ref": "os-package", "dependsOn": ["x", PYPI]}]},
    ],
    ids=["purls", "syft's references", "other references"],
)
@pytest.mark.parametrize("dependencies_first", [False, True])
def test_names_the_package_that_carries_a_library(
    members: dict[str, Any], *, dependencies_first: bool
) -> None:
    document = cyclonedx(
        {"name": "requests", "purl": PYPI, "bom-ref": PYPI},
        {"name": "python3-requests", "purl": DEB, "bom-ref": "os-package"},
    )
    document = members | document if dependencies_first else document | members
    library, package = components_of(document)
    assert library.owner == DEB
    assert (package.owner, package.kind) == (None, "os_package")


def test_names_the_package_around_a_library() -> None:
    inner = {"name": "requests", "purl": PYPI, "components": [{"name": "urllib3"}]}
    package = {"name": "python3-requests", "purl": DEB, "components": [inner]}
    assert [c.owner for c in components_of(cyclonedx(package))] == [None, DEB, DEB]


@pytest.mark.parametrize(
    "edge",
    [
        {"ref": PYPI, "dependsOn": [DEB]},
        {"ref": "os", "dependsOn": [PYPI]},
        {"ref": "unknown", "dependsOn": [PYPI]},
        {"ref": DEB, "dependsOn": ["pkg:deb/debian/libc6@2.36"]},
    ],
)
def test_names_no_owner_when_no_package_carries_the_library(edge: dict[str, Any]) -> None:
    document = cyclonedx(
        {"name": "debian", "type": "operating-system", "bom-ref": "os"},
        {"name": "requests", "purl": PYPI, "bom-ref": PYPI},
        {"name": "libc6", "purl": "pkg:deb/debian/libc6@2.36", "bom-ref": "c"},
        dependencies=[edge],
    )
    assert {c.owner for c in components_of(document)} == {None}


def test_keeps_components_that_nobody_can_assess_and_counts_them() -> None:
    counts = sbom_of(cyclonedx({"name": "a"}, {"name": "b", "purl": PYPI}, {"name": "a"})).counts
    assert (counts.components, counts.unidentified, counts.duplicates) == (3, 2, 1)


def test_one_bad_component_never_loses_the_others() -> None:
    sbom = sbom_of(
        b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": ['
        b'{"name": "a"}, 5, {"version": "1"}, {"name": "b", "version": 2, "purl": "pkg:npm/b@2"},'
        b'{"name": "c", "components": [7, {"name": "d"}]}, {"name": nonsense}, {"name": "e"}]}'
    )
    assert [(c.name, c.version) for c in sbom.iter_components()] == [
        ("a", None),
        ("b", None),
        ("c", None),
        ("d", None),
        ("e", None),
    ]
    assert [(fault.reason, fault.origin) for fault in sbom.faults] == [
        ("malformed_component", "test: $.components[1]"),
        ("malformed_component", "test: $.components[3].version"),
        ("malformed_component", "test: $.components[5]"),
        ("unnamed_component", "test: $.components[2]"),
        ("malformed_component", "test: $.components[4].components[0]"),
    ]
    assert sbom.faults[1].why.en == "expected text, found an integer"
    assert sbom.faults[1].why.ja == "文字列を期待しましたが、整数でした"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"components": {"name": "a"}}, "malformed_member"),
        ({"components": "none"}, "malformed_member"),
        ({"dependencies": 5}, "malformed_member"),
        ({"dependencies": [{"ref": 5}]}, "malformed_component"),
        ({"metadata": {"component": []}}, "malformed_component"),
        ({"components": [{"name": "a", "type": "spaceship"}]}, "unknown_component_type"),
        ({"components": [{"name": "a", "components": {}}]}, "malformed_member"),
    ],
)
def test_notes_what_it_could_not_read(members: dict[str, Any], reason: str) -> None:
    sbom = sbom_of({**cyclonedx(), **members})
    assert sbom.counts.faults == 1
    assert sbom.faults[0].reason == reason


def test_puts_components_nested_too_deep_into_quarantine() -> None:
    component: dict[str, Any] = {"name": "innermost"}
    for level in range(40):
        component = {"name": str(level), "components": [component]}
    sbom = sbom_of(cyclonedx(component, {"name": "other"}))
    assert sbom.counts.components == 34
    assert [fault.reason for fault in sbom.faults] == ["nested_too_deep"]


def test_reads_the_same_whatever_the_size_of_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    document = cyclonedx(
        *({"name": f"n{i}", "purl": f"pkg:npm/n{i}@{i}", "bom-ref": f"r{i}"} for i in range(50)),
        {"name": "x", "evidence": {"identity": {"field": "purl", "concludedValue": PYPI}}},
        {"name": "y", "purl": DEB, "properties": properties(syft__metadata__source="z")},
    )
    whole = components_of(document)
    monkeypatch.setattr(utf8_source, "CHUNK_BYTES", 64)
    monkeypatch.setattr(utf8_source, "KEPT_BYTES", 0)
    sbom = sbom_of(document)
    chunks = list(sbom.iter_chunks())
    assert [component for chunk in chunks for component in chunk] == whole
    assert len(chunks) > 10


def test_refuses_a_component_past_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    document = cyclonedx({"name": "a", "description": "x" * 4000}, {"name": "b"})
    monkeypatch.setattr(utf8_source, "CHUNK_BYTES", 256)
    monkeypatch.setattr(json_parts, "MAX_PART_BYTES", 1000)
    with pytest.raises(UnreadableDocumentError, match="element of more"):
        sbom_of(document)


def test_describes_some_faults_and_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiyoke.estate.inventory.MAX_DESCRIBED_FAULTS", 3)
    sbom = sbom_of(cyclonedx(*range(10), {"name": "a"}))
    assert sbom.counts.faults == 10
    assert len(sbom.faults) == 4
    assert sbom.faults[-1].why.en.startswith("7 more")
