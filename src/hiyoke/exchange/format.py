"""What every reader of an advisory format offers: how to recognise it, and how to read it.

What is not here: the formats (one folder each) and the choice between them (`formats`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document
    from hiyoke.languages import Text


@dataclass(frozen=True, slots=True)
class Format:
    """One format of advisories or evidence.

    Attributes:
        name: Short name, also the column `source` of what is read: osv, cve5, kev ...
        title: Name for people.
        media_type: IANA media type of one document.
        recognises: Whether the first bytes of a document (up to `HEAD_BYTES`, decompressed) are
            of this format. It looks at content, never at names, and at most one format answers.
        read: Reads a document into the batch, record by record, in bounded memory. It yields
            after records (at the latest every few thousand) so that the caller may collect the
            batch's tables; it never yields within a record. Bad records go to the batch's
            quarantine. It raises `UnreadableDocumentError` when the rest cannot be read.
    """

    name: str
    title: Text
    media_type: str
    recognises: Callable[[bytes], bool]
    read: Callable[[Document, AdvisoryBatch], Iterator[None]]
