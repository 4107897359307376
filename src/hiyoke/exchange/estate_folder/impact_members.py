"""The member ``impact`` of a service in YAML: its curve, deadlines, currency and attack's outage.

Its lists become rows of the sheets of loss points and deadlines, so that one set of checks serves
every format. What is not here: what the values mean (`hiyoke.estate`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.estate.sheets import DEADLINES, IMPACT_POINTS, SERVICES, normalise_heading

if TYPE_CHECKING:
    from hiyoke.estate.sheets import SheetSpec
    from hiyoke.exchange.estate_folder.yaml_nodes import YamlNode

IMPACT: Final = frozenset(
    map(normalise_heading, ("impact", "impact_curve", "影響", "損失", "損失曲線", "停止の影響"))
)
_CURVE: Final = frozenset(
    map(normalise_heading, ("curve", "points", "impact_points", "曲線", "損失曲線"))
)
_DEADLINES: Final = frozenset(map(normalise_heading, ("deadlines", "steps", "締切")))
#: Names that the members of ``impact`` may have, for "did you mean".
MEMBERS: Final = ("currency", "curve", "deadlines", "attack_outage")


def sheet_of_member(key: str) -> SheetSpec | None:
    """Return the sheet whose rows a member of ``impact`` lists, or None."""
    word = normalise_heading(key)
    if word in _CURVE:
        return IMPACT_POINTS
    return DEADLINES if word in _DEADLINES else None


def column_of_member(key: str) -> str | None:
    """Return the column of the services sheet that a member of ``impact`` fills, or None."""
    column = SERVICES.column_of(key)
    is_ours = column is not None and column.name in ("currency", "attack_outage_minutes")
    return column.name if is_ours and column is not None else None


def rows_of(node: YamlNode, spec: SheetSpec, path: str) -> list[tuple[YamlNode, str, str | None]]:
    """Return the entries of a list, or of a mapping of deadlines by identifier.

    Returns:
        Node, path and identifier of each; one of wrong shape is left to the reader's fault.
    """
    if isinstance(node.content, list):
        return [(item, f"{path}[{i}]", None) for i, item in enumerate(node.content)]
    if isinstance(node.content, dict) and spec is DEADLINES:
        return [(item, f"{path}.{key}", key) for key, item in node.content.items()]
    return [] if node.content is None else [(node, path, None)]
