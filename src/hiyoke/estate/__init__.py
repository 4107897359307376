"""What we run: institution, services, systems, links and vendors, read whole or not at all."""

from hiyoke.estate.acceptance import RiskAcceptance
from hiyoke.estate.account import ACCESS_LEVELS, PrivilegedAccount
from hiyoke.estate.assemble import EstateReading, assemble_estate
from hiyoke.estate.authority_from_entries import delegation_from
from hiyoke.estate.change_fact import ChangeFact
from hiyoke.estate.change_window import ChangeFreeze, ChangeWindow
from hiyoke.estate.control import CONTROL_KINDS, CONTROL_MODES, Control
from hiyoke.estate.crew import Crew, Shift
from hiyoke.estate.delegation import DELEGATION_HOURS, ROLES, STOP_LEVELS, Delegation
from hiyoke.estate.estate import Estate
from hiyoke.estate.expert_override import OVERRIDE_SUBJECTS, ExpertOverride
from hiyoke.estate.faults import EMPTY, EstateFault, FaultLog, Place, quoted
from hiyoke.estate.impact import (
    DeadlineStep,
    ImpactPoint,
    LossRange,
    ServiceImpact,
    is_dearer,
)
from hiyoke.estate.installed_package import (
    InstalledPackage,
    fault_unknown_system,
    installed_component,
    system_component,
)
from hiyoke.estate.institution import UNNAMED, Institution
from hiyoke.estate.inventory import (
    FaultLedger,
    OperatingSystem,
    Sbom,
    SbomComponent,
    SbomCounts,
    SbomFault,
    Subject,
)
from hiyoke.estate.operating_systems import operating_system_named, read_os_release
from hiyoke.estate.package_owners import PackageOwners, is_os_package
from hiyoke.estate.quality import STALE_AFTER_DAYS, SbomFacts, assess_quality
from hiyoke.estate.quality_gap import QualityGap
from hiyoke.estate.sbom_claims import SBOM_FOLDER
from hiyoke.estate.service import Requirement, Service
from hiyoke.estate.suspension_mode import MODE_KINDS, SuspensionMode
from hiyoke.estate.system import Link, System
from hiyoke.estate.vendor import DEMAND_RULES, Vendor
from hiyoke.estate.week_days import LAST, WeekDay, days_named
from hiyoke.estate.written_rows import WrittenSheet, written_sheets

__all__ = [
    "ACCESS_LEVELS",
    "CONTROL_KINDS",
    "CONTROL_MODES",
    "DELEGATION_HOURS",
    "DEMAND_RULES",
    "EMPTY",
    "LAST",
    "MODE_KINDS",
    "OVERRIDE_SUBJECTS",
    "ROLES",
    "SBOM_FOLDER",
    "STALE_AFTER_DAYS",
    "STOP_LEVELS",
    "UNNAMED",
    "ChangeFact",
    "ChangeFreeze",
    "ChangeWindow",
    "Control",
    "Crew",
    "DeadlineStep",
    "Delegation",
    "Estate",
    "EstateFault",
    "EstateReading",
    "ExpertOverride",
    "FaultLedger",
    "FaultLog",
    "ImpactPoint",
    "InstalledPackage",
    "Institution",
    "Link",
    "LossRange",
    "OperatingSystem",
    "PackageOwners",
    "Place",
    "PrivilegedAccount",
    "QualityGap",
    "Requirement",
    "RiskAcceptance",
    "Sbom",
    "SbomComponent",
    "SbomCounts",
    "SbomFacts",
    "SbomFault",
    "Service",
    "ServiceImpact",
    "Shift",
    "Subject",
    "SuspensionMode",
    "System",
    "Vendor",
    "WeekDay",
    "WrittenSheet",
    "assemble_estate",
    "assess_quality",
    "days_named",
    "delegation_from",
    "fault_unknown_system",
    "installed_component",
    "is_dearer",
    "is_os_package",
    "operating_system_named",
    "quoted",
    "read_os_release",
    "system_component",
    "written_sheets",
]
