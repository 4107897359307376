"""What must hold of exposure from an estate's rows on: the demo bank, changed row by row."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from hiyoke.advisories.store import load_store
from hiyoke.demo import DEMO_AS_OF, demo_advisories, demo_estate
from hiyoke.estate import Control, PrivilegedAccount
from hiyoke.exposure import (
    Conditions,
    assess_services,
    assess_systems,
    build_attack_graph,
    load_attack_rules,
    load_calibration,
    simulate,
)
from hiyoke.languages import Text
from hiyoke.risk import load_decision_table
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.assessment.assess import Ground, inventory_of, match_ground
from hiyoke.workflows.assessment.run_folder import no_detections
from hiyoke.workflows.check_estate import check_estate
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.exposure.expose_inputs import FindingRows, exposure_inputs, sure_findings
from hiyoke.workflows.weighing.assess_tables import assess_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.estate import Estate

WORLDS = 1024


class Bank:
    """The demo bank, read and matched once."""

    def __init__(self, folder: Any) -> None:
        import_advisories([demo_advisories()], folder)
        check = check_estate(demo_estate(), as_of=DEMO_AS_OF)
        self.estate = check.reading.require("demo")
        ground = Ground(
            estate=self.estate,
            check=check,
            store=load_store(folder),
            inventory=inventory_of(self.estate),
            detections=no_detections(),
            table=load_decision_table("bod-26-04"),
            as_of=DEMO_AS_OF,
        )
        with EngineSession() as session:
            given = match_ground(session, ground)
            _, weighed = assess_tables(session.backend, given)
        self.evidence, self.published = weighed.evidence, given.published
        self.rows = sure_findings(weighed.system_findings, given.weighing.findings)

    def chances(
        self, estate: Estate | None = None, kept: list[int] | None = None
    ) -> Mapping[str, tuple[float, float]]:
        """Return both ends of the probability of every system and service."""
        rows = self.rows
        if kept is not None:
            rows = FindingRows(table=rows.table.take(kept), is_sure=rows.is_sure[kept])
        inputs = exposure_inputs(
            estate or self.estate, rows, self.evidence, self.published, as_of=DEMO_AS_OF
        )
        graph = build_attack_graph(inputs, load_attack_rules())
        run = simulate(
            graph, load_calibration(), Conditions(as_of=DEMO_AS_OF), worlds=WORLDS, seed=7
        )
        spreads = {s.system_id: s.lost for s in assess_systems(run)}
        services = assess_services(run, load_calibration(), horizons_days=())
        spreads |= {f"service {s.service_id}": s.lost for s in services}
        return {
            name: (found.if_unknown_absent.probability, found.if_unknown_present.probability)
            for name, found in spreads.items()
        }


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return Bank(tmp_path_factory.mktemp("demo") / "store")


@pytest.fixture(scope="module")
def today(bank: Bank) -> Mapping[str, tuple[float, float]]:
    return bank.chances()


def assert_never_higher(
    after: Mapping[str, tuple[float, float]], before: Mapping[str, tuple[float, float]]
) -> None:
    for name, ends in after.items():
        for high, low in zip(before[name], ends, strict=True):
            assert low <= high, name


def test_the_bank_is_exposed_at_all(today: Mapping[str, tuple[float, float]]) -> None:
    assert any(present > 0.1 for _, present in today.values())


@pytest.mark.parametrize("seed", range(3))
def test_removing_links_never_raises_a_probability(
    bank: Bank, today: Mapping[str, tuple[float, float]], seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test needs no secret.
    links = tuple(link for link in bank.estate.links if rng.random() < 0.8)

    assert_never_higher(bank.chances(replace(bank.estate, links=links)), today)


@pytest.mark.parametrize("seed", range(3))
def test_removing_findings_never_raises_a_probability_so_adding_them_never_lowers_one(
    bank: Bank, today: Mapping[str, tuple[float, float]], seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test needs no secret.
    kept = [n for n in range(bank.rows.table.num_rows) if rng.random() < 0.7]

    assert_never_higher(bank.chances(kept=kept), today)


@pytest.mark.parametrize("kind", ["waf", "segmentation", "edr"])
def test_adding_a_tested_control_never_raises_a_probability(
    bank: Bank, today: Mapping[str, tuple[float, float]], kind: str
) -> None:
    control = Control(
        control_id="new",
        name=Text(ja="新しい対策", en="New control"),
        kind=kind,
        systems=tuple(system.system_id for system in bank.estate.systems[:40]),
        tested_on=DEMO_AS_OF,
    )
    estate = replace(bank.estate, controls=(*bank.estate.controls, control))

    assert_never_higher(bank.chances(estate), today)


def test_adding_a_privileged_id_never_lowers_a_probability_and_removing_it_undoes_that(
    bank: Bank, today: Mapping[str, tuple[float, float]]
) -> None:
    account = PrivilegedAccount(
        account_id="new-id",
        name=Text(ja="新しい ID", en="New ID"),
        systems=tuple(system.system_id for system in bank.estate.systems[20:30]),
        used_from=(bank.estate.systems[0].system_id,),
    )
    more = replace(bank.estate, accounts=(*bank.estate.accounts, account))

    assert_never_higher(today, bank.chances(more))


def test_order_of_rows_changes_nothing(
    bank: Bank, today: Mapping[str, tuple[float, float]]
) -> None:
    estate = replace(
        bank.estate,
        systems=bank.estate.systems[::-1],
        links=bank.estate.links[::-1],
        requirements=bank.estate.requirements[::-1],
        vendors=bank.estate.vendors[::-1],
        controls=bank.estate.controls[::-1],
        accounts=bank.estate.accounts[::-1],
        places={},
    )
    numbers = list(range(bank.rows.table.num_rows))[::-1]

    assert bank.chances(estate, numbers) == today


def test_rows_said_twice_change_nothing(
    bank: Bank, today: Mapping[str, tuple[float, float]]
) -> None:
    estate = replace(bank.estate, links=bank.estate.links * 2)
    numbers = [n for n in range(bank.rows.table.num_rows) for _ in range(2)]

    assert bank.chances(estate, numbers) == today
