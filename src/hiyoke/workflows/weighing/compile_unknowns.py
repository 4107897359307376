"""What is not known, as the rows with which every report begins.

Three kinds meet here: gaps in the estate's files, components that no advisory can be held
against, and data that is missing or old. What is not here: findings.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pyarrow.compute as pc

from hiyoke.languages import Text
from hiyoke.matching import words_of
from hiyoke.reports.assessment.assessment import DataAgeRow, UnknownRow
from hiyoke.risk import KIND_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hiyoke.estate import QualityGap
    from hiyoke.risk import DataAge
    from hiyoke.workflows.weighing.weigh_findings import Weighed, WeighingInput

#: Names kept for one row; the count says how many there are.
NAMES_KEPT = 30

#: Gaps of the estate behind which a finding could hide, and what to do about each.
_HIDING_GAPS: Final = {
    "systems_without_sbom": Text(
        ja="SBOM かパッケージ一覧を sboms/ に置くか、製品の purl か CPE を登録してください。",
        en="Put an SBOM or package list into sboms/, or record the product's purl or CPE.",
    ),
    "systems_by_product_only": Text(
        ja="供給者に SBOM を求めてください。", en="Ask the supplier for an SBOM."
    ),
    "unreadable_sboms": Text(
        ja="`hiyoke estate check` で理由を確かめ、作り直してください。",
        en="See why with `hiyoke estate check`, and make them again.",
    ),
    "components_with_faults": Text(
        ja="`hiyoke estate check` で場所を確かめ、SBOM を作る道具を直してください。",
        en="See where with `hiyoke estate check`, and correct the tool that makes the SBOM.",
    ),
    "stale_sboms": Text(ja="SBOM を作り直してください。", en="Make the SBOMs again."),
    "undated_sboms": Text(
        ja="作成日を書き出す設定で SBOM を作り直してください。",
        en="Make the SBOMs again with a tool that states the date.",
    ),
}
_OTHER_REMEDIES: Final = {
    "unknown_exposure": Text(
        ja="外部から届くかを調べ、internet_facing に yes か no を記入してください。",
        en="Find out whether the outside reaches them, and record yes or no in internet_facing.",
    ),
    "components_without_purl": Text(
        ja="purl を書き出す道具で SBOM を作り直してください。",
        en="Make the SBOMs again with a tool that writes purls.",
    ),
    "future_sboms": Text(
        ja="基準日の時点の SBOM を使ってください。", en="Use SBOMs of the as-of date."
    ),
    "unknown_links": Text(
        ja="ネットワーク担当に確かめ、known を yes にするか、行を消してください。",
        en="Ask the network team; set known to yes, or remove the row.",
    ),
    "unneeded_systems": Text(
        ja="使うサービスを requirements に記入してください。",
        en="Record in requirements which services use them.",
    ),
    "systems_without_links": Text(
        ja="通信経路を links に記入してください。", en="Record their links."
    ),
}


def unknown_rows(
    given: WeighingInput,
    weighed: Weighed,
    *,
    gaps: Sequence[QualityGap],
    not_assessable: Any,
    quarantined_count: int,
) -> tuple[UnknownRow, ...]:
    """Return everything that is not known; what may hide findings comes first.

    Args:
        given: What was weighed.
        weighed: What came out.
        gaps: Gaps of the estate's files.
        not_assessable: A `NOT_ASSESSABLE` table.
        quarantined_count: Records of the advisory store that could not be used.
    """
    rows = [_gap_row(gap) for gap in gaps if gap.kind in _HIDING_GAPS | _OTHER_REMEDIES]
    rows += _reason_rows(not_assessable, given.component_count)
    rows += _contradictions(given, weighed)
    rows += _assumptions(weighed)
    if quarantined_count:
        rows.append(_quarantine_row(quarantined_count))
    blanks = [gap for gap in gaps if gap.kind not in _HIDING_GAPS | _OTHER_REMEDIES]
    rows += [_blanks_row(blanks)] if blanks else []
    return tuple(sorted(rows, key=lambda row: not row.hides_findings))


def _gap_row(gap: QualityGap) -> UnknownRow:
    hiding = _HIDING_GAPS.get(gap.kind)
    return UnknownRow(
        code=gap.kind,
        title=gap.title,
        count=gap.count,
        total=gap.total,
        names=gap.names[:NAMES_KEPT],
        cost=gap.cost,
        remedy=hiding or _OTHER_REMEDIES[gap.kind],
        hides_findings=hiding is not None,
    )


def _blanks_row(gaps: Sequence[QualityGap]) -> UnknownRow:
    """Return one row for blanks that change neither findings nor deadlines."""
    titles = "、".join(gap.title.ja for gap in gaps), "; ".join(gap.title.en for gap in gaps)
    return UnknownRow(
        code="blanks",
        title=Text(ja="台帳の未記入", en="Blanks in the inventory"),
        count=sum(gap.count for gap in gaps),
        total=None,
        names=(),
        cost=Text(
            ja=f"検出と期限には影響しません（{titles[0]}）。",
            en=f"They change neither findings nor deadlines ({titles[1]}).",
        ),
        remedy=Text(
            ja="`hiyoke estate check` で対象を確かめられます。",
            en="`hiyoke estate check` lists them.",
        ),
        hides_findings=False,
    )


def _reason_rows(not_assessable: Any, component_count: int) -> list[UnknownRow]:
    """Return one row for each reason why components could not be judged."""
    whole: dict[str, set[str]] = defaultdict(set)
    partly: dict[str, set[str]] = defaultdict(set)
    for row in not_assessable.to_pylist():
        name = row["purl"] or f"{row['name']} {row['version'] or ''}".strip()
        (partly if row["vulnerability_ids"] else whole)[row["reason"]].add(name)
    cost = Text(
        ja="この構成要素の脆弱性の有無を判定できません。",
        en="Nobody can tell whether these components have a known vulnerability.",
    )
    some = Text(
        ja="一部の脆弱性について、影響の有無を判定できません。",
        en="For some vulnerabilities nobody can tell whether they are affected.",
    )
    return [
        UnknownRow(
            code=f"component_{reason}",
            title=_sentence(words_of(reason).why),
            count=len(names),
            total=component_count,
            names=tuple(sorted(names)[:NAMES_KEPT]),
            cost=text,
            remedy=words_of(reason).remedy,
            hides_findings=True,
        )
        for group, text in ((whole, cost), (partly, some))
        for reason, names in sorted(group.items())
    ]


def _sentence(text: Text) -> Text:
    """Return a clause that can stand alone."""
    return Text(ja=text.ja, en=text.en[:1].upper() + text.en[1:])


def _contradictions(given: WeighingInput, weighed: Weighed) -> list[UnknownRow]:
    """Return systems that the inventory and the links describe differently."""
    facing = {s.system_id: s.internet_facing for s in given.estate.systems}
    differing = [
        s for s, standing in weighed.standings.items() if facing[s] == "no" != standing.exposure
    ]
    if not differing:
        return []
    return [
        UnknownRow(
            code="contradicting_exposure",
            title=Text(
                ja="台帳と通信経路が食い違うシステム",
                en="Systems whose links contradict the inventory",
            ),
            count=len(differing),
            total=len(facing),
            names=tuple(sorted(differing)[:NAMES_KEPT]),
            cost=Text(
                ja="台帳は「外部に面していない」ですが、外部からの通信経路があるため、届くものとして扱いました。",
                en="Listed as not internet-facing, but a link from the internet leads to them; "
                "the link was believed.",
            ),
            remedy=Text(ja="どちらが正しいか確かめてください。", en="Find out which one is right."),
            hides_findings=False,
        )
    ]


def _assumptions(weighed: Weighed) -> list[UnknownRow]:
    """Return the vulnerabilities whose decision points were assumed."""
    table = weighed.system_findings
    assumed = set(
        table.filter(pc.greater(pc.list_value_length(table["assumed_points"]), 0))[
            "vulnerability_id"
        ].to_pylist()
    )
    if not assumed:
        return []
    return [
        UnknownRow(
            code="assumed_points",
            title=Text(ja="SSVC の判断がない脆弱性", en="Vulnerabilities without SSVC points"),
            count=len(assumed),
            total=len(set(table["vulnerability_id"].to_pylist())),
            names=tuple(sorted(assumed)[:NAMES_KEPT]),
            cost=Text(
                ja="仮定をおいて期限を出しました。仮定が外れると期限が早まるものは、その行に示します。",
                en="Their deadlines rest on an assumption; where it may hide an earlier one, the "
                "row shows it.",
            ),
            remedy=Text(
                ja="CISA の補足を含む CVE レコードを取り込むか、人が判断してください。",
                en="Import CVE records with CISA's additions, or judge by hand.",
            ),
            hides_findings=False,
        )
    ]


def _quarantine_row(count: int) -> UnknownRow:
    return UnknownRow(
        code="quarantined_advisories",
        title=Text(
            ja="使えなかったアドバイザリの記述", en="Advisory records that could not be used"
        ),
        count=count,
        total=None,
        names=(),
        cost=Text(
            ja="隔離しました。そこに書かれた脆弱性は照合していません。",
            en="Kept in quarantine; what they describe was not matched.",
        ),
        remedy=Text(
            ja="`hiyoke advisories status` で理由を確かめてください。",
            en="See why with `hiyoke advisories status`.",
        ),
        hides_findings=True,
    )


def data_age_rows(ages: Iterable[DataAge]) -> tuple[DataAgeRow, ...]:
    """Return the age of every kind of data."""
    return tuple(
        DataAgeRow(
            kind=age.kind,
            label=KIND_LABELS[age.kind],
            newest_on=age.newest_on,
            age_days=None if age.age_days is None else max(0, age.age_days),
            limit_days=age.limit_days,
            is_newer=age.age_days is not None and age.age_days < 0,
            state=_state_of(age),
        )
        for age in ages
    )


def _state_of(age: DataAge) -> str:
    if age.is_missing:
        return "missing"
    if age.newest_on is None:
        return "undated"
    return "stale" if age.is_stale else "fresh"
