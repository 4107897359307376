"""The VERS specification's own tests: canonical parsing, validation and containment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hiyoke.errors import UnsortableVersionError
from hiyoke.versions import sort_key, successor
from hiyoke.versions.constraints import VersionInterval, extent_of
from hiyoke.versions.vers_range import extent_of_vers, parse_vers, read_vers

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "conformance" / "vers" / "tests"
pytestmark = pytest.mark.shared_data

#: Specifiers that the validation tests call valid although clause 5.4 does not: an upper bound
#: after versions it includes, and lower bounds that do not alternate with upper ones.
LOOSELY_VALID = {
    "vers:pypi/>0.0.0|>=0.0.1|0.0.2|0.0.3|0.0.4|<0.0.5|>=0.0.6|!=0.8",
    "vers:pypi/!=0.0.1|>0.1",
}


def cases(name: str) -> list[dict[str, Any]]:
    file = PUBLISHED / name
    if not file.exists():
        return []
    tests: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["tests"]
    return tests


def all_cases(pattern: str) -> list[dict[str, Any]]:
    files = sorted(PUBLISHED.glob(pattern)) if PUBLISHED.exists() else []
    return [case for file in files for case in cases(file.name)]


def _shown(case: dict[str, Any]) -> str:
    return str(case["input"])


@pytest.mark.parametrize("case", cases("vers_canonical_parse_test.json"), ids=_shown)
def test_parses_canonical_text_and_refuses_the_rest(case: dict[str, Any]) -> None:
    if case.get("expected_failure"):
        with pytest.raises(UnsortableVersionError):
            parse_vers(case["input"])
        return
    expected = case["expected_output"]
    parsed = parse_vers(case["input"])
    assert parsed.scheme == expected["scheme"]
    assert [list(constraint) for constraint in parsed.constraints] == expected[
        "version_constraints"
    ]


@pytest.mark.parametrize("case", all_cases("*_range_validate_test.json"), ids=_shown)
def test_reads_every_valid_range(case: dict[str, Any]) -> None:
    expected = case["expected_output"]
    found = read_vers(case["input"])
    assert set(found.constraints) == set(read_vers(expected).constraints)
    extent_of_vers(case["input"])
    if expected not in LOOSELY_VALID:
        assert parse_vers(expected).scheme == found.scheme


@pytest.mark.parametrize("case", all_cases("*containment*_test.json"), ids=_shown)
def test_contains_what_the_published_answer_says(case: dict[str, Any]) -> None:
    asked = case["input"]
    scheme, extent = extent_of_vers(asked["vers"])
    key = sort_key(scheme, asked["version"])
    listed = [sort_key(scheme, version) for version in extent.versions]
    inside = key in listed or any(_holds(one, key, scheme) for one in extent.intervals)
    assert inside is case["expected_output"]


def _holds(interval: VersionInterval, key: bytes, scheme: str) -> bool:
    low = high = None
    if interval.introduced:
        low = sort_key(scheme, interval.introduced)
    elif interval.after:
        low = successor(sort_key(scheme, interval.after))
    if interval.fixed:
        high = sort_key(scheme, interval.fixed)
    elif interval.last_affected:
        high = successor(sort_key(scheme, interval.last_affected))
    return (low is None or low <= key) and (high is None or key < high)


@pytest.mark.parametrize("case", all_cases("*_range_from_native_test.json"), ids=str)
def test_reads_every_range_that_a_native_one_becomes(case: dict[str, Any]) -> None:
    expected = case.get("expected_output")
    if not isinstance(expected, str) or not expected.startswith("vers:"):
        pytest.skip("the case expects a failure")
    if expected.endswith("/"):
        pytest.skip("clause 5.3.3 wants at least one constraint")
    parsed = read_vers(expected)
    if parsed.scheme in ("conan", "nginx", "openssl"):
        pytest.skip(f"no order of versions is known for {parsed.scheme}")
    extent_of(parsed.constraints, parsed.scheme)
