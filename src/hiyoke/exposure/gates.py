"""When an edge is open: any of its terms, each of which asks for events to happen or to fail.

A term is one way through: this flaw has a working exploit, and that guard fails. Edges share
gates, so that a flaw set is written once for each system and way in, however many links lead
there. What is not here: which terms an edge has (`attack_graph`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from numpy.typing import NDArray

#: Words of literals looked at together; bounds the memory of one evaluation to some 32 MiB.
_WORDS_AT_ONCE = 1 << 22


class Term(NamedTuple):
    """One way through a gate.

    Attributes:
        needs: Events that must happen, by number.
        fails: Events that must not happen: guards that hold.
        finding: Number of the finding whose flaw is used; -1 for none.
    """

    needs: tuple[int, ...]
    fails: tuple[int, ...] = ()
    finding: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Gates:
    """Gates as flat arrays, ready to be evaluated in many worlds at once.

    Attributes:
        events: Event of each literal, int32[literals].
        is_negated: Whether the event must not happen, bool[literals].
        term_starts: First literal of each term, int64[terms + 1].
        term_findings: Finding whose flaw the term uses, -1 for none, int32[terms].
        gate_starts: First term of each gate, int64[gates + 1].
    """

    events: NDArray[np.int32]
    is_negated: NDArray[np.bool_]
    term_starts: NDArray[np.int64]
    term_findings: NDArray[np.int32]
    gate_starts: NDArray[np.int64]

    @property
    def gate_count(self) -> int:
        """How many gates there are."""
        return self.gate_starts.size - 1

    def terms(self, gate: int) -> Iterator[Term]:
        """Yield the ways through one gate."""
        for term in range(int(self.gate_starts[gate]), int(self.gate_starts[gate + 1])):
            literals = slice(int(self.term_starts[term]), int(self.term_starts[term + 1]))
            events, negated = self.events[literals], self.is_negated[literals]
            yield Term(
                needs=tuple(events[~negated].tolist()),
                fails=tuple(events[negated].tolist()),
                finding=int(self.term_findings[term]),
            )

    def open_worlds(self, event_worlds: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the worlds in which each gate is open.

        Args:
            event_worlds: Worlds in which each event happens, uint64[events, words].

        Returns:
            uint64[gates, words].

        Cost:
            Literals x words.
        """
        opened = np.empty((self.gate_count, event_worlds.shape[1]), dtype=np.uint64)
        for first, last in self._batches(event_worlds.shape[1]):
            opened[first:last] = self._open(np.arange(first, last), event_worlds)
        return opened

    def without(
        self, event_worlds: NDArray[np.uint64], findings: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return the gates that use one of these findings, and when they are open without.

        Args:
            event_worlds: Worlds in which each event happens, uint64[events, words].
            findings: Findings taken away, bool[findings].

        Returns:
            Gates, int64[n], and worlds, uint64[n, words]. Every other gate is as it was.
        """
        if not findings.any():
            none = np.zeros((0, event_worlds.shape[1]), dtype=np.uint64)
            return np.zeros(0, dtype=np.int64), none
        is_cut = findings[self.term_findings] & (self.term_findings >= 0)
        gates = np.unique(np.searchsorted(self.gate_starts, np.flatnonzero(is_cut), "right") - 1)
        return gates, self._open(gates, event_worlds, findings)

    def _open(
        self,
        gates: NDArray[np.int64],
        event_worlds: NDArray[np.uint64],
        without: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.uint64]:
        if gates.size == 0:
            return np.zeros((0, event_worlds.shape[1]), dtype=np.uint64)
        terms, first_terms = _ranges(self.gate_starts, gates)
        literals, first_literals = _ranges(self.term_starts, terms)
        worlds = event_worlds[self.events[literals]]
        np.invert(worlds, out=worlds, where=self.is_negated[literals][:, None])
        ways = np.bitwise_and.reduceat(worlds, first_literals, axis=0)
        if without is not None:
            findings = self.term_findings[terms]
            ways[(findings >= 0) & without[findings]] = 0
        return np.asarray(np.bitwise_or.reduceat(ways, first_terms, axis=0), dtype=np.uint64)

    def _batches(self, words: int) -> Iterator[tuple[int, int]]:
        """Cut the gates into runs of bounded memory, each of one gate at least."""
        literals = self.term_starts[self.gate_starts]
        at_once = max(1, _WORDS_AT_ONCE // max(1, words))
        first = 0
        while first < self.gate_count:
            last = int(np.searchsorted(literals, literals[first] + at_once, "right")) - 1
            last = max(first + 1, last)
            yield first, last
            first = last


@dataclass(slots=True)
class GateWriter:
    """Writes each distinct gate once, as its owner's key names it."""

    _numbers: dict[Hashable, int] = field(default_factory=dict)
    _gates: list[tuple[Term, ...]] = field(default_factory=list)

    def find(self, key: Hashable) -> int | None:
        """Return the gate written under a key; None when there is none yet."""
        return self._numbers.get(key)

    def write(self, key: Hashable, terms: tuple[Term, ...]) -> int:
        """Write a gate of at least one term, each with at least one event; return its number."""
        number = self._numbers[key] = len(self._gates)
        self._gates.append(terms)
        return number

    def finish(self) -> Gates:
        """Return all gates as arrays."""
        terms = [term for gate in self._gates for term in gate]
        sizes = [len(term.needs) + len(term.fails) for term in terms]
        literals = [
            literal
            for term in terms
            for literal in (*((e, False) for e in term.needs), *((e, True) for e in term.fails))
        ]
        return Gates(
            events=np.array([event for event, _ in literals], dtype=np.int32),
            is_negated=np.array([negated for _, negated in literals], dtype=np.bool_),
            term_starts=_starts(sizes),
            term_findings=np.array([term.finding for term in terms], dtype=np.int32),
            gate_starts=_starts([len(gate) for gate in self._gates]),
        )


def _starts(sizes: list[int]) -> NDArray[np.int64]:
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def _ranges(
    starts: NDArray[np.int64], chosen: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all members of the chosen ranges, and where each range begins among them."""
    sizes = starts[chosen + 1] - starts[chosen]
    begins = np.cumsum(sizes) - sizes
    members = np.arange(int(sizes.sum())) + np.repeat(starts[chosen] - begins, sizes)
    return members, begins
