"""Playbooks of random estates keep the rules of CACAO 2.0 that no schema can say."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from conformance.cacao.cacao_rules import carried_out, faults_of
from hiyoke.exchange.cacao import playbook_record
from hiyoke.languages import Language
from hiyoke.suspension import make_runbook, plan_stop
from hiyoke.workflows.suspension import suspension_ground
from hiyoke.workflows.suspension.write_runbook import draft_of
from stop_estates import KnownFindings, draw, write_case, write_pool

if TYPE_CHECKING:
    from hiyoke.suspension import Runbook

ESTATES = range(30)


@pytest.fixture(scope="module")
def runbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Runbook]:
    folder = tmp_path_factory.mktemp("cacao")
    store, found = write_pool(folder / "pool"), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suspension_ground, "EstateFindings", KnownFindings)
        for seed in ESTATES:
            drawn = draw(seed)
            if drawn is None:
                continue
            KnownFindings.drawn = drawn
            estate, situation = write_case(folder / str(seed), drawn)
            read = suspension_ground.read_ground(estate, store, str(situation))
            plan = plan_stop(read.ground, read.ground.situation.at, with_unknowns=False)
            found += [
                make_runbook(
                    read.estate,
                    read.ground,
                    plan,
                    option="now",
                    is_exercise=is_exercise,
                    hiyoke_version="0",
                )
                for is_exercise in (False, True)
                if plan.modes
            ]
    assert len(found) >= len(ESTATES) // 2
    assert any(len(stage) > 1 for runbook in found for stage in runbook.order.layers)
    return found


def test_playbooks_of_estates_break_no_rule(runbooks: list[Runbook]) -> None:
    for runbook in runbooks:
        for language in Language:
            assert faults_of(playbook_record(draft_of(runbook, language))) == []


def test_a_playbook_carries_out_the_runbook_and_takes_back_every_stop(
    runbooks: list[Runbook],
) -> None:
    for runbook in runbooks:
        record = playbook_record(draft_of(runbook, Language.EN))
        names = {key: step.get("name", "") for key, step in record["workflow"].items()}
        stops = [f"{step.number}. {step.action.name.en}" for step in runbook.order.steps]

        def told(begin: str, answer: str, record: Any = record, names: Any = names) -> list[str]:
            done = carried_out(record, begin=begin, answers={"__take_back__": answer})
            return [names[key].removeprefix("[訓練 EXERCISE] ") for key in done]

        start, exception = record["workflow_start"], record["workflow_exception"]
        kept = told(start, "no")
        assert [name for name in kept if name in stops] == stops
        back = told(start, "yes")[len(kept) :]
        assert [name.split(": ", 1)[1] for name in back] == stops[::-1]
        # Whatever fails, people are asked, and may take everything back.
        assert told(exception, "yes")[1:] == back
        assert len(told(exception, "no")) == 1


def test_rollbacks_are_carried_out_by_who_stops(runbooks: list[Runbook]) -> None:
    for runbook in runbooks:
        record = playbook_record(draft_of(runbook, Language.EN))
        agents = {
            step["name"].removeprefix("[訓練 EXERCISE] "): step["agent"]
            for step in record["workflow"].values()
            if step["type"] == "action"
        }
        for step in runbook.order.steps:
            name = f"{step.number}. {step.action.name.en}"
            assert agents[name] == agents[f"How to take it back: {name}"]


@pytest.mark.parametrize(
    ("section", "spoil"),
    [
        ("4.1", lambda r: r["workflow"].pop(next(k for k in r["workflow"] if k[:3] == "end"))),
        ("3.1", lambda r: r.update(workflow_exception="action--none")),
        ("3.1", lambda r: r.update(modified="2020-01-01T00:00:00.000Z")),
        ("3.1", lambda r: r.update(created="2026-01-01T00:00:00+09:00")),
        ("7", lambda r: r["agent_definitions"].clear()),
        ("10.18", lambda r: r["playbook_variables"].clear()),
        ("8", lambda r: r["data_marking_definitions"].clear()),
        ("4: nothing", lambda r: r["workflow"].update({f"end--{r['id'][10:]}": {"type": "end"}})),
        ("3.2", lambda r: r["playbook_processing_summary"].update(if_logic=False)),
    ],
)
def test_the_checker_finds_what_is_spoilt(
    section: str, spoil: Any, runbooks: list[Runbook]
) -> None:
    record = copy.deepcopy(playbook_record(draft_of(runbooks[0], Language.EN)))
    spoil(record)
    assert any(fault.startswith(section) for fault in faults_of(record))
