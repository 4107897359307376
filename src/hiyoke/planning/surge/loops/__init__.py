"""The compiled loops of the surge simulation; importing them imports numba."""

from hiyoke.planning.surge.loops.arrays import (
    BATCHES,
    GROUP,
    GROUPS,
    Layout,
    Limits,
    Memory,
    Notes,
    Way,
)
from hiyoke.planning.surge.loops.demand import GUIDE_PARTS, Demand
from hiyoke.planning.surge.loops.draws import (
    PARTS,
    ROWS,
    read_table,
    write_first_shares,
    write_shares,
)
from hiyoke.planning.surge.loops.people import serve_group, serve_groups
from hiyoke.planning.surge.loops.room import (
    FLOW,
    MAX_TRIES,
    NONE,
    TAKEN,
    WAITED,
    WORKED,
    Room,
    Task,
)
from hiyoke.planning.surge.loops.wave import arrive, pass_runs, write_work

__all__ = [
    "BATCHES",
    "FLOW",
    "GROUP",
    "GROUPS",
    "GUIDE_PARTS",
    "MAX_TRIES",
    "NONE",
    "PARTS",
    "ROWS",
    "TAKEN",
    "WAITED",
    "WORKED",
    "Demand",
    "Layout",
    "Limits",
    "Memory",
    "Notes",
    "Room",
    "Task",
    "Way",
    "arrive",
    "pass_runs",
    "read_table",
    "serve_group",
    "serve_groups",
    "write_first_shares",
    "write_shares",
    "write_work",
]
