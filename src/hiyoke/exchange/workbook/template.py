"""The Excel template: every sheet with headings, lists to choose from, notes and an example row.

Example rows begin with ``例:`` (or ``example:``), so that the check leaves them out until someone
writes real rows. What is not here: the folder around it (`hiyoke.exchange.estate_folder`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hiyoke.estate.sheets import SHEETS, ColumnSpec, Kind, SheetSpec
from hiyoke.exchange.workbook.write import saved, write_cell, write_heading
from hiyoke.languages import Language, Text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

EXAMPLE_MARK: Final = Text(ja="例: ", en="example: ")
#: Rows that the lists to choose from reach.
_LIST_ROWS: Final = 5000
_EXAMPLE_COLOUR: Final = "FF7F7F7F"

_ANSWERS: Final = {
    Kind.YES_NO: Text(ja="はい,いいえ", en="yes,no"),
    Kind.YES_NO_UNKNOWN: Text(ja="はい,いいえ,不明", en="yes,no,unknown"),
}

_NOTES: Final = (
    Text(ja="使い方", en="How to use this workbook"),
    Text(
        ja="1. 灰色の「例:」の行を参考に、各シートへ 1 行 1 件で記入してください。"
        "「例:」で始まる行は読み込みません。",
        en="1. Fill in one entry a row; rows that begin with 'example:' are left out.",
    ),
    Text(
        ja="2. 見出しの表記は変えないでください（日本語・英語のどちらでも読めます）。"
        "列の順序は自由です。",
        en="2. Keep the headings (Japanese or English); the order of columns is free.",
    ),
    Text(
        ja="3. 「不明」は「いいえ」とはみなしません。分からなければ不明のままにしてください。",
        en="3. Unknown is never treated as no: leave unknown what is unknown.",
    ),
    Text(
        ja="4. 通信経路の接続元・接続先には、システムID、internet、"
        "または機関シートの外部接続先を書きます。",
        en="4. Links name system ids, internet, or the outside zones of the institution sheet.",
    ),
    Text(
        ja="5. SBOM は sboms フォルダーに「システムID.拡張子」で置くか、SBOMファイル列に書きます。",
        en="5. Put SBOMs into the folder sboms as <system id>.*, or list them in the column sbom.",
    ),
    Text(
        ja="6. 記入後、`hiyoke estate check フォルダー名` で不備をまとめて確認できます。",
        en="6. `hiyoke estate check FOLDER` lists every fault at once.",
    ),
)


def write_template(language: Language = Language.JA) -> bytes:
    """Return the empty workbook, in one language; reading it finds no row and no fault."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy; only who writes a workbook pays for it.
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above.

    workbook = Workbook()
    notes = workbook.worksheets[0]
    notes.title = Text(ja="使い方", en="how to").render(language)
    notes.column_dimensions["A"].width = 110
    for number, note in enumerate(_NOTES, start=1):
        cell = write_cell(notes, number, 1, note.render(language))
        cell.alignment = Alignment(wrap_text=True)
        cell.font = Font(bold=number == 1)
    for spec in SHEETS:
        _write_sheet(workbook.create_sheet(spec.title.render(language)), spec, language)
    return saved(workbook)


def _write_sheet(worksheet: Worksheet, spec: SheetSpec, language: Language) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415 - as in `write_template`.
    from openpyxl.styles import Font  # noqa: PLC0415 - as above.

    in_grey = Font(italic=True, color=_EXAMPLE_COLOUR)
    columns = [column for column in spec.columns if column.kind is not Kind.KEPT]
    write_heading(worksheet, [column.heading(language) for column in columns])
    for position, column in enumerate(columns, start=1):
        note = column.meaning.render(language)
        if column.is_required:
            note += Text(ja="（必須）", en=" Required.").render(language)
        worksheet.cell(1, position).comment = Comment(note, "Hiyoke", height=90, width=280)
        _add_list(worksheet, column, position, language)
        example = column.example.render(language)
        if position == 1:
            example = EXAMPLE_MARK.render(language) + example
        write_cell(worksheet, 2, position, example).font = in_grey


def _add_list(worksheet: Worksheet, column: ColumnSpec, position: int, language: Language) -> None:
    """Offer the closed list of a column to choose from; other spellings stay allowed."""
    if column.kind is Kind.CHOICE:
        options = ",".join(
            choice.label.ja if language is Language.JA else choice.value
            for choice in column.choices
        )
    elif column.kind in _ANSWERS:
        options = _ANSWERS[column.kind].render(language)
    else:
        return
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as in `write_template`.
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above.

    rule = DataValidation(
        type="list", formula1=f'"{options}"', allow_blank=True, showErrorMessage=False
    )
    letter = get_column_letter(position)
    rule.add(f"{letter}2:{letter}{_LIST_ROWS}")
    worksheet.add_data_validation(rule)
