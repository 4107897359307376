"""The runbook on paper: complete without a network, in both languages, exercises marked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from hiyoke.errors import ExerciseMarkError
from hiyoke.estate import MODE_KINDS, Delegation, LossRange
from hiyoke.languages import Language, Text
from hiyoke.reports.suspension.notices import AUDIENCES, render_notice
from hiyoke.reports.suspension.runbook_page import render_runbook
from hiyoke.suspension import (
    EXERCISE_MARK,
    LevelReading,
    PhoneDesk,
    Runbook,
    SituationSide,
    StopAction,
    StoppedService,
    judge_level,
    load_criteria,
    order_stop,
)
from hiyoke.suspension.situation_facts import StatedFacts
from hiyoke.workflows.suspension.exercise_marks import check_marks
from hiyoke.workflows.suspension.write_runbook import draft_of
from small_grounds import ground, situation

if TYPE_CHECKING:
    from collections.abc import Iterable

AT = datetime(2026, 5, 25, 14, 20, tzinfo=ZoneInfo("Asia/Tokyo"))


def action(name: str, kind: str = "full_stop", tier: str = "applications") -> StopAction:
    return StopAction(
        action_id=name,
        name=Text(ja=f"{name}を止める", en=f"Stop {name}"),
        mode_id=name,
        kind=kind,
        tier=tier,
        systems=(name,) if kind == "full_stop" else (),
        enter_minutes=LossRange(5, 10, 20),
        in_flight_minutes=LossRange(5, 15, 30),
        restart_point="通番 12 から",
        owner=Text(ja="運用課", en="Operations") if name != "b" else None,
    )


def runbook(actions: Iterable[StopAction] | None = None) -> Runbook:
    given = actions or (action("a"), action("b"), action("db", tier="databases"))
    return Runbook(
        institution=Text(ja="あさぎり銀行", en="Asagiri Bank"),
        title=Text(ja="欠陥の悪用", en="A flaw is exploited"),
        situation_id="case",
        option="now",
        is_synthetic=True,
        is_exercise=False,
        starts_at=AT,
        fixed_at=AT + timedelta(hours=8),
        order=order_stop(given, [("a", "db"), ("db", "a")]),
        services=(
            StoppedService(
                service_id="ib",
                share=0.6,
                starts_at=AT,
                minutes=600,
                loss=LossRange(1, 2, 3),
                users=None,
                missed=(),
                breaks_tolerance=False,
            ),
        ),
        names={"ib": Text(ja="個人 IB", en="Retail banking")},
        desks=(PhoneDesk(Text(ja="みなと", en="Minato"), "03-0000-0001", None, is_needed=True),),
        has_signs=True,
        hiyoke_version="0",
    )


def reading(**stated: Any) -> LevelReading:
    """The level of an exploited flaw at a small bank with a table of authority."""
    ciso = Delegation(
        role="ciso",
        name=Text(ja="CISO", en="CISO"),
        contact="03-0000-0102",
        up_to="L3",
        expires_on=date(2027, 3, 31),
    )
    stands_on = ground(happened=situation(stated=StatedFacts(**stated)))
    side = SituationSide(as_of=date(2026, 5, 25))
    return judge_level(stands_on, None, load_criteria(), side, [ciso])


def rows(page: str) -> list[str]:
    body = page[page.index("<tbody") :]
    return re.findall(
        r"<tr.*?</tr>", re.sub(r"<thead>.*?</thead>", "", body, flags=re.DOTALL), re.DOTALL
    )


@pytest.mark.parametrize("language", Language)
def test_needs_no_network_mail_or_screen(language: Language) -> None:
    page = render_runbook(runbook(), language)
    assert not re.search(r"<a |<script|<img|<link|https?:|mailto:", page)
    assert "03-0000-0001" in page
    assert "size: A4" in page


@pytest.mark.parametrize("language", Language)
def test_says_what_who_when_how_to_check_and_how_to_take_back(language: Language) -> None:
    page = render_runbook(runbook(), language)
    for words in ("通番 12 から", "14:20", "□"):
        assert words in page
    named = {Language.JA: "担当未定", Language.EN: "No owner: name one now"}[language]
    assert named in page


def test_each_language_stands_alone() -> None:
    english = render_runbook(replace(runbook(), is_synthetic=False), Language.EN)
    given = english.replace("通番 12 から", "")
    assert not re.search(
        r"[ぁ-んァ-ヶ一-龠]", re.sub(r"<style>.*?</style>", "", given, flags=re.DOTALL)
    )


def test_names_the_dependency_that_a_circle_leaves_out() -> None:
    assert "they use each other in a circle" in render_runbook(runbook(), Language.EN)


def test_comes_back_in_reverse_order() -> None:
    steps = [step.action.action_id for step in runbook().order.steps]
    assert [step.action.action_id for step in runbook().returning] == steps[::-1]


@pytest.mark.parametrize("language", Language)
def test_every_row_and_page_of_an_exercise_carries_its_mark(language: Language) -> None:
    page = render_runbook(replace(runbook(), is_exercise=True, reading=reading()), language)
    assert all(EXERCISE_MARK in row for row in rows(page))
    assert all(EXERCISE_MARK in head for head in re.findall(r"<h[12]>.*?</h[12]>", page))
    assert EXERCISE_MARK in re.findall(r"@top-center \{[^}]*\}", page)[0]
    assert EXERCISE_MARK in re.findall(r"<title>.*?</title>", page)[0]


@pytest.mark.parametrize("language", Language)
def test_the_real_thing_never_carries_the_mark(language: Language) -> None:
    assert EXERCISE_MARK not in render_runbook(runbook(), language)
    titled = replace(runbook(), title=Text(ja=EXERCISE_MARK, en=EXERCISE_MARK))
    with pytest.raises(ExerciseMarkError):
        check_marks({"x": render_runbook(titled, language).encode()}, is_exercise=False)
    with pytest.raises(ExerciseMarkError):
        check_marks({"x": render_runbook(runbook(), language).encode()}, is_exercise=True)


def test_what_people_type_cannot_become_markup() -> None:
    titled = replace(runbook(), title=Text(ja="<script>", en="<script>"))
    assert "<script>" not in render_runbook(titled, Language.JA)


@pytest.mark.parametrize("kind", MODE_KINDS)
def test_every_kind_of_step_has_words(kind: str) -> None:
    draft = draft_of(runbook([action("x", kind, "sessions")]), Language.EN)
    assert draft.stages[0].stops[0].rollback
    assert "accounts" not in draft.key


def test_equal_runbooks_give_equal_pages() -> None:
    assert render_runbook(runbook(), Language.JA) == render_runbook(runbook(), Language.JA)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", Language)
def test_notices_name_services_and_times_and_nothing_that_helps_attackers(
    audience: str, language: Language
) -> None:
    notice = render_notice(runbook(), audience, language)
    service = {Language.JA: "個人 IB", Language.EN: "Retail banking"}[language]
    assert service in notice
    assert "14:20" in notice
    for secret in ("A flaw", "欠陥", "CVE-", "db", "Stop a", "を止める", "みなと"):
        assert secret not in notice


def test_customers_are_told_of_no_internal_service_that_stops() -> None:
    quiet = replace(runbook(), internal=frozenset({"ib"}))
    for language in Language:
        notice = render_notice(quiet, "customers", language)
        assert "個人 IB" not in notice
        assert "Retail banking" not in notice
        # It asks first whether a notice is needed, and does not speak of services below.
        assert {Language.JA: "要るかどうか", Language.EN: "whether a notice is needed"}[
            language
        ] in notice
    assert "Retail banking" in render_notice(quiet, "counterparties", Language.EN)


@pytest.mark.parametrize("has_signs", [True, False])
def test_every_runbook_puts_evidence_before_the_stop(has_signs: bool) -> None:  # noqa: FBT001
    page = render_runbook(replace(runbook(), has_signs=has_signs), Language.EN)
    assert page.index("3. Evidence first") < page.index("4. Steps of the stop")
    assert ("Memory, running processes included" in page) == has_signs
    assert ("logs from being overwritten" in page) != has_signs


@pytest.mark.parametrize("language", Language)
def test_each_step_names_what_is_stopped_and_cut(language: Language) -> None:
    cut = replace(action("c"), systems=(), links=(("web", "core"),), entry_points=("web",))
    page = render_runbook(runbook([action("a"), cut]), language)
    assert {Language.JA: "切る経路: ", Language.EN: "Cut: "}[
        language
    ] + "web → core, internet → web" in page
    assert {Language.JA: "止めるシステム: a", Language.EN: "Stop: a"}[language] in page


def test_a_stage_stands_with_its_first_step_on_paper() -> None:
    page = render_runbook(runbook(), Language.EN)
    heads = re.findall(r'<tbody class="together">\s*<tr class="stage">.*?</tbody>', page, re.DOTALL)
    assert len(heads) == len(runbook().order.layers)
    assert all(head.count("<tr") == 2 for head in heads)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_line_of_an_exercise_notice_carries_the_mark(audience: str) -> None:
    notice = render_notice(replace(runbook(), is_exercise=True), audience, Language.EN)
    assert all(EXERCISE_MARK in line for line in notice.splitlines() if line)
    assert EXERCISE_MARK not in render_notice(runbook(), audience, Language.EN)


def test_time_limits_are_shown_with_how_far_they_are_trusted() -> None:
    page = render_runbook(replace(runbook(), reading=reading()), Language.EN)
    assert "Privacy commission" in page
    assert "<td>K</td>" in page
    assert {one.mark for one in load_criteria().duties} <= set("PSKCA")


def test_the_head_says_level_triggers_deciders_and_what_is_not_known() -> None:
    page = render_runbook(replace(runbook(), reading=reading()), Language.JA)
    head = page[: page.index("2. 電話")]
    for words in (
        "L3 外部接続の遮断",
        "V-2",
        "L4 に上がり得る",
        "CISO: 03-0000-0102",
        "通知の期限",
        "未起算",
    ):
        assert words in head


def test_deadlines_are_moments_in_japan_or_say_why_there_is_none() -> None:
    known = datetime(2026, 5, 25, 13, 50, tzinfo=ZoneInfo("Asia/Tokyo"))
    told = render_runbook(replace(runbook(), reading=reading(detected_at=known)), Language.EN)
    assert "28 May 13:50 JST" in told
    assert "not started: when it was classified as major (classified_at) is not known" in told
    untold = render_runbook(replace(runbook(), reading=reading()), Language.EN)
    assert "not started: when it became known (detected_at) is not known" in untold


def test_without_a_table_of_authority_the_head_asks_to_find_out() -> None:
    nobody = replace(reading(), deciders=None)
    page = render_runbook(replace(runbook(), reading=nobody), Language.EN)
    assert "no table of authority" in page
    empty = render_runbook(replace(runbook(), reading=replace(nobody, deciders=())), Language.EN)
    assert "nobody may decide" in empty
