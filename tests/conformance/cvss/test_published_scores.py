"""Base scores against the published vectors, versions 2.0 to 4.0."""

import ast
from pathlib import Path

import pytest

from hiyoke.risk import base_score

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "conformance" / "cvss"
FILES = [
    "simple2",
    "cvsslib2",
    "calculator2",
    "simple3",
    "simple31",
    "cvsslib3",
    "calculator3",
    "simple4",
]
pytestmark = pytest.mark.shared_data


@pytest.mark.parametrize("name", FILES)
def test_published_vectors_score_as_published(name: str) -> None:
    file = VECTORS / f"vectors_{name}"
    if not file.exists():
        pytest.skip("../shared/data is absent")
    lines = file.read_text(encoding="utf-8").splitlines()
    wrong = []
    for line in lines:
        vector, _, scores = line.partition(" - ")
        expected = abs(ast.literal_eval(scores)[0])
        if base_score(vector) != pytest.approx(expected):
            wrong.append((vector, base_score(vector), expected))
    assert wrong == []
    assert lines
