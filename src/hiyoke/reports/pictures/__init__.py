"""Pictures of the report as SVG: the service map and the curves of risk."""

from hiyoke.reports.pictures.exceedance_chart import draw_exceedance
from hiyoke.reports.pictures.horizon_chart import draw_horizons
from hiyoke.reports.pictures.map_contents import MapContents, choose_contents, told_paths
from hiyoke.reports.pictures.map_drawing import ServiceMap, draw_service_map
from hiyoke.reports.pictures.measures import fit_lines, text_width
from hiyoke.reports.pictures.svg import Svg, element

__all__ = [
    "MapContents",
    "ServiceMap",
    "Svg",
    "choose_contents",
    "draw_exceedance",
    "draw_horizons",
    "draw_service_map",
    "element",
    "fit_lines",
    "text_width",
    "told_paths",
]
