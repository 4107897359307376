"""What is known: advisories of every format in one normal form, and the store that keeps them."""

from hiyoke.advisories.affected_intervals import Event, Interval, affected_intervals
from hiyoke.advisories.batch import AdvisoryBatch
from hiyoke.advisories.cvss_shape import cvss_version_of
from hiyoke.advisories.instants import date_of, instant_of, instants_of
from hiyoke.advisories.obstacle import OBSTACLE_MEANINGS, Obstacle
from hiyoke.advisories.record_batch import ReadCounts

__all__ = [
    "OBSTACLE_MEANINGS",
    "AdvisoryBatch",
    "Event",
    "Interval",
    "Obstacle",
    "ReadCounts",
    "affected_intervals",
    "cvss_version_of",
    "date_of",
    "instant_of",
    "instants_of",
]
