"""The option sheet: which options arise, which is advised, and what would tip the balance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiyoke.estate import LossRange
from hiyoke.exposure import load_calibration
from hiyoke.suspension import (
    OptionKey,
    OptionSheet,
    SuspensionAdvice,
    standing_chances,
    weigh_options,
)
from small_grounds import AT, MODES, curve, ground, inputs, situation


def sheet(chance: float = 0.5, **changes: object) -> OptionSheet:
    told = situation(chance_per_day=LossRange(chance, chance, chance))
    return weigh_options(ground(happened=told, **changes))  # type: ignore[arg-type]


def test_sets_out_every_option_from_now_to_not_at_all() -> None:
    keys = [option.key for option in sheet().options]
    assert keys[0] == OptionKey.NOW
    assert keys[-1] == OptionKey.STAY_OPEN
    assert OptionKey.AFTER_DEADLINE in keys
    assert OptionKey.AFTER_SAFE_POINT in keys


def test_waits_five_minutes_past_the_cut_off() -> None:
    later = sheet().option(OptionKey.AFTER_DEADLINE)
    assert later is not None
    assert later.starts_at is not None
    assert f"{later.starts_at:%H:%M}" == "15:35"
    assert not later.weighed.services[0].missed


def test_lets_open_work_finish_first() -> None:
    safe = sheet().option(OptionKey.AFTER_SAFE_POINT)
    assert safe is not None
    assert safe.starts_at is not None
    assert (safe.starts_at - AT).total_seconds() == 15 * 60


def test_advises_to_stay_open_when_an_attack_is_unlikely() -> None:
    assert sheet(chance=0.001).advice is SuspensionAdvice.STAY_OPEN


def test_advises_to_stop_when_an_attack_is_near_certain() -> None:
    advice = sheet(chance=0.9999).advice
    assert advice in (SuspensionAdvice.SUSPEND_NOW, SuspensionAdvice.SUSPEND_IN_WINDOW)


def test_prefers_a_control_that_costs_nothing_to_any_outage() -> None:
    front = tuple(f for f in inputs().findings if f.system_id != "web-1")
    found = sheet(chance=0.9, given=inputs(findings=front))
    assert found.advice is SuspensionAdvice.APPLY_COMPENSATING_CONTROL


def test_escalates_when_every_option_breaks_the_tolerance() -> None:
    found = sheet(chance=0.5, tolerance_minutes={"bank": 30.0})
    assert found.advice is SuspensionAdvice.ESCALATE


def test_break_even_is_where_both_options_cost_the_same() -> None:
    found = sheet(chance=0.5)
    now, stay = found.options[0].weighed, found.options[-1].weighed
    (tip,) = [one for one in found.break_evens if one.against is OptionKey.STAY_OPEN]
    attack = stay.attack.likely / stay.probability.likely
    assert now.stopping == pytest.approx(tip.probability * attack)
    assert tip.assumed == pytest.approx(stay.probability.likely)


def test_a_fact_that_flips_the_advice_does_flip_it() -> None:
    found = sheet(chance=0.3)
    flips = [flip for flip in found.flips if flip.kind == "chance"]
    assert flips
    for flip in flips:
        assert sheet(chance=flip.at).advised.key == flip.to
        assert flip.to != found.advised.key


def test_names_what_lowers_confidence() -> None:
    told = situation(assumed=("chance_per_day",))
    found = weigh_options(ground(happened=told, modes=(replace(MODES[0], last_rehearsed_on=None),)))
    assert {"chance_assumed", "not_rehearsed"} <= set(found.doubts)
    assert found.confidence in ("medium", "low")
    assert "not_rehearsed" not in sheet(chance=0.9999).doubts


def test_a_restart_never_rehearsed_risks_twice_as_much() -> None:
    rehearsed = sheet().options[0].weighed.restart.likely
    modes = (replace(MODES[0], last_rehearsed_on=None),)
    assert sheet(modes=modes).options[0].weighed.restart.likely == pytest.approx(2 * rehearsed)


def test_offers_to_stop_in_part_where_one_service_is_cheap_to_save() -> None:
    curves = {"bank": curve("bank", 1000.0, attack_hours=6.0), "counter": curve("counter", 1.0)}
    found = sheet(chance=0.9, curves=curves)
    partly = found.option(OptionKey.PARTLY)
    assert partly is None or set(partly.left_open) < {"bank", "counter"}


def test_standing_weaknesses_are_no_likelier_behind_a_stop() -> None:
    stands_on = ground(happened=situation(chance_per_day=LossRange(0.9, 0.9, 0.9)))
    found = weigh_options(stands_on)
    chances = standing_chances(found, inputs(), load_calibration(), AT.date())
    by_key = {one.key: one.probability for one in chances}
    assert by_key["now"] <= by_key["stay_open"]


def test_nothing_to_stop_gives_one_option() -> None:
    found = weigh_options(ground(given=inputs(findings=(), accounts=(), vendors=())))
    assert [option.key for option in found.options] == [OptionKey.STAY_OPEN]
    assert found.advice is SuspensionAdvice.STAY_OPEN
    assert found.flips == ()
