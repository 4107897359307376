"""Recall and precision on pairs of a purl and an advisory, labelled by hand from published facts.

`advisory_facts.jsonl` holds identifiers, dates and ranges of public advisories, without prose;
`labelled_matches.tsv` holds the labels. They are read by the same importer and matched by the same
workflow as a user's. The expectation of a label is the publisher's range and the ecosystem's own
order, not what this program said before.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from hiyoke.advisories.store import load_store
from hiyoke.workflows.advisories.import_advisories import import_advisories
from hiyoke.workflows.engine_session import EngineSession
from hiyoke.workflows.matching.match_sboms import match_inventory
from matching_tables_of import inventory_of

FOLDER = Path(__file__).parent


class Label(NamedTuple):
    """One judged pair."""

    purl: str
    advisory_id: str
    is_match: bool
    lesson: str


def _labels() -> list[Label]:
    lines = (FOLDER / "labelled_matches.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Label(purl, name, answer == "yes", lesson) for purl, name, answer, lesson in cells]


LABELS = _labels()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Return, for each purl, the status of every advisory that a finding names."""
    store = tmp_path_factory.mktemp("quality") / "store"
    import_advisories([FOLDER / "advisory_facts.jsonl"], store)
    inventory = inventory_of(*dict.fromkeys(label.purl for label in LABELS))
    with EngineSession() as session:
        matched = match_inventory(session, load_store(store), inventory)
    statuses: dict[str, dict[str, str]] = defaultdict(dict)
    for row in matched.findings.to_pylist():
        for advisory_id in row["advisory_ids"]:
            known = statuses[row["purl"]].setdefault(advisory_id, row["status"])
            if row["status"] == "affected" != known:
                statuses[row["purl"]][advisory_id] = "affected"
    return statuses


def test_the_labels_are_many_and_distinct() -> None:
    assert sum(label.is_match for label in LABELS) >= 60
    assert sum(not label.is_match for label in LABELS) >= 30
    assert len({label[:2] for label in LABELS}) == len(LABELS)


@pytest.mark.parametrize("label", LABELS, ids=lambda label: f"{label.purl} {label.advisory_id}")
def test_label_is_met(label: Label, found: dict[str, dict[str, str]]) -> None:
    status = found[label.purl].get(label.advisory_id)
    assert (status == "affected") is label.is_match, f"{label.lesson}: {status}"
