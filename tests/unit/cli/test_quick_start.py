"""The command line does without pandas, and so do all libraries that its commands load."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from hiyoke.cli.quick_start import start_quickly

start_quickly(is_own_process=True)

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
    from hiyoke.cli.quick_start import start_quickly

    before = list(sys.meta_path)
    start_quickly(is_own_process=False)
    assert sys.meta_path == before


LATER = """
import sys
from types import ModuleType
from hiyoke.cli.quick_start import start_quickly

start_quickly(is_own_process=True)

import ibis
import ibis as again
import pyarrow.compute as pc
import hiyoke.matching, hiyoke.workflows.suspension.suspend

assert again is ibis is sys.modules["ibis"]
assert "ibis.expr" not in sys.modules
assert type(ibis) is not ModuleType
assert ibis.literal(1).type().is_integer()
assert type(ibis) is ModuleType
assert ibis.__path__ and "ibis.expr" in sys.modules
assert pc.max([1, 2]).as_py() == 2
try:
    ibis.no_such_name
except AttributeError:
    pass
else:
    raise AssertionError
"""

PART_FIRST = """
from hiyoke.cli.quick_start import start_quickly

start_quickly(is_own_process=True)

import ibis.expr.types as types
import ibis

assert isinstance(ibis.literal(1), types.IntegerScalar)
"""


def test_large_libraries_are_loaded_at_their_first_use() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", LATER], check=True)


def test_a_part_of_a_large_library_loads_the_whole_of_it_first() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", PART_FIRST], check=True)


ONE_COUNTRY = """
import sys
from datetime import date
from hiyoke.cli.quick_start import start_quickly

start_quickly(is_own_process=True)

from hiyoke.calendars import is_business_day

assert not is_business_day(date(2026, 12, 31))
assert "holidays.countries.japan" in sys.modules
assert "holidays.countries.france" not in sys.modules
import holidays

assert date(2026, 7, 14) in holidays.country_holidays("FR", years=2026)
"""


def test_holidays_of_one_country_are_loaded_without_all_others() -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", ONE_COUNTRY], check=True)
