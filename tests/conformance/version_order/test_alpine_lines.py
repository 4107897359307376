"""Where published Alpine lines and apk-tools 3 part, the line is about an invalid version."""

from __future__ import annotations

import pytest

from conformance.version_order.published_lines import LINES, published_lines
from simulators.native import apk_tools

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not LINES.is_dir(), reason="needs ../shared/data"),
]


def test_apk_tools_3_gives_every_published_line_about_valid_versions() -> None:
    marks = {-1: "<", 0: "=", 1: ">"}
    lines = [line for line in published_lines() if line.file.startswith("alpine")]
    differing = [x for x in lines if marks[apk_tools.compare(x.left, x.right)] != x.operator]

    assert len(lines) > 700
    assert len(differing) == 12
    for line in differing:
        assert not (apk_tools.is_valid(line.left) and apk_tools.is_valid(line.right))
