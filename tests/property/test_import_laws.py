"""However records are spread over files and imports, the store says the same."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hiyoke.workflows.advisories.import_advisories import import_advisories
from small_advisories import affected, record, stored_rows, write_lines

pytestmark = pytest.mark.property

ids = st.sampled_from(["X-1", "X-2", "CVE-2024-1"])
records = st.builds(
    lambda one, fixed, modified, aliases, gone: record(
        one,
        affected("introduced 1", f"fixed {fixed}", name=f"demo{fixed % 2}"),
        modified=f"2024-01-0{modified}T00:00:00Z",
        aliases=aliases,
        **({"withdrawn": "2024-01-09T00:00:00Z"} if gone else {}),
    ),
    ids,
    st.integers(2, 5),
    st.integers(1, 4),
    st.lists(ids, max_size=1),
    st.booleans(),
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(feeds=st.lists(st.lists(records, min_size=1, max_size=3), min_size=1, max_size=3))
def test_imports_one_by_one_in_any_order_equal_one_import_of_all(
    feeds: list[list[dict[str, Any]]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Each file has a record of its own: equal files under two names are one document.
        paths = [
            write_lines(folder / f"{place}.jsonl", *feed, record(f"Y-{place}"))
            for place, feed in enumerate(feeds)
        ]
        import_advisories(paths, folder / "whole")
        for path in reversed(paths):
            import_advisories([path], folder / "parts")
        again = import_advisories(paths, folder / "parts")

        assert not again.is_changed
        parts, whole = stored_rows(folder / "parts"), stored_rows(folder / "whole")
        # What was touched on the way is the one thing in which the two may differ.
        assert set(parts.pop("changed_packages")) >= set(whole.pop("changed_packages"))
        assert parts == whole
