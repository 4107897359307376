"""Which files list the software of which system.

A file belongs to a system when the system's row lists it, when it is named
``sboms/<system id>.<anything>``, or when it lies in the folder ``sboms/<system id>/``. What is not
here: opening the files.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from hiyoke.estate.faults import Place, quoted
from hiyoke.estate.identifiers import advice
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from hiyoke.estate.entries import Entry
    from hiyoke.estate.faults import FaultLog

#: Folder of the SBOM files, inside the estate's folder.
SBOM_FOLDER = "sboms"
_NOT_SBOMS = re.compile(r"(?:^|/)(?:readme|license|\.)[^/]*$", re.IGNORECASE)


def claim_sboms(
    systems: Sequence[Entry], files: Collection[str], log: FaultLog
) -> dict[str, tuple[str, ...]]:
    """Return the files of each system, sorted.

    Args:
        systems: Entries of the systems sheet.
        files: Every file of the estate's folder, relative, with ``/``.
        log: Receives a fault for a listed file that is missing, and a reminder for a file below
            ``sboms/`` that belongs to no system.

    Returns:
        Paths from `files` by system; systems without files are absent.
    """
    by_plain = {_plain(path): path for path in sorted(files)}
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for entry in systems:
        for listed in entry.values.get("sbom") or ():
            found = _under(_plain(listed), by_plain)
            if entry.values.get("id"):
                claims[entry.values["id"]].update(found)
            if not found:
                _fault_missing(entry, listed, files, log)
    ids = {
        _plain(entry.values["id"]): entry.values["id"] for entry in systems if entry.values["id"]
    }
    claimed = {path for paths in claims.values() for path in paths}
    for plain, path in by_plain.items():
        if not plain.startswith(f"{SBOM_FOLDER}/") or _NOT_SBOMS.search(plain):
            continue
        owner = _owner_by_name(plain.removeprefix(f"{SBOM_FOLDER}/"), ids)
        if owner is not None:
            claims[owner].add(path)
        elif path not in claimed:
            _remind_of_unclaimed(path, ids.values(), log)
    return {owner: tuple(sorted(paths)) for owner, paths in sorted(claims.items()) if paths}


def _plain(path: str) -> str:
    """Fold what file systems spell differently: macOS stores decomposed names."""
    return unicodedata.normalize("NFKC", path)


def _under(listed: str, by_plain: dict[str, str]) -> list[str]:
    if listed in by_plain:
        return [by_plain[listed]]
    folder = listed.rstrip("/") + "/"
    return [path for plain, path in by_plain.items() if plain.startswith(folder)]


def _owner_by_name(name: str, ids: dict[str, str]) -> str | None:
    """Return the system whose id is the folder, or the longest dotted beginning, of a name."""
    folder, slash, _ = name.partition("/")
    if slash:
        return ids.get(folder)
    stem = name
    while "." in stem:
        stem = stem.rpartition(".")[0]
        if stem in ids:
            return ids[stem]
    return ids.get(name)


def _fault_missing(entry: Entry, listed: str, files: Collection[str], log: FaultLog) -> None:
    log.fault(
        "missing_sbom",
        entry.place("sbom"),
        expected=Text(
            ja="このフォルダーにある SBOM ファイル", en="an SBOM file in the estate's folder"
        ),
        found=Text(ja=f"存在しない{quoted(listed).ja}", en=f"no file {quoted(listed).en}"),
        remedy=advice(
            listed,
            [path for path in files if path.startswith(SBOM_FOLDER)],
            Text(
                ja="ファイルを置くか、ファイル名を直してください。",
                en="Add the file or correct its name.",
            ),
            likeness=0.8,
        ),
    )


def _remind_of_unclaimed(path: str, ids: Collection[str], log: FaultLog) -> None:
    name = path.rpartition("/")[2].partition(".")[0]
    log.remind(
        "unclaimed_sbom",
        Place(file=path),
        expected=Text(
            ja="システムの識別子で始まるファイル名", en="a file name that begins with a system's id"
        ),
        found=quoted(path.rpartition("/")[2]),
        remedy=advice(
            name,
            ids,
            Text(
                ja="「システムID.拡張子」に改名するか、システムの「SBOMファイル」列に書いてください。"
                "今は使っていません。",
                en="Rename it to <system id>.* or list it in the system's sbom column; it is not "
                "used now.",
            ),
        ),
    )
