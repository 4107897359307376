"""Checks between the entries of an estate: identifiers, references, and what contradicts itself.

Cycles among links are allowed: networks have them. What is not here: single cells (`entries`) and
files (`sbom_claims`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hiyoke.estate.acceptances_from_entries import check_acceptances
from hiyoke.estate.authority_from_entries import check_authority
from hiyoke.estate.faults import Place, quoted
from hiyoke.estate.guard_checks import check_guards
from hiyoke.estate.impact_checks import check_impacts
from hiyoke.estate.modes_from_entries import check_modes
from hiyoke.estate.work_checks import check_work
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hiyoke.estate.entries import Entry
    from hiyoke.estate.faults import FaultLog
    from hiyoke.estate.references import References


@dataclass(slots=True)
class CrossChecks:
    """Runs every check between entries and notes what it finds.

    Args:
        references: The entries, and the log that receives faults and reminders.
    """

    references: References

    def run(self) -> None:
        """Check everything once."""
        self._check_presence()
        self._check_institution()
        for sheet in ("services", "systems", "vendors"):
            self.references.check_unique(sheet)
        self._check_outside_names()
        self._check_requirements()
        self._check_links()
        self._check_vendors()
        self._check_crews()
        self._check_ranks()
        check_impacts(self.references)
        check_guards(self.references)
        check_work(self.references)
        check_modes(self.references)
        check_acceptances(self.references)
        check_authority(self.references)

    def _of(self, sheet: str) -> Sequence[Entry]:
        return self.references.of(sheet)

    @property
    def log(self) -> FaultLog:
        """What receives faults and reminders."""
        return self.references.log

    def _check_presence(self) -> None:
        for sheet, title in (("services", "サービス"), ("systems", "システム")):
            if not self._of(sheet) and sheet not in self.log.lost_sheets:
                self.log.fault(
                    "missing_table",
                    Place(file=sheet),
                    expected=Text(ja=f"{title}の一覧", en=f"a list of {sheet}"),
                    found=Text(ja="0 行", en="no rows"),
                    remedy=Text(
                        ja=f"{sheet}.csv、{sheet}.yaml、または Excel のシート「{title}」に書いて"
                        "ください（`hiyoke estate init` でひな形を作れます）。",
                        en=f"Write {sheet}.csv, {sheet}.yaml or a worksheet {sheet!r}; "
                        "`hiyoke estate init` writes a template.",
                    ),
                )

    def _check_institution(self) -> None:
        rows = self._of("institution")
        for entry in rows[1:]:
            self.log.fault(
                "duplicate_id",
                entry.record.place,
                expected=Text(ja="一つの機関", en="one institution"),
                found=Text(ja="二つ目", en="a second one"),
                remedy=Text(
                    ja="機関ごとにフォルダーを分けてください。",
                    en="Keep each institution in a folder of its own.",
                ),
            )
        if not rows and "institution" not in self.log.lost_sheets:
            self.log.remind(
                "missing_table",
                Place(file="institution"),
                expected=Text(ja="機関の説明", en="a description of the institution"),
                found=Text(ja="未記入", en="none"),
                remedy=Text(
                    ja="institution.yaml を書くと、報告書に機関名と時間帯が入ります。",
                    en="Write institution.yaml, so that reports name it and its time zone.",
                ),
            )

    def _check_outside_names(self) -> None:
        zones = self.references.zones()
        for entry in self._of("systems"):
            if entry.values.get("id") in zones:
                self.log.fault(
                    "reserved_id",
                    entry.place("id"),
                    expected=Text(
                        ja="外部接続先の名前でない識別子",
                        en="an identifier that names no place outside",
                    ),
                    found=quoted(entry.values["id"]),
                    remedy=Text(
                        ja="システムの識別子か、機関の外部接続先の名前を変えてください。",
                        en="Rename the system or the outside zone of the institution.",
                    ),
                )

    def _check_requirements(self) -> None:
        services, systems = self.references.ids("services"), self.references.ids("systems")
        groups: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        named = set()
        for entry in self._of("requirements"):
            self.references.check(entry, "service_id", "services", services)
            self.references.check(entry, "system_id", "systems", systems)
            service_id, group = entry.values.get("service_id"), entry.values.get("group")
            named.add(service_id)
            if service_id and group:
                groups[service_id, group].append(entry)
        for (service_id, group), members in groups.items():
            if len({member.values.get("system_id") for member in members}) == 1:
                self._remind_of_lone(service_id, group, members[0])
        for entry in self._of("services") if "requirements" not in self.log.lost_sheets else ():
            if entry.values.get("id") and entry.values["id"] not in named:
                self._fault_needless(entry)

    def _remind_of_lone(self, service_id: str, group: str, entry: Entry) -> None:
        self.log.remind(
            "lone_alternative",
            entry.place("group"),
            expected=Text(
                ja="代替グループに二つ以上のシステム",
                en="two or more systems in a group of alternatives",
            ),
            found=Text(
                ja=f"サービス {service_id} のグループ「{group}」には一つ",
                en=f"one in group {group!r} of service {service_id}",
            ),
            remedy=Text(
                ja="代わりがないなら必須（グループ空欄）にしてください。結果は同じです。",
                en="Without an alternative, list it as always needed; the result is the same.",
            ),
        )

    def _fault_needless(self, entry: Entry) -> None:
        self.log.fault(
            "no_requirements",
            entry.place("id"),
            expected=Text(
                ja="サービスごとに一つ以上の必要なシステム",
                en="at least one system that the service needs",
            ),
            found=Text(
                ja=f"サービス {entry.values['id']} には 0 件", en=f"none for {entry.values['id']!r}"
            ),
            remedy=Text(
                ja="このサービスを支えるシステムを書いてください。なければ安全か判定できません。",
                en="Name the systems it runs on; without them its danger cannot be told.",
            ),
        )

    def _check_links(self) -> None:
        ends = self.references.places()
        for entry in self._of("links"):
            for column in ("source", "target"):
                self.references.check(entry, column, "links", ends)

    def _check_vendors(self) -> None:
        vendors, systems = self.references.ids("vendors"), self.references.ids("systems")
        listed: defaultdict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for entry in self._of("vendors"):
            for system_id in entry.values.get("systems") or ():
                if system_id in systems:
                    listed[system_id].append((entry.values.get("id") or "", entry))
                else:
                    self.references.fault(entry.place("systems"), system_id, "systems", systems)
            self.references.check(entry, "remote_access_systems", "systems", systems)
        if not self._of("vendors"):
            if "vendors" not in self.log.lost_sheets:
                self._remind_of_vendors()
            return
        for entry in self._of("systems"):
            self.references.check(entry, "vendor_id", "vendors", vendors)
            self._check_vendor_claims(entry, listed.get(entry.values.get("id") or "", []))

    def _check_vendor_claims(self, system: Entry, claims: list[tuple[str, Entry]]) -> None:
        """Compare who maintains a system by its own row and by the vendors' rows."""
        stated = system.values.get("vendor_id")
        claimed = sorted({vendor_id for vendor_id, _ in claims})
        if stated is None and len(claimed) == 1:
            system.values["vendor_id"] = claimed[0]
            return
        if claimed and claimed != [stated]:
            self.log.remind(
                "vendor_mismatch",
                system.place("vendor_id"),
                expected=Text(ja="一つの保守ベンダー", en="one vendor for the system"),
                found=Text(
                    ja=f"システムの行は{quoted(stated).ja}、ベンダーの行は {', '.join(claimed)}",
                    en=f"{quoted(stated).en} in the system's row and {', '.join(claimed)} in the "
                    "vendors' rows",
                ),
                remedy=Text(
                    ja="どちらかに合わせてください。システムの行を使います。",
                    en="Make them agree; the system's row is used.",
                ),
            )

    def _remind_of_vendors(self) -> None:
        naming = [entry for entry in self._of("systems") if entry.values.get("vendor_id")]
        if naming:
            self.log.remind(
                "missing_table",
                Place(file="vendors"),
                expected=Text(ja="ベンダーの一覧", en="a list of vendors"),
                found=Text(
                    ja=f"未記入（{len(naming)} システムがベンダーを指定）",
                    en=f"none, while {len(naming)} systems name one",
                ),
                remedy=Text(
                    ja="vendors.yaml に契約時間帯とパッチの範囲を書いてください。",
                    en="Write vendors.yaml with contract hours and the scope of patching.",
                ),
            )

    def _check_crews(self) -> None:
        crews = self.references.ids("crews")
        if not crews:
            return
        for entry in self._of("systems"):
            self.references.check(entry, "crew_id", "crews", crews)

    def _check_ranks(self) -> None:
        by_rank: defaultdict[Any, list[Entry]] = defaultdict(list)
        for entry in self._of("services"):
            if entry.values.get("priority") is not None:
                by_rank[entry.values["priority"]].append(entry)
        for rank, sharing in sorted(by_rank.items()):
            for entry in sharing[1:]:
                self._remind_of_rank(rank, sharing, entry)

    def _remind_of_rank(self, rank: int, sharing: Iterable[Entry], entry: Entry) -> None:
        names = ", ".join(sorted(str(other.values.get("id")) for other in sharing))
        self.log.remind(
            "shared_rank",
            entry.place("priority"),
            expected=Text(ja="サービスごとに違う優先順位", en="a rank of its own for each service"),
            found=Text(ja=f"{names} が同じ {rank} 位", en=f"rank {rank} for {names}"),
            remedy=Text(
                ja="順位を分けてください。同順位は識別子の順に並べます。",
                en="Give each its own rank; ties are ordered by identifier.",
            ),
        )
