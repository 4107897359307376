"""The half-open interval of versions that an advisory declares affected, on keys alone.

What is not here: version texts and schemes. Both ends and the version asked about are keys of
one scheme, so the same comparison runs in Python, DuckDB or Spark.
"""

from __future__ import annotations

from dataclasses import dataclass


def contains(introduced_key: bytes | None, fixed_key: bytes | None, key: bytes) -> bool:
    """Return whether ``introduced <= version < fixed``.

    Args:
        introduced_key: Key of the first affected version; None means from the beginning, which
            OSV writes as ``introduced: "0"``.
        fixed_key: Key of the first version no longer affected; None means no end is known. For
            ``last_affected`` pass `successor` of its key.
        key: Key of the version asked about, of the same scheme.

    Source:
        OSV schema 1.7.4, "Evaluation".

    Example:
        >>> contains(None, b"2", b"1"), contains(b"1", b"2", b"2")
        (True, False)
    """
    return (introduced_key is None or introduced_key <= key) and (
        fixed_key is None or key < fixed_key
    )


@dataclass(frozen=True, slots=True)
class AffectedRange:
    """Versions from `introduced_key` up to, not including, `fixed_key`.

    Attributes:
        introduced_key: Key of the first affected version; None means from the beginning.
        fixed_key: Key of the first version no longer affected; None means no end is known.
    """

    introduced_key: bytes | None
    fixed_key: bytes | None

    def __contains__(self, key: bytes) -> bool:
        """Return whether the version with this key is affected."""
        return contains(self.introduced_key, self.fixed_key, key)

    @property
    def is_empty(self) -> bool:
        """Return whether no version can lie inside: it ends where, or before, it starts."""
        return (
            self.introduced_key is not None
            and self.fixed_key is not None
            and self.fixed_key <= self.introduced_key
        )
