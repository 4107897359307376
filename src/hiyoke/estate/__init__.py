"""What we run: institution, services, systems, links and vendors, read whole or not at all."""

from hiyoke.estate.assemble import EstateReading, assemble_estate
from hiyoke.estate.estate import Estate
from hiyoke.estate.faults import EMPTY, EstateFault, FaultLog, Place, quoted
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
from hiyoke.estate.package_owners import PackageOwners, is_os_package
from hiyoke.estate.quality import STALE_AFTER_DAYS, QualityGap, SbomFacts, assess_quality
from hiyoke.estate.sbom_claims import SBOM_FOLDER
from hiyoke.estate.service import Requirement, Service
from hiyoke.estate.system import Link, System
from hiyoke.estate.vendor import Vendor
from hiyoke.estate.written_rows import WrittenSheet, written_sheets

__all__ = [
    "EMPTY",
    "SBOM_FOLDER",
    "STALE_AFTER_DAYS",
    "UNNAMED",
    "Estate",
    "EstateFault",
    "EstateReading",
    "FaultLedger",
    "FaultLog",
    "Institution",
    "Link",
    "OperatingSystem",
    "PackageOwners",
    "Place",
    "QualityGap",
    "Requirement",
    "Sbom",
    "SbomComponent",
    "SbomCounts",
    "SbomFacts",
    "SbomFault",
    "Service",
    "Subject",
    "System",
    "Vendor",
    "WrittenSheet",
    "assemble_estate",
    "assess_quality",
    "is_os_package",
    "quoted",
    "written_sheets",
]
