"""The explanation is what results are checked against, so it may not fall behind the profiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiyoke.exposure import load_attack_rules, load_calibration

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "how-an-attack-path-is-weighed.md"


@pytest.fixture(scope="module", name="page")
def read_page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_explains_every_step_and_control(page: str) -> None:
    rules = load_attack_rules()
    missing = [name for name in (*rules.steps, *rules.controls) if f"`{name}`" not in page]
    assert not missing


def test_shows_every_figure_of_the_calibration(page: str) -> None:
    calibration = load_calibration()
    rows = [line for line in page.splitlines() if line.startswith("|")]
    for line in (*calibration.floors, *calibration.without_epss, *calibration.events.values()):
        row = next((row for row in rows if f"`{line.line_id}`" in row), "")
        assert str(line.probability) in row, line.line_id
    guards = next(row for row in rows if "second factor holds" in row)
    for kind, line in calibration.guards.items():
        if kind != "account_mfa":
            assert f"{kind.replace('_', ' ')} {line.probability}" in guards


def test_says_how_old_a_test_may_be(page: str) -> None:
    assert load_attack_rules().control_test_limit_days == 365
    assert "older than a year" in page
