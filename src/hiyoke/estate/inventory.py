"""What is installed: the components that one SBOM or package list names.

An `Sbom` is read in chunks and never held whole, so that a list of millions costs no more memory
than a list of thousands. Duplicates are kept and counted; components that nobody can assess, for
want of a purl and a CPE, are kept and counted too.

What is not here: how the formats are read (`hiyoke.exchange.sboms`), and what matching makes of a
component (`hiyoke.matching`).
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
import numpy as np

from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Faults of one SBOM that are described one by one; further ones are only counted.
MAX_DESCRIBED_FAULTS: Final = 10_000


class OperatingSystem(NamedTuple):
    """The operating system that an SBOM is about.

    Attributes:
        id: As in os-release: ``debian``, ``rhel``, ``almalinux``. Not normalised.
        release: As in os-release VERSION_ID: ``12``, ``9.4``; None when not stated.
    """

    id: str
    release: str | None

    @property
    def distro(self) -> str:
        """The value of a purl's ``distro`` qualifier, for example ``debian-12``."""
        return f"{self.id}-{self.release}" if self.release else self.id


class Subject(NamedTuple):
    """What an SBOM describes as a whole: an image, an application, a machine."""

    name: str
    version: str | None


class SbomComponent(msgspec.Struct, frozen=True, gc=False):
    """One component as its SBOM names it; nothing is guessed, empty text is None.

    Attributes:
        name: Name for people, with its group: ``org.apache.commons/commons-text``.
        version: As given; it may be missing while the purl has one, and the other way round.
        purl: As given, unchecked; for package lists, built from the list.
        cpe: CPE 2.2 or 2.3 as given, unchecked.
        kind: ``os_package``, ``operating_system``, ``library``, ``application``, ``framework``,
            ``container``, ``platform``, ``firmware``, ``device``, ``device_driver``, ``file``,
            ``data``, ``machine_learning_model``, ``cryptographic_asset``.
        owner: Purl (else name and version) of the operating-system package that carries this
            component, where the SBOM names it.
        source_package: Name of the source package it was built from, where the SBOM states it
            outside the purl.
        source_version: Version of that source package, epoch included; None when not stated.
        bom_ref: Identifier within its document.
    """

    name: str
    version: str | None = None
    purl: str | None = None
    cpe: str | None = None
    kind: str = "library"
    owner: str | None = None
    source_package: str | None = None
    source_version: str | None = None
    bom_ref: str | None = None


class SbomFault(NamedTuple):
    """One record of an SBOM that could not be used, or not in full: a row of `quarantine`.

    Attributes:
        origin: File and place in it: a JSON path, a line.
        record_id: Identifier of the component; None when it could not be read.
        reason: Stable code, for example ``malformed_component``.
        why: Expected and found, in one sentence.
        remedy: What the reader can do.
    """

    origin: str
    record_id: str | None
    reason: str
    why: Text
    remedy: Text


_REMEDY: Final = Text(
    ja="SBOM を作った道具で直すか、作成元に知らせてください。直るまで、読めた部分だけを使います。",
    en="Correct it where the SBOM is made, or report it to its maker; until then only what could "
    "be read is used.",
)


class FaultLedger:
    """Collects the faults of one reading of one SBOM.

    Args:
        origin: Path of the document.
        earlier: Faults found before its components were read.
    """

    def __init__(self, origin: str, earlier: tuple[SbomFault, ...] = ()) -> None:
        self.origin = origin
        self.left_out: Counter[str] = Counter()
        self._described = list(earlier)
        self._undescribed: Counter[str] = Counter()

    def add(
        self,
        reason: str,
        *,
        place: str,
        expected: Text,
        found: Text,
        record_id: str | None = None,
        remedy: Text = _REMEDY,
    ) -> None:
        """Note one fault.

        Args:
            reason: Stable code.
            place: JSON path, ``line 12`` or the like, within the document.
            expected: What should be there.
            found: What is there.
            record_id: Identifier of the component, where it could be read.
            remedy: What the reader can do.
        """
        if self.is_full:
            self.count(reason, 1)
            return
        why = Text(
            ja=f"{expected.ja}を期待しましたが、{found.ja}でした",
            en=f"expected {expected.en}, found {found.en}",
        )
        origin = f"{self.origin}: {place}" if place else self.origin
        self._described.append(SbomFault(origin, record_id, reason, why, remedy))

    @property
    def is_full(self) -> bool:
        """Whether further faults are only counted; their words need not be made."""
        return len(self._described) >= MAX_DESCRIBED_FAULTS

    def count(self, reason: str, count: int) -> None:
        """Count faults without describing them, once the ledger is full."""
        self._undescribed[reason] += count

    def leave_out(self, reason: str, count: int = 1) -> None:
        """Count records that are sound, but stand for nothing installed."""
        self.left_out[reason] += count

    @property
    def faults(self) -> tuple[SbomFault, ...]:
        """Every fault, the last of them standing for those past `MAX_DESCRIBED_FAULTS`."""
        summaries = [
            SbomFault(
                self.origin,
                None,
                reason,
                Text(
                    ja=f"同じ種類の不備が、ほかに {count} 件ありました",
                    en=f"{count} more faults of the same kind were found",
                ),
                _REMEDY,
            )
            for reason, count in sorted(self._undescribed.items())
        ]
        return (*self._described, *summaries)

    @property
    def fault_count(self) -> int:
        """Number of faults, described or not."""
        return len(self._described) + self._undescribed.total()


class SbomCounts(NamedTuple):
    """How much one complete reading found.

    Attributes:
        components: Components yielded, duplicates included.
        unidentified: Those with neither purl nor CPE; nobody can assess them.
        duplicates: Those whose name, version, purl, CPE and owner another one has as well.
        left_out: Sound records that stand for nothing installed, by reason.
        faults: Records in quarantine.
    """

    components: int
    unidentified: int
    duplicates: int
    left_out: dict[str, int]
    faults: int


@dataclass(slots=True)
class Sbom:
    """One SBOM or package list, opened and recognised; its components are read when asked for.

    Attributes:
        origin: Path for messages.
        format: ``cyclonedx``, ``spdx``, ``dpkg``, ``rpm`` or ``os-release``.
        format_version: As the document states it, for example ``1.6``; None when it has none.
        subject: What the document describes; None when it does not say.
        operating_system: From the document, an os-release file beside it, or the caller's word.
        earlier_faults: Faults of the document as a whole.
    """

    origin: str
    format: str
    format_version: str | None
    subject: Subject | None
    operating_system: OperatingSystem | None
    read_chunks: Callable[[FaultLedger], Iterator[list[SbomComponent]]] = field(repr=False)
    earlier_faults: tuple[SbomFault, ...] = ()
    _ledger: FaultLedger | None = field(default=None, repr=False)
    _counts: SbomCounts | None = field(default=None, repr=False)

    def iter_chunks(self) -> Iterator[list[SbomComponent]]:
        """Yield the components in the order of the document, some thousands at a time.

        May be called again; it then reads the document again. `faults` and `counts` tell about
        the latest reading and are complete when it is.

        Raises:
            UnreadableDocumentError: The document turns out damaged. Components yielded before
                are part of an unknown whole: do not use them.

        Cost:
            One pass over the document; memory for one chunk.
        """
        ledger = self._ledger = FaultLedger(self.origin, self.earlier_faults)
        self._counts = None
        unidentified = 0
        hashes = array("q")
        for chunk in self.read_chunks(ledger):
            hashes.extend([hash((c.purl, c.name, c.version, c.cpe, c.owner)) for c in chunk])
            unidentified += sum(c.purl is None and c.cpe is None for c in chunk)
            yield chunk
        self._counts = SbomCounts(
            len(hashes),
            unidentified,
            _count_repeated(hashes),
            dict(ledger.left_out),
            ledger.fault_count,
        )

    def iter_components(self) -> Iterator[SbomComponent]:
        """Yield the components one by one; see `iter_chunks`."""
        for chunk in self.iter_chunks():
            yield from chunk

    @property
    def faults(self) -> tuple[SbomFault, ...]:
        """Faults of the document, and those of its components as far as they have been read."""
        return self.earlier_faults if self._ledger is None else self._ledger.faults

    @property
    def counts(self) -> SbomCounts:
        """Counts of the latest reading; reads the document when none has been completed."""
        if self._counts is None:
            for _ in self.iter_chunks():
                pass
        if self._counts is None:
            raise AssertionError
        return self._counts


def _count_repeated(hashes: array[int]) -> int:
    """Return how many values occur earlier in the list; sorting in place needs no more memory."""
    if not hashes:
        return 0
    values = np.frombuffer(hashes, np.int64)
    values.sort()
    return int(np.count_nonzero(values[1:] == values[:-1]))
