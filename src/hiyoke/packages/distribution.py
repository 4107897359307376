"""Distributions and their releases: many spellings, one name each.

An advisory says ``Debian:12``, an SBOM says ``distro=debian-12.5`` or ``bookworm``; both must
name the same release or a finding is lost. What is not here: whether a release is still supported.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

#: Spellings of a distribution's identifier (purl namespace, os-release ID, OSV ecosystem) and the
#: purl namespace Hiyoke uses for it. CentOS Linux rebuilds Red Hat's packages under their versions.
VENDORS: Final[dict[str, str]] = {
    "alma": "almalinux",
    "almalinux": "almalinux",
    "almalinux os": "almalinux",
    "alpaquita": "alpaquita",
    "alpine": "alpine",
    "alpine linux": "alpine",
    "amazon": "amzn",
    "amazon linux": "amzn",
    "amazonlinux": "amzn",
    "amzn": "amzn",
    "arch": "arch",
    "azure linux": "azurelinux",
    "azurelinux": "azurelinux",
    "bellsoft hardened containers": "bellsoft-hardened-containers",
    "centos": "redhat",
    "chainguard": "chainguard",
    "debian": "debian",
    "echo": "echo",
    "fedora": "fedora",
    "mageia": "mageia",
    "mariner": "azurelinux",
    "minimos": "minimos",
    "ol": "oracle",
    "openeuler": "openeuler",
    "opensuse": "opensuse",
    "opensuse-leap": "opensuse",
    "opensuse-tumbleweed": "opensuse",
    "oracle": "oracle",
    "oraclelinux": "oracle",
    "photon": "photon",
    "photon os": "photon",
    "raspbian": "debian",
    "red hat": "redhat",
    "redhat": "redhat",
    "rhel": "redhat",
    "rocky": "rocky",
    "rocky linux": "rocky",
    "rocky-linux": "rocky",
    "rockylinux": "rocky",
    "sled": "suse",
    "sles": "suse",
    "suse": "suse",
    "ubuntu": "ubuntu",
    "wolfi": "wolfi",
}

#: Package format of each distribution.
FORMAT_OF: Final[dict[str, str]] = {
    "almalinux": "rpm",
    "alpaquita": "apk",
    "alpine": "apk",
    "amzn": "rpm",
    "arch": "alpm",
    "azurelinux": "rpm",
    "bellsoft-hardened-containers": "apk",
    "chainguard": "apk",
    "debian": "deb",
    "echo": "deb",
    "fedora": "rpm",
    "mageia": "rpm",
    "minimos": "apk",
    "openeuler": "rpm",
    "opensuse": "rpm",
    "oracle": "rpm",
    "photon": "rpm",
    "redhat": "rpm",
    "rocky": "rpm",
    "suse": "rpm",
    "ubuntu": "deb",
    "wolfi": "apk",
}

#: Rolling distributions: a claim holds for the one stream there is, so releases do not matter.
ROLLING: Final = frozenset({"arch", "chainguard", "echo", "minimos", "wolfi"})

_DEBIAN = {
    "etch": "4",
    "lenny": "5",
    "squeeze": "6",
    "wheezy": "7",
    "jessie": "8",
    "stretch": "9",
    "buster": "10",
    "bullseye": "11",
    "bookworm": "12",
    "trixie": "13",
    "forky": "14",
    "duke": "15",
    "sid": "sid",
    "unstable": "sid",
}
_UBUNTU = {
    "precise": "12.04",
    "trusty": "14.04",
    "xenial": "16.04",
    "bionic": "18.04",
    "focal": "20.04",
    "groovy": "20.10",
    "hirsute": "21.04",
    "impish": "21.10",
    "jammy": "22.04",
    "kinetic": "22.10",
    "lunar": "23.04",
    "mantic": "23.10",
    "noble": "24.04",
    "oracular": "24.10",
    "plucky": "25.04",
    "questing": "25.10",
    "resolute": "26.04",
}
_CODENAMES: Final = {"debian": _DEBIAN, "ubuntu": _UBUNTU}
_CODENAME_VENDOR: Final = {
    name: vendor for vendor, names in _CODENAMES.items() for name in names if name != "sid"
}

#: Vendors whose packages and advisories are made for a whole major release.
_BY_MAJOR: Final = frozenset({"almalinux", "amzn", "debian", "oracle", "redhat", "rocky"})

_NUMBER = re.compile(r"(?:^[a-z]*|[^0-9a-z]v?)(\d+(?:\.\d+)*)")
_EL_TAG = re.compile(r"(?:^|[^a-z])el(\d+)")
_SERVICE_PACK = re.compile(r"\bsp\s*(\d+)")
_DIST_TAG = re.compile(r"[.+_](?:module_)?(el|amzn|fc|mga|oe|ph|azl|cm)(\d+)")
_DIST_TAG_VENDORS: Final = {
    "el": frozenset({"almalinux", "oracle", "redhat", "rocky"}),
    "amzn": frozenset({"amzn"}),
    "fc": frozenset({"fedora"}),
    "mga": frozenset({"mageia"}),
    "azl": frozenset({"azurelinux"}),
    "cm": frozenset({"azurelinux"}),
}


def vendor_of(text: str) -> str | None:
    """Return the purl namespace of the distribution that `text` begins with, or None.

    Example:
        >>> vendor_of("Rocky Linux:8"), vendor_of("debian-12.5"), vendor_of("bookworm")
        ('rocky', 'debian', 'debian')
    """
    folded = text.strip().casefold()
    if folded in VENDORS:
        return VENDORS[folded]
    if folded in _CODENAME_VENDOR:
        return _CODENAME_VENDOR[folded]
    family = folded.partition(":")[0]
    if family in VENDORS:
        return VENDORS[family]
    words = re.split(r"[-_ /]", family)
    for count in range(min(3, len(words)), 0, -1):
        found = VENDORS.get("-".join(words[:count])) or VENDORS.get(" ".join(words[:count]))
        if found:
            return found
    return None


@cache
def release_of(vendor: str, text: str | None) -> str | None:
    """Return the one name of a distribution's release, or None when `text` names none.

    Args:
        vendor: Purl namespace as `vendor_of` gives it.
        text: Whatever names the release: a ``distro`` qualifier, an os-release VERSION_ID, a code
            name, the part of an OSV ecosystem after the first colon.

    Returns:
        For example ``12`` (Debian), ``22.04`` (Ubuntu), ``9`` (AlmaLinux), ``3.18`` (Alpine),
        ``15.5`` (openSUSE Leap, SUSE service packs). None for rolling distributions.

    Example:
        >>> release_of("debian", "debian-12.5"), release_of("ubuntu", "Pro:16.04:LTS")
        ('12', '16.04')
        >>> release_of("redhat", "enterprise_linux:9::appstream"), release_of("alpine", "v3.18")
        ('9', '3.18')
    """
    if text is None or vendor in ROLLING:
        return None
    folded = text.strip().casefold()
    codenames = _CODENAMES.get(vendor, {})
    for word in re.split(r"[^a-z0-9.]+", folded):
        if word in codenames:
            return codenames[word]
        if word in ("edge", "tumbleweed", "rolling", "rawhide"):
            return word
    if vendor == "redhat":
        return _redhat_release(folded)
    if vendor in ("suse", "opensuse"):
        return _suse_release(folded)
    found = _EL_TAG.search(folded) or _NUMBER.search(folded)
    if found is None:
        return None
    pack = _SERVICE_PACK.search(folded) if vendor == "openeuler" else None
    suffix = f"-sp{pack.group(1)}" if pack else ""
    return _variant(folded) + _shortened(vendor, found.group(1)) + suffix


def _shortened(vendor: str, number: str) -> str:
    if vendor in _BY_MAJOR:
        return number.partition(".")[0]
    if vendor in ("alpine", "ubuntu", "openeuler"):
        return ".".join(number.split(".")[:2])
    return number


def _variant(folded: str) -> str:
    """Return a prefix for builds that are not the plain release (Ubuntu FIPS and the like)."""
    for word in ("fips-updates", "fips-preview", "fips", "realtime", "nvidia-bluefield"):
        if word in re.split(r"[: ]", folded):
            return f"{word}-"
    return ""


def _redhat_release(folded: str) -> str | None:
    """Red Hat names products; only the plain one is the major release.

    ``enterprise_linux:9::appstream`` is 9. ``rhel_eus:8.6::baseos`` receives other builds and
    keeps its own name. A layered product built for a release (``openshift:4.12::el8``) is that
    release, because its packages are installed there.
    """
    product, colon, rest = folded.partition(":")
    if colon and product.startswith("rhel_"):
        return f"{product}:{rest.partition(':')[0]}"
    if colon and product == "enterprise_linux":
        return rest.partition(":")[0].partition(".")[0] or None
    found = _EL_TAG.search(folded) or _NUMBER.search(folded)
    return found.group(1).partition(".")[0] if found else None


def _suse_release(folded: str) -> str | None:
    found = _NUMBER.search(folded)
    if found is None:
        return None
    micro = "micro-" if "micro" in folded else ""
    service_pack = _SERVICE_PACK.search(folded)
    suffix = f".{service_pack.group(1)}" if service_pack and "." not in found.group(1) else ""
    return micro + found.group(1) + suffix


def release_of_dist_tag(vendor: str, version: str) -> str | None:
    """Return the release that an rpm's own version names (``.el9_2``), or None.

    A vendor builds each package once for each release and writes the release into the version,
    so the tag is the vendor's own word for where the package belongs.

    Example:
        >>> release_of_dist_tag("almalinux", "3.0.7-16.el9_2")
        '9'
    """
    found = _DIST_TAG.search(version)
    if found is None or vendor not in _DIST_TAG_VENDORS.get(found.group(1), frozenset()):
        return None
    return found.group(2)
