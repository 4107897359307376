"""YAML as an estate may use it: plain data with line numbers, and nothing that can run away.

Anchors, aliases, deep nesting, repeated keys and more than one document are faults. Scalars keep
their text, so that the country ``NO`` stays Norway and ``0012`` keeps its zeros. What is not here:
what the members mean (`reading_yaml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml

from hiyoke.languages import Text

#: Deepest nesting; deeper files are refused before anything is built.
MAX_DEPTH: Final = 24
#: Most values and keys in one file.
MAX_EVENTS: Final = 1_000_000

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL: Final = "tag:yaml.org,2002:null"
_INTEGER: Final = re.compile(r"-?(?:0|[1-9]\d{0,15})")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9]\d{0,15})\.\d{1,16}")


class MalformedYamlError(Exception):
    """A YAML file breaks a rule.

    Args:
        kind: Code of the fault.
        line: Line, from 1.
        expected: What should be there.
        found: What is there.
        remedy: What to do.
    """

    def __init__(self, kind: str, line: int, *, expected: Text, found: Text, remedy: Text) -> None:
        self.kind = kind
        self.line = line
        self.expected = expected
        self.found = found
        self.remedy = remedy
        super().__init__(found.en)


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A value with its line.

    Attributes:
        line: Line of the file, from 1.
        content: Text, None, a list of nodes, or a mapping from key to node.
        is_plain: Whether it is a scalar without quotes, whose text may be a number.
    """

    line: int
    content: str | list[YamlNode] | dict[str, YamlNode] | None
    is_plain: bool = False

    def plain(self) -> Any:
        """Return ordinary values: text, numbers, booleans, None, lists and mappings."""
        if isinstance(self.content, list):
            return [node.plain() for node in self.content]
        if isinstance(self.content, dict):
            return {key: node.plain() for key, node in self.content.items()}
        if self.content is None or not self.is_plain:
            return self.content
        return _plain_scalar(self.content)


def _plain_scalar(text: str) -> str | int | float | bool:
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def parse_yaml(text: str) -> YamlNode | None:
    """Return the one document of a YAML text, or None when it is empty.

    Raises:
        MalformedYamlError: It is no YAML, or breaks one of the rules above.

    Cost:
        Two passes; the first builds nothing.
    """
    try:
        _refuse_runaways(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _malformed(mark.line + 1 if mark else 1, str(error.problem or "?")) from error
    except yaml.YAMLError as error:
        raise _malformed(1, str(error).splitlines()[0]) from error
    return None if root is None else _node(root)


def _refuse_runaways(text: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        line = _line_of(event)
        if getattr(event, "anchor", None) is not None:
            raise _refused(
                "alias",
                line,
                expected=Text(ja="値そのもの", en="the value itself"),
                found=Text(ja="アンカーまたは別名（& や *）", en="an anchor or alias (& or *)"),
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH or count > MAX_EVENTS:
            raise _refused(
                "too_deep",
                line,
                expected=Text(
                    ja=f"深さ {MAX_DEPTH}、値 {MAX_EVENTS:,} 個までのファイル",
                    en=f"a file of depth {MAX_DEPTH} and {MAX_EVENTS:,} values at most",
                ),
                found=Text(ja="それを超えるファイル", en="more"),
            )


def _line_of(marked: yaml.Event | yaml.Node) -> int:
    return 1 if marked.start_mark is None else marked.start_mark.line + 1


def _node(node: yaml.Node) -> YamlNode:
    line = _line_of(node)
    if isinstance(node, yaml.SequenceNode):
        return YamlNode(line, [_node(item) for item in node.value])
    if isinstance(node, yaml.MappingNode):
        return YamlNode(line, _members(node))
    content = None if node.tag == _NULL else str(node.value)
    return YamlNode(line, content, is_plain=not getattr(node, "style", None))


def _members(node: yaml.MappingNode) -> dict[str, YamlNode]:
    members: dict[str, YamlNode] = {}
    for key, value in node.value:
        line = _line_of(key)
        if not isinstance(key, yaml.ScalarNode):
            raise _refused(
                "malformed_yaml",
                line,
                expected=Text(ja="項目名", en="a member name"),
                found=Text(ja="一覧または入れ子", en="a list or mapping"),
            )
        name = str(key.value)
        if name in members:
            raise _refused(
                "duplicate_key",
                line,
                expected=Text(ja="一度だけの項目名", en="each member once"),
                found=Text(ja=f"二度目の「{name[:60]}」", en=f"a second {name[:60]!r}"),
            )
        members[name] = _node(value)
    return members


def _malformed(line: int, problem: str) -> MalformedYamlError:
    return MalformedYamlError(
        "malformed_yaml",
        line,
        expected=Text(ja="正しい YAML", en="well-formed YAML"),
        found=Text(ja="文法の誤り", en=f"a syntax error ({problem[:120]})"),
        remedy=Text(
            ja="字下げは半角の空白、コロンは半角と空白にし、記号を含む値は引用符で囲んでください。",
            en="Indent with spaces, put a space after each colon, and quote values that contain "
            "special characters.",
        ),
    )


def _refused(kind: str, line: int, *, expected: Text, found: Text) -> MalformedYamlError:
    return MalformedYamlError(
        kind,
        line,
        expected=expected,
        found=found,
        remedy=Text(
            ja="この行を書き直してください。", en="Write this line in plain data, once each."
        ),
    )
