"""The option sheet and the plan as plain records for machines: every figure, with its unit.

What is not here: the page (`option_page`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hiyoke.reports.suspension.level_record import level_record
from hiyoke.reports.suspension.option_view import step_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hiyoke.languages import Text
    from hiyoke.reports.suspension.option_figures import OptionFacts
    from hiyoke.suspension import (
        OptionSheet,
        PlannedMode,
        Situation,
        StopOption,
        StoppedService,
        StopPlan,
    )

OPTIONS_SCHEMA: Final = "hiyoke/stop-options/1"
PLAN_SCHEMA: Final = "hiyoke/stop-plan/1"


def options_record(sheet: OptionSheet, facts: OptionFacts) -> dict[str, Any]:
    """Return the option sheet as a record; times in UTC, sums in currency units."""
    standing = {one.key: one.probability for one in facts.standing}
    return {
        "schema": OPTIONS_SCHEMA,
        **_head(sheet, facts),
        "advice": sheet.advice.value,
        "advised": sheet.advised.key.value,
        "confidence": sheet.confidence,
        "doubts": list(sheet.doubts),
        "beyond_reach": list(sheet.stake.beyond),
        "stake": {"services": list(sheet.stake.taken), "steps": sheet.stake.steps},
        "options": [_option(option, standing.get(option.key)) for option in sheet.options],
        "break_evens": [
            {
                "against": one.against.value,
                "probability": round(one.probability, 6),
                "assumed": round(one.assumed, 6),
            }
            for one in sheet.break_evens
        ],
        "flips": [
            {
                "kind": flip.kind,
                "now": flip.now,
                "at": round(flip.at, 6),
                "to": str(flip.to),
                "row": flip.unknown.row if flip.unknown else None,
                "saved": round(flip.unknown.saved, 2) if flip.unknown else None,
            }
            for flip in sheet.flips
        ],
    }


def plan_record(sheet: OptionSheet, plan: StopPlan, facts: OptionFacts) -> dict[str, Any]:
    """Return a plan as a record, with its certificate."""
    ground = sheet.ground
    return {
        "schema": PLAN_SCHEMA,
        **_head(sheet, facts),
        "starts_at": _instant(plan.starts_at),
        "fixed_at": _instant(plan.fixed_at),
        "effect_at": _instant(plan.effect_at),
        "modes": [_mode(sheet, planned) for planned in plan.modes],
        "services": _services(plan.services),
        "cost": {
            "likely": round(plan.choice.cost, 2),
            "bound": round(plan.choice.bound, 2),
            "gap": round(plan.choice.gap, 6),
            "is_proven": plan.choice.is_optimal,
            "range": _range(plan.loss),
        },
        "certificate": {
            "holds_for": list(plan.certificate.protected),
            "still_open": {
                service_id: [_text(step_words(sheet, step)) for step in way]
                for service_id, way in plan.certificate.taken.items()
            },
            "beyond_reach": list(plan.choice.beyond_reach),
        },
        "attacker": {
            "open_steps": int(ground.situated.open_steps.size),
            "flaws_used": list(ground.situated.flaws),
            "held_systems": list(ground.situated.held),
        },
        "if_nothing_unknown_exists": {
            "modes": list(plan.if_absent.modes),
            "cost": round(plan.if_absent.cost, 2),
            "left_open": list(plan.if_absent.left_open),
        },
        "unknowns_that_matter": [
            {"row": one.row, "table": one.origin, "cost": round(one.cost, 2)}
            for one in plan.unknowns
        ],
        "unknowns_not_tried": plan.unknowns_left,
    }


def _mode(sheet: OptionSheet, planned: PlannedMode) -> dict[str, Any]:
    return {
        "mode_id": planned.mode.mode_id,
        "name": _text(planned.mode.name),
        "kind": planned.mode.kind,
        "subject": planned.mode.subject,
        "systems": list(planned.mode.systems),
        "links": [list(link) for link in planned.mode.links],
        "entry_points": list(planned.mode.entry_points),
        "accounts": list(planned.mode.accounts),
        "vendors": list(planned.mode.vendors),
        "vulnerability_ids": list(planned.mode.vulnerability_ids),
        "enter_minutes": _range(planned.mode.enter_minutes),
        "leave_minutes": _range(planned.mode.leave_minutes),
        "in_flight_minutes": _range(planned.mode.in_flight_minutes),
        "restart_point": planned.mode.restart_point,
        "backup": planned.mode.backup,
        "reversible": planned.mode.reversible,
        "owner": _text(planned.mode.owner) if planned.mode.owner else None,
        "is_assumed": planned.is_assumed,
        "is_rehearsed": planned.is_rehearsed,
        "effect_at": _instant(planned.effect_at),
        "removes_way": [_text(step_words(sheet, step)) for step in planned.way],
    }


def _head(sheet: OptionSheet, facts: OptionFacts) -> dict[str, Any]:
    return {
        "hiyoke_version": facts.hiyoke_version,
        "institution": _text(facts.institution_name),
        "synthetic": facts.is_synthetic,
        "as_of": facts.as_of.isoformat(),
        "currency": facts.currency,
        "situation": _situation(sheet.ground.situation),
        "level": None if facts.level is None else level_record(facts.level),
        "profiles": {
            "suspension": sheet.ground.assumptions.version,
            "attack_rules": sheet.ground.situated.graph.rules.version,
        },
    }


def _situation(situation: Situation) -> dict[str, Any]:
    return {
        "situation_id": situation.situation_id,
        "title": _text(situation.title),
        "kind": situation.kind,
        "at": _instant(situation.at),
        "detected_at": _instant(situation.stated.detected_at),
        "classified_at": _instant(situation.stated.classified_at),
        "facts": dict(sorted(situation.stated.facts.items())),
        "subjects": list(situation.subjects),
        "protect": list(situation.protect),
        "keep": list(situation.keep),
        "begins_at": list(situation.begins_at),
        "assume": situation.assume,
        "accepts_lost_spares": situation.accepts_lost_spares,
        "pace_minutes": situation.pace_minutes,
        "chance_per_day": _range(situation.chance_per_day),
        "fixed_after_minutes": _range(situation.fixed_after_minutes),
        "assumed": list(situation.assumed),
    }


def _option(option: StopOption, standing: float | None) -> dict[str, Any]:
    weighed = option.weighed
    return {
        "key": option.key.value,
        "starts_at": _instant(option.starts_at),
        "after_deadline": None if option.after is None else option.after.step.deadline_id,
        "modes": list(option.modes),
        "left_open": list(option.left_open),
        "services": _services(weighed.services),
        "lost_service_hours": round(sum(s.lost_hours for s in weighed.services), 4),
        "exposed_minutes": round(weighed.exposed_minutes, 4),
        "attack_probability": _range(weighed.probability),
        "standing_probability": standing,
        "stop_loss": _range(weighed.stop),
        "attack_loss": _range(weighed.attack),
        "restart_loss": _range(weighed.restart),
        "expected_loss": _range(weighed.expected),
        "tolerance_broken": list(weighed.broken),
    }


def _services(services: Iterable[StoppedService]) -> list[dict[str, Any]]:
    return [
        {
            "service_id": one.service_id,
            "share": round(one.share, 6),
            "starts_at": _instant(one.starts_at),
            "ends_at": _instant(one.ends_at),
            "minutes": round(one.minutes, 4),
            "loss": _range(one.loss),
            "users": _range(one.users),
            "missed_deadlines": [
                {"deadline_id": missed.step.deadline_id, "at": _instant(missed.at)}
                for missed in one.missed
            ],
            "breaks_tolerance": one.breaks_tolerance,
        }
        for one in services
    ]


def _instant(at: Any) -> str | None:
    return None if at is None else at.isoformat()


def _range(figures: Any) -> list[float] | None:
    return None if figures is None else [round(float(end), 6) for end in figures]


def _text(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}
