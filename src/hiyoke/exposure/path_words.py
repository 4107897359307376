"""Tell a path step by step, in words a person can check against the rows it came from.

Each step says what the attacker does by which rule, which guards must fail, and whether it is
known to be possible. What is not here: choosing which paths to tell (`paths`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.exposure.attack_graph import ORIGINS
from hiyoke.exposure.inputs import INTERNET
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiyoke.exposure.attack_graph import AttackGraph
    from hiyoke.exposure.paths import AttackPath, PathStep
    from hiyoke.exposure.places import Node

LEVEL_WORDS: Final = {
    "user": Text(ja="一般権限", en="ordinary rights"),
    "admin": Text(ja="管理者の権限", en="administrator rights"),
}
_INTERNET: Final = Text(ja="インターネット", en="the internet")
_VENDOR: Final = Text(ja="ベンダー {name}", en="vendor {name}")
_GUARDED: Final = Text(
    ja="{step}（{guards} が効かない場合）", en="{step} (if {guards} does not hold)"
)
_UNSURE: Final = Text(ja="{step}（可能かどうかは未確認）", en="{step} (not known to be possible)")
_BEGINS: Final = {
    "vendor": Text(ja="ベンダー {name} が侵害される", en="Vendor {name} is compromised"),
    "zone": Text(ja="攻撃者が{name}に入り込む", en="An attacker gets into {name}"),
}


def describe_path(
    graph: AttackGraph, path: AttackPath, names: Mapping[str, Text] | None = None
) -> list[Text]:
    """Return a path as sentences: how it begins, then one for each step.

    Args:
        graph: The graph that the path was found in.
        path: The path.
        names: Names of systems, zones and vendors by identifier; the identifier stands for one
            without a name.
    """
    known = names or {}
    told = [describe_step(graph, step, known) for step in path.steps]
    if path.begins is None:
        return told
    name = _name(path.begins.subject_id, known)
    return [_fill(_BEGINS[path.begins.kind], name=name), *told]


def describe_step(graph: AttackGraph, step: PathStep, names: Mapping[str, Text]) -> Text:
    """Return one step as a sentence without a full stop."""
    edges = graph.edges
    rule = graph.rules.steps[graph.rule_ids[int(edges.rules[step.edge])]]
    sentence = _fill(
        rule.words,
        source=_place(step.source, names),
        target=_place(step.target, names),
        level=LEVEL_WORDS[step.target.level],
        flaw=_flaw(graph, step),
        account=_account(graph, step, names),
    )
    if step.fails:
        guards = [_name(event.subject_id, names) for event in step.fails]
        sentence = _fill(_GUARDED, step=sentence, guards=_listed(guards))
    if not edges.is_certain[step.edge]:
        sentence = _fill(_UNSURE, step=sentence)
    return sentence


def rows_of(graph: AttackGraph, step: PathStep) -> list[str]:
    """Return where a step comes from: the row of its link, account or vendor, and its finding's."""
    table = ORIGINS[int(graph.edges.origins[step.edge])]
    row = int(graph.edges.rows[step.edge])
    rows = [getattr(graph.inputs, table)[row].row or f"{table}[{row}]"]
    if step.finding is not None:
        finding = graph.inputs.findings[step.finding]
        rows.append(finding.row or f"findings[{step.finding}]")
    return rows


def _flaw(graph: AttackGraph, step: PathStep) -> Text:
    if step.finding is None:
        return Text(ja="", en="")
    name = graph.inputs.findings[step.finding].vulnerability_id
    return Text(ja=name, en=name)


def _account(graph: AttackGraph, step: PathStep, names: Mapping[str, Text]) -> Text:
    if ORIGINS[int(graph.edges.origins[step.edge])] != "accounts":
        return Text(ja="", en="")
    return _name(graph.inputs.accounts[int(graph.edges.rows[step.edge])].account_id, names)


def _place(node: Node, names: Mapping[str, Text]) -> Text:
    if node.kind == INTERNET:
        return _INTERNET
    name = _name(node.subject_id, names)
    return _fill(_VENDOR, name=name) if node.kind == "vendor" else name


def _name(subject_id: str, names: Mapping[str, Text]) -> Text:
    return names.get(subject_id, Text(ja=subject_id, en=subject_id))


def _listed(items: list[Text]) -> Text:
    return Text(ja="、".join(item.ja for item in items), en=" and ".join(item.en for item in items))


def _fill(template: Text, **parts: Text) -> Text:
    """Fill each half of a text with the same half of its parts."""
    return Text(
        ja=template.ja.format(**{name: part.ja for name, part in parts.items()}),
        en=template.en.format(**{name: part.en for name, part in parts.items()}),
    )
