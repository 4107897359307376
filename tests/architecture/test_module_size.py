"""Small modules and functions are a promise, so the promise is a test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "hiyoke"
MODULES = sorted(SOURCE.rglob("*.py"))
LINE_LIMIT = 400
FUNCTION_LIMIT = 60
LARGER_ON_PURPOSE: dict[str, int] = {}  # path: agreed limit, each with its own ADR.
REFUSED_NAMES = {"utils", "helpers", "common", "core", "misc", "manager", "models"}


def relative(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_module_fits_on_a_few_screens(module: Path) -> None:
    limit = LARGER_ON_PURPOSE.get(relative(module), LINE_LIMIT)
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= limit, f"{module.name} has {lines} lines; split it by concept, not by size"


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_functions_fit_on_one_screen(module: Path) -> None:
    # The body counts, docstring included; a command's signature is its option list.
    tree = ast.parse(module.read_text(encoding="utf-8"))
    long = {
        node.name: length
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.body[0].lineno + 1) > FUNCTION_LIMIT
    }
    assert not long


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_module_says_its_sentence_of_the_story(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def test_no_module_hides_its_concept_behind_a_general_name() -> None:
    named = {part for module in MODULES for part in (*module.parent.parts, module.stem)}
    assert not named & REFUSED_NAMES


@pytest.mark.parametrize(
    "package", [m for m in MODULES if m.name == "__init__.py" and m.parent != SOURCE], ids=relative
)
def test_package_entry_is_a_table_of_contents(package: Path) -> None:
    body = ast.parse(package.read_text(encoding="utf-8")).body
    allowed = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
    extra = [ast.unparse(node)[:60] for node in body if not isinstance(node, allowed)]
    assert not extra, "an __init__.py holds a docstring, imports and __all__"
