"""Which operating system a package list belongs to: from os-release, from the caller's word.

What is not here: spellings of distributions and releases (`hiyoke.packages`); what is found is
kept as it was written, and brought to one spelling where it is compared.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from hiyoke.errors import UsageError
from hiyoke.estate.inventory import OperatingSystem
from hiyoke.languages import Text
from hiyoke.packages import release_of, vendor_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_ASSIGNMENT = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)\Z")
_WORD: Final = re.compile(r"(?P<id>[A-Za-z][A-Za-z_+ .-]*?)[-:@_ ]*(?P<release>\d[\w.]*)?\Z")


def operating_system_named(text: str) -> OperatingSystem:
    """Return the operating system that a caller names.

    Args:
        text: For example ``debian-12``, ``ubuntu:22.04``, ``rhel9``, ``bookworm``.

    Raises:
        UsageError: The text names none.

    Example:
        >>> operating_system_named("opensuse-leap-15.5")
        OperatingSystem(id='opensuse-leap', release='15.5')
    """
    stripped = text.strip()
    vendor = vendor_of(stripped)
    word = _WORD.match(stripped)
    if word and (word["release"] or vendor is None):
        return OperatingSystem(word["id"].lower(), word["release"])
    if vendor is not None:
        return OperatingSystem(vendor, release_of(vendor, stripped))
    raise UsageError(
        Text(
            ja=f"OS の名前と版（例: debian-12）を期待しましたが、{text[:60]!a} でした",
            en=f"expected an operating system and its release, like debian-12, found {text[:60]!a}",
        ),
        remedy=Text(
            ja="対象機器の /etc/os-release の ID と VERSION_ID を - でつないで指定してください。",
            en="Join ID and VERSION_ID from the machine's /etc/os-release with a hyphen.",
        ),
    )


def read_os_release(lines: Iterable[str]) -> OperatingSystem | None:
    """Return the operating system that an os-release file describes; None when it names none.

    A release that has no number yet (Debian testing) is named by its code name.

    Source:
        systemd, os-release(5).

    Example:
        >>> read_os_release(['ID=debian', 'VERSION_ID="12"'])
        OperatingSystem(id='debian', release='12')
    """
    values: dict[str, str] = {}
    for line in lines:
        found = _ASSIGNMENT.match(line.strip())
        if found:
            values[found.group(1)] = _unquoted(found.group(2))
    name = values.get("ID", "").strip().lower()
    if not name:
        return None
    release = values.get("VERSION_ID", "").strip() or values.get("VERSION_CODENAME", "").strip()
    return OperatingSystem(name, release or None)


def _unquoted(text: str) -> str:
    try:
        return " ".join(shlex.split(text))
    except ValueError:
        return text
