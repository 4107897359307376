"""The templates of pages, compiled once in a process.

What is not here: what a template asks for.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2


@cache
def page_templates() -> jinja2.Environment:
    """Return the templates; every text is escaped, and a missing name is an error."""
    import jinja2  # noqa: PLC0415 - only a run that writes a page pays for the import.

    return jinja2.Environment(
        loader=jinja2.PackageLoader("hiyoke.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
