"""Writing a runbook as a CACAO 2.0 playbook of manual steps, with a rollback for every stop.

Every command is ``manual``: no tool that reads the file can stop anything by itself. Only
``on_completion`` joins steps, since readers of playbooks support it best. What is not here: the
order and the words, which the caller brings.

Source: CACAO Security Playbooks Version 2.0, OASIS Committee Specification 01, sections 3, 4, 5, 9.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

#: All identifiers are made from names under this one, so equal runbooks have equal identifiers.
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:hiyoke:cacao:2.0")
#: Variable that a person sets to ``yes`` to take everything back.
_TAKE_BACK: Final = "__take_back__"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookStop:
    """One stop.

    Attributes:
        key: Distinguishes it within the playbook.
        name: What it stops.
        command: What to do and how to see that it worked.
        rollback: How to take it back.
        owner: Who carries it out.
        cuts: Whether it disconnects a system; otherwise it restricts access.
    """

    key: str
    name: str
    command: str
    rollback: str
    owner: str
    cuts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookStage:
    """Stops that may be done at the same time.

    Attributes:
        name: Of the stage.
        stops: One or more.
    """

    name: str
    stops: tuple[PlaybookStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookDraft:
    """A runbook in words of one language.

    Attributes:
        key: Distinguishes the playbook, language included.
        name: Title.
        description: A sentence or two.
        author: Name of the institution.
        created_at: When it was made, aware.
        first: Steps before the first stop as (name, command): decision, evidence.
        stages: In order; none may be empty.
        ask_name: Name of the step that asks whether to take everything back.
        ask_command: What it asks.
        rollback_name: Put before a stop's name to name its rollback.
        exercise_mark: Text of an exercise's mark; empty for the real thing.
    """

    key: str
    name: str
    description: str
    author: str
    created_at: datetime
    first: tuple[tuple[str, str], ...]
    stages: tuple[PlaybookStage, ...]
    ask_name: str
    ask_command: str
    rollback_name: str
    exercise_mark: str = ""


def write_cacao(draft: PlaybookDraft) -> bytes:
    """Return a playbook as JSON; equal drafts give equal bytes."""
    text = json.dumps(playbook_record(draft), ensure_ascii=False, sort_keys=True, indent=1)
    return (text + "\n").encode()


def playbook_record(draft: PlaybookDraft) -> dict[str, Any]:
    """Return a playbook as plain values.

    The workflow: start, first steps, stages (parallel where a stage has several stops), a question,
    and on ``yes`` every rollback in reverse order. An exception leads to the same question.
    """
    flow = _Flow(draft)
    stops = [stop for stage in draft.stages for stop in stage.stops]
    end = flow.end("end")
    back = flow.rollbacks(list(reversed(stops)))
    fork = flow.step(
        "if-condition",
        "take-back",
        name=draft.ask_name,
        condition=f"{_TAKE_BACK}:value = 'yes'",
        on_true=back,
        on_false=flow.end("keep"),
        on_completion=end,
    )
    ask = flow.action("ask", draft.ask_name, draft.ask_command, draft.author, "step-sequence", fork)
    flow.workflow[ask]["out_args"] = [_TAKE_BACK]
    following = ask
    for number, stage in reversed(list(enumerate(draft.stages, start=1))):
        following = flow.stage(number, stage, following)
    for number, (name, command) in reversed(list(enumerate(draft.first, start=1))):
        key = f"first-{number}"
        following = flow.action(key, name, command, draft.author, "step-sequence", following)
    start = flow.step("start", "start", on_completion=following)
    return _head(draft, flow) | {
        "workflow_start": start,
        "workflow_exception": ask,
        "workflow": flow.workflow,
        "agent_definitions": flow.agents,
    }


def _head(draft: PlaybookDraft, flow: _Flow) -> dict[str, Any]:
    created = _instant(draft.created_at)
    author = _id("identity", draft.author)
    used = {step["commands"][0]["playbook_activity"] for step in flow.actions()}
    tlp = {"type": "marking-tlp", "tlpv2_level": "TLP:AMBER+STRICT"}
    markings = {"tlp": tlp}
    if draft.exercise_mark:
        markings["exercise"] = {"type": "marking-statement", "statement": draft.exercise_mark}
    definitions = {
        (key := _id(marking["type"], draft.key, name)): marking
        | {"id": key, "created_by": author, "created": created}
        for name, marking in markings.items()
    }
    mark = f"[{draft.exercise_mark}] " if draft.exercise_mark else ""
    return {
        "type": "playbook",
        "spec_version": "cacao-2.0",
        "id": _id("playbook", draft.key, draft.exercise_mark),
        "name": mark + draft.name,
        "description": mark + draft.description,
        "playbook_types": ["mitigation"],
        "playbook_activities": sorted(used),
        "playbook_processing_summary": {
            "manual_playbook": True,
            "parallel_processing": any(len(stage.stops) > 1 for stage in draft.stages),
            "if_logic": True,
            "data_markings": True,
        },
        "created_by": author,
        "created": created,
        "modified": created,
        "revoked": False,
        "industry_sectors": ["financial-services"],
        "labels": ["hiyoke", *(["exercise", "訓練"] if draft.exercise_mark else [])],
        "markings": sorted(definitions),
        "playbook_variables": {
            _TAKE_BACK: {"type": "string", "value": "no", "constant": False, "external": False}
        },
        "data_marking_definitions": definitions,
    }


class _Flow:
    """Steps and agents while a playbook is put together, from the end to the start."""

    def __init__(self, draft: PlaybookDraft) -> None:
        self.draft = draft
        self.workflow: dict[str, dict[str, Any]] = {}
        self.agents: dict[str, dict[str, Any]] = {}

    def step(self, kind: str, key: str, **members: Any) -> str:
        """Add a step and return its identifier."""
        step_id = _id(kind, self.draft.key, self.draft.exercise_mark, key)
        if "name" in members and self.draft.exercise_mark:
            members["name"] = f"[{self.draft.exercise_mark}] {members['name']}"
        self.workflow[step_id] = {"type": kind, **members}
        return step_id

    def end(self, key: str) -> str:
        """Add an end of a branch."""
        return self.step("end", f"end-{key}")

    def action(  # noqa: PLR0917 - a step has these members.
        self, key: str, name: str, command: str, owner: str, activity: str, following: str
    ) -> str:
        """Add a manual step that leads on to another."""
        mark = f"[{self.draft.exercise_mark}] " if self.draft.exercise_mark else ""
        order = {"type": "manual", "command": mark + command, "playbook_activity": activity}
        agent = _id("group", self.draft.author, owner)
        self.agents[agent] = {"type": "group", "name": owner}
        return self.step(
            "action", key, name=name, commands=[order], agent=agent, on_completion=following
        )

    def stage(self, number: int, stage: PlaybookStage, following: str) -> str:
        """Add the stops of a stage; return where the stage begins."""
        if len(stage.stops) == 1:
            return self._stop(stage.stops[0], following)
        branches = [self._stop(stop, self.end(stop.key)) for stop in stage.stops]
        key = f"stage-{number}"
        return self.step(
            "parallel", key, name=stage.name, next_steps=branches, on_completion=following
        )

    def rollbacks(self, stops: list[PlaybookStop]) -> str:
        """Add a rollback for every stop, one after another; return the first."""
        following = self.end("taken-back")
        for stop in reversed(stops):
            name = f"{self.draft.rollback_name}: {stop.name}"
            key, activity = f"rollback-{stop.key}", "restore-capabilities"
            following = self.action(key, name, stop.rollback, stop.owner, activity, following)
        return following

    def actions(self) -> list[dict[str, Any]]:
        """Return the steps that people carry out."""
        return [step for step in self.workflow.values() if step["type"] == "action"]

    def _stop(self, stop: PlaybookStop, following: str) -> str:
        activity = "disconnect-system" if stop.cuts else "restrict-access"
        return self.action(
            f"stop-{stop.key}", stop.name, stop.command, stop.owner, activity, following
        )


def _id(kind: str, *names: str) -> str:
    return f"{kind}--{uuid.uuid5(_NAMESPACE, json.dumps([kind, *names], ensure_ascii=True))}"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
