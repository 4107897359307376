"""What a document says is what an inventory has, whatever the format and however it is cut."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiyoke.documents import PartKind, read_json_parts, split_elements
from hiyoke.errors import HiyokeError
from hiyoke.estate import (
    InstalledPackage,
    OperatingSystem,
    SbomComponent,
    installed_component,
)
from hiyoke.packages import package_of_purl
from small_sboms import (
    components_of,
    cyclonedx,
    sbom_of,
    write_cyclonedx_json,
    write_cyclonedx_xml,
    write_spdx_json,
    write_spdx_tag_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.property

names = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12
).filter(lambda text: text not in ("NONE", "NOASSERTION") and "text>" not in text)
versions = st.from_regex(r"[0-9][A-Za-z0-9.+~-]{0,8}", fullmatch=True)
kinds = st.sampled_from(["npm", "pypi", "deb/debian", "maven/org.acme", "golang/example.org"])


@st.composite
def listed_components(draw: st.DrawFn) -> SbomComponent:
    name, version = draw(names), draw(versions | st.none())
    has_purl = draw(st.booleans())
    purl = f"pkg:{draw(kinds)}/{name}" + (f"@{version}" if version else "") if has_purl else None
    cpe = f"cpe:2.3:a:acme:{draw(versions)}:1:*:*:*:*:*:*:*" if draw(st.booleans()) else None
    return SbomComponent(name, version, purl, cpe)


def stated(components: Sequence[SbomComponent]) -> list[tuple[str | None, ...]]:
    return [(c.name, c.version, c.purl, c.cpe) for c in components]


@pytest.mark.parametrize(
    "write", [write_cyclonedx_json, write_cyclonedx_xml, write_spdx_json, write_spdx_tag_value]
)
@settings(max_examples=60, deadline=None)
@given(written=st.lists(listed_components(), max_size=8))
def test_every_format_reads_back_what_was_written(
    write: Callable[[Sequence[SbomComponent]], str], written: list[SbomComponent]
) -> None:
    assert stated(components_of(write(written))) == stated(written)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text('ab"\\{}[],:é日 \n', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["items", "a", 'q"', "\\"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    items=st.lists(json_values, max_size=6),
    other=json_values,
    size=st.integers(1, 40),
    indent=st.sampled_from([None, 1]),
    ascii_only=st.booleans(),
)
def test_json_is_taken_apart_the_same_however_it_is_cut(
    *, items: list[Any], other: Any, size: int, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(
        {"first": other, "items": items, "last": other}, indent=indent, ensure_ascii=ascii_only
    ).encode()
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    parts = list(read_json_parts(chunks, arrays=frozenset({"items"}), origin=""))
    found = [part.text for part in parts if part.kind is PartKind.ELEMENTS]
    assert [element for part in found for element in json.loads(part)] == items
    assert [json.loads(text) for part in found for text in split_elements(part)] == items


@settings(max_examples=150, deadline=None)
@given(
    sound=st.lists(listed_components(), min_size=1, max_size=4),
    bad=st.lists(st.tuples(st.integers(0, 4), json_values), min_size=1, max_size=4),
)
def test_no_bad_component_loses_a_sound_one(
    sound: list[SbomComponent], bad: list[tuple[int, Any]]
) -> None:
    components = json.loads(write_cyclonedx_json(sound))["components"]
    for at, value in bad:
        components.insert(at, value)
    sbom = sbom_of(cyclonedx(*components))
    found = stated(list(sbom.iter_components()))
    remaining = iter(found)
    assert all(any(each == other for other in remaining) for each in stated(sound))
    assert sbom.counts.components + sbom.counts.faults >= len(components)


@settings(max_examples=300, deadline=None)
@given(
    base=st.sampled_from(
        [
            json.dumps(
                cyclonedx(
                    {"name": "a", "purl": "pkg:npm/a@1", "components": [{"name": "b"}]},
                    metadata={"component": {"type": "operating-system", "name": "debian"}},
                    dependencies=[{"ref": "pkg:deb/debian/p@1", "dependsOn": ["x"]}],
                )
            ),
            write_cyclonedx_xml([SbomComponent("a", "1", "pkg:npm/a@1")]),
            write_spdx_json([SbomComponent("a", "1", "pkg:npm/a@1")]),
            write_spdx_tag_value([SbomComponent("a", "1", "pkg:npm/a@1")]),
            "Package: a\nStatus: install ok installed\nVersion: 1.0\nSource: b (2)\n",
            "bash-5.1.8-6.el9_1.x86_64\nbind\t32\t9.16\t1.el9\tx86_64\tbind-9.16-1.src.rpm\n",
        ]
    ),
    edits=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 12), st.binary(max_size=4)), max_size=4
    ),
)
def test_damage_gives_a_reason_and_never_a_crash(
    base: str, edits: list[tuple[int, int, bytes]]
) -> None:
    raw = base.encode()
    for at, dropped, added in edits:
        raw = raw[:at] + added + raw[at + dropped :]
    refusal: HiyokeError | None = None
    try:
        sbom = sbom_of(raw)
        assert sbom.counts.components == len(list(sbom.iter_components()))
    except HiyokeError as error:
        refusal = error
    assert refusal is None or all((refusal.what.ja, refusal.what.en, refusal.remedy.ja))


@settings(max_examples=100, deadline=None)
@given(
    name=st.from_regex(r"[a-z0-9][a-z0-9+.-]{1,10}", fullmatch=True),
    version=versions,
    source=st.none() | st.from_regex(r"[a-z0-9][a-z0-9+.-]{1,10}", fullmatch=True),
    source_version=st.none() | versions,
)
def test_a_purl_built_from_a_list_says_what_the_list_said(
    name: str, version: str, source: str | None, source_version: str | None
) -> None:
    package = InstalledPackage(
        name, version, "amd64", None, source, source_version if source else None
    )
    component = installed_component("deb", package, OperatingSystem("debian", "12"))
    assert component.purl is not None
    found = package_of_purl(component.purl)
    assert (found.identity.package, found.identity.release) == (name, "12")
    assert found.version == version
