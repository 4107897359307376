"""What the engine finds is what plain Python finds, one claim at a time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from brute_matcher import Row, brute_findings
from hiyoke.packages import PackageIdentity, package_of_osv
from hiyoke.tables import INVENTORY
from hiyoke.workflows.engine_session import EngineSession
from matching_tables_of import claim, inventory_of, match

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.property

KEYS = ["component_id", "vulnerability_id"]
CONTENT = [name for name in INVENTORY.column_names if name != "system_id"]
VERSIONS = {
    "pypi": ["0.9", "1.0rc1", "1.0", "1.0.0", "1.1", "2.0", "2.5", "not a version"],
    "deb": ["1.0-1", "1.0-1~deb11u1", "1.0-1+deb11u1", "1:0.5-1", "2.0-1", "bad version"],
    "rpm": ["1.0", "1.0-1.el9", "1.0-2.el9", "1:0.1-1.el9", "2.0-1.el9", "2.0"],
    "generic": ["1.0", "1.0a", "1.1", "2.0", "2.0 beta"],
}
ONE = package_of_osv("PyPI", "one")
IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
ADVISORIES = ["ADV-1", "ADV-2", "ADV-3", "ADV-4"]
STATUSES = ["affected", "affected", "affected", "not_affected", "under_investigation"]
OBSTACLES = [None, None, None, None, "git_only", "unsortable_bound", "no_version_given"]


@pytest.fixture(scope="module")
def session() -> Iterator[EngineSession]:
    with EngineSession(threads=1) as opened:
        yield opened


def claims_about(identities: list[PackageIdentity]) -> st.SearchStrategy[Row]:
    @st.composite
    def one(draw: st.DrawFn) -> Row:
        identity = draw(st.sampled_from(identities))
        versions = [v for v in VERSIONS[identity.scheme or "generic"] if " " not in v]
        shape = draw(st.sampled_from(["range", "range", "range", "last", "listed", "every"]))
        common: Any = {
            "source": draw(st.sampled_from(["osv", "osv", "nvd"])),
            "status": draw(st.sampled_from(STATUSES)),
            "obstacle": draw(st.sampled_from(OBSTACLES)),
        }
        name = draw(st.sampled_from(ADVISORIES))
        version = st.none() | st.sampled_from(versions)
        if shape == "listed":
            listed = draw(st.sampled_from(VERSIONS[identity.scheme or "generic"]))
            return claim(name, identity, listed=listed, **(common | {"obstacle": None}))
        if shape == "every":
            return claim(name, identity, every=True, **(common | {"obstacle": None}))
        upper = "fixed" if shape == "range" else "last_affected"
        common[upper] = draw(version)
        row = claim(name, identity, introduced=draw(version), **common)
        low, high = row["introduced_key"], row["fixed_key"]
        if low is not None and high is not None and high <= low:
            row |= {"introduced_key": None, "introduced_version": None}
        return row

    return one()


def components_of(kinds: list[str]) -> st.SearchStrategy[Row]:
    @st.composite
    def one(draw: st.DrawFn) -> Row:
        row: Row = dict.fromkeys(CONTENT)
        row["name"] = "one"
        kind = draw(st.sampled_from(kinds))
        version = draw(st.none() | st.sampled_from(VERSIONS[KIND_SCHEMES[kind]]))
        at = "" if version is None else "@" + quote(version, safe=":~")
        if kind in ("pypi", "both"):
            row["purl"] = f"pkg:pypi/{draw(st.sampled_from(['one', 'One', 'three']))}{at}"
        elif kind == "fuzz":
            row["purl"] = f"pkg:oss-fuzz/one{at}"
        elif kind == "debian":
            release = draw(st.sampled_from(["", "distro=debian-11&", "distro=bookworm&"]))
            source = draw(st.sampled_from(["", "upstream=one", "upstream=one%401.0-1"]))
            row["purl"] = f"pkg:deb/debian/{'lib' if source else ''}one{at}?{release}{source}"
        elif kind in ("almalinux", "rocky"):
            rest = draw(st.sampled_from(["?distro=el9", "?epoch=1&distro=el9", "?upstream=one"]))
            row["purl"] = f"pkg:rpm/{kind}/{draw(st.sampled_from(['one', 'sub']))}{at}{rest}"
        if kind in ("cpe", "both"):
            text = draw(st.sampled_from(["*", "-", *VERSIONS["generic"]])).replace(" ", "\\ ")
            row["cpe"] = f"cpe:2.3:a:maker:one:{text}:*:*:*:*:*:*:*"
            row["version"] = draw(st.none() | st.sampled_from(VERSIONS["generic"]))
        return row

    return one()


#: Worlds small enough for claims to meet: which packages are spoken of, which are installed.
WORLDS = [
    (["PyPI"], ["pypi"]),
    (["Debian:11", "Debian:12"], ["debian"]),
    (["Debian:11", "Debian"], ["debian"]),
    (["AlmaLinux:9"], ["almalinux"]),
    (["Rocky Linux:9", "AlmaLinux:9"], ["rocky", "almalinux"]),
    (["PyPI", "cpe"], ["pypi", "cpe", "both"]),
    (["OSS-Fuzz", "PyPI"], ["fuzz", "pypi"]),
]
KIND_SCHEMES = {
    "debian": "deb",
    "almalinux": "rpm",
    "rocky": "rpm",
    "cpe": "generic",
} | dict.fromkeys(("pypi", "both", "fuzz"), "pypi")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    ecosystems, kinds = draw(st.sampled_from(WORLDS))
    identities = [
        PackageIdentity("cpe", None, "maker:one", "generic")
        if ecosystem == "cpe"
        else package_of_osv(ecosystem, "one")
        for ecosystem in ecosystems
    ]
    return (
        draw(st.lists(components_of(kinds), min_size=1, max_size=8, unique_by=repr)),
        draw(st.lists(claims_about(identities), min_size=1, max_size=8)),
    )


GROUPS = st.sampled_from(
    [
        {"CVE-1": set(ADVISORIES)},
        {"CVE-1": {"ADV-1", "ADV-2"}, "CVE-2": {"ADV-2", "ADV-3"}},
        {},
    ]
)


@example(  # A denial and an affected range of the same version: affected wins.
    (
        [dict.fromkeys(CONTENT) | {"name": "one", "purl": "pkg:pypi/one@1.0"}],
        [
            claim("ADV-1", ONE, fixed="2.0"),
            claim("ADV-2", ONE, listed="1.0", status="not_affected"),
        ],
    ),
    {"CVE-1": {"ADV-1", "ADV-2"}},
)
@settings(
    max_examples=2000 if IS_LONG else 30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(worlds(), GROUPS)
def test_the_engine_finds_what_plain_python_finds(
    session: EngineSession, world: tuple[list[Row], list[Row]], groups: dict[str, set[str]]
) -> None:
    inventory, rows = world
    matched = match(session, inventory_of(*inventory), rows, groups=groups)
    expected = brute_findings(inventory, rows, groups)
    keys = list(zip(*matched.findings.select(KEYS).to_pydict().values(), strict=True))
    assert len(keys) == len(set(keys))
    found = {
        (row["purl"], row["matched_on"], row["vulnerability_id"]): row
        for row in matched.findings.to_pylist()
    }
    wanted = {
        (purl, answer["matched_on"], vulnerability): answer
        for (purl, _, vulnerability), answer in expected.items()
    }
    assert found.keys() == wanted.keys()
    for key, answer in wanted.items():
        assert {name: found[key][name] for name in answer} == answer
