"""The nodes and events of an attack graph, numbered as they are met.

What is not here: the steps between nodes (`attack_steps`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.exposure.inputs import INTERNET

if TYPE_CHECKING:
    from hiyoke.exposure.inputs import ExposureInputs


class Node(NamedTuple):
    """A place an attacker may hold.

    Attributes:
        kind: internet, zone, vendor or system.
        subject_id: Which one.
        level: user or admin on a system; empty for a source.
    """

    kind: str
    subject_id: str
    level: str = ""


class Event(NamedTuple):
    """Something that happens or does not, once in a world for every place it matters.

    Attributes:
        kind: always; flaw (a working exploit is used against us), person (somebody at a system
            acts as the attacker wants), control or mfa (it holds), vendor (it is compromised) or
            zone (an attacker is in it).
        subject_id: Which one.
    """

    kind: str
    subject_id: str

    @property
    def event_id(self) -> str:
        """Name of the draw."""
        return f"{self.kind}:{self.subject_id}"


ALWAYS: Final = Event("always", "")


class Places:
    """Nodes and events, each numbered once.

    Attributes:
        begins: Pairs of node and event: reached at once when the event happens.
    """

    def __init__(self, inputs: ExposureInputs) -> None:
        self.begins: list[tuple[int, int]] = []
        self._systems = {system.system_id for system in inputs.systems}
        self._insiders = {zone.zone_id for zone in inputs.zones if zone.kind == "insider"}
        self._nodes: dict[Node, int] = {}
        self._events: dict[Event, int] = {ALWAYS: 0}
        for system in inputs.systems:
            self.node(Node("system", system.system_id, "user"))
            self.node(Node("system", system.system_id, "admin"))

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, by number."""
        return tuple(self._nodes)

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event, by number."""
        return tuple(self._events)

    def is_system(self, place: str) -> bool:
        """Whether a link's end is a system of ours."""
        return place in self._systems

    def position_of(self, place: str) -> str:
        """Return where an attacker in a place stands towards what its links lead to."""
        if place in self._systems:
            return "inside"
        return "insider" if place in self._insiders else "outside"

    def node(self, node: Node) -> int:
        """Return the number of a node."""
        return self._nodes.setdefault(node, len(self._nodes))

    def event(self, kind: str, subject_id: str) -> int:
        """Return the number of an event."""
        return self._events.setdefault(Event(kind, subject_id), len(self._events))

    def system(self, system_id: str, level: str) -> int:
        """Return the node of a system at a level."""
        return self._nodes[Node("system", system_id, level)]

    def source(self, kind: str, subject_id: str) -> int:
        """Return the node of a vendor, zone or the internet, with the event that begins there."""
        node = Node(kind, subject_id)
        if node not in self._nodes:
            event = 0 if kind == INTERNET else self.event(kind, subject_id)
            self.begins.append((self.node(node), event))
        return self._nodes[node]

    def standing(self, place: str, level: str) -> int:
        """Return the node from which steps begin at a link's end: a source, or a system's level."""
        if place in self._systems:
            return self.system(place, level)
        return self.source(INTERNET if place == INTERNET else "zone", place)
