"""The least version above a whole series."""

from __future__ import annotations

import pytest

from hiyoke.versions import sort_key
from hiyoke.versions.series import end_of_series


@pytest.mark.parametrize(
    ("scheme", "prefix", "inside", "above"),
    [
        ("generic", "6.1", ["6.1.999", "6.1", "6.1.9z"], ["6.2", "6.2.1"]),
        ("npm", "1", ["1.99.99", "1.99.99-rc.1"], ["2.0.0-alpha", "2.0.0"]),
        ("golang", "v1.4", ["v1.4.99"], ["v1.5.0-rc.1", "v1.5.0"]),
        ("pypi", "2.3", ["2.3.99", "2.3.99.post1"], ["2.4.dev0", "2.4a1", "2.4"]),
        ("deb", "1.2", ["1.2.9-1"], ["1.3~rc1-1", "1.3-1"]),
        ("maven", "4", ["4.9.9"], ["5.0", "5.0.1"]),
    ],
)
def test_lies_above_the_series_and_at_or_below_what_follows(
    scheme: str, prefix: str, inside: list[str], above: list[str]
) -> None:
    end = end_of_series(scheme, prefix)
    assert end is not None
    key = sort_key(scheme, end)
    assert all(sort_key(scheme, version) < key for version in inside)
    assert all(sort_key(scheme, version) >= key for version in above)


@pytest.mark.parametrize("prefix", ["", "1.x", "next", "1..2", "9" * 30, "1.2-rc"])
def test_names_no_end_for_other_texts(prefix: str) -> None:
    assert end_of_series("generic", prefix) is None
