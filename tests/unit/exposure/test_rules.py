from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.errors import DecisionTableError
from hiyoke.exposure import FlawTraits, load_attack_rules, read_attack_rules
from hiyoke.exposure.rules import LEVELS, NO_GAIN, POSITIONS, SHIPPED_RULES
from simulators.attack_oracle import step_for

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = {
    "vector": dict(zip("NALP", ("network", "adjacent", "local", "physical"), strict=True)),
    "privileges": {"N": "none", "L": "low", "H": "high"},
    "interaction": {"N": "none", "R": "required"},
    "impact": {"total": "total", "partial": "partial", "nothing": "availability"},
}


def shipped() -> dict[str, Any]:
    file = resources.files("hiyoke.exposure").joinpath("profiles", SHIPPED_RULES)
    record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return record


def write(folder: Path, record: object) -> Path:
    path = folder / "rules.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


@pytest.mark.parametrize("position", POSITIONS)
def test_answers_every_case_as_the_documentation_does(position: str) -> None:
    rules = load_attack_rules()
    for v, vector in LETTERS["vector"].items():
        for p, privileges in LETTERS["privileges"].items():
            for u, interaction in LETTERS["interaction"].items():
                for i, impact in LETTERS["impact"].items():
                    gain = rules.gain(position, FlawTraits(vector, privileges, interaction, impact))
                    step, is_certain, level, is_lured = step_for(position, (v, p, u, i))
                    if not step:
                        assert gain == NO_GAIN or (position == "local" and gain.level == "user")
                        continue
                    answer = "yes" if is_certain else "unknown"
                    assert gain == (step, answer, level, is_lured)


def test_every_line_names_its_source_or_says_assumption_in_both_languages() -> None:
    rules = load_attack_rules()
    steps = [step.basis for step in rules.steps.values()]
    controls = [control.basis for control in rules.controls.values()]
    for basis in (*steps, *controls, *rules.assumptions.values()):
        assert basis.note.ja
        assert basis.note.en
        assert basis.is_assumption or basis.reference
    for step in rules.steps.values():
        for text in (step.title, step.words, step.example):
            assert text.ja
            assert text.en


def test_words_have_the_same_places_in_both_languages() -> None:
    for step in load_attack_rules().steps.values():
        parts = [{part.split("}")[0] for part in text.split("{")[1:]} for text in step.words]
        assert parts[0] == parts[1]


def test_reads_back_what_is_shipped(tmp_path: Path) -> None:
    assert read_attack_rules(write(tmp_path, shipped())).gains == load_attack_rules().gains


def test_every_kind_of_impact_gives_a_known_level() -> None:
    assert {gain.level for gain in load_attack_rules().gains.values()} <= set(LEVELS)


def broken(change: str) -> dict[str, Any]:
    record = shipped()
    first = record["flaw_steps"][0]
    if change == "missing":
        del record["gains"]
    elif change == "contradiction":
        record["flaw_steps"].append({**first, "rule_id": "again"})
    elif change == "impact":
        record["gains"].pop()
    elif change == "basis":
        first["basis"]["kind"] = "hearsay"
    elif change == "cuts":
        record["controls"][0]["cuts"] = ["no-such-step"]
    elif change == "step":
        record["other_steps"].pop()
    else:
        first[change] = ["no-such-word"] if isinstance(first[change], list) else "no-such-word"
    return record


@pytest.mark.parametrize(
    "change",
    ["missing", "contradiction", "impact", "basis", "cuts", "step", "position", "vector", "answer"],
)
def test_refuses_rules_that_would_be_ignored_or_contradict(tmp_path: Path, change: str) -> None:
    with pytest.raises(DecisionTableError, match=r"rules\.json"):
        read_attack_rules(write(tmp_path, broken(change)))


def test_refuses_what_is_not_json(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(DecisionTableError, match="expected JSON"):
        read_attack_rules(path)


def test_refuses_rules_that_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.json"):
        with pytest.raises(DecisionTableError, match="expected a readable file"):
            read_attack_rules(path)
