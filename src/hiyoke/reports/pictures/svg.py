"""Writing SVG: elements whose texts and attributes are always escaped.

What is not here: layout and meaning.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from hiyoke.reports.pictures.measures import shown

#: Decimals of a coordinate.
_DECIMALS: Final = 1


class Svg(str):
    """Markup that is ready to be written; any other text is escaped first."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return itself, so that a template does not escape it again."""
        return self


def element(name: str, *children: str, **attributes: object) -> Svg:
    """Return an element.

    Args:
        name: Name of the tag.
        children: Elements (`Svg`), or text that will be escaped.
        attributes: Attributes; ``_`` becomes ``-``, a trailing one is dropped, None leaves one out.

    Example:
        >>> element("text", "a < b", x=1.25, font_size=12)
        '<text x="1.2" font-size="12">a &lt; b</text>'
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(c if isinstance(c, Svg) else escape(shown(c)) for c in children)
    return Svg(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.{_DECIMALS}f}".removesuffix(".0")
    return shown(str(value))
