"""R packages (CRAN, Bioconductor): numbers joined by dots or hyphens, compared one by one.

A version falls before every longer version it begins, so 0.1.0 comes before 0.1.0.0.
"""

from __future__ import annotations

from hiyoke.languages import Text
from hiyoke.versions.encoding import NUMBERS
from hiyoke.versions.refusal import refusal

_refuse = refusal(
    "cran",
    Text(ja="数字をドットかハイフンでつないだ表記", en="numbers joined by dots or hyphens"),
)


def key(version: str) -> bytes:
    """Return the sort key of an R package's version.

    Raises:
        UnsortableVersionError: Anything but numbers joined by ``.`` or ``-``.

    Source:
        R, ``?package_version``.
    """
    try:
        return b"".join([NUMBERS[part] for part in version.strip().replace("-", ".").split(".")])
    except KeyError:
        raise _refuse(version) from None
