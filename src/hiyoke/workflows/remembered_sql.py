"""The SQL of a session's steps, kept beside a store from one run to the next.

Turning expressions into SQL takes longer than matching a small SBOM. The Ibis expression stays the
only source: a text is found again only under a digest of everything it follows from, which is the
code of the packages below, the engines' versions, the step, and the names and columns of all
tables the session has. Where anything differs the expression is compiled anew. What is not here:
any row of data, and when a step runs (`engine_session`).
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import ibis
import msgspec

from hiyoke import __version__
from hiyoke.documents import write_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Packages of Hiyoke whose code can change what a step says.
_SOURCES: Final = ("advisories", "matching", "packages", "tables", "versions", "workflows")

#: Distributions that turn an expression into SQL, or read it.
_ENGINES: Final = ("duckdb", "ibis-framework", "sqlglot")


class _Statement(msgspec.Struct):
    """One step: its SQL, and its result's columns in order, with types as Ibis writes them."""

    sql: str
    columns: list[tuple[str, str]]


class _File(msgspec.Struct):
    """Statements by digest, all of one state of the code."""

    rules: str
    statements: dict[str, _Statement]


class RememberedSql:
    """Statements that outlive a session.

    A file that is missing, damaged or of other code counts as empty; one that cannot be written
    is left as it is.

    Args:
        path: The file; made by `save`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rules = digest_of_code(_SOURCES)
        self._statements: dict[str, _Statement] = {}
        self._is_changed = False
        try:
            found = msgspec.json.decode(path.read_bytes(), type=_File)
        except (OSError, msgspec.DecodeError):
            return
        if found.rules == self._rules:
            self._statements = found.statements

    def key(self, step: str, shapes: Mapping[str, Any]) -> str:
        """Return what names a step in the presence of some tables.

        Args:
            step: Name of the step and its variant.
            shapes: Ibis schema of every table of the session, by name.
        """
        tables = sorted((name, _texts(schema)) for name, schema in shapes.items())
        return hashlib.sha256(repr((step, tables)).encode()).hexdigest()

    def find(self, key: str) -> tuple[str, Any] | None:
        """Return SQL and Ibis schema of a step; None when they are not remembered."""
        known = self._statements.get(key)
        return None if known is None else (known.sql, ibis.schema(known.columns))

    def add(self, key: str, sql: str, schema: Any) -> None:
        """Remember a step."""
        self._statements[key] = _Statement(sql, _texts(schema))
        self._is_changed = True

    def save(self) -> None:
        """Write the file, if there is something new to write."""
        if not self._is_changed:
            return
        try:
            write_private(
                self._path,
                msgspec.json.encode(_File(self._rules, self._statements), order="sorted"),
            )
        except OSError:
            return  # A store that may only be read is matched all the same.


def _texts(schema: Any) -> list[tuple[str, str]]:
    return [(name, str(dtype)) for name, dtype in schema.items()]


def digest_of_code(packages: Iterable[str]) -> str:
    """Return a digest of packages of Hiyoke, the engines and Python, in hex.

    What was worked out earlier may stand for what would be worked out now only where it is equal.

    Args:
        packages: Names of folders below `hiyoke`.

    Cost:
        One reading of their code in a process, some ten milliseconds.
    """
    digest = hashlib.sha256(repr((__version__, sys.version_info)).encode())
    for name in _ENGINES:
        digest.update(f"{name} {version(name)}\n".encode())
    for package in packages:
        digest.update(_digest_of_package(package))
    return digest.hexdigest()


@cache
def _digest_of_package(package: str) -> bytes:
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted((root / package).rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.digest()
