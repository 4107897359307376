from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiyoke.exposure import gates as gates_module
from hiyoke.exposure.gates import GateWriter, Term
from hiyoke.exposure.worlds import draw_worlds, unpack_worlds

if TYPE_CHECKING:
    from hiyoke.exposure.gates import Gates

EVENTS, WORLDS = 9, 130


def random_gates(seed: int, count: int) -> tuple[Gates, list[tuple[Term, ...]], np.ndarray]:
    rng = random.Random(seed)  # noqa: S311 - a test's gates are no secret.
    writer = GateWriter()
    written = []
    for number in range(count):
        terms = tuple(
            Term(
                tuple(rng.sample(range(EVENTS), k=rng.randint(1, 3))),
                tuple(rng.sample(range(EVENTS), k=rng.randint(0, 2))),
                rng.randint(-1, 5),
            )
            for _ in range(rng.randint(1, 4))
        )
        assert writer.write(number, terms) == number
        written.append(terms)
    bits = draw_worlds(
        [str(n) for n in range(EVENTS)], np.full(EVENTS, 0.6), worlds=WORLDS, seed=seed
    )
    return writer.finish(), written, bits


def opened(terms: tuple[Term, ...], happened: np.ndarray, gone: set[int]) -> np.ndarray:
    ways = [
        all(happened[e] for e in term.needs) and not any(happened[e] for e in term.fails)
        for term in terms
        if term.finding not in gone
    ]
    return np.array(any(ways))


@pytest.mark.parametrize("at_once", [1, 7, 1 << 22])
def test_opens_when_any_term_holds_whatever_the_batch(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(gates_module, "_WORDS_AT_ONCE", at_once)
    gates, written, bits = random_gates(1, 40)
    happened = unpack_worlds(bits, WORLDS)
    ours = unpack_worlds(gates.open_worlds(bits), WORLDS)
    for number, terms in enumerate(written):
        for world in range(WORLDS):
            assert ours[number, world] == opened(terms, happened[:, world], set())


def test_names_the_gates_that_use_a_finding_and_how_they_stand_without() -> None:
    gates, written, bits = random_gates(2, 30)
    happened = unpack_worlds(bits, WORLDS)
    gone = np.zeros(6, dtype=np.bool_)
    gone[[1, 4]] = True
    numbers, fewer = gates.without(bits, gone)
    assert numbers.tolist() == [
        n for n, terms in enumerate(written) if any(t.finding in (1, 4) for t in terms)
    ]
    rows = unpack_worlds(fewer, WORLDS)
    for row, number in enumerate(numbers.tolist()):
        for world in range(WORLDS):
            assert rows[row, world] == opened(written[number], happened[:, world], {1, 4})


def test_nothing_taken_away_touches_no_gate() -> None:
    gates, _, bits = random_gates(3, 5)
    numbers, fewer = gates.without(bits, np.zeros(6, dtype=np.bool_))
    assert numbers.size == fewer.size == 0
    numbers, _ = gates.without(bits, np.zeros(0, dtype=np.bool_))
    assert numbers.size == 0


def test_tells_its_terms_back() -> None:
    gates, written, _ = random_gates(4, 10)
    assert [tuple(gates.terms(n)) for n in range(gates.gate_count)] == written


def test_no_gates_are_no_error() -> None:
    gates = GateWriter().finish()
    assert gates.gate_count == 0
    assert gates.open_worlds(np.zeros((1, 2), dtype=np.uint64)).shape == (0, 2)


def test_finds_what_was_written_under_a_key() -> None:
    writer = GateWriter()
    assert writer.find("a") is None
    assert writer.write("a", (Term((0,)),)) == 0
    assert writer.find("a") == 0
