"""The reference page of the estate's files, made from the code's own column descriptions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hiyoke.estate.sheets import SHEETS, Kind
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiyoke.estate.sheets import ColumnSpec, SheetSpec

_KINDS = {
    Kind.ID: Text(ja="識別子", en="identifier"),
    Kind.PLACE: Text(ja="識別子または internet", en="identifier or internet"),
    Kind.IDS: Text(ja="識別子（; 区切り）", en="identifiers, separated by ;"),
    Kind.PLACES: Text(
        ja="識別子または internet（; 区切り）", en="identifiers or internet, separated by ;"
    ),
    Kind.FLOWS: Text(ja="「接続元 > 接続先」（; 区切り）", en="'source > target', separated by ;"),
    Kind.FLAW_IDS: Text(ja="脆弱性の識別子（; 区切り）", en="vulnerability ids, separated by ;"),
    Kind.SHARE: Text(ja="割合（80% または 0.8）", en="share, as 80% or 0.8"),
    Kind.SHARES: Text(ja="割合、または下限〜見込み〜上限", en="share, or low; likely; high"),
    Kind.EFFORTS: Text(ja="スキルと時間（; 区切り）", en="hours by skill, separated by ;"),
    Kind.PARTS: Text(ja="サービスと割合（; 区切り）", en="services and shares, separated by ;"),
    Kind.WEEK_DAYS: Text(ja="曜日（; 区切り）", en="days of the week, separated by ;"),
    Kind.SHIFTS: Text(ja="曜日と時間（; 区切り）", en="days and hours, separated by ;"),
    Kind.NUMBER: Text(ja="数", en="number"),
    Kind.NAME: Text(ja="文字列", en="text"),
    Kind.TEXT: Text(ja="文字列", en="text"),
    Kind.TEXTS: Text(ja="文字列（; 区切り）", en="texts, separated by ;"),
    Kind.YES_NO: Text(ja="はい・いいえ", en="yes or no"),
    Kind.YES_NO_UNKNOWN: Text(ja="はい・いいえ・不明", en="yes, no or unknown"),
    Kind.INTEGER: Text(ja="整数", en="whole number"),
    Kind.MINUTES: Text(ja="分、または「2時間30分」", en="minutes, or 2h 30min"),
    Kind.MONEY: Text(
        ja="金額、または下限〜見込み〜上限（万・百万・億も可）",
        en="sum of money, or low; likely; high",
    ),
    Kind.PEOPLE: Text(ja="人数、または下限〜見込み〜上限", en="people, or low; likely; high"),
    Kind.DURATIONS: Text(ja="時間、または下限〜見込み〜上限", en="duration, or low; likely; high"),
    Kind.DAYS: Text(
        ja="日の種類または日付（; 区切り）", en="kinds of days or dates, separated by ;"
    ),
    Kind.TIME: Text(ja="時刻", en="time of day"),
    Kind.DATE: Text(ja="日付", en="date"),
    Kind.PATHS: Text(ja="ファイル（; 区切り）", en="files, separated by ;"),
    Kind.KEPT: Text(ja="そのまま保存", en="kept as given"),
}

_HEAD = Path(__file__).with_name("estate_reference_head.md")

_CODES = (
    ("unreadable_file", True, "The file is damaged, oversized, protected or in no known encoding."),
    ("malformed_yaml", True, "The YAML has a syntax error."),
    ("malformed_csv", True, "The quotes of a CSV row do not pair up, or a cell is too long."),
    ("duplicate_key", True, "A YAML member is repeated."),
    ("alias", True, "A YAML anchor or alias."),
    ("too_deep", True, "YAML nested or filled beyond its bounds."),
    ("wrong_shape", True, "A list, mapping or value stands where another is expected."),
    ("no_heading", True, "No row names a column."),
    ("missing_column", True, "A required column is missing."),
    ("duplicate_heading", True, "Two columns mean the same."),
    ("too_many_cells", True, "A CSV row is longer than the heading row."),
    ("merged_cells", True, "A merge that can mean several things; a reminder where it was filled."),
    ("formula_without_value", True, "A formula without a stored result."),
    ("error_value", True, "A cell with an error such as #REF!."),
    ("missing_table", True, "No services or no systems; a reminder for institution and vendors."),
    ("missing_value", True, "A required value is empty."),
    ("malformed_id", True, "An identifier has spaces or other characters."),
    ("malformed_purl", True, "Not a package URL."),
    ("malformed_cpe", True, "Not a CPE name."),
    ("not_in_list", True, "Not one of the values allowed."),
    ("not_yes_no", True, "No word for yes, no or unknown."),
    ("not_a_number", True, "Not a whole number."),
    ("not_a_share", True, "Not a share such as 80% or 0.8; 80 alone is a question."),
    ("not_a_flow", True, "Not a pair such as `internet > web-1`."),
    ("out_of_range", True, "A number outside its range."),
    ("not_a_range", True, "Neither one figure nor low, likely and high in order."),
    ("not_days", True, "Neither a kind of days nor a date."),
    ("not_a_time", True, "Not one certain time of day."),
    ("falling_loss", True, "A longer outage costs or affects less than a shorter one."),
    ("mixed_currencies", True, "Losses in two currencies cannot be added."),
    ("not_a_date", True, "Not one certain day."),
    ("duplicate_id", True, "An identifier is used twice."),
    ("reserved_id", True, "A system is called like a zone, or a zone is both inside and outside."),
    ("unknown_reference", True, "An identifier that no list has."),
    ("no_requirements", True, "A service that needs no system cannot be assessed."),
    ("not_a_shift", True, "Not days and hours such as 平日 9:00-17:30."),
    ("contradiction", True, "Two cells of a row that cannot both hold."),
    ("reversed_dates", True, "A last day before the first."),
    ("missing_sbom", True, "A listed SBOM file does not exist."),
    ("unsafe_path", True, "A path that leads out of the estate's folder."),
    ("idle_mode", False, "A mode of suspension that stops nothing as written."),
    ("idle_control", False, "A control that guards nothing as written."),
    ("lone_alternative", False, "A group of alternatives with one member."),
    ("shared_rank", False, "Two services of the same rank."),
    ("vendor_mismatch", False, "System and vendor name each other differently."),
    ("unclaimed_sbom", False, "A file below sboms/ that belongs to no system."),
    ("unknown_column", False, "A heading nobody knows."),
    ("unnamed_column", False, "Values without a heading."),
    ("unknown_member", False, "A YAML member nobody knows."),
    ("unknown_file", False, "A table file whose name means no sheet."),
    ("unknown_sheet", False, "A worksheet whose name means no sheet."),
    ("hidden_rows", False, "Rows that are hidden or filtered away were read."),
)

_SERVICES_FORM = """\
In `services.yaml`, a service names its systems itself:

```yaml
services:
  - id: internet-banking
    name: {ja: インターネットバンキング, en: Internet banking}
    priority: 1
    requires:
      all_of: [core, firewall]      # always needed
      any_of:                       # of each group, one system is enough
        web: [web-1, web-2]
    impact:                         # what an outage costs
      attack_outage: [3h, 1d, 3d]   # low, likely, high
      curve:
        - {after: 60m, loss: [3000000, 5000000, 12000000], users: 9000}
        - {after: 8h, loss: [20000000, 45000000, 150000000], users: 60000}
      deadlines:
        - {id: payday, name: {ja: 給与振込, en: Payroll}, days: payday, at: 15:00, loss: 30000000}
```
"""


def codes() -> dict[str, bool]:
    """Return every documented code, and whether it is a fault."""
    return {code: is_fault for code, is_fault, _ in _CODES}


def estate_reference_page() -> str:
    """Return the page."""
    lines = [_HEAD.read_text(encoding="utf-8").rstrip("\n")]
    lines += [
        f"| `{code}` | {'fault' if is_fault else 'reminder'} | {meaning} |"
        for code, is_fault, meaning in _CODES
    ]
    for spec in SHEETS:
        lines += ["", *_sheet(spec)]
    return "\n".join(lines) + "\n"


def _sheet(spec: SheetSpec) -> Iterator[str]:
    yield f"## {spec.title.en} ({spec.title.ja})"
    yield ""
    yield f"One row: {spec.meaning.en}. 1 行: {spec.meaning.ja}。"
    if spec.name == "services":
        yield ""
        yield from _SERVICES_FORM.rstrip("\n").split("\n")
    yield ""
    yield "| column | 見出し | values | empty means | meaning | 意味 | also understood |"
    yield "|---|---|---|---|---|---|---|"
    for column in spec.columns:
        yield _row(column)


def _row(column: ColumnSpec) -> str:
    empty = "fault" if column.is_required else (column.default.en if column.default else "none")
    cells = (
        f"`{column.name}`",
        column.heading_ja,
        _values(column),
        empty,
        column.meaning.en,
        column.meaning.ja,
        ", ".join(column.synonyms),
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("*", "\\*") for cell in cells) + " |"


def _values(column: ColumnSpec) -> str:
    if column.kind is Kind.CHOICE:
        return ", ".join(f"`{choice.value}` {choice.label.ja}" for choice in column.choices)
    text = _KINDS[column.kind].en
    if column.least is not None and column.most is not None:
        return f"{text}, {column.least} to {column.most}"
    return f"{text}, {column.least} or more" if column.least is not None else text
