"""CycloneDX in XML becomes the same inventory as in JSON."""

from __future__ import annotations

import pytest

from hiyoke.errors import UnknownFormatError, UnreadableDocumentError
from hiyoke.estate import OperatingSystem, SbomComponent, Subject
from small_sboms import component_of, components_of, cyclonedx_xml, sbom_of

DEB = "pkg:deb/debian/python3-requests@2.28.1-1?arch=all&amp;distro=debian-12"
OWNER = DEB.replace("&amp;", "&")
PYPI = "pkg:pypi/requests@2.28.1"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_reads_every_version(version: str) -> None:
    body = """<components><component type="library" bom-ref="r">
        <group>org.acme</group><name> tool </name><version>1.0</version>
        <cpe>cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:*:*</cpe>
        <purl><![CDATA[pkg:maven/org.acme/tool@1.0?type=jar&x=y]]></purl>
        </component></components>"""
    sbom = sbom_of(cyclonedx_xml(body, version))
    assert list(sbom.iter_components()) == [
        SbomComponent(
            "org.acme/tool",
            "1.0",
            "pkg:maven/org.acme/tool@1.0?type=jar&x=y",
            "cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:*:*",
            bom_ref="r",
        )
    ]
    assert (sbom.format, sbom.format_version, sbom.faults) == ("cyclonedx", version, ())


def test_reads_subject_system_and_nested_components() -> None:
    body = """<metadata><tools><component type="application"><name>syft</name></component></tools>
        <component type="container"><name>image</name><version>7</version>
        <components><component type="file"><name>layer</name></component></components>
        </component></metadata>
        <components><component type="library"><name>a</name>
        <components><component type="framework"><name>b</name></component></components></component>
        <component type="operating-system"><name>debian</name><version>12</version></component>
        </components>"""
    sbom = sbom_of(cyclonedx_xml(body))
    assert sbom.subject == Subject("image", "7")
    assert sbom.operating_system == OperatingSystem("debian", "12")
    assert [(c.name, c.kind) for c in sbom.iter_components()] == [
        ("layer", "file"),
        ("a", "library"),
        ("b", "framework"),
        ("debian", "operating_system"),
    ]


@pytest.mark.parametrize(
    "inner",
    [
        (
            f"<evidence><identity><field>purl</field><concludedValue>{PYPI}</concludedValue></identity>"
            "</evidence>"
        ),
        (
            f"<pedigree><ancestors><component type='library'><name>x</name><purl>{PYPI}</purl>"
            "</component></ancestors></pedigree>"
        ),
    ],
)
def test_takes_the_purl_from_where_else_it_is_stated(inner: str) -> None:
    body = f"<components><component type='library'><name>a</name>{inner}</component></components>"
    assert component_of(cyclonedx_xml(body)).purl == PYPI


def test_reads_properties_of_generators() -> None:
    body = f"""<components><component type="library"><name>lib</name><purl>{DEB}</purl><properties>
        <property name="aquasecurity:trivy:SrcName">requests</property>
        <property name="aquasecurity:trivy:SrcVersion">2.28.1</property>
        <property name="aquasecurity:trivy:SrcRelease">1</property>
        </properties></component></components>"""
    found = component_of(cyclonedx_xml(body))
    assert (found.source_package, found.source_version) == ("requests", "2.28.1-1")


@pytest.mark.parametrize("ref", [DEB, "os-package"])
def test_names_the_package_that_carries_a_library(ref: str) -> None:
    body = f"""<components>
        <component type="library" bom-ref="lib"><name>requests</name><purl>{PYPI}</purl></component>
        <component type="library" bom-ref="os-package"><name>p</name><purl>{DEB}</purl></component>
        </components>
        <dependencies><dependency ref="{ref}"><dependency ref="lib"/></dependency></dependencies>"""
    library, package = components_of(cyclonedx_xml(body))
    assert (library.owner, package.owner) == (OWNER, None)


def test_leaves_other_namespaces_alone() -> None:
    body = """<components><component type="library"><name>a</name>
        <x:version xmlns:x="urn:x">9</x:version></component>
        <x:component xmlns:x="urn:x"><name>b</name></x:component></components>"""
    found = component_of(cyclonedx_xml(body))
    assert (found.name, found.version) == ("a", None)


def test_notes_a_component_without_a_name() -> None:
    body = (
        "<components>\n<component type='library'/>\n"
        "<component type='x'><name>b</name></component></components>"
    )
    sbom = sbom_of(cyclonedx_xml(body))
    assert [c.name for c in sbom.iter_components()] == ["b"]
    assert [(f.reason, f.origin) for f in sbom.faults] == [
        ("unnamed_component", "test: line 2"),
        ("unknown_component_type", "test: line 3.type"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "shift_jis", "euc-jp"])
def test_reads_documents_in_the_encoding_they_declare(encoding: str) -> None:
    text = cyclonedx_xml("<components><component><name>表示</name></component></components>")
    raw = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
    assert component_of(raw).name == "表示"


def test_refuses_entities_and_damage() -> None:
    bomb = '<!DOCTYPE bom [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for text in (bomb + cyclonedx_xml("&b;"), cyclonedx_xml("<components>")):
        with pytest.raises(UnreadableDocumentError):
            sbom_of(text)


def test_refuses_another_namespace() -> None:
    with pytest.raises(UnknownFormatError, match="root element"):
        sbom_of('<bom xmlns="urn:other"><components/></bom>')
