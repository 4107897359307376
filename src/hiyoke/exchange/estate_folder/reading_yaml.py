"""Reading the YAML files of an estate into records.

A file holds the list of its sheet (``services: [...]``, or the list alone), and may hold other
sheets' lists too. A service's ``requires`` becomes rows of the requirements sheet. What is not
here: what the values mean (`hiyoke.estate`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.estate import EMPTY, Place, quoted
from hiyoke.estate.identifiers import advice
from hiyoke.estate.sheets import (
    IMPACT_POINTS,
    INSTITUTION,
    REQUIREMENTS,
    SERVICES,
    SHEETS,
    Cell,
    Kind,
    Record,
    normalise_heading,
    sheet_named,
)
from hiyoke.exchange.estate_folder import impact_members
from hiyoke.exchange.estate_folder.yaml_nodes import MalformedYamlError, YamlNode, parse_yaml
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.estate import FaultLog
    from hiyoke.estate.sheets import SheetSpec

_REQUIRES = frozenset(
    map(normalise_heading, ("requires", "requirements", "needs", "必要システム", "依存関係"))
)
_ALL_OF = frozenset(map(normalise_heading, ("all_of", "all", "すべて", "必須")))
_ANY_OF = frozenset(map(normalise_heading, ("any_of", "any", "いずれか", "代替")))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the nodes of one file into records."""

    origin: str
    log: FaultLog

    def place(self, node: YamlNode, path: str) -> Place:
        return Place(file=self.origin, row=node.line, path=path)

    def file(self, root: YamlNode, stem_sheet: SheetSpec | None) -> Iterator[Record]:
        if isinstance(root.content, list) and stem_sheet is not None:
            yield from self.sheet(root, stem_sheet, stem_sheet.name)
        elif isinstance(root.content, dict):
            yield from self._top_members(root, root.content, stem_sheet)
        else:
            self.log.lost_sheets.update(_sheets_of(stem_sheet))
            self.fault_shape(root, "", Text(ja="項目の一覧", en="a list of entries"))

    def _top_members(
        self, root: YamlNode, members: dict[str, YamlNode], stem_sheet: SheetSpec | None
    ) -> Iterator[Record]:
        sheets = {key: sheet_named(key) for key in members}
        if stem_sheet is INSTITUTION and INSTITUTION not in sheets.values():
            yield from self.entry(root, INSTITUTION, "")
            return
        for key, node in members.items():
            spec = sheets[key]
            if spec is not None:
                yield from self.sheet(node, spec, key)
            elif not _is_own_schema(key, node):
                self._remind_of_unknown(node, key, (stem_sheet.name,) if stem_sheet else ())

    def sheet(self, node: YamlNode, spec: SheetSpec, path: str) -> Iterator[Record]:
        if node.content is None:
            return
        if isinstance(node.content, list):
            for index, item in enumerate(node.content):
                yield from self.entry(item, spec, f"{path}[{index}]")
        elif spec is INSTITUTION:
            yield from self.entry(node, spec, path)
        elif isinstance(node.content, dict):
            for key, item in node.content.items():
                yield from self.entry(item, spec, f"{path}.{key}", identifier=key)
        else:
            self.log.lost_sheets.update(_sheets_of(spec))
            self.fault_shape(node, path, Text(ja="一覧", en="a list"))

    def entry(
        self, node: YamlNode, spec: SheetSpec, path: str, identifier: str | None = None
    ) -> Iterator[Record]:
        if not isinstance(node.content, dict):
            self.log.lost_sheets.update(_sheets_of(spec))
            self.fault_shape(node, path, Text(ja="「項目: 値」の組", en="members as 'name: value'"))
            return
        place = self.place(node, path)
        cells: dict[str, Cell] = {}
        extra: dict[str, Any] = {}
        nested: dict[str, tuple[YamlNode, str]] = {}
        if identifier is not None:
            cells["id"] = Cell(identifier, place)
        for key, member in node.content.items():
            member_path = f"{path}.{key}" if path else key
            part = _part_of_service(key) if spec is SERVICES else None
            if part is not None:
                nested[part] = (member, member_path)
            elif not self._known_member(member, key, member_path, spec, cells):
                extra[key] = member.plain()
                self._remind_of_unknown(
                    member, member_path, ("name", "requires", "impact", *spec.by_name)
                )
        priced = list(self._impact(cells, *nested["impact"])) if "impact" in nested else []
        yield Record(spec.name, place, cells, extra)
        if "requires" in nested:
            yield from self._requirements(cells.get("id"), *nested["requires"])
        yield from priced

    def _impact(self, service: dict[str, Cell], node: YamlNode, path: str) -> Iterator[Record]:
        """Read what an outage costs: rows of other sheets, and further cells of the service."""
        if isinstance(node.content, list):
            yield from self._priced_rows(service, node, IMPACT_POINTS, path)
            return
        if not isinstance(node.content, dict):
            if node.content is not None:
                self.fault_shape(
                    node, path, Text(ja="curve と deadlines", en="curve and deadlines")
                )
            return
        for key, member in node.content.items():
            member_path = f"{path}.{key}"
            spec = impact_members.sheet_of_member(key)
            if spec is not None:
                yield from self._priced_rows(service, member, spec, member_path)
            elif impact_members.column_of_member(key) is not None:
                self._known_member(member, key, member_path, SERVICES, service)
            else:
                self._remind_of_unknown(member, member_path, impact_members.MEMBERS)

    def _priced_rows(
        self, service: dict[str, Cell], node: YamlNode, spec: SheetSpec, path: str
    ) -> Iterator[Record]:
        for item, item_path, identifier in impact_members.rows_of(node, spec, path):
            for record in self.entry(item, spec, item_path, identifier):
                owner = service.get("id") or Cell(None, record.place)
                yield Record(
                    record.sheet, record.place, {**record.cells, "service_id": owner}, record.extra
                )

    def _known_member(
        self, node: YamlNode, key: str, path: str, spec: SheetSpec, cells: dict[str, Cell]
    ) -> bool:
        column = spec.column_of(key)
        if column is None:
            return False
        if column.kind is Kind.NAME and isinstance(node.content, dict):
            return self._both_names(node.content, path, column.name[:-3], cells)
        place = self.place(node, path)
        if column.kind is Kind.KEPT:
            cells[column.name] = Cell(node.plain(), place)
        elif isinstance(node.content, dict) or not _holds_texts(node):
            self.fault_shape(node, path, Text(ja="一つの値", en="one value"))
            cells[column.name] = Cell(None, place)
        elif column.name in cells:
            self._fault_repeated(node, path, column.name)
        else:
            cells[column.name] = Cell(_texts(node), place)
        return True

    def _both_names(
        self, members: dict[str, YamlNode], path: str, stem: str, cells: dict[str, Cell]
    ) -> bool:
        for language, node in members.items():
            member_path = f"{path}.{language}"
            if language in ("ja", "en") and not isinstance(node.content, dict | list):
                cells[f"{stem}_{language}"] = Cell(node.content, self.place(node, member_path))
            else:
                self._remind_of_unknown(node, member_path, ("ja", "en"))
        return True

    def _requirements(self, service: Cell | None, node: YamlNode, path: str) -> Iterator[Record]:
        if isinstance(node.content, list):
            yield from self._alternatives(service, node, path, group=None)
            return
        if not isinstance(node.content, dict):
            if node.content is not None:
                self.fault_shape(node, path, Text(ja="all_of と any_of", en="all_of and any_of"))
            return
        for key, member in node.content.items():
            word = normalise_heading(key)
            if word in _ALL_OF:
                yield from self._alternatives(service, member, f"{path}.{key}", group=None)
            elif word in _ANY_OF:
                yield from self._groups(service, member, f"{path}.{key}")
            else:
                self._remind_of_unknown(member, f"{path}.{key}", ("all_of", "any_of"))

    def _groups(self, service: Cell | None, node: YamlNode, path: str) -> Iterator[Record]:
        """Read groups of alternatives: a mapping by name, a list of lists, or one plain list."""
        if isinstance(node.content, dict):
            for name, member in node.content.items():
                yield from self._alternatives(service, member, f"{path}.{name}", group=name)
            return
        if not isinstance(node.content, list):
            if node.content is not None:
                self.fault_shape(node, path, Text(ja="システムの一覧", en="a list of systems"))
            return
        if not any(isinstance(item.content, list | dict) for item in node.content):
            yield from self._alternatives(service, node, path, group="any_1")
            return
        for index, item in enumerate(node.content):
            name, systems = _named_group(item, f"any_{index + 1}")
            yield from self._alternatives(service, systems, f"{path}[{index}]", group=name)

    def _alternatives(
        self, service: Cell | None, node: YamlNode, path: str, *, group: str | None
    ) -> Iterator[Record]:
        items = node.content if isinstance(node.content, list) else [node]
        for index, item in enumerate(items):
            item_path = f"{path}[{index}]"
            if isinstance(item.content, list | dict):
                self.fault_shape(item, item_path, Text(ja="システムの識別子", en="a system's id"))
                continue
            place = self.place(item, item_path)
            cells = {
                "service_id": service or Cell(None, place),
                "system_id": Cell(item.content, place),
                "group": Cell(group, place),
            }
            yield Record(REQUIREMENTS.name, place, cells)

    def fault_shape(self, node: YamlNode, path: str, expected: Text) -> None:
        self.log.fault(
            "wrong_shape",
            self.place(node, path or "(top)"),
            expected=expected,
            found=_shape(node),
            remedy=Text(
                ja="書き方は docs/reference/estate.md を見てください（コロンは半角です）。",
                en="See docs/reference/estate.md for the form.",
            ),
        )

    def _fault_repeated(self, node: YamlNode, path: str, name: str) -> None:
        self.log.fault(
            "duplicate_key",
            self.place(node, path),
            expected=Text(ja=f"{name} を表す項目は一つ", en=f"one member for {name}"),
            found=Text(ja="二つ目", en="a second one"),
            remedy=Text(ja="どちらかを消してください。", en="Remove one of them."),
        )

    def _remind_of_unknown(self, node: YamlNode, path: str, names: tuple[str, ...]) -> None:
        self.log.remind(
            "unknown_member",
            self.place(node, path),
            expected=Text(ja="知っている項目名", en="a known member"),
            found=quoted(path.rpartition(".")[2]),
            remedy=advice(
                path.rpartition(".")[2],
                names,
                Text(
                    ja="この項目は保存しますが、評価には使いません。",
                    en="The member is kept and not used.",
                ),
            ),
        )


def read_yaml(text: str, origin: str, sheet: SheetSpec | None, log: FaultLog) -> list[Record]:
    """Return the records of one YAML file.

    Args:
        text: Content of the file.
        origin: Its path, for messages.
        sheet: The sheet its name means, or None when its members name the sheets.
        log: Receives faults and reminders.
    """
    try:
        root = parse_yaml(text)
    except MalformedYamlError as error:
        place = Place(file=origin, row=error.line)
        log.lost_sheets.update(_sheets_of(sheet))
        log.fault(
            error.kind, place, expected=error.expected, found=error.found, remedy=error.remedy
        )
        return []
    return [] if root is None else list(_Reader(origin, log).file(root, sheet))


def _sheets_of(sheet: SheetSpec | None) -> set[str]:
    """Return the sheets that a file may hold: services bring their requirements along."""
    if sheet is None:
        return {spec.name for spec in SHEETS}
    return {sheet.name, REQUIREMENTS.name} if sheet is SERVICES else {sheet.name}


def _holds_texts(node: YamlNode) -> bool:
    if isinstance(node.content, list):
        return not any(isinstance(item.content, list | dict) for item in node.content)
    return True


def _texts(node: YamlNode) -> Any:
    if isinstance(node.content, list):
        return [item.content for item in node.content if item.content is not None]
    return node.content


def _named_group(node: YamlNode, otherwise: str) -> tuple[str, YamlNode]:
    """Read ``{group: name, systems: [...]}``, or take the node itself as the systems."""
    if isinstance(node.content, dict):
        name, systems = node.content.get("group"), node.content.get("systems")
        if systems is not None:
            named = name is not None and isinstance(name.content, str)
            return (str(name.content) if named and name else otherwise), systems
    return otherwise, node


def _shape(node: YamlNode) -> Text:
    if isinstance(node.content, list):
        return Text(ja="一覧", en="a list")
    if isinstance(node.content, dict):
        return Text(ja="入れ子の項目", en="nested members")
    return EMPTY if node.content is None else quoted(node.content)


def _is_own_schema(key: str, node: YamlNode) -> bool:
    """Whether a member only says which of our schemas the file follows."""
    return key == "schema" and str(node.content).startswith("hiyoke/")


def _part_of_service(key: str) -> str | None:
    """Return which nested part of a service a member is, or None."""
    word = normalise_heading(key)
    if word in _REQUIRES:
        return "requires"
    return "impact" if word in impact_members.IMPACT else None
