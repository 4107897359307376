"""The items of one run: when they arrive, of which class, and how much work each stage has.

Every draw belongs to a name, a run and a place in the stream, and to nothing else: not to other
streams, other runs, threads, or what the plan does with the items. So two plans meet the same
items, and the difference between them carries no noise of its own. What is not here: what
happens to the items (`simulation`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.planning.surge.network import Spread, StaffStation

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hiyoke.planning.surge.network import Effort, Network, Range, Stage, Stream

#: Names the way draws are made. Any change to it changes every draw, so a change is a new name.
_STREAM: Final = b"hiyoke-surge-1"
#: Parts of the table in which a draw begins to look for its class.
_GUIDE_PARTS: Final = 256
_START: Final = np.zeros(4, dtype=np.uint64)


class Draws:
    """Draws of one thread; every name and run has its own.

    Args:
        seed: 0 to 2**64 - 1.

    Source:
        Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011
        (Philox4x64-10, keyed by BLAKE2b of seed and name, its counter begun at the run).
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed.to_bytes(8, "little")
        self._keys: dict[str, NDArray[np.uint64]] = {}
        self._bits = np.random.Philox(0)
        self._generator = np.random.Generator(self._bits)

    def of(self, name: str, run: int) -> np.random.Generator:
        """Return the generator at the first draw of one name in one run; it is reused."""
        if name not in self._keys:
            named = self._seed + name.encode("utf-8", "surrogatepass")
            digest = hashlib.blake2b(named, digest_size=16, person=_STREAM).digest()
            self._keys[name] = np.frombuffer(digest, dtype="<u8")
        self._bits.state = {
            "bit_generator": "Philox",
            "state": {
                "counter": np.array([0, 0, run, 0], dtype=np.uint64),
                "key": self._keys[name],
            },
            "buffer": _START,
            "buffer_pos": 4,  # The buffer is used up: the next draw is the first of this key.
            "has_uint32": 0,
            "uinteger": 0,
        }
        return self._generator

    def factor(self, name: str, run: int, spread: Range) -> float:
        """Return the value of an uncertain figure in one run."""
        return spread.at(float(self.of(name, run).random()))


@dataclass(slots=True, eq=False)
class Items:
    """The items of one run, in order of arrival.

    Attributes:
        created: Arrival in hours, float64[n].
        class_of: Class, int16[n].
        tier_of: Tier, uint8[n].
        work: By stage, hours of one person, float64[n]; empty where nobody works.
    """

    created: NDArray[np.float64]
    class_of: NDArray[np.int16]
    tier_of: NDArray[np.uint8]
    work: list[NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Where items come from, made ready once for all runs.

    Attributes:
        network: As given.
        tiers: Tier by class, uint8.
        ways: By stream, the cumulated shares of classes, and where a draw begins to look.
        hours: By stage, mean work by class, float64; None where nobody works.
        efforts: By stage, which classes a factor is meant for.
    """

    network: Network
    tiers: NDArray[np.uint8]
    ways: tuple[tuple[NDArray[np.float64], NDArray[np.int16]], ...]
    hours: tuple[NDArray[np.float64] | None, ...]
    efforts: tuple[tuple[tuple[Effort, NDArray[np.bool_]], ...], ...]


def make_sources(network: Network) -> Sources:
    """Make a network's sources ready."""
    parts = np.arange(_GUIDE_PARTS) / _GUIDE_PARTS
    ways = []
    for stream in network.streams:
        upto = np.cumsum(np.array(stream.shares, dtype=np.float64))
        guide = np.minimum(np.searchsorted(upto, parts, side="right"), upto.size - 1)
        ways.append((upto, guide.astype(np.int16)))
    kinds = [c.kind for c in network.classes]
    return Sources(
        network,
        np.array([c.tier for c in network.classes], dtype=np.uint8),
        tuple(ways),
        tuple(
            np.array([c.hours[n] for c in network.classes]) if _is_worked(stage) else None
            for n, stage in enumerate(network.stages)
        ),
        tuple(
            tuple(
                (e, np.array([not e.kinds or kind in e.kinds for kind in kinds]))
                for e in network.efforts
                if e.stage == n
            )
            for n in range(len(network.stages))
        ),
    )


def draw_items(sources: Sources, draws: Draws, run: int, *, load: float = 1.0) -> Items:
    """Draw the items of one run.

    Args:
        sources: Of the network to simulate.
        draws: Of this thread.
        run: Number of the run, from 0.
        load: By which every stream is multiplied, above 0. The same items come faster; those that
            a lighter load brings keep their class and work.

    Cost:
        About 10 ns a draw: one for the arrival, one for the class, one for each stage of people.
    """
    network = sources.network
    parts = [
        _stream_items(network, stream, way, draws, (run, load))
        for stream, way in zip(network.streams, sources.ways, strict=True)
    ]
    whole = parts[0] if len(parts) == 1 else _merged(parts, len(network.stages))
    for number, hours in enumerate(sources.hours):
        if hours is None:
            continue
        means = hours.copy()
        for effort, is_meant in sources.efforts[number]:
            means[is_meant] *= draws.factor(f"effort:{effort.effort_id}", run, effort.factor)
        whole.work[number] *= means[whole.class_of]
    whole.tier_of = sources.tiers[whole.class_of]
    return whole


def _stream_items(
    network: Network,
    stream: Stream,
    way: tuple[NDArray[np.float64], NDArray[np.int16]],
    draws: Draws,
    place: tuple[int, float],
) -> Items:
    from hiyoke.planning.surge.item_kernel import COMPILED  # noqa: PLC0415 - importing compiles.

    run, load = place
    scale = load * draws.factor(f"scale:{stream.stream_id}", run, stream.scale)
    created = _arrivals(stream, scale, lambda: draws.of(f"arrive:{stream.stream_id}", run))
    count = created.size
    class_of = np.empty(count, dtype=np.int16)
    drawn = draws.of(f"class:{stream.stream_id}", run).random(count)
    COMPILED["choose_classes"](drawn, *way, class_of)
    work = [
        _variates(stage, lambda name: draws.of(name, run), stream.stream_id, count)
        for stage in network.stages
    ]
    return Items(created, class_of, np.empty(0, dtype=np.uint8), work)


def _arrivals(
    stream: Stream, scale: float, begin: Callable[[], np.random.Generator]
) -> NDArray[np.float64]:
    from hiyoke.planning.surge.item_kernel import COMPILED  # noqa: PLC0415 - importing compiles.

    mean = float(stream.expected[-1]) * scale
    if mean <= 0.0:
        return np.empty(0)
    room = int(mean + 8.0 * mean**0.5) + 16
    while True:
        # A longer draw begins with the shorter one, so a second try changes nothing.
        gaps = begin().standard_exponential(room)
        times = np.empty(room)
        count = COMPILED["place_arrivals"](gaps, scale, stream.instants, stream.expected, times)
        if count >= 0:
            return times[:count]
        room *= 2


def _variates(
    stage: Stage, begin: Callable[[str], np.random.Generator], stream_id: str, count: int
) -> NDArray[np.float64]:
    """Draw work of mean 1; nothing where nobody works."""
    if not _is_worked(stage):
        return np.empty(0)
    if stage.spread is Spread.CONSTANT:
        return np.ones(count)
    generator = begin(f"work:{stage.stage_id}:{stream_id}")
    if stage.spread is Spread.EXPONENTIAL:
        return generator.standard_exponential(count)
    variance = float(np.log1p(stage.variation**2))
    normal = generator.standard_normal(count)
    return np.asarray(np.exp(normal * variance**0.5 - variance / 2.0))


def _is_worked(stage: Stage) -> bool:
    return any(isinstance(station, StaffStation) for station in stage.stations)


def _merged(parts: list[Items], stages: int) -> Items:
    """Put the items of all streams in order of arrival; equal times keep the order of streams."""
    if not parts:
        nothing = [np.empty(0)] * stages
        return Items(np.empty(0), np.empty(0, np.int16), np.empty(0, np.uint8), nothing)
    created = np.concatenate([part.created for part in parts])
    order = np.argsort(created, kind="stable")
    columns = zip(*(part.work for part in parts), strict=True)
    return Items(
        created[order],
        np.concatenate([part.class_of for part in parts])[order],
        np.empty(0, dtype=np.uint8),
        [np.concatenate(c)[order] if sum(map(len, c)) else c[0] for c in columns],
    )
