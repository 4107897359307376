"""Playbooks that Hiyoke writes are valid CACAO 2.0, by published schemas and by walking them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jsonschema
import pytest
from referencing import Registry, Resource

from hiyoke.exchange.cacao import (
    PlaybookDraft,
    PlaybookStage,
    PlaybookStop,
    playbook_record,
    write_cacao,
)

ROOT = Path(__file__).parents[4] / "shared" / "data" / "conformance" / "cacao"
SCHEMAS = ROOT / "json-schemas-2.0" / "schemas"
AT = datetime(2026, 5, 25, 5, 20, tzinfo=UTC)
MARK = "訓練 EXERCISE"
STEP_KEYS = ("on_completion", "on_true", "on_false")


def stop(key: str) -> PlaybookStop:
    return PlaybookStop(
        key=key, name=f"stop {key}", command="do it", rollback="undo it", owner="運用", cuts=True
    )


def draft(sizes: tuple[int, ...], mark: str = "") -> PlaybookDraft:
    return PlaybookDraft(
        key="bank/case",
        name="停止手順書",
        description="people decide",
        author="あさぎり銀行",
        created_at=AT,
        first=(("before", "check"), ("evidence", "keep")),
        stages=tuple(
            PlaybookStage(
                name=f"stage {place}", stops=tuple(stop(f"s{place}-{n}") for n in range(size))
            )
            for place, size in enumerate(sizes)
        ),
        ask_name="ask",
        ask_command="back?",
        rollback_name="undo",
        exercise_mark=mark,
    )


DRAFTS = [
    draft(sizes, mark) for sizes in ((1,), (3,), (1, 1), (2, 1, 4), (1, 5)) for mark in ("", MARK)
]


def validator() -> Any:
    if not SCHEMAS.exists():
        pytest.skip(f"needs the published schemas in {SCHEMAS}")
    resources = []
    for path in sorted(SCHEMAS.rglob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        resource = Resource.from_contents(record)
        base = "https://raw.githubusercontent.com/cyentific-rni/cacao-json-schemas/cacao-v2.0-cs01/"
        place = urljoin(base, f"schemas/{path.relative_to(SCHEMAS).as_posix()}")
        resources += [(record["$id"], resource), (place, resource)]
    registry: Any = Registry().with_resources(resources)
    root = json.loads((SCHEMAS / "playbook.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(root, registry=registry)


@pytest.mark.parametrize("given", DRAFTS)
def test_written_playbooks_follow_the_published_schemas(given: PlaybookDraft) -> None:
    validator().validate(json.loads(write_cacao(given)))


def test_the_published_schemas_refuse_another_version_and_a_step_without_commands() -> None:
    check = validator()
    record = playbook_record(draft((1,)))
    assert list(check.iter_errors(record | {"spec_version": "cacao-9.9"}))
    action = next(s for s in record["workflow"].values() if s["type"] == "action")
    del action["commands"]
    assert list(check.iter_errors(record))


def nexts(step: dict[str, Any]) -> list[str]:
    branches: list[str] = step.get("next_steps", [])
    return [step[key] for key in STEP_KEYS if key in step] + branches


@pytest.mark.parametrize("given", DRAFTS)
def test_every_step_exists_is_reached_and_ends(given: PlaybookDraft) -> None:
    record = playbook_record(given)
    flow = record["workflow"]
    work, seen = [record["workflow_start"], record["workflow_exception"]], set()
    while work:
        step_id = work.pop()
        if step_id in seen:
            continue
        seen.add(step_id)
        assert step_id.split("--")[0] == flow[step_id]["type"]
        work += nexts(flow[step_id])
    assert seen == set(flow)
    assert all(nexts(step) or step["type"] == "end" for step in flow.values())


@pytest.mark.parametrize("given", DRAFTS)
def test_only_on_completion_joins_steps(given: PlaybookDraft) -> None:
    text = write_cacao(given).decode()
    assert "on_success" not in text
    assert "on_failure" not in text


@pytest.mark.parametrize("given", DRAFTS)
def test_parallel_branches_end_each_in_an_end_of_its_own(given: PlaybookDraft) -> None:
    flow = playbook_record(given)["workflow"]
    for step in flow.values():
        if step["type"] == "parallel":
            ends = []
            for branch in step["next_steps"]:
                here = branch
                while flow[here]["type"] != "end":
                    here = flow[here]["on_completion"]
                ends.append(here)
            assert len(set(ends)) == len(step["next_steps"]) >= 2


@pytest.mark.parametrize("given", DRAFTS)
def test_every_stop_has_its_rollback_in_reverse_order(given: PlaybookDraft) -> None:
    record = playbook_record(given)
    flow = record["workflow"]
    fork = next(step for step in flow.values() if step["type"] == "if-condition")
    here, names = fork["on_true"], []
    while flow[here]["type"] == "action":
        names.append(re.sub(r".*undo: stop ", "", flow[here]["name"]))
        here = flow[here]["on_completion"]
    stops = [one.key for stage in given.stages for one in stage.stops]
    assert names == stops[::-1]


@pytest.mark.parametrize("given", DRAFTS)
def test_commands_are_manual_and_agents_are_known(given: PlaybookDraft) -> None:
    record = playbook_record(given)
    for step in record["workflow"].values():
        if step["type"] == "action":
            assert [command["type"] for command in step["commands"]] == ["manual"]
            assert step["agent"] in record["agent_definitions"]
            assert step["commands"][0]["playbook_activity"] in record["playbook_activities"]


def test_equal_runbooks_give_equal_bytes_and_an_exercise_other_identifiers() -> None:
    assert write_cacao(draft((2, 1))) == write_cacao(draft((2, 1)))
    real, drill = playbook_record(draft((2, 1))), playbook_record(draft((2, 1), MARK))
    assert not set(real["workflow"]) & set(drill["workflow"])
    assert real["id"] != drill["id"]


def test_every_step_and_command_of_an_exercise_carries_its_mark() -> None:
    record = playbook_record(draft((2, 1), MARK))
    for step in record["workflow"].values():
        assert MARK in step.get("name", MARK)
        assert all(MARK in command["command"] for command in step.get("commands", []))
    assert MARK in record["name"]
    assert MARK not in write_cacao(draft((2, 1))).decode()
