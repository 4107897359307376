"""What pictures are drawn with: words that fit, axes, bands, and SVG that needs no network."""

from hiyoke.reports.pictures.measures import fit_lines, text_width
from hiyoke.reports.pictures.svg import Svg, element

__all__ = ["Svg", "element", "fit_lines", "text_width"]
