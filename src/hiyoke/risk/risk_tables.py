"""Column contracts of what risk adds: decisions, findings on systems, bundles.

What is not here: how they are filled (`fan_out`), and the tables that others promise.
"""

from __future__ import annotations

import pyarrow as pa

from hiyoke.languages import Text
from hiyoke.tables import Column, TableContract

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_COUNT = pa.int64()
_DAY = pa.date32()

_SYSTEM_ID = Column(
    "system_id", _TEXT, Text(ja="システムの識別子", en="The system."), nullable=False
)
_VULNERABILITY_ID = Column(
    "vulnerability_id",
    _TEXT,
    Text(ja="脆弱性の代表識別子", en="Preferred identifier of the vulnerability."),
    nullable=False,
)
_COMPONENT_ID = Column(
    "component_id", _TEXT, Text(ja="構成要素", en="The component."), nullable=False
)
_KEV = Column(
    "known_exploited_on",
    _DAY,
    Text(
        ja="KEV への掲載日。空は掲載なし、または不明",
        en="KEV listing; null: not listed, or not known.",
    ),
)
_EPSS = Column(
    "epss_probability",
    pa.float64(),
    Text(ja="EPSS 確率 [0, 1]。空は不明", en="EPSS probability in [0, 1]; null is unknown."),
)

STANDINGS = TableContract(
    name="standings",
    grain=Text(ja="一つのシステム", en="one system"),
    columns=(
        _SYSTEM_ID,
        Column(
            "exposure",
            _TEXT,
            Text(
                ja="外部から届くか: yes, no, unknown",
                en="Reachable from outside: yes, no, unknown.",
            ),
            nullable=False,
        ),
        Column(
            "decision_class",
            _TEXT,
            Text(ja="同じ判断になるシステムの区分", en="Systems of one class get equal decisions."),
            nullable=False,
        ),
        Column(
            "group_id",
            _TEXT,
            Text(ja="まとめて作業する担当の区分", en="Who looks after it: vendor, crew or owner."),
            nullable=False,
        ),
        Column(
            "priority_service_count",
            _COUNT,
            Text(ja="必要とする優先サービスの数", en="Priority services that need it."),
            nullable=False,
        ),
        Column(
            "service_count",
            _COUNT,
            Text(ja="必要とするサービスの数", en="Services that need it."),
            nullable=False,
        ),
        Column(
            "best_priority_rank",
            _COUNT,
            Text(ja="最優先のサービスの順位", en="Rank of the foremost of them."),
        ),
    ),
)

DECISIONS = TableContract(
    name="decisions",
    grain=Text(
        ja="一つの脆弱性と一つのシステム区分", en="one vulnerability and one class of systems"
    ),
    columns=(
        _VULNERABILITY_ID,
        Column(
            "decision_class",
            _TEXT,
            Text(ja="システムの区分", en="Class of systems."),
            nullable=False,
        ),
        Column(
            "outcome",
            _TEXT,
            Text(
                ja="計画に使う結果（最も急ぐもの）",
                en="Outcome to plan by: the most urgent possible.",
            ),
            nullable=False,
        ),
        Column(
            "days", _COUNT, Text(ja="その日数。空は日の定めなし", en="Its days; null sets no day.")
        ),
        Column(
            "outcome_latest",
            _TEXT,
            Text(ja="最も急がない場合の結果", en="Least urgent outcome that is possible."),
            nullable=False,
        ),
        Column("days_latest", _COUNT, Text(ja="その日数", en="Its days; null sets no day.")),
        Column(
            "outcome_if_assumptions_fail",
            _TEXT,
            Text(
                ja="仮定が外れたときの、より急ぐ結果。なければ空",
                en="More urgent outcome should an assumption be wrong; null when there is none.",
            ),
        ),
        Column(
            "days_if_assumptions_fail",
            _COUNT,
            Text(ja="その日数", en="Its days; null sets no day."),
        ),
        Column(
            "unknown_points",
            _TEXTS,
            Text(ja="分からない判断項目", en="Decision points without an answer."),
            nullable=False,
        ),
        Column(
            "assumed_points",
            _TEXTS,
            Text(ja="仮定をおいた判断項目", en="Decision points that rest on an assumption."),
            nullable=False,
        ),
        _KEV,
        _EPSS,
    ),
)

DETECTIONS = TableContract(
    name="detections",
    grain=Text(
        ja="一つのシステムで一つの脆弱性を初めて見た日",
        en="the day one vulnerability was first seen on one system",
    ),
    columns=(
        _SYSTEM_ID,
        _VULNERABILITY_ID,
        Column(
            "first_detected_on",
            _DAY,
            Text(ja="初めて検出した日", en="Day of the first detection."),
            nullable=False,
        ),
    ),
)

SYSTEM_FINDINGS = TableContract(
    name="system_findings",
    grain=Text(
        ja="一つのシステム上の一つの構成要素と、一つの脆弱性の出会い",
        en="one component on one system, met by one vulnerability",
    ),
    columns=(
        Column(
            "rank",
            _COUNT,
            Text(
                ja="対応の順位（1 が先頭）。判定不能は空",
                en="Rank; 1 comes first. Null when not assessable.",
            ),
        ),
        _SYSTEM_ID,
        _COMPONENT_ID,
        _VULNERABILITY_ID,
        Column(
            "status",
            _TEXT,
            Text(ja="affected, not_assessable", en="affected or not_assessable."),
            nullable=False,
        ),
        Column(
            "reason",
            _TEXT,
            Text(ja="判定できない理由の符号", en="Why it is not assessable, as a code."),
        ),
        Column("purl", _TEXT, Text(ja="purl（元の表記）", en="Package URL as given.")),
        Column(
            "name", _TEXT, Text(ja="構成要素の名前", en="Name of the component."), nullable=False
        ),
        Column("version", _TEXT, Text(ja="バージョン", en="Version as given.")),
        Column("ecosystem", _TEXT, Text(ja="エコシステム", en="Ecosystem.")),
        Column("release", _TEXT, Text(ja="配布物の版", en="Release of the distribution.")),
        Column(
            "package", _TEXT, Text(ja="照合用のパッケージ名", en="Package as matching names it.")
        ),
        Column(
            "fixed_version",
            _TEXT,
            Text(ja="修正済みバージョン", en="Nearest fixed version; null when none is known."),
        ),
        Column(
            "check_backport",
            pa.bool_(),
            Text(
                ja="OS ベンダーの修正を確認すべきか",
                en="Whether the vendor's package may carry the fix.",
            ),
            nullable=False,
        ),
        Column(
            "exposure",
            _TEXT,
            Text(ja="外部から届くか", en="Whether the system is reachable from outside."),
            nullable=False,
        ),
        Column(
            "priority_service_count",
            _COUNT,
            Text(ja="優先サービスの数", en="Priority services that need the system."),
            nullable=False,
        ),
        Column(
            "service_count",
            _COUNT,
            Text(ja="サービスの数", en="Services that need the system."),
            nullable=False,
        ),
        _KEV,
        _EPSS,
        Column(
            "first_detected_on",
            _DAY,
            Text(ja="この資産で初めて検出した日", en="First detection on this system."),
            nullable=False,
        ),
        Column(
            "clock_start_on",
            _DAY,
            Text(ja="期限の起算日", en="Day from which the deadline counts."),
            nullable=False,
        ),
        Column("outcome", _TEXT, Text(ja="計画に使う結果", en="Outcome to plan by.")),
        Column(
            "due_on",
            _DAY,
            Text(
                ja="計画に使う期限（暦日）。空は日の定めなし",
                en="Deadline to plan by, a calendar day; null sets no day.",
            ),
        ),
        Column(
            "outcome_latest",
            _TEXT,
            Text(ja="最も急がない場合の結果", en="Least urgent outcome that is possible."),
        ),
        Column("due_on_latest", _DAY, Text(ja="その期限", en="Its deadline; null sets no day.")),
        Column(
            "outcome_if_assumptions_fail",
            _TEXT,
            Text(
                ja="仮定が外れたときの、より急ぐ結果",
                en="More urgent outcome should an assumption be wrong.",
            ),
        ),
        Column("due_on_if_assumptions_fail", _DAY, Text(ja="その期限", en="Its deadline.")),
        Column(
            "unknown_points",
            _TEXTS,
            Text(ja="分からない判断項目", en="Decision points without an answer."),
        ),
        Column(
            "assumed_points",
            _TEXTS,
            Text(ja="仮定をおいた判断項目", en="Decision points that rest on an assumption."),
        ),
    ),
)
