"""What CACAO 2.0 asks beyond its schemas, checked in plain Python that knows nothing of the writer.

Source: CACAO Security Playbooks Version 2.0, OASIS Committee Specification 01, sections as named.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Record = dict[str, Any]

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
STEP_TYPES = {
    *("start", "end", "action", "playbook-action", "parallel"),
    *("if-condition", "while-condition", "switch-condition"),
}
#: Section 7: agents and targets; the first four can be people.
AGENT_TYPES = {
    *("group", "individual", "organization", "location", "sector"),
    *("http-api", "linux", "net-address", "security-category", "ssh"),
}
ACTIVITIES = {
    *("compose-content", "deliver-content", "identify-audience", "identify-channel"),
    *("scan-system", "match-indicator", "analyze-collected-data", "identify-indicators"),
    *("scan-vulnerabilities", "configure-systems", "restrict-access", "disconnect-system"),
    *("eliminate-risk", "revert-system", "restore-data", "restore-capabilities"),
    *("map-network", "identify-steps", "step-sequence", "prepare-engagement"),
    *("execute-operation", "analyze-engagement-results"),
}
VARIABLE_TYPES = {
    *("bool", "dictionary", "float", "hexstring", "integer", "ipv4-addr", "ipv6-addr", "long"),
    *("mac-addr", "hash", "md5-hash", "sha256-hash", "string", "uri", "uuid"),
}


def faults_of(record: Record) -> list[str]:
    """Every rule that a playbook breaks, as the section and what is wrong."""
    lost = [
        f"4.1: {key} leads to {target}"
        for key, step in record["workflow"].items()
        for target in nexts(step)
        if target not in record["workflow"]
    ]
    return lost or [
        *_head(record),
        *(fault for key, step in record["workflow"].items() for fault in _step(key, step)),
        *_flow(record),
        *_agents(record),
        *_variables(record),
        *_markings(record),
    ]


def _is_id(identifier: object, kind: str) -> bool:
    return isinstance(identifier, str) and bool(re.fullmatch(rf"{kind}--{UUID}", identifier))


def _moment(text: str) -> datetime | None:
    """Section 10.17: RFC 3339 in UTC, with a `Z` and at least milliseconds."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z", text):
        return None
    return datetime.fromisoformat(text)


def _head(record: Record) -> Iterator[str]:
    """Section 3.1: metadata of a playbook."""
    if (record.get("type"), record.get("spec_version")) != ("playbook", "cacao-2.0"):
        yield "3.1: type and spec_version"
    if not _is_id(record.get("id"), "playbook") or not _is_id(record.get("created_by"), "identity"):
        yield "3.1: id and created_by"
    created, modified = _moment(record["created"]), _moment(record["modified"])
    if created is None or modified is None or modified < created:
        yield "3.1: created and modified"
    if not record.get("name", "").strip():
        yield "3.1: a name"
    summary = record.get("playbook_processing_summary", {})
    steps = record["workflow"].values()
    types = {step["type"] for step in steps}
    commands = [c for step in steps for c in step.get("commands", [])]
    said = {
        "parallel_processing": "parallel" in types,
        "if_logic": "if-condition" in types,
        "while_logic": "while-condition" in types,
        "switch_logic": "switch-condition" in types,
        "external_playbooks": "playbook-action" in types,
        "manual_playbook": bool(commands) and all(c["type"] == "manual" for c in commands),
        "data_markings": bool(record.get("markings")),
    }
    for name, truth in said.items():
        if summary.get(name, False) != truth:
            yield f"3.2: processing summary says {name} otherwise"
    used = {c["playbook_activity"] for c in commands if "playbook_activity" in c}
    if used != set(record.get("playbook_activities", [])) or not used <= ACTIVITIES:
        yield "3.1: playbook_activities are those of the commands, from the vocabulary"


def nexts(step: Record) -> list[str]:
    """Every step that may follow one."""
    names = ("on_completion", "on_success", "on_failure", "on_true", "on_false")
    following = [step[name] for name in names if name in step]
    return [*following, *step.get("next_steps", []), *step.get("cases", {}).values()]


def _step(key: str, step: Record) -> list[str]:
    """Section 4: one step."""
    kind, following = step["type"], nexts(step)
    asked = {
        "4.1: identifier": kind in STEP_TYPES and _is_id(key, kind),
        "4.1: on_completion stands alone": "on_completion" not in step
        or not {"on_success", "on_failure"} & set(step),
        "4.1: only an end leads nowhere": bool(following) == (kind != "end"),
        "4.3: a start has on_completion alone": kind != "start"
        or following == [step.get("on_completion")],
        "4.5: an action has commands": kind != "action" or bool(step.get("commands")),
        "4.5: an action has an agent": kind != "action" or "agent" in step,
        "4.7: branches": kind != "parallel"
        or len(set(step["next_steps"])) == len(step["next_steps"]) > 0,
        "4.8: condition and on_true": kind != "if-condition"
        or {"condition", "on_true"} <= set(step),
        "5: commands say something": all(
            (command.get("command") or command.get("command_b64", "")).strip()
            for command in step.get("commands", [])
        ),
    }
    return [f"{rule} ({key})" for rule, holds in asked.items() if not holds]


def _flow(record: Record) -> Iterator[str]:
    """Section 4: where steps lead."""
    flow = record["workflow"]
    start = record["workflow_start"]
    starts = [key for key, step in flow.items() if step["type"] == "start"]
    if starts != [start]:
        yield "3.1: workflow_start is the one start"
    exception = str(record.get("workflow_exception"))
    if exception not in flow or flow[exception]["type"] == "start":
        yield "3.1: workflow_exception is a step"
        return
    reached: set[str] = set()
    for begin in (start, exception):
        yield from _loops(flow, begin, ())
        front = [begin]
        while front:
            key = front.pop()
            if key not in reached:
                reached.add(key)
                front += nexts(flow[key])
    for key in sorted(set(flow) - reached):
        yield f"4: nothing leads to {key}"
    for key, step in flow.items():
        # Branches come back by ending; what follows is the parent's on_completion.
        for branch in (
            *step.get("next_steps", []),
            *(step.get(n) for n in ("on_true", "on_false")),
        ):
            if branch is not None and step.get("on_completion") in _line(flow, branch):
                yield f"4.7: a branch of {key} runs into what follows it"


def _loops(flow: Record, key: str, before: tuple[str, ...]) -> Iterator[str]:
    if key in before:
        yield f"4: a loop through {key}"
        return
    for target in nexts(flow[key]):
        yield from _loops(flow, target, (*before, key))


def _line(flow: Record, key: str) -> list[str]:
    """A branch up to its end."""
    line = [key]
    while flow[line[-1]]["type"] != "end":
        line.append(flow[line[-1]]["on_completion"])
    return line


def _agents(record: Record) -> Iterator[str]:
    """Section 7: agents and targets."""
    agents, targets = record.get("agent_definitions", {}), record.get("target_definitions", {})
    used = {step["agent"] for step in record["workflow"].values() if "agent" in step}
    aimed = {t for step in record["workflow"].values() for t in step.get("targets", [])}
    if used != set(agents) or aimed != set(targets):
        yield "7: agents and targets that are used are those that are defined"
    for key, agent in {**agents, **targets}.items():
        if agent["type"] not in AGENT_TYPES or not _is_id(key, agent["type"]):
            yield f"7: identifier and type of {key}"
        if not agent.get("name", "").strip():
            yield f"7: the name of {key}"
    for key, step in record["workflow"].items():
        manual = all(c["type"] == "manual" for c in step.get("commands", []))
        people = {"group", "individual", "organization"}
        if "agent" in step and manual and agents.get(step["agent"], {}).get("type") not in people:
            yield f"5.9: nobody carries out {key}"


def _variables(record: Record) -> Iterator[str]:
    """Section 10.18: variables, and conditions that name them."""
    known = record.get("playbook_variables", {})
    for name, variable in known.items():
        if not re.fullmatch(r"__[a-zA-Z0-9_-]+__", name):
            yield f"10.18: the name {name}"
        if variable["type"] not in VARIABLE_TYPES or "value" not in variable:
            yield f"10.18: type and value of {name}"
    for key, step in record["workflow"].items():
        named = {*step.get("in_args", []), *step.get("out_args", [])}
        asked = re.fullmatch(r"(__[\w-]+__):value = '[^']*'", step.get("condition", ""))
        if "condition" in step and asked is None:
            yield f"4.8: the condition of {key}"
        named |= {asked[1]} if asked else set()
        if not named <= set(known):
            yield f"10.18: {key} names variables that nobody defines"
        constant = [n for n in step.get("out_args", []) if known.get(n, {}).get("constant")]
        if constant:
            yield f"10.18: {key} changes {constant}"


def _markings(record: Record) -> Iterator[str]:
    """Section 8: data markings."""
    definitions = record.get("data_marking_definitions", {})
    if set(record.get("markings", [])) != set(definitions):
        yield "8: markings are those that are defined"
    for key, marking in definitions.items():
        if not _is_id(key, marking["type"]) or marking.get("id", key) != key:
            yield f"8: identifier of {key}"


def carried_out(record: Record, *, begin: str, answers: dict[str, str]) -> list[str]:
    """The steps that people carry out from a step on, in order, as an engine would walk them."""
    flow, done = record["workflow"], []
    values = {name: v["value"] for name, v in record["playbook_variables"].items()} | answers

    def walk(key: str) -> None:
        while flow[key]["type"] != "end":
            step = flow[key]
            if step["type"] == "action":
                done.append(key)
            for branch in step.get("next_steps", []):
                walk(branch)
            if step["type"] == "if-condition":
                name, wanted = re.fullmatch(r"(\S+):value = '(.*)'", step["condition"]).groups()  # type: ignore[union-attr]
                chosen = step["on_true"] if values[name] == wanted else step.get("on_false")
                if chosen is not None:
                    walk(chosen)
            key = step["on_completion"]

    walk(begin)
    return done
