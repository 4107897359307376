"""Laws of sort keys: bytes order exactly as versions do, whatever the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from packaging.version import Version

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions import (
    SCHEMES,
    AffectedRange,
    KeyMemo,
    contains,
    sort_key,
    sort_keys,
    successor,
)
from hiyoke.versions.encoding import inverted, number, terminated
from property.version_strategies import (
    EDGES,
    composer_versions,
    dotted,
    gem_versions,
    noise,
    numbers,
    pep440_versions,
    semvers,
    small_semvers,
)
from simulators.native.language_orders import compare, is_installed

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.property


def _key_or_refusal(
    scheme: str, version: str
) -> tuple[bytes | None, UnsortableVersionError | None]:
    try:
        return sort_key(scheme, version), None
    except UnsortableVersionError as error:
        return None, error


def _sign(left: bytes, right: bytes) -> int:
    return (left > right) - (left < right)


@given(left=numbers, right=numbers)
@example(left=199, right=200)
@example(left=2247, right=2248)
@example(left=2**112 - 1, right=2**112)
def test_number_codes_order_as_numbers(left: int, right: int) -> None:
    assert _sign(number(left), number(right)) == (left > right) - (left < right)
    assert _sign(inverted(number(left)), inverted(number(right))) == (left < right) - (left > right)


@given(left=numbers, right=numbers)
def test_no_number_code_begins_another(left: int, right: int) -> None:
    if left != right:
        assert not number(left).startswith(number(right))


@given(left=st.text(), right=st.text())
def test_text_codes_order_as_text(left: str, right: str) -> None:
    if "\0" in left + right:
        with pytest.raises(ValueError, match=r"U\+0000"):
            terminated(left + right)
    else:
        try:
            codes = terminated(left), terminated(right)
        except UnicodeEncodeError:
            return
        assert _sign(*codes) == (left > right) - (left < right)


@given(left=pep440_versions, right=pep440_versions)
@example(left="1.0+1", right="1.0+01")
@example(left="1.0.post", right="1.0-0")
@example(left="1.0a1.post1.dev1", right="1.0a1.post0")
@example(left="0", right="0.0.0")
def test_pypi_keys_order_as_packaging_does(left: str, right: str) -> None:
    a, b = Version(left), Version(right)

    assert _sign(sort_key("pypi", left), sort_key("pypi", right)) == (a > b) - (a < b)


@given(version=pep440_versions)
def test_pypi_key_is_the_key_of_the_normal_form(version: str) -> None:
    assert sort_key("pypi", version) == sort_key("pypi", str(Version(version)))


@pytest.mark.native
@pytest.mark.parametrize(
    ("scheme", "native", "versions"),
    [
        ("npm", "npm", small_semvers),
        ("cargo", "cargo", small_semvers),
        ("golang", "golang", semvers),
        ("gem", "gem", gem_versions),
        ("composer", "composer", composer_versions),
    ],
)
def test_keys_order_as_the_native_does(
    scheme: str, native: str, versions: st.SearchStrategy[str]
) -> None:
    if not is_installed(native):
        pytest.skip(f"the native implementation of {native} is not installed")

    # Lists, since starting the native costs more than comparing.
    @settings(max_examples=12, deadline=None)
    @given(pairs=st.lists(st.tuples(versions, versions), min_size=1, max_size=100))
    def law(pairs: Sequence[tuple[str, str]]) -> None:
        found = [_sign(sort_key(scheme, a), sort_key(scheme, b)) for a, b in pairs]
        assert found == compare(native, pairs)

    law()


@given(version=semvers | pep440_versions | gem_versions | composer_versions | noise)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_any_text_has_a_key_or_is_refused_by_name(scheme: str, version: str) -> None:
    key, error = _key_or_refusal(scheme, version)

    assert sort_keys(scheme, [version, version]) == [key, key]
    assert key != b""
    if error is not None:
        assert error.what.ja
        assert error.what.en
        assert len(str(error)) < 1000


@given(version=dotted(numbers, low=3, high=3))
@pytest.mark.parametrize(
    "scheme", ["bitnami", "cargo", "composer", "gem", "golang", "npm", "nuget", "pub", "pypi"]
)
def test_fast_path_gives_the_bytes_of_the_slow_path(scheme: str, version: str) -> None:
    # White space around leaves the fast path and does not change the version.
    assert sort_key(scheme, f" {version} ") == sort_key(scheme, version)


@given(left=dotted(numbers, low=3, high=3), right=dotted(numbers, low=3, high=3))
@pytest.mark.parametrize("scheme", [name for name in SCHEMES if name != "apk"])
def test_three_plain_numbers_order_as_numbers_in_every_scheme(
    scheme: str, left: str, right: str
) -> None:
    a, b = ([int(part) for part in text.split(".")] for text in (left, right))
    if scheme == "composer" and max(a[0], b[0]) > 99999:  # Past five digits it is a date.
        return

    assert _sign(sort_key(scheme, left), sort_key(scheme, right)) == (a > b) - (a < b)


@given(key=st.binary(), other=st.binary())
def test_nothing_lies_between_a_key_and_its_successor(key: bytes, other: bytes) -> None:
    assert (other <= key) == (other < successor(key))


@given(introduced=st.none() | st.binary(), fixed=st.none() | st.binary(), key=st.binary())
def test_a_range_contains_what_both_its_ends_allow(
    introduced: bytes | None, fixed: bytes | None, key: bytes
) -> None:
    affected = AffectedRange(introduced, fixed)

    assert (key in affected) == contains(introduced, fixed, key)
    assert contains(introduced, fixed, key) == (
        contains(introduced, None, key) and contains(None, fixed, key)
    )
    if affected.is_empty:
        assert key not in affected


@given(texts=st.lists(noise), limit=st.integers(1, 3))
def test_a_bounded_memo_changes_no_key(texts: list[str], limit: int) -> None:
    memo = KeyMemo("semver", limit=limit)

    assert [memo[text] for text in texts] == sort_keys("semver", texts)
    assert len(memo) <= limit


def test_edges_include_every_change_of_code_length() -> None:
    lengths = [len(number(edge)) for edge in EDGES]

    assert lengths == sorted(lengths)
    assert {1, 2, 3, 4, 15, 19} <= set(lengths)
