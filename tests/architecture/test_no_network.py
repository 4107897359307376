"""Hiyoke opens no connection: no module that could is imported, and none is opened in a run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "hiyoke"
REFUSED = {"urllib.request", "urllib3", "webbrowser", "xmlrpc", "http", "socket", "socketserver"}


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize(
    "module", sorted(SOURCE.rglob("*.py")), ids=lambda m: m.relative_to(SOURCE).as_posix()
)
def test_module_imports_nothing_that_could_reach_a_network(module: Path) -> None:
    assert not imported(module) & REFUSED
