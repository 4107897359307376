"""A document is recognised by its content, or refused with a reason; names say nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.documents import open_documents
from hiyoke.errors import UnknownFormatError, UnreadableDocumentError, UsageError
from hiyoke.estate import OperatingSystem
from hiyoke.exchange import sboms
from hiyoke.exchange.sboms import read_sbom
from hiyoke.languages import Language
from small_sboms import cyclonedx, cyclonedx_xml, document_of, sbom_of, spdx

if TYPE_CHECKING:
    from pathlib import Path

STATUS = "Package: adduser\nStatus: install ok installed\nVersion: 3.134\nArchitecture: all\n"
OS_RELEASE = 'PRETTY_NAME="Debian"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'
RPM = "bash-5.1.8-6.el9_1.x86_64\n"
GRAPH = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [{"type": "software_Package", "spdxId": "urn:a", "name": "a"}],
}


@pytest.mark.parametrize(
    ("content", "known"),
    [
        (cyclonedx(), "cyclonedx"),
        ({"$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json"}, "cyclonedx"),
        (cyclonedx_xml(""), "cyclonedx"),
        (spdx(), "spdx"),
        ("SPDXVersion: SPDX-2.2\n", "spdx"),
        (GRAPH, "spdx"),
        (STATUS, "dpkg"),
        ("adduser\t3.134\n", "dpkg"),
        (RPM, "rpm"),
        (OS_RELEASE, "os-release"),
    ],
)
def test_recognises_by_content(content: Any, known: str) -> None:
    assert sbom_of(content).format == known


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(cyclonedx({"name": "表示"}), ensure_ascii=False),
        json.dumps(spdx({"name": "表示"}), ensure_ascii=False),
        "SPDXVersion: SPDX-2.3\r\nPackageName: 表示\r\n",
        cyclonedx_xml("<components><component><name>表示</name></component></components>"),
    ],
)
def test_reads_every_encoding_of_japanese_offices(text: str, encoding: str) -> None:
    (component,) = sbom_of(text.encode(encoding)).iter_components()
    assert component.name == "表示"


@pytest.mark.parametrize("members_first", [True, False])
def test_reads_on_when_the_first_members_do_not_tell(
    *, members_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sboms, "HEAD_BYTES", 100)
    filling: dict[str, Any] = {"components": [{"name": f"component {i}"} for i in range(50)]}
    telling: dict[str, Any] = {"specVersion": "1.6", "bomFormat": "CycloneDX"}
    document = telling | filling if members_first else filling | telling
    assert sbom_of(document).counts.components == 50


@pytest.mark.parametrize("inner", [cyclonedx({"name": "a"}), spdx({"name": "a"})])
def test_reads_an_sbom_that_is_wrapped(inner: dict[str, Any]) -> None:
    statement = {"_type": "https://in-toto.io/Statement/v1", "predicateType": "x"}
    for wrapped in ({"sbom": inner}, {**statement, "predicate": inner}):
        assert [c.name for c in sbom_of(wrapped).iter_components()] == ["a"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "an empty document"),
        (" \n", "an empty document"),
        ("[]", "another document"),
        ("just text", "another document"),
        ({}, "another JSON document"),
        ({"artifacts": [], "source": {}}, "syft's own JSON"),
        ({"payloadType": "application/vnd.in-toto+json"}, "an envelope"),
        ({"predicateType": "https://slsa.dev/x", "predicate": {"a": 1}}, "something else"),
        ({"sbom": {}, "artifacts": []}, "syft's own JSON"),
        ({"document": {"category": "csaf_vex"}}, "a CSAF document"),
        (cyclonedx(bomFormat="Other"), "another JSON document"),
        ("<html/>", "root element 'html'"),
        (
            '<r:RDF xmlns:r="urn:r" xmlns:s="http://spdx.org/rdf/terms#"><s:SpdxDocument/></r:RDF>',
            "SPDX in RDF",
        ),
        ('SPDXID: "SPDXRef-DOCUMENT"\nspdxVersion: "SPDX-2.3"\n', "SPDX in YAML"),
        ('spec_version: "1.6"\nversion: 1\n', "CycloneDX in protobuf text"),
        ("Package: a\nVersion: 1\nFilename: pool/a.deb\nSHA256: 0\n", "another document"),
        ("name,version\nopenssl,3.0\n", "another document"),
    ],
)
def test_refuses_what_it_does_not_read_and_says_what_it_is(content: Any, found: str) -> None:
    with pytest.raises(UnknownFormatError) as refusal:
        sbom_of(content)
    message = refusal.value.message(Language.EN)
    assert found.replace("an envelope", "envelope") in message
    assert "at test" in message
    assert "CycloneDX" in refusal.value.remedy.ja


@pytest.mark.parametrize("content", ['{"bomFormat": "CycloneDX", "comp', '{"x": ', "<bom", b"\0"])
def test_refuses_damage(content: Any) -> None:
    with pytest.raises(UnreadableDocumentError):
        sbom_of(content)


def test_takes_the_callers_word_for_the_operating_system() -> None:
    assert sbom_of(STATUS, distro="ubuntu-22.04").operating_system == OperatingSystem(
        "ubuntu", "22.04"
    )
    assert sbom_of(cyclonedx(), distro="debian:12").operating_system == OperatingSystem(
        "debian", "12"
    )
    with pytest.raises(UsageError, match="operating system"):
        sbom_of(STATUS, distro="???")


def test_believes_the_document_before_the_caller() -> None:
    document = cyclonedx({"type": "operating-system", "name": "alpine", "version": "3.18"})
    assert sbom_of(document, distro="debian-12").operating_system == OperatingSystem(
        "alpine", "3.18"
    )


@pytest.mark.parametrize(
    ("listed", "beside"),
    [
        ("web01/status", "web01/os-release"),
        ("web01.status", "web01.os-release"),
        ("web01.txt", "web01.txt.os-release"),
        ("root/var/lib/dpkg/status", "root/etc/os-release"),
        ("root/var/lib/dpkg/status", "root/usr/lib/os-release"),
    ],
)
@pytest.mark.parametrize("content", [STATUS, RPM])
def test_reads_the_os_release_that_belongs_to_a_list(
    tmp_path: Path, listed: str, beside: str, content: str
) -> None:
    for name, text in ((listed, content), (beside, OS_RELEASE)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (document,) = open_documents([tmp_path / listed])
    sbom = read_sbom(document)
    assert sbom.operating_system == OperatingSystem("debian", "12")
    assert sbom.faults == ()


def test_an_operating_system_is_a_component() -> None:
    (component,) = sbom_of(OS_RELEASE).iter_components()
    assert (component.name, component.version, component.kind) == (
        "debian",
        "12",
        "operating_system",
    )


def test_may_be_read_twice_with_the_same_result() -> None:
    sbom = sbom_of(cyclonedx({"name": "a"}, 5, {"name": "a"}))
    first = list(sbom.iter_components()), sbom.faults, sbom.counts
    assert (list(sbom.iter_components()), sbom.faults, sbom.counts) == first
    assert len(sbom.faults) == 1


def test_an_endless_list_of_bad_rows_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiyoke.estate.inventory.MAX_DESCRIBED_FAULTS", 5)
    sbom = sbom_of(STATUS + "no field\n" * 100, distro="debian-12")
    assert (sbom.counts.faults, len(sbom.faults)) == (100, 6)


def test_opens_only_what_it_is_given() -> None:
    assert read_sbom(document_of(STATUS)).operating_system is None
