"""What can still be used of a record that breaks the schema.

Every entry of `affected` is a claim of its own, so a broken one takes none of the others with it;
its package is kept with an obstacle. A broken list of aliases or ratings is left out, which can
only split a group or lose a rating. A record without a usable `id` is refused whole. What is not
here: sound records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from hiyoke.advisories import Obstacle
from hiyoke.errors import UnknownPackageError
from hiyoke.exchange.json_faults import malformed_json, malformed_member, not_a_record, too_deep
from hiyoke.exchange.osv.claims import SOURCE, add_record
from hiyoke.exchange.osv.faults import malformed_entry
from hiyoke.exchange.osv.schema import Affected, Record
from hiyoke.languages import Text
from hiyoke.packages import package_of_osv

if TYPE_CHECKING:
    from hiyoke.advisories import AdvisoryBatch

_EXPECTED: Final = Text(
    ja="OSV の必須項目（文字列の id）", en="the member every OSV record must have (a text as id)"
)

#: Longest identifier of a record, in characters.
ID_LIMIT = 512


def salvage_record(text: bytes, batch: AdvisoryBatch, origin: str) -> None:
    """Add what is sound of one record, and put the rest in quarantine.

    Args:
        text: JSON text that the typed decoder has refused.
        batch: Where claims and faults go.
        origin: File and place, for people.
    """
    try:
        content = msgspec.json.decode(text)
    except RecursionError:
        batch.quarantine(**too_deep(origin))
        return
    except (ValueError, OverflowError) as error:  # DecodeError and Unicode errors among them.
        batch.quarantine(**malformed_json(origin, str(error)))
        return
    record_id = content.get("id") if isinstance(content, dict) else None
    if not isinstance(record_id, str) or not record_id.strip() or len(record_id) > ID_LIMIT:
        found = (
            "id: " + ascii(record_id)[:80] if isinstance(content, dict) else type(content).__name__
        )
        batch.quarantine(**not_a_record(origin, None, expected=_EXPECTED, found=found))
        return
    members: dict[str, Any] = {"id": record_id, "modified": ""}
    faults = []
    for name, kind in _MEMBERS.items():
        value = content.get(name)
        if name in ("id", "affected") or (value is None and name != "modified"):
            continue
        try:
            members[name] = msgspec.convert(value, kind)
        except (msgspec.ValidationError, RecursionError) as error:
            faults.append(malformed_member(origin, record_id, f"{name}: {error}"))
    entries, broken = _entries(content.get("affected"))
    add_record(Record(**members, affected=tuple(entries)), batch, origin)
    for fault in faults:
        batch.quarantine_part(**fault)
    for entry, found in broken:
        batch.quarantine_part(**malformed_entry(origin, record_id, found))
        _add_obstacle(record_id, entry, batch)


_MEMBERS = {field.name: field.type for field in msgspec.structs.fields(Record)}


def _entries(value: Any) -> tuple[list[Affected], list[tuple[Any, str]]]:
    """Return the sound entries, and the broken ones with what is wrong."""
    if value is None:
        return [], []
    if not isinstance(value, list):
        return [], [(None, f"affected: {type(value).__name__}")]
    sound, broken = [], []
    for entry in value:
        try:
            sound.append(msgspec.convert(entry, Affected))
        except (msgspec.ValidationError, RecursionError) as error:
            broken.append((entry, str(error)))
    return sound, broken


def _add_obstacle(record_id: str, entry: Any, batch: AdvisoryBatch) -> None:
    package = entry.get("package") if isinstance(entry, dict) else None
    if not isinstance(package, dict):
        return
    ecosystem, name = package.get("ecosystem"), package.get("name")
    if not (isinstance(ecosystem, str) and isinstance(name, str)):
        return
    try:
        identity = package_of_osv(ecosystem, name)
    except UnknownPackageError:
        return
    batch.add_range(
        record_id,
        source=SOURCE,
        identity=identity,
        package_name=name,
        obstacle=Obstacle.MALFORMED_ENTRY,
    )
