"""Every public name carries a docstring, and the same column means the same type everywhere."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hiyoke import tables

SOURCE = Path(__file__).parents[2] / "src" / "hiyoke"


def undocumented(tree: ast.Module) -> list[str]:
    found = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            found.append(node.name)
        if isinstance(node, ast.ClassDef):
            found += [
                f"{node.name}.{method.name}"
                for method in node.body
                if isinstance(method, ast.FunctionDef)
                and not method.name.startswith("_")
                and not ast.get_docstring(method)
                and not any(
                    ast.unparse(d).endswith((".setter", "overload")) for d in method.decorator_list
                )
            ]
    return found


@pytest.mark.parametrize(
    "module", sorted(SOURCE.rglob("*.py")), ids=lambda m: m.relative_to(SOURCE).as_posix()
)
def test_every_public_object_is_documented(module: Path) -> None:
    assert not undocumented(ast.parse(module.read_text(encoding="utf-8")))


def test_columns_of_one_name_have_one_type() -> None:
    types: dict[str, set[str]] = {}
    for name in tables.__all__:
        contract = getattr(tables, name)
        if isinstance(contract, tables.TableContract):
            for column in contract.columns:
                types.setdefault(column.name, set()).add(str(column.dtype))
    assert {name: kinds for name, kinds in types.items() if len(kinds) > 1} == {}
