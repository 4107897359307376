"""The columnar road reads a plain purl as the reference does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hiyoke import matching
from hiyoke.errors import UnknownPackageError
from hiyoke.packages import normal_name, package_of_purl
from hiyoke.workflows.engine_session import EngineSession

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.property

TYPES = ["bitnami", "cargo", "composer", "gem", "golang", "hex", "maven", "npm", "nuget", "pub"]
CHARACTERS = "aZ9._-~/@:+%#? é"
PURLS = st.one_of(
    st.builds(
        "pkg:{}/{}@{}".format,
        st.sampled_from([*TYPES, "pypi", "PyPI", "deb/debian", "generic"]),
        st.text(CHARACTERS, max_size=12)
        | st.sampled_from(["%40s/n", "@s/n", "g/a", "a.b/c/d", "Zope._Interface", "std", "stdlib"]),
        st.text("0123.%2Bb-~:! v", max_size=10) | st.sampled_from(["1.0%2bx", "v1%252B"]),
    ),
    st.text(CHARACTERS + "pkgnm", max_size=24),
)


@pytest.fixture(scope="module")
def session() -> Iterator[EngineSession]:
    with EngineSession(threads=1) as opened:
        yield opened


@example(["pkg:npm/%40s/n@1%2B2", "pkg:golang/a/b/v2@v2.0.0", "pkg:pypi/A_.b@1", "pkg:npm/@s/n@1"])
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(PURLS, min_size=1, max_size=60))
def test_both_roads_give_the_same_names(session: EngineSession, purls: list[str]) -> None:
    lines = session.lend("inventory", pa.table({"purl": pa.array(purls, pa.string())}))
    components = session.keep("components", lambda: matching.distinct_components(lines))
    plain = session.arrow("plain", lambda: matching.plain_names(components)).to_pylist()
    rows = {row["component_no"]: row for row in session.rows(components).to_pylist()}
    assert len(rows) == len(set(purls))
    for name in plain:
        expected, reasons = matching.names_of(rows[name.pop("component_no")])
        assert reasons == []
        assert [one._asdict() for one in expected] == [
            {key: name[key] for key in matching.Name._fields}
        ]


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
