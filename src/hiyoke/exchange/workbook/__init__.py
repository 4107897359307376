"""The estate as Excel workbooks: read, written, and as an empty template."""

from hiyoke.exchange.workbook.read import MAX_WORKBOOK_BYTES, SUFFIXES, read_workbook
from hiyoke.exchange.workbook.template import write_template
from hiyoke.exchange.workbook.write import write_workbook

__all__ = [
    "MAX_WORKBOOK_BYTES",
    "SUFFIXES",
    "read_workbook",
    "write_template",
    "write_workbook",
]
