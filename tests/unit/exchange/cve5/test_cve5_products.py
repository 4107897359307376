"""Under which name an entry of a CVE record is matched."""

from __future__ import annotations

import pytest

from hiyoke.exchange.cve5.product import product_of
from hiyoke.exchange.cve5.schema import Affected

RED_HAT = "https://access.redhat.com/downloads/content/package-browser/"


def names_of(entry: Affected) -> list[tuple[str, str | None, str]]:
    product = product_of(entry)
    assert product is not None
    return [(i.ecosystem, i.release, i.package) for i in product.identities]


@pytest.mark.parametrize(
    ("collection", "name", "ecosystem", "package"),
    [
        ("https://registry.npmjs.org", "left-pad", "npm", "left-pad"),
        ("https://www.npmjs.com", "@Scope/Name", "npm", "@Scope/Name"),
        ("https://pypi.python.org", "Apache_Airflow", "pypi", "apache-airflow"),
        ("https://repo.maven.apache.org/maven2", "org.acme:pump", "maven", "org.acme:pump"),
        ("https://packagist.org", "Mautic/Core", "composer", "mautic/core"),
        ("https://www.nuget.org/packages", "Acme.Pump", "nuget", "acme.pump"),
        ("https://rubygems.org", "rails", "gem", "rails"),
        ("https://crates.io", "ic-cdk", "cargo", "ic-cdk"),
        ("https://pkg.go.dev", "github.com/acme/pump", "golang", "github.com/acme/pump"),
    ],
)
def test_names_packages_of_known_collections(
    collection: str, name: str, ecosystem: str, package: str
) -> None:
    entry = Affected(vendor="Acme", product="Pump", collectionURL=collection, packageName=name)
    assert names_of(entry) == [(ecosystem, None, package)]


def test_prefers_a_purl() -> None:
    entry = Affected(packageURL="pkg:npm/pump", cpes=["cpe:2.3:a:acme:pump:*:*:*:*:*:*:*:*"])
    assert names_of(entry) == [("npm", None, "pump")]


@pytest.mark.parametrize(
    ("vendor", "name", "package"),
    [
        ("Go standard library", "net/http", "stdlib"),
        ("Go toolchain", "cmd/go", "toolchain"),
        ("golang.org/x/net", "golang.org/x/net/http2", "golang.org/x/net"),
        ("Acme", "github.com/acme/pump", "github.com/acme/pump"),
    ],
)
def test_names_the_module_of_a_go_package(vendor: str, name: str, package: str) -> None:
    entry = Affected(vendor=vendor, collectionURL="https://pkg.go.dev", packageName=name)
    assert names_of(entry) == [("golang", None, package)]


def test_names_cpe_products_and_leaves_hardware_aside() -> None:
    cpes = [
        "cpe:2.3:o:acme:pump_firmware:1.0:*:*:*:*:*:*:*",
        "cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*",
        "no cpe at all",
    ]
    assert names_of(Affected(vendor="A", product="B", cpes=cpes)) == [
        ("cpe", None, "acme:pump_firmware")
    ]


def test_writes_vendor_and_product_as_cpe_does() -> None:
    entry = Affected(vendor=" Acme  Corp ", product="Big Pump")
    assert names_of(entry) == [("cpe", None, "acme_corp:big_pump")]


def test_knows_the_kernel_by_its_cpe_name() -> None:
    assert names_of(Affected(vendor="Linux", product="Linux")) == [
        ("cpe", None, "linux:linux_kernel")
    ]


def test_names_nothing_for_unknown_vendors() -> None:
    assert product_of(Affected(vendor="n/a", product="n/a")) is None
    assert product_of(Affected(product="Pump")) is None


def test_names_red_hat_packages_by_release() -> None:
    cpes = ["cpe:/a:redhat:enterprise_linux:9::appstream", "cpe:/o:redhat:rhel_eus:9.2::baseos"]
    entry = Affected(packageName="unbound", collectionURL=RED_HAT, cpes=cpes)
    assert names_of(entry) == [
        ("rpm/redhat", "9", "unbound"),
        ("rpm/redhat", "rhel_eus:9.2", "unbound"),
    ]


def test_does_not_take_a_packages_version_for_that_of_the_product_it_ships_in() -> None:
    entry = Affected(
        packageName="openshift4/ose-console",
        collectionURL="https://catalog.redhat.com/software/containers/",
        cpes=["cpe:/a:redhat:openshift:4.14::el8"],
    )
    product = product_of(entry)
    assert product is not None
    assert product.is_bundle
    assert product.identities[0].package == "redhat:openshift"
