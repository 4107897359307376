"""What the exposure run found as tables for spreadsheets and other programs.

What is not here: paths, which are stories and not rows; they stand in the report and the JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables import Column, TableContract

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hiyoke.reports.exposure.rows import ExposureReport

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_COUNT = pa.int64()
_NUMBER = pa.float64()


def _column(name: str, kind: Any, ja: str, en: str, *, nullable: bool = True) -> Column:
    return Column(name, kind, Text(ja=ja, en=en), nullable=nullable)


def _names() -> tuple[Column, ...]:
    return (
        _column("name_ja", _TEXT, "名称", "Name in Japanese.", nullable=False),
        _column("name_en", _TEXT, "名称（英語）", "Name in English.", nullable=False),
    )


def _chances() -> tuple[Column, ...]:
    return (
        _column(
            "probability",
            _NUMBER,
            "確率（不明はあるとみなす）",
            "Headline, in [0, 1].",
            nullable=False,
        ),
        _column(
            "ci_low", _NUMBER, "95% 区間の下端", "Lower end of its 95% interval.", nullable=False
        ),
        _column("ci_high", _NUMBER, "95% 区間の上端", "Upper end.", nullable=False),
        _column(
            "if_unknown_absent",
            _NUMBER,
            "不明がすべてない場合",
            "If nothing unknown exists.",
            nullable=False,
        ),
        _column(
            "if_unknown_present",
            _NUMBER,
            "不明がすべてある場合",
            "If all of it exists.",
            nullable=False,
        ),
    )


EXPOSED_SERVICES = TableContract(
    name="exposed_services",
    grain=Text(ja="一つのサービス", en="one service"),
    columns=(
        _column("service_id", _TEXT, "サービス", "The service.", nullable=False),
        *_names(),
        _column("priority_rank", _COUNT, "優先順位", "Rank that management gave; null without."),
        *_chances(),
        _column("expected_loss_low", _NUMBER, "期待損失（下限）", "Expected loss, low end."),
        _column(
            "expected_loss_likely", _NUMBER, "期待損失", "Expected loss; null without a price."
        ),
        _column("expected_loss_high", _NUMBER, "期待損失（上限）", "Expected loss, high end."),
        _column("currency", _TEXT, "通貨", "ISO 4217; null without a price."),
        _column(
            "is_loss_assumed",
            pa.bool_(),
            "損失は仮定か",
            "Whether a default priced it.",
            nullable=False,
        ),
        _column(
            "latent_probability",
            _NUMBER,
            "未知の欠陥を加えた確率",
            "With flaws not yet known; null if not computed.",
        ),
        _column("system_ids", _TEXTS, "必要なシステム", "Systems that it needs.", nullable=False),
    ),
)

EXPOSED_SYSTEMS = TableContract(
    name="exposed_systems",
    grain=Text(ja="一つのシステム", en="one system"),
    columns=(
        _column("system_id", _TEXT, "システム", "The system.", nullable=False),
        *_names(),
        _column("internet_facing", _TEXT, "外部公開", "yes, no or unknown.", nullable=False),
        _column(
            "is_assessed",
            pa.bool_(),
            "中身が分かるか",
            "Whether its contents are known.",
            nullable=False,
        ),
        *_chances(),
    ),
)

LEVERAGE = TableContract(
    name="leverage",
    grain=Text(ja="一つの打ち手", en="one change"),
    columns=(
        _column(
            "kind",
            _TEXT,
            "種類",
            "bundle, control, account, port, vendor, end_of_life.",
            nullable=False,
        ),
        _column("subject_id", _TEXT, "対象", "What it is about.", nullable=False),
        *_names(),
        _column(
            "loss_removed",
            _NUMBER,
            "減る期待損失",
            "Expected loss that goes away; null without a price.",
        ),
        _column("ci_low", _NUMBER, "95% 区間の下端", "Lower end of its 95% interval."),
        _column("ci_high", _NUMBER, "95% 区間の上端", "Upper end."),
        _column("currency", _TEXT, "通貨", "ISO 4217; null without a price."),
        _column(
            "service_ids",
            _TEXTS,
            "確率が下がるサービス",
            "Services whose probability falls.",
            nullable=False,
        ),
        _column(
            "probability_removed",
            pa.list_(_NUMBER),
            "下がる確率",
            "By how much, in the same order.",
            nullable=False,
        ),
        _column("effort_hours", _NUMBER, "作業時間（時間）", "Hours of work; null when unknown."),
        _column(
            "is_effort_assumed",
            pa.bool_(),
            "作業時間は仮定か",
            "Whether the hours are assumed.",
            nullable=False,
        ),
        _column(
            "helps_only_with",
            _TEXTS,
            "併せて効く打ち手",
            "Changes without which it achieves much less.",
            nullable=False,
        ),
    ),
)

DEBTS = TableContract(
    name="debts",
    grain=Text(ja="一つの負債", en="one debt"),
    columns=(
        _column(
            "kind", _TEXT, "種類", "port, privileged_id, backlog or end_of_life.", nullable=False
        ),
        _column("subject_id", _TEXT, "対象", "What it is about.", nullable=False),
        *_names(),
        _column("system_ids", _TEXTS, "システム", "Systems concerned.", nullable=False),
        _column(
            "opens", _COUNT, "開く攻撃の段階の数", "Steps of attack that it opens.", nullable=False
        ),
        _column(
            "service_ids",
            _TEXTS,
            "つながるサービス",
            "Services to which they lead.",
            nullable=False,
        ),
        _column(
            "loss_removed",
            _NUMBER,
            "減る期待損失",
            "Expected loss that goes with it; null without a price.",
        ),
        _column("currency", _TEXT, "通貨", "ISO 4217; null without a price."),
        _column(
            "probability_removed",
            _NUMBER,
            "下がる確率（最大）",
            "Largest fall of any priority service.",
            nullable=False,
        ),
        _column("effort_hours", _NUMBER, "作業時間（時間）", "Hours of work; null when unknown."),
        _column(
            "loss_removed_per_hour",
            _NUMBER,
            "一時間あたりに減る期待損失",
            "Loss removed by an hour of work.",
        ),
        _column(
            "is_effort_assumed",
            pa.bool_(),
            "作業時間は仮定か",
            "Whether the hours are assumed.",
            nullable=False,
        ),
    ),
)


def exposed_services_table(report: ExposureReport) -> Any:
    """Return every service, foremost first, as `EXPOSED_SERVICES`."""
    return _table(
        EXPOSED_SERVICES,
        report.services,
        (
            {
                "expected_loss_low": row.expected_loss and row.expected_loss.low,
                "expected_loss_likely": row.expected_loss and row.expected_loss.likely,
                "expected_loss_high": row.expected_loss and row.expected_loss.high,
                "currency": report.currency if row.expected_loss else None,
                "latent_probability": row.latent and row.latent.probability,
            }
            for row in report.services
        ),
    )


def exposure_tables(report: ExposureReport) -> dict[str, Any]:
    """Return all tables by contract name."""
    priced = [report.currency if row.loss_removed is not None else None for row in report.leverage]
    owed = [report.currency if row.loss_removed is not None else None for row in report.debt]
    return {
        EXPOSED_SERVICES.name: exposed_services_table(report),
        EXPOSED_SYSTEMS.name: _table(EXPOSED_SYSTEMS, report.systems, ({} for _ in report.systems)),
        LEVERAGE.name: _table(
            LEVERAGE,
            report.leverage,
            (
                {
                    "currency": currency,
                    "service_ids": [service_id for service_id, _ in row.probability_removed],
                    "probability_removed": [share for _, share in row.probability_removed],
                }
                for row, currency in zip(report.leverage, priced, strict=True)
            ),
        ),
        DEBTS.name: _table(DEBTS, report.debt, ({"currency": currency} for currency in owed)),
    }


def _table(contract: TableContract, rows: Iterable[Any], more: Iterable[Mapping[str, Any]]) -> Any:
    """Return rows as a table: what a row has under a column's name, and what is given besides."""
    filled = [
        {name: getattr(row, name) for name in contract.column_names if hasattr(row, name)}
        | {"name_ja": row.name.ja, "name_en": row.name.en}
        | dict(given)
        for row, given in zip(rows, more, strict=True)
    ]
    return contract.table(
        {name: [values[name] for values in filled] for name in contract.column_names}
    )
