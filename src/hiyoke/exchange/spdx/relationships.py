"""What the relationships of an SPDX document say about source packages and about who carries whom.

What is not here: the other sixty relationship types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from hiyoke.estate import PackageOwners

if TYPE_CHECKING:
    from collections.abc import Iterable

#: From the one that carries or depends to what is carried; written without separators.
_FORWARD: Final = frozenset({"contains", "dependson", "hasdynamiclink", "hasstaticlink"})
_BACKWARD: Final = frozenset({"containedby", "dependencyof"})
_OWNERSHIP: Final = "ownership-by-file-overlap"
_EVIDENCE: Final = "evident-by"


class Relationship(NamedTuple):
    """One relationship, from one element to others.

    Attributes:
        source: Reference of the element it begins at.
        type: As written: ``CONTAINS``, ``contains``, ``dependsOn``.
        targets: References of the elements it ends at.
        comment: syft says here what kind of ``OTHER`` it is.
    """

    source: str
    type: str
    targets: tuple[str, ...]
    comment: str | None = None


class Relations:
    """What an inventory needs to know of all relationships.

    Args:
        os_packages: Purls of the operating-system packages by reference; only statements about
            these are kept.

    Attributes:
        owners: Who carries whom.
        source_of: Reference of the source package, by reference of the package built from it.
        described: References of what the document describes.
    """

    def __init__(self, os_packages: dict[str, str]) -> None:
        self._os_packages = os_packages
        self._evidence: dict[str, list[str]] = {}
        self.owners = PackageOwners()
        self.source_of: dict[str, str] = {}
        self.described: set[str] = set()

    def take(self, relationships: Iterable[Relationship]) -> None:
        """Keep what matters of all relationships of a document."""
        for relationship in relationships:
            self._take(relationship)
        # A library found by a file belongs to the package that contains the file.
        for ref, files in self._evidence.items():
            for file in files:
                owner = self.owners.owner_by_ref.get(file)
                if owner is not None:
                    self.owners.claim(owner, [ref])

    def _take(self, relationship: Relationship) -> None:
        kind = re.sub(r"[^a-z]", "", relationship.type.lower())
        source, targets = relationship.source, relationship.targets
        comment = relationship.comment or ""
        if kind == "describes":
            self.described.update(targets)
        elif kind == "describedby":
            self.described.add(source)
        elif kind in _FORWARD or (kind == "other" and _OWNERSHIP in comment):
            self._claim(source, targets)
        elif kind in _BACKWARD:
            for target in targets:
                self._claim(target, [source])
        elif kind == "generatedfrom":
            self._note_source(source, targets)
        elif kind == "generates":
            for target in targets:
                self._note_source(target, [source])
        elif kind == "other" and _EVIDENCE in comment and source not in self._os_packages:
            self._evidence.setdefault(source, []).extend(targets)

    def _claim(self, owner: str, refs: Iterable[str]) -> None:
        purl = self._os_packages.get(owner)
        if purl is not None:
            self.owners.claim(purl, (ref for ref in refs if ref not in self._os_packages))

    def _note_source(self, built: str, sources: Iterable[str]) -> None:
        if built in self._os_packages:
            for source in sources:
                self.source_of.setdefault(built, source)
