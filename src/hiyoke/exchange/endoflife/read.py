"""Products and their release cycles read one product at a time.

What is not here: whether a cycle has ended on a given day, which depends on the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from hiyoke.advisories import date_of
from hiyoke.documents.json_parts import root_scalars
from hiyoke.errors import UnknownPackageError
from hiyoke.exchange.endoflife.schema import Latest, Product, Release
from hiyoke.exchange.json_faults import (
    malformed_json,
    malformed_member,
    not_a_record,
    too_deep,
    unreadable_cpe,
)
from hiyoke.exchange.json_records import read_json_records
from hiyoke.exchange.json_salvage import LostPart, salvage
from hiyoke.languages import Text
from hiyoke.packages import package_of_cpe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.advisories import AdvisoryBatch
    from hiyoke.documents import Document
    from hiyoke.exchange.endoflife.schema import Day
    from hiyoke.exchange.json_records import JsonText

SOURCE: Final = "endoflife"

#: Longest product slug; a longer one is no slug.
SLUG_LIMIT: Final = 200

_EXPECTED: Final = Text(
    ja="endoflife.date の製品（product または name）",
    en="a product of endoflife.date (product or name)",
)
_CYCLE_EXPECTED: Final = Text(
    ja="リリース系列の名前（releaseCycle または name）",
    en="the name of the release cycle (releaseCycle or name)",
)
_WHOLE: Final = frozenset({Release})

_decode = msgspec.json.Decoder(Product).decode


def read(document: Document, batch: AdvisoryBatch) -> Iterator[None]:
    """Read products: one, an array, one a line, or a response of API v1.

    Args:
        document: A document that `recognises` has accepted.
        batch: Where release cycles go; what cannot be read is named in its quarantine.

    Yields:
        Nothing, after each product.

    Raises:
        UnreadableDocumentError: The rest of the document is damaged or past its bounds.
    """
    stated = root_scalars(document.head())
    generated = stated.get("generated_at") or stated.get("last_modified")
    generated_at = generated if isinstance(generated, str) else None
    for origin, text in read_json_records(document, member="result"):
        _read_product(text, batch, origin, generated_at)
        yield


def _read_product(
    text: JsonText, batch: AdvisoryBatch, origin: str, generated_at: str | None
) -> None:
    lost: list[LostPart] = []
    product: Product | None
    try:
        product = _decode(text)
    except (ValueError, RecursionError):
        product = _salvage(text, lost, batch, origin)
    if product is None:
        return
    slug = (product.product or product.name or "").strip()
    if not slug or len(slug) > SLUG_LIMIT:
        shown = f"product {slug[:80]!a}"
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=shown))
        return
    _add_product(product, slug, batch, origin, generated_at)
    for part in lost:
        batch.quarantine_part(**malformed_member(origin, slug, part.why))


def _salvage(
    text: JsonText, lost: list[LostPart], batch: AdvisoryBatch, origin: str
) -> Product | None:
    try:
        raw = msgspec.json.decode(text)
    except RecursionError:
        batch.quarantine(**too_deep(origin))
        return None
    except ValueError as error:
        batch.quarantine(**malformed_json(origin, str(error)))
        return None
    product = salvage(raw, Product, lost, whole=_WHOLE)
    if product is None:
        why = lost[-1].why if lost else ""
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=why))
    return product


def _add_product(
    product: Product, slug: str, batch: AdvisoryBatch, origin: str, generated_at: str | None
) -> None:
    releases = product.releases or []
    batch.begin_record(SOURCE, slug, modified_at=generated_at or _newest_day(releases))
    batch.counts.records += 1
    batch.counts.used += 1
    purls, cpes = _names(product, slug, batch, origin)
    title = product.title or product.label or slug
    for release in releases:
        cycle = release.releaseCycle or release.name
        if not cycle:
            fault = not_a_record(origin, slug, expected=_CYCLE_EXPECTED, found="")
            batch.quarantine_part(**fault)
            continue
        latest = release.latest
        eol_on = _day(release.eolFrom, release.eol)
        batch.add_end_of_life(
            slug,
            product_title=title,
            cycle=cycle,
            released_on=release.releaseDate,
            support_ends_on=_day(release.eoasFrom, release.eoas, release.support),
            eol_on=eol_on,
            is_eol=None if eol_on else _has_come(release.isEol, release.eol),
            extended_until=_day(release.eoesFrom, release.eoes, release.extendedSupport),
            latest_version=latest.name if isinstance(latest, Latest) else latest,
            purls=purls,
            cpes=cpes,
        )


def _newest_day(releases: list[Release]) -> str | None:
    """Return the newest release date: a product without a date of its own is not older."""
    days = [day for release in releases for day in (release.latestReleaseDate, release.releaseDate)]
    return max((day for day in days if day and date_of(day) is not None), default=None)


def _day(*stated: Day) -> str | None:
    """Return the first date among what is stated."""
    return next((day for day in stated if isinstance(day, str) and date_of(day) is not None), None)


def _has_come(*stated: Day) -> bool | None:
    """Return the first yes or no among what is stated."""
    return next((day for day in stated if isinstance(day, bool)), None)


def _names(
    product: Product, slug: str, batch: AdvisoryBatch, origin: str
) -> tuple[list[str], list[str]]:
    """Return purls as published, and CPEs as ``vendor:product``."""
    purls: dict[str, None] = {}
    cpes: dict[str, None] = {}
    for identifier in product.identifiers or ():
        kind = (identifier.type or "").lower()
        purl = identifier.purl or (identifier.id if kind == "purl" else None)
        cpe = identifier.cpe or (identifier.id if kind == "cpe" else None)
        if purl:
            purls[purl] = None
        if cpe:
            try:
                cpes[package_of_cpe(cpe).package] = None
            except UnknownPackageError:
                batch.quarantine_part(**unreadable_cpe(origin, slug, cpe))
    return list(purls), list(cpes)
