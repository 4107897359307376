"""The table from evidence to probabilities, read from its versioned file.

Every line has a name, a figure, and a source or the word assumption. What is not here: which line
applies to what (`calibration`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hiyoke.errors import DecisionTableError
from hiyoke.exposure.rules import Basis, basis_of, text_of
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SHIPPED_CALIBRATION: Final = "calibration-1.0.0.json"

#: Events, besides flaws and guards, that a calibration must give a figure for.
EVENT_LINES: Final = ("vendor", "insider_zone", "outside_zone", "person")

_CONDITIONS: Final = frozenset({"known_exploited", "exploitation", "published_within_days"})
_REMEDY = Text(ja="較正表のファイルを直してください。", en="Correct the calibration file.")


class CalibrationLine(NamedTuple):
    """One figure of the table.

    Attributes:
        line_id: Stable name, for explanations.
        title: What it is about.
        probability: In [0, 1] over the reference days; of a guard, that it holds.
        basis: Source or assumption.
        when: Conditions on the evidence, all of which must hold; empty for always.
        grows: Whether it grows with time and stress, being a hazard.
        vector: CVSS vector of a flaw not yet known; empty for every other line.
    """

    line_id: str
    title: Text
    probability: float
    basis: Basis
    when: tuple[tuple[str, Any], ...] = ()
    grows: bool = True
    vector: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """A version of the table.

    Attributes:
        version: For `run.json`.
        standing: What the table is and is not.
        reference_days: Period that every probability of an attack is over.
        epss: Weight of EPSS in [0, 1], as a line.
        floors: Least probabilities of a flaw by evidence, whatever its EPSS.
        without_epss: Probability of a flaw without EPSS; the first line that fits counts.
        events: Vendors, zones and persons, by `EVENT_LINES`.
        guards: Efficacy by kind of control, and of the second factor of privileged IDs (``mfa``).
        latent: Flaws not yet known, by component class.
    """

    version: str
    standing: Text
    reference_days: float
    epss: CalibrationLine
    floors: tuple[CalibrationLine, ...]
    without_epss: tuple[CalibrationLine, ...]
    events: Mapping[str, CalibrationLine]
    guards: Mapping[str, CalibrationLine]
    latent: Mapping[str, CalibrationLine]

    def lines(self) -> dict[str, CalibrationLine]:
        """Return every line by its name."""
        groups = (self.events.values(), self.guards.values(), self.latent.values())
        rest = (line for group in groups for line in group)
        every = (self.epss, *self.floors, *self.without_epss, *rest)
        return {line.line_id: line for line in every}


@cache
def load_calibration() -> Calibration:
    """Load the shipped table."""
    file = resources.files("hiyoke.exposure").joinpath("profiles", SHIPPED_CALIBRATION)
    return _calibration_of(json.loads(file.read_text(encoding="utf-8")), SHIPPED_CALIBRATION)


def read_calibration(path: Path) -> Calibration:
    """Read an institution's own table.

    Raises:
        DecisionTableError: Not readable, not JSON, a member is missing, a figure lies outside
            [0, 1], two lines have one name, or no line fits a flaw without any evidence.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _fault(
            "ファイルを開けません", f"expected a readable file: {error.strerror}", str(path)
        ) from error
    except ValueError as error:
        raise _fault("JSON として読めません", "expected JSON", str(path)) from error
    return _calibration_of(record, str(path))


def _calibration_of(record: Mapping[str, Any], origin: str) -> Calibration:
    try:
        calibration = Calibration(
            version=record["version"],
            standing=text_of(record["standing"]),
            reference_days=float(record["reference_days"]),
            epss=_named("epss", Text(ja="EPSS", en="EPSS"), record["epss"], "weight"),
            floors=tuple(_line_of(line) for line in record["floors"]),
            without_epss=tuple(_line_of(line) for line in record["without_epss"]),
            events={line["kind"]: _event_of(line) for line in record["events"]},
            guards=_guards_of(record),
            latent={line["component_class"]: _latent_of(line) for line in record["latent"]},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _fault(
            f"項目 {error} がないか、値が不正です", f"expected a sound member {error}", origin
        ) from error
    _check(calibration, origin)
    return calibration


def _line_of(record: Mapping[str, Any]) -> CalibrationLine:
    return CalibrationLine(
        line_id=record["line_id"],
        title=text_of(record["title"]),
        probability=float(record["probability"]),
        basis=basis_of(record["basis"]),
        when=tuple(sorted(record["when"].items())),
    )


def _event_of(record: Mapping[str, Any]) -> CalibrationLine:
    line = _named(record["kind"], text_of(record["title"]), record, "probability")
    return line._replace(grows=bool(record["hazard"]))


def _guards_of(record: Mapping[str, Any]) -> dict[str, CalibrationLine]:
    mfa = Text(ja="特権 ID の多要素認証", en="Second factor of a privileged ID")
    guards = {"account_mfa": _named("guard:account_mfa", mfa, record["mfa"], "efficacy")}
    for line in record["controls"]:
        title = Text(ja=f"対策 {line['kind']}", en=f"Control of kind {line['kind']}")
        guards[line["kind"]] = _named(f"guard:{line['kind']}", title, line, "efficacy")
    return {kind: line._replace(grows=False) for kind, line in guards.items()}


def _latent_of(record: Mapping[str, Any]) -> CalibrationLine:
    name = f"latent:{record['component_class']}"
    line = _named(name, text_of(record["title"]), record, "probability")
    return line._replace(vector=record["vector"])


def _named(line_id: str, title: Text, record: Mapping[str, Any], figure: str) -> CalibrationLine:
    return CalibrationLine(line_id, title, float(record[figure]), basis_of(record["basis"]))


def _check(calibration: Calibration, origin: str) -> None:
    lines = calibration.lines()
    groups = (calibration.events, calibration.guards, calibration.latent)
    written = 1 + len(calibration.floors) + len(calibration.without_epss) + sum(map(len, groups))
    outside = sorted(n for n, line in lines.items() if not 0.0 <= line.probability <= 1.0)
    strange = sorted(n for n, line in lines.items() if not {k for k, _ in line.when} <= _CONDITIONS)
    faults = [
        (outside, "確率が 0 以上 1 以下でない行", "lines with a probability in [0, 1]"),
        (strange, "知らない条件のある行", f"conditions among {sorted(_CONDITIONS)}"),
        (sorted(set(EVENT_LINES) - set(calibration.events)), "足りない行", "a line for each event"),
        ([""] * (written != len(lines)), "名前が重なる行", "a name of its own for each line"),
        (
            [""] * all(line.when for line in calibration.without_epss),
            "証拠のない脆弱性に当てはまる行がありません",
            "a line without conditions for a flaw without evidence",
        ),
        ([""] * (calibration.reference_days <= 0), "基準日数が正でない", "reference_days above 0"),
    ]
    for found, ja, en in faults:
        if found:
            raise _fault(f"{ja}: {found}", f"expected {en}, found otherwise {found}", origin)


def _fault(ja: str, en: str, origin: str) -> DecisionTableError:
    return DecisionTableError(Text(ja=ja, en=en), where=origin, remedy=_REMEDY)
