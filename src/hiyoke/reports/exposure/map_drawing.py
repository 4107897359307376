"""The service map: from outside to the services, with the worst paths in bold.

Shape, pattern and text say everything that colour says, so the map reads in black and white and
on paper. What is not here: what is shown (`map_contents`) and where it stands (`map_layout`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.exposure.map_boxes import Face, box_height, draw_box
from hiyoke.reports.exposure.map_contents import LAYERS, MapContents, choose_contents, told_paths
from hiyoke.reports.exposure.map_layout import Lane, Layout, arrange
from hiyoke.reports.exposure.map_legend import FIRE, GREY, INK, MARGIN, draw_legend
from hiyoke.reports.exposure.map_words import MAP_LABELS
from hiyoke.reports.exposure.rows import Chance
from hiyoke.reports.exposure.words import band_code, days_words, figure_words
from hiyoke.reports.pictures.measures import fit_lines
from hiyoke.reports.pictures.svg import Svg, element

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from hiyoke.reports.exposure.map_contents import Spot, Way
    from hiyoke.reports.exposure.rows import (
        ExposureReport,
        ServiceExposureRow,
        SystemExposureRow,
    )

#: Widths of boxes by kind, and of the room between columns, in units of the picture.
BOX_WIDTHS: Final = {"place": 112.0, "system": 146.0, "service": 150.0}
BETWEEN: Final = 50.0
#: Room that the legend needs.
_LEAST_WIDTH: Final = 520.0
_FONT: Final = 12.0
_LINE: Final = 16.0
#: How far a line between boxes of one column bulges.
_BULGE: Final = 30.0
_PATH_WEIGHT: Final = 6.0


@dataclass(frozen=True, slots=True)
class ServiceMap:
    """A drawn map.

    Attributes:
        svg: The picture.
        boxes: Left, top, width and height of every box, for whoever checks that none overlap.
        width: Width of the picture in its own unit.
        height: Height of the picture.
    """

    svg: Svg
    boxes: dict[Spot, tuple[float, float, float, float]]
    width: float
    height: float


def draw_service_map(report: ExposureReport, language: Language) -> ServiceMap:
    """Draw the map.

    Args:
        report: What was found.
        language: The one language of the picture.

    Returns:
        SVG without script, font or reference to elsewhere. Equal reports give equal pictures.

    Cost:
        Linear in the estate, then at most a hundred boxes and some hundred lines.
    """
    return _Drawing(report, choose_contents(report), language).draw()


class _Drawing:
    """Draws one map in one language."""

    def __init__(self, report: ExposureReport, shown: MapContents, language: Language) -> None:
        self.report = report
        self.shown = shown
        self.language = language
        self.ranks = {
            s.service_id: s.priority_rank for s in report.services if s.priority_rank is not None
        }
        self.needs: dict[str, list[int]] = {}
        for service in report.services:
            if service.service_id in shown.services and service.priority_rank is not None:
                for system_id in service.system_ids:
                    self.needs.setdefault(system_id, []).append(service.priority_rank)
        self.faces = {spot: self.face(spot) for column in shown.columns for spot in column}
        self.lefts = self.column_lefts()
        self.width = max(_LEAST_WIDTH, self.lefts[-1] + MARGIN)

    def say(self, name: str, **values: object) -> str:
        """Return a label with its places filled."""
        return MAP_LABELS[name].render(self.language).format(**values)

    def column_lefts(self) -> list[float]:
        """Return the left edge of each column, and the right edge of the last."""
        lefts, at = [], MARGIN
        for column in self.shown.columns:
            lefts.append(at)
            at += BOX_WIDTHS[column[0].kind] + BETWEEN
        return [*lefts, at - BETWEEN]

    def face(self, spot: Spot) -> Face:
        """Return what stands on one box."""
        badges = self.shown.badges.get(spot, ())
        choke = self.say("choke") if spot in self.shown.choke_points else ""
        if spot.kind == "place":
            place = self.shown.places[spot.subject_id]
            count = self.shown.vendor_accesses.get(place.place_id, 0)
            note = "" if place.kind == "internet" else self.say(f"place_{place.kind}", n=count)
            return Face(place.name.render(self.language), note, badges, choke, "place", "")
        if spot.kind == "service":
            service = self.shown.services[spot.subject_id]
            rank = f"#{service.priority_rank} " if service.priority_rank is not None else ""
            is_whole = not self.report.unassessed_systems(service)
            figure = self.figure(service, is_assessed=is_whole)
            name = rank + service.name.render(self.language)
            return Face(
                name,
                figure,
                badges,
                choke,
                "service",
                band_code(service.probability, is_assessed=is_whole),
            )
        system = self.shown.systems[spot.subject_id]
        figure = self.figure(system, is_assessed=system.is_assessed)
        tags = " ".join(f"#{rank}" for rank in sorted(self.needs.get(system.system_id, ())))
        band = band_code(system.probability, is_assessed=system.is_assessed)
        note = f"{figure} · {tags}" if tags else figure
        return Face(
            system.name.render(self.language),
            note,
            badges,
            choke,
            "system",
            band,
            system.system_id,
        )

    def figure(self, row: SystemExposureRow | ServiceExposureRow, *, is_assessed: bool) -> str:
        """Return a probability for a box; unknown contents are said beside it."""
        if row.probability <= 0:
            return self.say("no_way") if is_assessed else "? " + self.say("blind")
        chance = Chance(row.probability, row.ci_low, row.ci_high)
        return figure_words(chance) + ("" if is_assessed else " ?")

    def draw(self) -> ServiceMap:
        """Return the whole picture."""
        shown = self.shown
        heights: dict[Hashable, float] = {
            spot: box_height(face, BOX_WIDTHS[spot.kind]) for spot, face in self.faces.items()
        }
        lines = [
            (way.source, way.target, _PATH_WEIGHT if way.letters else 1.0) for way in shown.ways
        ]
        layout = arrange(shown.columns, heights, lines)
        top = MARGIN + self.heading_height() + 6
        places = self.places(layout, heights, top)
        body = [self.headings()]
        plain = [w for w in shown.ways if not w.letters]
        bold = [w for w in shown.ways if w.letters]
        body += [self.line(way, layout, places, top) for way in (*plain, *bold)]
        body += [draw_box(face, *places[spot]) for spot, face in self.faces.items()]
        legend, height = draw_legend(
            self.left_out(),
            days_words(self.report.horizon_days).render(self.language),
            self.language,
            width=self.width,
            top=top + layout.height + 22,
        )
        counts = {kind: sum(spot.kind == kind for spot in places) for kind in BOX_WIDTHS}
        desc = self.say(
            "desc",
            paths=len(told_paths(self.report)),
            systems=counts["system"],
            services=counts["service"],
        )
        svg = element(
            "svg",
            element("title", self.say("title"), id="map-title"),
            element("desc", desc, id="map-desc"),
            _definitions(),
            *body,
            legend,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {self.width:.0f} {height:.0f}",
            width=f"{self.width:.0f}",
            height=f"{height:.0f}",
            role="img",
            aria_labelledby="map-title map-desc",
            font_size=_FONT,
            fill=INK,
        )
        return ServiceMap(svg, places, self.width, height)

    def places(
        self, layout: Layout, heights: Mapping[Hashable, float], top: float
    ) -> dict[Spot, tuple[float, float, float, float]]:
        """Return where every box stands."""
        return {
            spot: (
                self.lefts[place],
                top + layout.tops[spot],
                BOX_WIDTHS[spot.kind],
                heights[spot],
            )
            for place, column in enumerate(self.shown.columns)
            for spot in column
        }

    def heading_words(self) -> list[list[str]]:
        """Return the lines of each column's heading."""
        words, layer = [], 0
        for column in self.shown.columns:
            kind = column[0].kind
            if kind == "system":
                layer += 1
                name = {1: "layer_first", LAYERS: "layer_last"}.get(layer, "layer")
                text = self.say(name, n=layer)
            else:
                text = self.say("outside" if kind == "place" else "services")
            words.append(fit_lines(text, BOX_WIDTHS[kind], _FONT, most=2, bold=True))
        return words

    def heading_height(self) -> float:
        """Return the room that the headings take."""
        return max((len(lines) for lines in self.heading_words()), default=1) * _LINE

    def headings(self) -> Svg:
        """Return the columns' headings."""
        parts = [
            element("text", line, x=left, y=MARGIN + _LINE * (row + 0.75))
            for left, lines in zip(self.lefts, self.heading_words(), strict=False)
            for row, line in enumerate(lines)
        ]
        return element("g", *parts, font_weight="bold", fill="#1f3a68")

    def line(
        self,
        way: Way,
        layout: Layout,
        places: dict[Spot, tuple[float, float, float, float]],
        top: float,
    ) -> Svg:
        """Return one line, through its lanes."""
        source, target = places[way.source], places[way.target]
        lanes = layout.lanes.get((way.source, way.target))
        if lanes is None:
            path = _bulge(source, target)
        else:
            path = self.through(source, target, lanes, layout, top)
        dash = None if way.is_known else ("9 5" if way.letters else "4 4")
        if way.letters:
            return element(
                "path",
                d=path,
                fill="none",
                stroke=FIRE,
                stroke_width=1.6 if way.target.kind == "service" else 2.8,
                stroke_dasharray=dash,
                marker_end="url(#map-arrow)",
            )
        return element("path", d=path, fill="none", stroke=GREY, stroke_dasharray=dash)

    def through(
        self,
        source: tuple[float, float, float, float],
        target: tuple[float, float, float, float],
        lanes: tuple[Lane, ...],
        layout: Layout,
        top: float,
    ) -> str:
        """Return a curve from box to box, straight through each lane."""
        leads_right = target[0] > source[0]
        at = _edge(source, right=leads_right)
        parts = [f"M{at[0]:.1f} {at[1]:.1f}"]
        for lane in lanes:
            y = top + layout.tops[lane] + 5
            left = self.lefts[lane.column]
            right = left + BOX_WIDTHS[self.shown.columns[lane.column][0].kind]
            near, far = (left, right) if leads_right else (right, left)
            parts += [_bend(at, (near, y)), f"H{far:.1f}"]
            at = (far, y)
        end = _edge(target, right=not leads_right)
        return "".join([*parts, _bend(at, end)])

    def left_out(self) -> str:
        """Return what the picture does not show."""
        shown = self.shown
        counts = {
            "left_systems": shown.systems_left,
            "left_unreached": shown.systems_unreached,
            "left_services": shown.services_left,
            "left_links": shown.links_left,
        }
        parts = [self.say(name, n=f"{n:,}") for name, n in counts.items() if n]
        if shown.vendor_accesses:
            parts.append(self.say("left_vendors"))
        if not parts:
            return self.say("all_drawn")
        return self.say("left", what=Text("、", ", ").render(self.language).join(parts))


def _edge(box: tuple[float, float, float, float], *, right: bool) -> tuple[float, float]:
    left, top, width, height = box
    return (left + width if right else left, top + height / 2)


def _bend(start: tuple[float, float], end: tuple[float, float]) -> str:
    middle = (start[0] + end[0]) / 2
    return f"C{middle:.1f} {start[1]:.1f} {middle:.1f} {end[1]:.1f} {end[0]:.1f} {end[1]:.1f}"


def _bulge(
    source: tuple[float, float, float, float], target: tuple[float, float, float, float]
) -> str:
    """Return a curve between two boxes of one column, on their right."""
    (x, y), (x2, y2) = _edge(source, right=True), _edge(target, right=True)
    bulge = x + _BULGE
    return f"M{x:.1f} {y:.1f}C{bulge:.1f} {y:.1f} {bulge:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"


def _definitions() -> Svg:
    """Return the patterns of the bands and the head of an arrow."""

    def pattern(name: str, step: int, width: float) -> Svg:
        return element(
            "pattern",
            element("path", d=f"M0 {step}L{step} 0", stroke=INK, stroke_width=width),
            id=f"map-{name}",
            width=step,
            height=step,
            patternUnits="userSpaceOnUse",
        )

    dots = element(
        "pattern",
        element("circle", cx=3, cy=3, r=0.9),
        id="map-low",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    arrow = element(
        "marker",
        element("path", d="M0 0L8 4L0 8Z", fill=FIRE),
        id="map-arrow",
        viewBox="0 0 8 8",
        refX=7,
        refY=4,
        orient="auto",
        markerWidth=10,
        markerHeight=10,
        markerUnits="userSpaceOnUse",
    )
    return element("defs", dots, pattern("some", 7, 1.2), pattern("raised", 4, 1.8), arrow)
