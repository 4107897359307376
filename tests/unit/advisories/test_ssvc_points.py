"""SSVC decision points in the spellings that are published."""

from __future__ import annotations

from typing import Any

import pytest

from hiyoke.advisories.ssvc_points import SsvcPoints, read_ssvc


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"options": [{"Exploitation": "Active"}]}, ("active", None, None)),
        ({"options": [{"EXPLOITATION": "NONE", "automatable": "no"}]}, ("none", "no", None)),
        ({"options": [{"Technical_Impact": "PARTIAL"}]}, (None, None, "partial")),
        ({"selections": [{"key": "TI", "values": [{"key": "T"}]}]}, (None, None, "total")),
        ({"selections": [{"name": "Automatable", "values": ["yes"]}]}, (None, "yes", None)),
    ],
    ids=repr,
)
def test_reads_every_spelling(
    content: dict[str, Any], expected: tuple[str | None, str | None, str | None]
) -> None:
    assert read_ssvc(content) == SsvcPoints(*expected, None)


def test_keeps_the_first_point_when_a_value_is_unknown() -> None:
    content = {"options": [{"Exploitation": "poc"}, {"Exploitation": "perhaps"}]}
    found = read_ssvc(content)
    assert found is not None
    assert found.exploitation == "public_poc"


def test_does_not_choose_among_several_selected_values() -> None:
    values = [{"key": "N"}, {"key": "A"}]
    assert read_ssvc({"selections": [{"key": "E", "values": values}]}) is None


@pytest.mark.parametrize(
    "content",
    [
        None,
        7,
        "text",
        [],
        {},
        {"options": 7},
        {"options": [7, None, {"x": 1}]},
        {"selections": [7]},
    ],
    ids=repr,
)
def test_states_nothing_for_anything_else(content: object) -> None:
    assert read_ssvc(content) is None
