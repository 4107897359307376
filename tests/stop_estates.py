"""Small random estates in situations of every kind, written as folders and as the oracle's case."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from exposed_estates import writable, write_estate, write_store
from hiyoke.exposure import ExposureInputs, Flaw, FlawOnSystem, PermittedLink
from property.exposure_estates import VECTORS, chances_of, random_estate
from simulators.stop_oracle import Case, Curve, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


AT = datetime(2026, 11, 20, 14, 20, tzinfo=ZoneInfo("Asia/Tokyo"))
#: Vectors of the flaws that estates may have, alone and in disagreement.
POOL = (*((vector,) for vector in VECTORS), *pairwise(VECTORS))
KINDS = (
    *("exploited_flaw", "zero_day_component", "compromised_systems", "suspected_systems"),
    *("authority_request", "shared_centre_hit", "vendor_hit"),
)


@dataclass(frozen=True)
class Drawn:
    """A case with what its folder needs besides."""

    case: Case
    vendor_of: dict[str, str]
    situation: dict[str, Any]


def draw(seed: int, *, systems: int = 5) -> Drawn | None:
    """Return a random case; None where the draw has nothing to be stopped for."""
    rng = random.Random(f"stop {seed}")  # noqa: S311 - a test estate is no secret.
    estate = _pooled(rng, writable(random_estate(seed, systems=systems, flaws=3, open_events=99)))
    if not estate.services or not estate.findings:
        return None
    estate = _busier(rng, estate)
    names = [system.system_id for system in estate.systems]
    vendors = sorted({access.vendor_id for access in estate.vendors})
    vendor_of = {name: rng.choice(vendors) for name in names if vendors and rng.random() < 0.3}
    # A vendor that names no systems of its own may reach all that it maintains: state them.
    kind = rng.choice([k for k in KINDS if vendors or k not in KINDS[-2:]])
    flaws = sorted({finding.vulnerability_id for finding in estate.findings})
    service_ids = [need.service_id for need in estate.services]
    subjects = tuple(_subjects(rng, kind, flaws, estate, vendors))
    at = AT + timedelta(minutes=rng.choice((0, 0, 35, 70)))
    fixed = rng.choice((60.0, 480.0, 1440.0))
    earned = chances_of(estate)
    case = Case(
        estate=estate,
        modes=tuple(_mode(rng, n, estate, flaws) for n in range(rng.randint(0, 4))),
        curves={name: _curve(rng) for name in service_ids},
        run_by={
            v: tuple(n for n in names if _runs(estate, v, n, vendor_of.get(n))) for v in vendors
        },
        carriers=_carriers(estate),
        chances={f: earned["flaw", f] for f in flaws if ("flaw", f) in earned},
        exploited=frozenset(),
        trusted=frozenset(
            [c.control_id for c in estate.controls if earned["control", c.control_id] >= 0.9]
            + [a.account_id for a in estate.accounts if a.mfa == "yes" and a.mfa_tested_on]
        ),
        kind=kind,
        at=at,
        subjects=subjects,
        protect=tuple(rng.sample(service_ids, k=rng.randint(1, len(service_ids)))),
        keep=tuple(rng.sample(service_ids, k=1)) if rng.random() < 0.15 else (),
        begins_at=(rng.choice([*names, "staff", "partner"]),) if rng.random() < 0.2 else (),
        assume=rng.choice(("named", "exploited", "exploited", "all")),
        accepts_lost_spares=rng.random() < 0.3,
        pace=rng.choice((10.0, 20.0, 60.0, 200.0)),
        fixed_after=fixed,
    )
    return Drawn(case=case, vendor_of=vendor_of, situation=_situation(case))


def _pooled(rng: random.Random, estate: ExposureInputs) -> ExposureInputs:
    """Give flaws names that say their vectors, so that one store serves all estates."""
    names = {}
    for number, flaw in enumerate(estate.flaws):
        names[flaw.vulnerability_id] = rng.randrange(len(POOL)) + 100 * number
    unrated = sorted({f.vulnerability_id for f in estate.findings} - set(names))
    real = {old: f"CVE-2026-{2000 + new}" for old, new in names.items()}
    real |= {old: f"CVE-2026-{2900 + n}" for n, old in enumerate(unrated)}
    return replace(
        estate,
        flaws=tuple(
            replace(
                f,
                vulnerability_id=real[f.vulnerability_id],
                vectors=_vectors(real[f.vulnerability_id]),
            )
            for f in estate.flaws
        ),
        findings=tuple(
            dict.fromkeys(
                replace(f, vulnerability_id=real[f.vulnerability_id]) for f in estate.findings
            )
        ),
        controls=tuple(
            replace(
                c,
                vulnerability_ids=tuple(real[v] for v in c.vulnerability_ids if v in real),
                kind="waf" if c.kind == "virtual_patch" and not c.vulnerability_ids else c.kind,
            )
            for c in estate.controls
            if all(v in real for v in c.vulnerability_ids)
        ),
        overrides=tuple(
            replace(o, subject_id=real.get(o.subject_id, o.subject_id))
            for o in estate.overrides
            if o.subject != "vulnerability" or o.subject_id in real
        ),
    )


def _busier(rng: random.Random, estate: ExposureInputs) -> ExposureInputs:
    """Add links and findings, so that more can be reached."""
    names = [system.system_id for system in estate.systems]
    ends = [(rng.choice(["internet", "internet", *names]), rng.choice(names)) for _ in range(3)]
    flaws = [finding.vulnerability_id for finding in estate.findings]
    known = rng.choices(("yes", "unknown"), (3, 1), k=3)
    found = [FlawOnSystem(system_id=n, vulnerability_id=rng.choice(flaws)) for n in names]
    return replace(
        estate,
        links=(
            *estate.links,
            *(
                PermittedLink(source=a, target=b, known=k)
                for (a, b), k in zip(ends, known, strict=True)
                if a != b
            ),
        ),
        findings=tuple(dict.fromkeys([*estate.findings, *found])),
    )


def _vectors(name: str) -> tuple[str, ...]:
    number = int(name[-4:]) - 2000
    return POOL[number % 100] if number < 900 else ()


def write_pool(folder: Path) -> Path:
    """Write the store that knows every flaw that any of these estates may have."""
    pool = [f"CVE-2026-{2000 + 100 * k + n}" for k in range(3) for n in range(len(POOL))]
    names = [*pool, "CVE-2026-2900", "CVE-2026-2901"]
    folder.mkdir(parents=True, exist_ok=True)
    return write_store(
        folder,
        ExposureInputs(
            flaws=tuple(Flaw(vulnerability_id=n, vectors=_vectors(n)) for n in names),
            findings=tuple(FlawOnSystem(system_id="s", vulnerability_id=n) for n in names),
        ),
    )


def _runs(estate: ExposureInputs, vendor: str, name: str, stated: str | None) -> bool:
    """Whether a vendor runs a system: by the system's own row, else by its own claim."""
    claims = {access.vendor_id: access.system_id for access in estate.vendors}
    return stated == vendor if stated else claims.get(vendor) == name


def _carriers(estate: ExposureInputs) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for finding in estate.findings:
        name = f"with-{finding.vulnerability_id.lower()}"
        found.setdefault(name, set()).add(finding.system_id)
    return {name: tuple(sorted(systems)) for name, systems in found.items()}


def _subjects(
    rng: random.Random,
    kind: str,
    flaws: list[str],
    estate: ExposureInputs,
    vendors: list[str],
) -> Sequence[str]:
    names = [system.system_id for system in estate.systems]
    services = [need.service_id for need in estate.services]
    pairs = sorted({(k.source, k.target) for k in estate.links if k.source != k.target})
    if kind == "exploited_flaw":
        return rng.sample(flaws, k=min(len(flaws), rng.randint(1, 2)))
    if kind == "zero_day_component":
        return [f"with-{rng.choice(flaws).lower()}"]
    if kind in ("shared_centre_hit", "vendor_hit"):
        return [rng.choice(vendors)]
    if kind == "authority_request":
        return rng.sample([*names, *vendors, *services, *(f"{a} > {b}" for a, b in pairs)], k=1)
    return rng.sample(names, k=rng.randint(1, 2))


def _mode(rng: random.Random, number: int, estate: ExposureInputs, flaws: list[str]) -> Mode:
    names = [system.system_id for system in estate.systems]
    pairs = sorted({(k.source, k.target) for k in estate.links})
    services = [need.service_id for need in estate.services]
    shape = rng.choice(("systems", "links", "entry", "accounts", "vendors", "patch", "mixed"))
    parts: dict[str, Any] = {}
    if shape in ("systems", "patch", "mixed"):
        parts["systems"] = tuple(rng.sample(names, k=min(len(names), rng.randint(1, 2))))
    if shape == "patch":
        parts["flaws"] = tuple(rng.sample(flaws, k=1))
    if shape in ("links", "mixed") and pairs:
        parts["links"] = tuple(rng.sample(pairs, k=min(len(pairs), rng.randint(1, 3))))
    if shape == "entry":
        parts["entry_points"] = tuple(rng.sample(names, k=1))
    if shape == "accounts":
        parts["accounts"] = tuple(a.account_id for a in estate.accounts[:1])
    if shape == "vendors":
        parts["vendors"] = tuple(sorted({v.vendor_id for v in estate.vendors})[:1])
    loses = rng.sample(services, k=rng.randint(0, len(services)))
    return Mode(
        mode_id=f"m{number}",
        loses=tuple((name, rng.choice((0.1, 0.25, 0.5, 0.75, 1.0))) for name in loses),
        enter=rng.choice(((0.0, 5.0, 10.0), (5.0, 15.0, 60.0), (30.0, 60.0, 61.0))),
        leave=rng.choice(((5.0, 10.0, 20.0), (30.0, 90.0, 120.0), (60.0, 240.0, 480.0))),
        is_timed=rng.random() < 0.85,
        **parts,
    )


def _curve(rng: random.Random) -> Curve:
    hour, later = rng.randint(1, 50) * 1000.0, rng.randint(50, 900) * 1000.0
    moments = [AT.replace(hour=15, minute=30), AT.replace(hour=23, minute=0)]
    return Curve(
        points=((60.0, hour), (1440.0, later)),
        deadlines=tuple((at, rng.randint(1, 90) * 1000.0) for at in moments if rng.random() < 0.5),
    )


def _situation(case: Case) -> dict[str, Any]:
    return {
        "kind": case.kind,
        "at": case.at.strftime("%Y-%m-%dT%H:%M"),
        "subjects": list(case.subjects),
        "protect": list(case.protect),
        "keep": list(case.keep),
        "begins_at": list(case.begins_at),
        "assume": case.assume,
        "accepts_lost_spares": case.accepts_lost_spares,
        "pace_minutes": case.pace,
        "chance_per_day": "10-30-60%",
        "fixed_after": f"{case.fixed_after:.0f}m",
    }


def write_case(folder: Path, drawn: Drawn) -> tuple[Path, Path]:
    """Write the estate's folder and the situation's file; return both."""
    estate, case = write_estate(folder / "estate", drawn.case.estate), drawn.case
    services = json.loads((estate / "services.yaml").read_text(encoding="utf-8"))["services"]
    for service in services:
        curve = case.curves[service["id"]]
        service["impact"] = {
            "attack_outage": ["3h", "24h", "72h"],
            "curve": [{"after": f"{m:.0f}m", "loss": loss} for m, loss in curve.points],
            "deadlines": [
                {
                    "id": f"d{n}",
                    "name": f"d{n}",
                    "days": at.date().isoformat(),
                    "at": at.strftime("%H:%M"),
                    "loss": loss,
                }
                for n, (at, loss) in enumerate(curve.deadlines)
            ],
        }
    (estate / "services.yaml").write_text(json.dumps({"services": services}), encoding="utf-8")
    (estate / "modes.csv").write_text(_modes_csv(case), encoding="utf-8")
    lines = (estate / "systems.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{lines[0]},vendor_id"]
    rows += [f"{line},{drawn.vendor_of.get(line.split(',')[0], '')}" for line in lines[1:]]
    (estate / "systems.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    path = folder / "situation.yaml"
    path.write_text(json.dumps(drawn.situation), encoding="utf-8")
    return estate, path


class KnownFindings:
    """Stands in for reading SBOMs and matching them, which hundreds of estates have no time for."""

    drawn: Drawn

    def __init__(self, estate: object, path: object, store: object) -> None:
        """Take what the workflow gives, and use none of it."""

    @property
    def carriers(self) -> dict[str, tuple[str, ...]]:
        """Systems that carry each package."""
        return self.drawn.case.carriers

    def at(self, cutoff: datetime) -> tuple[tuple[Flaw, ...], tuple[FlawOnSystem, ...]]:
        """The flaws and findings of the case that is drawn."""
        assert cutoff > AT
        estate = self.drawn.case.estate
        rated = {flaw.vulnerability_id for flaw in estate.flaws}
        unrated = sorted({f.vulnerability_id for f in estate.findings} - rated)
        return (*estate.flaws, *(Flaw(vulnerability_id=n) for n in unrated)), estate.findings


def _modes_csv(case: Case) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *("id", "name_ja", "subject", "kind", "loses", "systems", "links", "entry_points"),
            *("accounts", "vendors", "vulnerability_ids", "enter_minutes", "leave_minutes"),
        ]
    )
    for mode in case.modes:
        writer.writerow(
            [
                *(mode.mode_id, mode.mode_id, case.estate.systems[0].system_id, mode.kind),
                "; ".join(f"{name} {share:.0%}" for name, share in mode.loses),
                "; ".join(mode.systems),
                "; ".join(f"{a} > {b}" for a, b in mode.links),
                *("; ".join(n) for n in (mode.entry_points, mode.accounts, mode.vendors)),
                "; ".join(mode.flaws),
                "-".join(f"{end:.0f}" for end in mode.enter) if mode.is_timed else "",
                "-".join(f"{end:.0f}" for end in mode.leave) if mode.is_timed else "",
            ]
        )
    return out.getvalue()
