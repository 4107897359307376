"""Starting a new estate: a commented folder and an Excel template, never over existing files.

What is not here: the content of the files (`hiyoke.exchange`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.documents import private_folder, write_private
from hiyoke.errors import UsageError
from hiyoke.exchange.estate_folder import starter_files
from hiyoke.exchange.workbook import write_template
from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE_NAME: Final = "estate-template.xlsx"


def start_estate(folder: Path, *, language: Language) -> list[Path]:
    """Write the files of a new estate into `folder`, readable by their owner alone.

    Args:
        folder: New or existing folder.
        language: Of notes, headings and words.

    Returns:
        The files written, sorted.

    Raises:
        UsageError: A file of that name exists already, or `folder` is a file; nothing is written.
    """
    files = {**starter_files(language), TEMPLATE_NAME: write_template(language)}
    existing = sorted(name for name in files if (folder / name).exists())
    if existing or (folder.exists() and not folder.is_dir()):
        named = ", ".join(existing) or folder.name
        raise UsageError(
            Text(
                ja=f"まだ資産一覧のないフォルダーを期待しましたが、{named} が既にありました",
                en=f"expected a folder without an estate, found {named}",
            ),
            where=str(folder),
            remedy=Text(
                ja="別のフォルダーを指定してください。既存のファイルは上書きしません。",
                en="Name another folder; existing files are never overwritten.",
            ),
        )
    private_folder(folder)
    for name, content in files.items():
        write_private(folder / name, content)
    return sorted(folder / name for name in files)
