"""The gates of a flaw: can it be reached, is it used, does nothing stop it, is a service harmed.

Each is yes, no or unknown; only a plain no keeps a flaw's trigger from counting. A ledger cannot
show that a vulnerable function is unused, so that gate is unknown until people state it. What is
not here: the triggers (`triggers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hiyoke.exposure import INTERNET, Node
from hiyoke.languages import Text
from hiyoke.suspension.situated import edges_open_with
from hiyoke.suspension.stop_criteria import GATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hiyoke.suspension.stop_ground import StopGround

_LEVELS: Final = ("user", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReading:
    """One gate.

    Attributes:
        gate: One of `GATES`.
        answer: yes, no or unknown.
        why: What the answer rests on.
        is_stated: Whether people stated it, and it was not computed.
    """

    gate: str
    answer: str
    why: Text
    is_stated: bool = False


def read_gates(ground: StopGround) -> tuple[GateReading, ...]:
    """Return every gate of the situation's flaws, in the order of `GATES`.

    What people state fills what is unknown. Where they state a no and the estate shows a yes, the
    yes stays: a ledger that contradicts is no reason to be calm.

    Cost:
        Four walks over all steps.
    """
    reach = _Reach(ground)
    computed = {
        "exposed": reach.exposed(),
        "used": ("unknown", _USED_UNKNOWN if reach.carriers else _NO_FINDING),
        "uncontrolled": reach.uncontrolled(),
        "harmful": reach.harmful(),
    }
    stated = ground.situation.stated.gates
    return tuple(_merged(gate, *computed[gate], stated.get(gate)) for gate in GATES)


def _merged(gate: str, answer: str, why: Text, stated: str | None) -> GateReading:
    if stated in (None, "unknown", answer):
        return GateReading(gate=gate, answer=answer, why=why)
    if answer == "unknown":
        return GateReading(gate=gate, answer=str(stated), why=_STATED, is_stated=True)
    if answer == "yes":
        told = Text(
            ja=f"{why.ja}。状況ファイルの「いいえ」と食い違うため「はい」のまま",
            en=f"{why.en}; the situation's 'no' contradicts it, so it stays yes",
        )
        return GateReading(gate=gate, answer="yes", why=told)
    return GateReading(gate=gate, answer="yes", why=_STATED, is_stated=True)


class _Reach:
    """What the attacker of a situation reaches, with and without the guards."""

    def __init__(self, ground: StopGround) -> None:
        self.ground = ground
        self.graph = ground.situated.graph
        self.numbers = self.graph.node_numbers
        causes = set(ground.situation.subjects)
        causes |= {f"zero-day:{name}" for name in causes}
        self.carriers = sorted(
            {f.system_id for f in self.graph.inputs.findings if f.vulnerability_id in causes}
        )
        kinds = np.array([event.kind in ("control", "mfa") for event in self.graph.events])
        free = ground.situated.events_on & ~kinds
        self.guarded = self._both(ground.situated.events_on)
        self.free = self._both(free)

    def _both(self, events_on: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return nodes reached by all open steps, and by those known to exist."""
        situated = self.ground.situated
        is_open = edges_open_with(self.graph, events_on, situated.sources, self.ground.situation)
        certain = is_open & self.graph.edges.is_certain
        return self._walk(is_open), self._walk(certain)

    def _walk(self, is_open: NDArray[np.bool_]) -> NDArray[np.bool_]:
        sources = self.graph.edges.sources[is_open]
        targets = self.graph.edges.targets[is_open]
        reached = np.zeros(len(self.graph.nodes), dtype=np.bool_)
        reached[list(self.ground.situated.sources)] = True
        while True:
            gained = targets[reached[sources] & ~reached[targets]]
            if gained.size == 0:
                return reached
            reached[gained] = True

    def _holds(self, system_id: str, reached: NDArray[np.bool_]) -> bool:
        nodes = (Node("system", system_id, level) for level in _LEVELS)
        return any(bool(reached[self.numbers[n]]) for n in nodes if n in self.numbers)

    def _answer(
        self,
        systems: Iterable[str],
        both: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    ) -> tuple[str, list[str]]:
        """Return yes, no or unknown, and the systems that make it so."""
        named = list(systems)
        sure = [s for s in named if self._holds(s, both[1])]
        if sure:
            return "yes", sure
        perhaps = [s for s in named if self._holds(s, both[0])]
        return ("unknown", perhaps) if perhaps else ("no", [])

    def exposed(self) -> tuple[str, Text]:
        """Whether the attacker gets to a system that has the flaw, whatever the flaw gives him."""
        if not self.carriers:
            return "unknown", _NO_FINDING
        answer, systems = self._answer(self.carriers, self.free)
        if answer != "yes":
            faced = self._faced()
            if "yes" in faced.values() or (answer == "no" and faced):
                answer = "yes" if "yes" in faced.values() else "unknown"
                systems = sorted(s for s, found in faced.items() if found == answer)
        return answer, _fill(_EXPOSED[answer], self._listed(systems or self.carriers))

    def _faced(self) -> dict[str, str]:
        """Return carriers that something in his hands may open a connection to, and how surely."""
        inputs = self.graph.inputs
        is_outside = any(self.graph.nodes[n].kind == INTERNET for n in self.ground.situated.sources)
        places = {*([INTERNET] if is_outside else []), *self.ground.situation.begins_at}
        held = {s.system_id for s in inputs.systems if self._holds(s.system_id, self.free[0])}
        faced: dict[str, str] = {}
        carriers = set(self.carriers)
        for system in inputs.systems:
            if is_outside and system.system_id in carriers and system.internet_facing != "no":
                faced[system.system_id] = system.internet_facing
        for link in inputs.links:
            if link.target not in carriers or link.source not in places | held:
                continue
            is_sure = link.source in places or self._holds(link.source, self.free[1])
            if faced.get(link.target) != "yes" and link.known != "no":
                faced[link.target] = "yes" if is_sure and link.known == "yes" else "unknown"
        return faced

    def uncontrolled(self) -> tuple[str, Text]:
        """Whether no tested guard stops the flaw where the attacker gets to it."""
        if not self.carriers:
            return "unknown", _NO_FINDING
        open_ones = [s for s in self.carriers if self._holds(s, self.free[0])]
        if not open_ones:
            return "unknown", _NO_STEP
        answer, systems = self._answer(open_ones, self.guarded)
        return answer, _fill(_UNCONTROLLED[answer], self._listed(systems or open_ones))

    def harmful(self) -> tuple[str, Text]:
        """Whether a service needs something that the attacker reaches."""
        if not self.carriers:
            return "unknown", _NO_FINDING
        found: dict[str, list[str]] = {"yes": [], "unknown": []}
        for need in self.ground.needs:
            systems = {*need.all_of, *(one for group in need.any_of for one in group)}
            answer, _ = self._answer(sorted(systems), self.free)
            if answer == "no" and systems & set(self.carriers):
                answer = self.exposed()[0]
            if answer in found:
                found[answer].append(need.service_id)
        answer = next((one for one in ("yes", "unknown") if found[one]), "no")
        protected = set(self.ground.situation.protect)
        named = sorted(found.get(answer, []), key=lambda s: (s not in protected, s))
        return answer, _fill(_HARMFUL[answer], self._listed(named))

    def _listed(self, subjects: Iterable[str]) -> Text:
        names = [self.ground.names.get(s, Text(ja=s, en=s)) for s in subjects]
        shown, more = names[:2], len(names) - 2
        ja, en = "、".join(n.ja for n in shown), ", ".join(n.en for n in shown)
        if more > 0:
            return Text(ja=f"{ja} ほか {more} 件", en=f"{en} and {more} more")
        return Text(ja=ja, en=en)


def _fill(text: Text, names: Text) -> Text:
    return Text(ja=text.ja.format(names=names.ja), en=text.en.format(names=names.en))


_STATED: Final = Text(ja="状況ファイルの記載", en="stated in the situation")
_USED_UNKNOWN: Final = Text(
    ja="部品はあるが、問題の機能を使っているかは台帳から分からない",
    en="the component is there; a ledger cannot tell whether the flawed function is in use",
)
_NO_FINDING: Final = Text(
    ja="台帳と脆弱性情報の照合で、この欠陥のあるシステムが見つからない（台帳の漏れもあり得る）",
    en="no system with this flaw was found by matching, which may be a gap of the inventory",
)
_NO_STEP: Final = Text(
    ja="この欠陥だけでは侵入の足場にならず、対策の効き目を判定できない",
    en="by itself the flaw gives no foothold, so whether a guard stops it cannot be judged",
)
_EXPOSED: Final = {
    "yes": Text(ja="攻撃者から {names} に届く", en="the attacker gets to {names}"),
    "unknown": Text(
        ja="未確認の経路が実在すれば {names} に届く",
        en="he gets to {names} if a way that nobody has confirmed exists",
    ),
    "no": Text(ja="攻撃者から {names} に届く経路がない", en="he has no way to {names}"),
}
_UNCONTROLLED: Final = {
    "yes": Text(ja="{names} を守る試験済みの対策がない", en="no tested control protects {names}"),
    "unknown": Text(
        ja="未確認の経路が実在すれば、試験済みの対策を通らず {names} に届く",
        en="if a way that nobody has confirmed exists, no tested control protects {names}",
    ),
    "no": Text(
        ja="試験済みの対策が {names} への攻撃を止める", en="a tested control stops it at {names}"
    ),
}
_HARMFUL: Final = {
    "yes": Text(ja="{names} に影響する", en="it harms {names}"),
    "unknown": Text(
        ja="未確認の経路が実在すれば {names} に影響する",
        en="it harms {names} if a way that nobody has confirmed exists",
    ),
    "no": Text(
        ja="攻撃者の届く先を必要とするサービスがない", en="no service needs what he can reach"
    ),
}
