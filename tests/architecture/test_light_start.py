"""Asking for help must not pay for engines: command modules import them when they run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CLI = Path(__file__).parents[2] / "src" / "hiyoke" / "cli"
MODULES = sorted(f"hiyoke.cli.{path.stem}" for path in CLI.glob("*.py") if path.stem != "__init__")
HEAVY = (
    "duckdb",
    "holidays",
    "ibis",
    "jinja2",
    "numba",
    "numpy",
    "openpyxl",
    "pandas",
    "pyarrow",
    "python_calamine",
)
REPORT = "import sys, {module}; print(*sorted({heavy} & {{n.split('.')[0] for n in sys.modules}}))"


@pytest.mark.parametrize("module", ["hiyoke.cli", *MODULES])
def test_command_modules_import_no_engine(module: str) -> None:
    program = REPORT.format(module=module, heavy=set(HEAVY))
    run = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert run.stdout.split() == [], f"import these inside the functions of {module}"
