"""A small exposure report written out by hand, and random ones of any size."""

from __future__ import annotations

import random

from hiyoke.languages import Text
from hiyoke.reports.exposure.rows import (
    AssumptionRow,
    Chance,
    ChokePointRow,
    DebtRow,
    ExceedancePoint,
    ExposureReport,
    ExposureUnknownRow,
    LeverageRow,
    LinkRow,
    PathRow,
    PathStepRow,
    PlaceRow,
    ServiceExposureRow,
    SystemExposureRow,
    UncreditedControlRow,
)
from hiyoke.risk import LossRange

INTERNET = PlaceRow(place_id="internet", kind="internet", name=Text("インターネット", "Internet"))


def small_report() -> ExposureReport:
    """Return a report with every kind of row."""
    return ExposureReport(
        horizon_days=30.0,
        worlds=4096,
        seed=1,
        stress=1.0,
        profiles=(("attack-rules", "1.0.0"), ("calibration", "1.0.0")),
        currency="JPY",
        unknowns=(
            ExposureUnknownRow(
                code="links",
                title=Text("有無が不明な通信", "Links nobody is sure of"),
                count=1,
                names=("web -> app",),
                cost=Text("両方を計算しました。", "Both cases were computed."),
                remedy=Text("`links.csv` に書いてください。", "Record it in `links.csv`."),
            ),
        ),
        services=(
            _service(
                "ib", "インターネットバンキング", "Internet banking", 1, ("web", "app"), 0.083
            ),
            _service("zengin", "全銀送金", "Zengin transfers", 2, ("core",), 0.0, priced=False),
            _service("hr", "人事給与", "Staff payroll", None, ("core",), 0.0),
        ),
        systems=(
            _system("web", "受付サーバー 1 号機", "Web server 1", "yes", 0.25),
            _system("app", "業務アプリケーション", "Application", "no", 0.083),
            _system("core", "勘定系", "Core banking", "unknown", 0.0, is_assessed=False),
            _system("lonely", "孤立した端末", "Lonely terminal", "no", 0.0),
        ),
        places=(
            INTERNET,
            PlaceRow(place_id="carrier", kind="outside", name=Text("回線業者", "Carrier")),
            PlaceRow(place_id="tokai", kind="vendor", name=Text("東海保守", "Tokai Maintenance")),
        ),
        links=(
            LinkRow("internet", "web"),
            LinkRow("web", "app", is_known=False),
            LinkRow("app", "core", "admin"),
            LinkRow("app", "web"),
            LinkRow("carrier", "core"),
            LinkRow("tokai", "core", "vendor", is_known=False),
        ),
        paths=(
            PathRow(
                target="app",
                service_ids=("ib",),
                probability=0.08,
                begins=None,
                steps=(
                    _step("internet", "web", "CVE-2026-1", "受付サーバーの", "the web server"),
                    _step("web", "web", "CVE-2026-2", "同じサーバーの", "the same server"),
                    _step(
                        "web", "app", "CVE-2026-3", "業務の", "the application", is_certain=False
                    ),
                ),
                is_certain=False,
            ),
            PathRow(
                target="core",
                service_ids=("zengin", "hr"),
                probability=0.004,
                begins=Text("東海保守が侵害される", "Tokai Maintenance is compromised"),
                steps=(_step("tokai", "core", None, "遠隔接続で勘定系の", "core banking"),),
            ),
        ),
        are_paths_proven=True,
        choke_points=(
            ChokePointRow(
                kind="system",
                subject_id="web",
                name=Text("受付サーバー 1 号機", "Web server 1"),
                service_id="ib",
                probability_removed=0.08,
            ),
        ),
        expected_loss=LossRange(1.2e6, 8.3e6, 2.4e7),
        exceedance=tuple(
            ExceedancePoint(loss, p, p * 0.5, min(1.0, p * 1.5))
            for loss, p in ((1e6, 0.1), (1e7, 0.08), (1e8, 0.03), (5e8, 0.011), (1e9, 0.001))
        ),
        no_curve_ids=("zengin",),
        leverage=(
            LeverageRow(
                kind="bundle",
                subject_id="b-1",
                name=Text("tomcat を更新する", "Update tomcat"),
                loss_removed=7.5e6,
                ci_low=6e6,
                ci_high=9e6,
                probability_removed=(("ib", 0.075),),
                effort_hours=6.0,
                is_effort_assumed=True,
            ),
            LeverageRow(
                kind="vendor",
                subject_id="tokai",
                name=Text("東海保守の遠隔接続を閉じる", "Close the access of Tokai Maintenance"),
                loss_removed=None,
                ci_low=None,
                ci_high=None,
                probability_removed=(("zengin", 0.004), ("hr", 0.004)),
                helps_only_with=("b-1",),
            ),
        ),
        debt=(
            DebtRow(
                kind="backlog",
                subject_id="b-1",
                name=Text("tomcat の未適用の修正", "Unapplied fixes of tomcat"),
                system_ids=("web",),
                opens=3,
                service_ids=("ib",),
                loss_removed=7.5e6,
                probability_removed=0.075,
                effort_hours=6.0,
                loss_removed_per_hour=1.25e6,
                is_effort_assumed=True,
            ),
            DebtRow(
                kind="privileged_id",
                subject_id="old-admin",
                name=Text("使われていない特権 ID", "Unused privileged ID"),
                system_ids=("core",),
                opens=1,
                service_ids=("zengin",),
                loss_removed=None,
                probability_removed=0.0,
                effort_hours=None,
                loss_removed_per_hour=None,
            ),
        ),
        uncredited=(
            UncreditedControlRow(
                control_id="waf",
                name=Text("受付の WAF", "WAF of the web server"),
                why=Text("試験の記録がありません。", "No test is recorded."),
                loss_would_remove=4e6,
                probability_would_remove=0.04,
            ),
        ),
        assumptions=(
            AssumptionRow(title=Text("人の操作", "A person acts"), content=Text("30%", "30%")),
            AssumptionRow(
                title=Text("悪用の確率", "Exploitation"),
                content=Text("EPSS", "EPSS"),
                basis=Text("FIRST", "FIRST"),
            ),
        ),
    )


def _service(  # noqa: PLR0917 - a row of a table.
    service_id: str,
    ja: str,
    en: str,
    rank: int | None,
    systems: tuple[str, ...],
    p: float,
    *,
    priced: bool = True,
) -> ServiceExposureRow:
    chances = tuple(
        (days, Chance(min(1.0, p * days / 30), p * days / 60, min(1.0, p * days / 20 + 0.001)))
        for days in (7.0, 30.0, 365.0)
    )
    return ServiceExposureRow(
        service_id=service_id,
        name=Text(ja, en),
        priority_rank=rank,
        system_ids=systems,
        probability=p,
        ci_low=p * 0.7,
        ci_high=p * 1.3 + 0.0009,
        if_unknown_absent=p / 2,
        if_unknown_present=p,
        expected_loss=LossRange(p * 1e7, p * 1e8, p * 3e8) if priced else None,
        is_loss_assumed=rank is None,
        over_time=chances,
        latent=Chance(min(1.0, p + 0.05), p, min(1.0, p + 0.1)),
    )


def _system(
    system_id: str, ja: str, en: str, facing: str, p: float, *, is_assessed: bool = True
) -> SystemExposureRow:
    return SystemExposureRow(
        system_id=system_id,
        name=Text(ja, en),
        internet_facing=facing,
        probability=p,
        ci_low=p * 0.8,
        ci_high=p * 1.2 + 0.0009,
        if_unknown_absent=0.0,
        if_unknown_present=p,
        is_assessed=is_assessed,
    )


def _step(
    source: str, target: str, flaw: str | None, ja: str, en: str, *, is_certain: bool = True
) -> PathStepRow:
    return PathStepRow(
        words=Text(f"{ja}管理者の権限を得る", f"The attacker gains {en}"),
        source=source,
        target=target,
        vulnerability_id=flaw,
        is_certain=is_certain,
        rows=("links.csv:2",),
    )


_WORDS = (
    ("勘定系オンライン", "Core"),
    ("インターネットバンキング受付", "Internet banking front"),
    ("決済中継データベース（災対）", "Payment relay database (disaster recovery)"),
    ("ATM", "ATM"),
    ("Webサーバー No.12", "WWW-MMMM-WWWW_server.example"),
)


def random_report(
    seed: int, *, systems: int, links: int, services: int = 6, paths: int = 8
) -> ExposureReport:
    """Return a report of any size with names of any length.

    Args:
        seed: Equal seeds give equal reports.
        systems: Systems, 1 or more.
        links: Links between them, drawn at random.
        services: Services, 1 or more; every second one is a priority service.
        paths: Paths of up to six steps.
    """
    draw = random.Random(seed)  # noqa: S311 - a made-up estate.
    ids = [f"s{n:04d}" for n in range(systems)]
    rows = []
    for n, system_id in enumerate(ids):
        ja, en = draw.choice(_WORDS)
        facing = draw.choice(("yes", "no", "no", "unknown")) if n < systems / 4 else "no"
        p = draw.choice((0.0, 0.0, 0.002, 0.03, 0.1, 0.4, 1.0))
        rows.append(
            _system(system_id, f"{ja} {n} 号機", f"{en} {n}", facing, p, is_assessed=n % 7 > 0)
        )
    chosen = [
        _service(
            f"v{n}",
            f"{draw.choice(_WORDS)[0]}の業務 {n}",
            f"Service {draw.choice(_WORDS)[1]} {n}",
            n + 1 if n % 2 == 0 else None,
            tuple(sorted(draw.sample(ids, min(5, systems)))),
            draw.random() / 3,
        )
        for n in range(services)
    ]
    ways = []
    for n in range(paths):
        here, steps = "internet", []
        for target in draw.sample(ids, draw.randint(1, min(6, systems))):
            steps.append(_step(here, target, f"CVE-2026-{n}", "", "", is_certain=n % 3 > 0))
            here = target
        needed = tuple(s.service_id for s in chosen if here in s.system_ids)
        ways.append(
            PathRow(
                target=here,
                service_ids=needed or (chosen[0].service_id,),
                probability=0.5 / (n + 1),
                begins=None,
                steps=tuple(steps),
            )
        )
    partners = tuple(
        PlaceRow(place_id=f"p{n}", kind=kind, name=Text(f"提携先 {n}", f"Partner {n}"))
        for n, kind in enumerate(("outside", "insider", "vendor"))
    )
    joins = [
        LinkRow(draw.choice(ids), draw.choice(ids), is_known=draw.random() > 0.1)
        for _ in range(links)
    ]
    joins += [LinkRow(place.place_id, draw.choice(ids)) for place in partners]
    return ExposureReport(
        horizon_days=30.0,
        worlds=4096,
        seed=seed,
        stress=1.0,
        profiles=(),
        currency="JPY",
        unknowns=(),
        services=tuple(chosen),
        systems=tuple(rows),
        places=(INTERNET, *partners),
        links=tuple(joins),
        paths=tuple(ways),
        choke_points=(
            ChokePointRow(
                kind="system",
                subject_id=ids[0],
                name=Text("要所", "choke"),
                service_id="v0",
                probability_removed=0.1,
            ),
        ),
    )
