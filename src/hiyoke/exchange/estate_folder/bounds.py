"""How much of an estate's text files is read, and the fault for a file that cannot be read at all.

What is not here: SBOMs, which have bounds of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.documents import decode_text
from hiyoke.errors import UnreadableDocumentError
from hiyoke.estate import Place
from hiyoke.languages import Text

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.estate import FaultLog

#: Largest YAML or CSV file of an estate; a larger one is a fault. A megabank's systems take one.
MAX_TEXT_BYTES: Final = 32 * 1024**2


def read_text_file(path: Path, origin: str, log: FaultLog) -> str | None:
    """Return the text of a file, or None and a fault when it cannot be read."""
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            log.fault(
                "unreadable_file",
                Place(file=origin),
                expected=Text(
                    ja=f"{MAX_TEXT_BYTES // 1024**2} MiB 以下のファイル",
                    en=f"a file of at most {MAX_TEXT_BYTES // 1024**2} MiB",
                ),
                found=Text(ja="それより大きいファイル", en="a larger one"),
                remedy=Text(
                    ja="正しいファイルか確かめてください。", en="Check that it is the right file."
                ),
            )
            return None
        return decode_text(path.read_bytes(), origin=origin)
    except UnreadableDocumentError as error:
        fault_unreadable(origin, error, log)
    except OSError as error:
        log.fault(
            "unreadable_file",
            Place(file=origin),
            expected=Text(ja="読み取れるファイル", en="a readable file"),
            found=Text(ja="読み取れないファイル", en=f"{error.strerror}"),
            remedy=Text(
                ja="ファイルの読み取り権限を確かめてください。",
                en="Check that you may read the file.",
            ),
        )
    return None


def fault_unreadable(origin: str, error: UnreadableDocumentError, log: FaultLog) -> None:
    """Note a file in no known encoding."""
    log.fault(
        "unreadable_file",
        Place(file=origin),
        expected=Text(
            ja="UTF-8、UTF-16（BOM 付き）または CP932 のテキスト",
            en="text in UTF-8, UTF-16 with a byte order mark, or CP932",
        ),
        found=Text(ja="読み取れない内容", en="something else"),
        remedy=error.remedy,
    )
