"""The engine names components as the reference does, one by one."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hiyoke import matching
from hiyoke.errors import UnknownPackageError
from hiyoke.matching.distribution_names import SHAPE
from hiyoke.matching.plain_names import PLAIN
from hiyoke.packages import normal_name, package_of_purl
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.collect_findings import _names
from matching_tables_of import inventory_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.property

TYPES = ["bitnami", "cargo", "composer", "gem", "golang", "hex", "maven", "npm", "nuget", "pub"]
CHARACTERS = "aZ9._-~/@:+%#? é"
DISTRIBUTIONS = [
    *("deb/debian", "deb/ubuntu", "deb/acme", "apk/alpine", "apk/wolfi", "alpm/arch"),
    *("rpm/almalinux", "rpm/rocky", "rpm/acme", "rpm/Fedora"),
]
QUALIFIERS = [
    *("distro=debian-12", "distro=bookworm", "distro=el9", "distro=", "distro=alpine-3.18"),
    *("arch=amd64", "arch=source", "epoch=1", "epoch=0", "rpmmod=a:1", "Arch=x"),
    *("upstream=src", "upstream=Src%402.0-1%2Bb1", "upstream=src@1", "upstream=src@"),
    *("upstream=linux-signed-amd64", "upstream=src-1-1.src.rpm", "upstream=a,b"),
]
VERSIONS = st.text("0123.%2Bb-~:! v", max_size=10) | st.sampled_from(
    ["1.0%2bx", "v1%252B", "1.0-1%2Bb2", "1%3A2-3", "1:2-3.module_el8.1%2B2%2Bab", "1-1.el9_2"]
)
PURLS = st.one_of(
    st.builds(
        "pkg:{}/{}@{}".format,
        st.sampled_from([*TYPES, "pypi", "PyPI", "deb/debian", "generic"]),
        st.text(CHARACTERS, max_size=12)
        | st.sampled_from(["%40s/n", "@s/n", "g/a", "a.b/c/d", "Zope._Interface", "std", "stdlib"]),
        VERSIONS,
    ),
    st.builds(
        "pkg:{}/{}@{}?{}".format,
        st.sampled_from(DISTRIBUTIONS),
        st.sampled_from(["libA", "g%2B%2B", "linux-image", "a b"]),
        VERSIONS,
        st.lists(st.sampled_from(QUALIFIERS), max_size=4).map("&".join),
    ),
    st.text(CHARACTERS + "pkgnm", max_size=24),
)
CPES = st.none() | st.sampled_from(
    [
        "cpe:2.3:a:Maker:One:1.0:*:*:*:*:*:*:*",
        "cpe:2.3:a:maker:one:1.0:rc1:*:*:*:*:*:*",
        "cpe:2.3:a:maker:one:*:*:*:*:*:*:*:*",
        "cpe:2.3:a:maker:one:-:*:*:*:*:*:*:*",
        "cpe:2.3:a:*:one:1.0:*:*:*:*:*:*:*",
        "cpe:2.3:a:-:one:1.0:*:*:*:*:*:*:*",
        "cpe:2.3:a:ma\\:ker:one:1.0:*:*:*:*:*:*:*",
        "cpe:/a:maker:one:1.0",
        "cpe:2.3:a:maker",
    ]
)
LINES = st.fixed_dictionaries(
    {
        "purl": st.none() | PURLS,
        "cpe": st.none() | CPES,
        "version": st.none() | st.sampled_from(["1.0", "7"]),
        "source_package": st.none() | st.none() | st.just("other"),
        "source_version": st.none() | st.none() | st.just("9"),
        "system_release": st.none() | st.sampled_from(["debian-11", "almalinux-8", "sid"]),
    }
)


@pytest.fixture(scope="module")
def session() -> Iterator[EngineSession]:
    with EngineSession(threads=1) as opened:
        yield opened


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(LINES, min_size=1, max_size=80))
def test_both_roads_give_the_same_names(
    session: EngineSession, rows: list[dict[str, str | None]]
) -> None:
    lines = session.lend("inventory", inventory_of(*rows))
    components = session.keep("components", lambda: matching.distinct_components(lines))
    names, problems = _names(session, components)
    found: dict[int, set[Any]] = defaultdict(set)
    for row in session.rows(session.keep("both_roads", lambda: names)).to_pylist():
        found[row.pop("component_no")].add(tuple(row.values()))
    told = {tuple(row.values()) for row in session.rows(problems).to_pylist()}
    for component in session.rows(components).to_pylist():
        number = component["component_no"]
        read, read_problems = matching.read_names([component])
        expected = {tuple(list(row.values())[1:]) for row in read.to_pylist()}
        assert found[number] == expected
        reasons = {reason for one, reason in told if one == number}
        assert reasons == set(read_problems["reason"].to_pylist())


@example("pkg:npm/%40s/n@1%2B2")
@example("pkg:deb/debian/libA@1.0-1%2Bb2?distro=debian-12&upstream=src@1.0-1")
@settings(max_examples=60, deadline=None)
@given(PURLS)
def test_a_purl_in_a_common_form_is_sound(text: str) -> None:
    if re.search(PLAIN, text) or re.search(SHAPE, text):
        assert package_of_purl(text).version


@given(st.sampled_from([*TYPES, "pypi", "swift"]), st.text(CHARACTERS, max_size=20))
def test_normal_name_of_a_normal_name_is_itself(kind: str, name: str) -> None:
    once = normal_name(kind, name)
    assert normal_name(kind, once) == once


@given(PURLS)
def test_a_purl_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        found: Any = package_of_purl(text)
    except UnknownPackageError:
        return
    assert found.identity.package
    assert found.version != ""
