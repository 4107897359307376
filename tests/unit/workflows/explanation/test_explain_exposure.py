"""The story of the worst ways, told from the files of a run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from exposed_estates import write_estate, write_store
from hiyoke.exposure import (
    ExpertOverride,
    ExposedSystem,
    ExposureInputs,
    Flaw,
    FlawOnSystem,
    PermittedLink,
    ServiceNeed,
)
from hiyoke.languages import Language
from hiyoke.workflows.assessment.assess import assess
from hiyoke.workflows.explanation.explain import explain

SCHEMA = Path(__file__).parents[4] / "schemas" / "exposure" / "1.json"
OPEN = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
BANK = ExposureInputs(
    systems=(
        ExposedSystem(system_id="web", internet_facing="yes"),
        ExposedSystem(system_id="core", internet_facing="no"),
        ExposedSystem(system_id="lonely", internet_facing="no"),
    ),
    links=(PermittedLink(source="web", target="core"),),
    flaws=tuple(Flaw(vulnerability_id=f"CVE-2026-100{n}", vectors=(OPEN,)) for n in (1, 2, 3)),
    findings=(
        FlawOnSystem(system_id="web", vulnerability_id="CVE-2026-1001"),
        FlawOnSystem(system_id="core", vulnerability_id="CVE-2026-1002"),
        FlawOnSystem(system_id="lonely", vulnerability_id="CVE-2026-1003"),
    ),
    services=(ServiceNeed(service_id="pay", all_of=("core",)),),
    overrides=tuple(
        ExpertOverride(subject="vulnerability", subject_id=f"CVE-2026-100{n}", probability=0.5)
        for n in (1, 2, 3)
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bank")
    estate, store = write_estate(root / "estate", BANK), write_store(root, BANK)
    assess(estate, store, root / "out", as_of=date(2026, 11, 22))
    return root / "out"


def story(subject: str, folder: Path, language: Language) -> str:
    found = explain(subject, folder)
    title = "攻撃の経路" if language is Language.JA else "Ways of attack"
    (section,) = [s for s in found.sections if s.title.render(language) == title]
    return "\n".join(sentence.render(language) for sentence in section.sentences)


@pytest.mark.parametrize("subject", ["pay", "core"])
def test_service_and_system_are_told_their_worst_way_with_rule_chance_and_rows(
    subject: str, folder: Path
) -> None:
    english = story(subject, folder, Language.EN)
    assert "From the internet, the attacker exploits CVE-2026-1001 on web" in english
    assert "1-2. From web" in english
    assert "rule: Attack along an internal link" in english
    assert "a working exploit of CVE-2026-1002 is used 50% [basis: expert]" in english
    assert "probability 25%" in english
    assert "インターネットから" in story(subject, folder, Language.JA)
    (section,) = [s for s in explain(subject, folder).sections if "exposure.steps" in s.rows]
    assert any("links.csv:2" in row for row in section.rows["exposure.steps"][1]["rows"])


def test_a_flaw_that_nothing_leads_to_is_told_so_whatever_its_score(folder: Path) -> None:
    assert "whatever its score" in story("CVE-2026-1003", folder, Language.EN)
    assert "Way 1" in story("CVE-2026-1002", folder, Language.EN)


def test_the_file_of_the_run_follows_the_published_schema_in_both_languages(folder: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    record = json.loads((folder / "exposure.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(schema).validate(record)

    assert set(record["services"][0]["name"]) == {"ja", "en"}


def test_the_run_names_its_seed_and_has_tables_of_exposure(folder: Path) -> None:
    assert '"seed": 1' in (folder / "run.json").read_text(encoding="utf-8")
    assert (folder / "exposure" / "exposed_services.csv").exists()
    assert (folder / "exposure" / "debts.parquet").exists()
