"""The command line does without pandas, and so do all libraries that its commands load."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from hiyoke.cli.quick_start import leave_pandas_out

leave_pandas_out(is_own_process=True)

import duckdb, holidays, ibis, icalendar, jinja2, numba, openpyxl, pyarrow as pa
from hiyoke.suspension.plain_cut import _solver

assert _solver() is not None
assert pa.array(["a", None]).null_count == 1
assert ibis.duckdb.connect().raw_sql("SELECT 1").fetchall() == [(1,)]
assert "pandas" not in sys.modules
"""


def test_libraries_of_the_commands_do_without_pandas() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", PROGRAM], check=True)


def test_another_programs_process_is_left_alone() -> None:
    from hiyoke.cli.quick_start import leave_pandas_out

    before = list(sys.meta_path)
    leave_pandas_out(is_own_process=False)
    assert sys.meta_path == before
