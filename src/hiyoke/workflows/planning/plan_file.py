"""Find and read the file of a plan, named by itself or by the folder it was written to.

What is not here: what is done with it (`plan_fixes`, `solve_problem`, `hiyoke explain`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.documents import open_documents
from hiyoke.errors import PlanFileError, UsageError
from hiyoke.exchange.plan import read_plan
from hiyoke.languages import Text

if TYPE_CHECKING:
    from pathlib import Path

    from hiyoke.documents import Document
    from hiyoke.exchange.plan import PlanFile

PLAN_FILE: Final = "plan.json"


def load_plan(path: Path) -> PlanFile:
    """Read a plan file, or the one in a folder that `hiyoke plan` wrote.

    Raises:
        UsageError: There is no such file.
        PlanFileError: It is no plan.
    """
    return read_plan(open_plan_file(path))


def open_plan_file(path: Path) -> Document:
    """Open a file, or the `plan.json` of a folder.

    Raises:
        UsageError: There is no such file.
        PlanFileError: It is empty.
    """
    file = path / PLAN_FILE if path.is_dir() else path
    if not file.is_file():
        raise UsageError(
            Text(
                ja="計画ファイルを期待しましたが、ありません", en="expected a plan file, found none"
            ),
            where=str(file),
            remedy=Text(
                ja="hiyoke plan の出力先か plan.json を指定してください。",
                en="Name the folder that `hiyoke plan` wrote, or its plan.json.",
            ),
        )
    for document in open_documents([file]):
        return document
    raise PlanFileError(
        Text(ja="計画ファイルが空です", en="the plan file is empty"), where=str(file)
    )
