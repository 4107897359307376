"""The versions of CycloneDX that the readers know.

What is not here: differences between them; the readers take what each version has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.languages import Text

if TYPE_CHECKING:
    from hiyoke.estate import FaultLedger

KNOWN: Final = frozenset({"1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"})


def fault_unknown_version(version: str | None, ledger: FaultLedger) -> None:
    """Note a version that is missing or unknown; the document is read all the same."""
    if version in KNOWN:
        return
    found = (
        Text(ja="版の記載なし", en="no version")
        if version is None
        else Text(ja=f"{version[:20]!a}", en=f"{version[:20]!a}")
    )
    ledger.add(
        "unknown_version",
        place="specVersion",
        expected=Text(ja="CycloneDX 1.0 から 1.7 までの版", en="a CycloneDX version, 1.0 to 1.7"),
        found=found,
        remedy=Text(
            ja="知っている版として読みました。部品の数が合っているか確かめてください。",
            en="It was read like a known version; check that the number of components is right.",
        ),
    )
