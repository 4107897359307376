"""Keep pandas out of the process: nothing here uses it, and loading it takes longer than most work.

pyarrow asks of every list that it turns into an array whether pandas knows it, and imports pandas
to ask, where it is installed; Ibis brings it along. What is not here: any effect on programs that
use Hiyoke as a library.
"""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


class _WithoutPandas(MetaPathFinder):
    """Answer as if pandas were not installed, which pyarrow and Ibis provide for."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the protocol's words.
        target: ModuleType | None = None,  # noqa: ARG002 - as above.
    ) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("Hiyoke's command line does without pandas", name=fullname)


def leave_pandas_out(*, is_own_process: bool) -> None:
    """Refuse to import pandas from now on, unless the process belongs to another program."""
    if is_own_process:
        sys.meta_path.insert(0, _WithoutPandas())
