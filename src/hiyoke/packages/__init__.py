"""What a package is called: purls, advisories' ecosystems and CPEs brought to one name."""

from hiyoke.packages.cpe import CpeIdentity, package_of_cpe
from hiyoke.packages.distribution import release_of, vendor_of
from hiyoke.packages.identity import (
    PackageIdentity,
    PurlPackage,
    is_distribution,
    needs_release,
    package_of_osv,
    package_of_purl,
)
from hiyoke.packages.naming import normal_name
from hiyoke.packages.purl import Purl, parse_purl
from hiyoke.packages.source_package import unsigned

__all__ = [
    "CpeIdentity",
    "PackageIdentity",
    "Purl",
    "PurlPackage",
    "is_distribution",
    "needs_release",
    "normal_name",
    "package_of_cpe",
    "package_of_osv",
    "package_of_purl",
    "parse_purl",
    "release_of",
    "unsigned",
    "vendor_of",
]
