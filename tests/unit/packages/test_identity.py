from __future__ import annotations

import pytest

from hiyoke.errors import UnknownPackageError
from hiyoke.packages import (
    PackageIdentity,
    is_distribution,
    needs_release,
    normal_name,
    package_of_osv,
    package_of_purl,
)


@pytest.mark.parametrize(
    ("purl", "ecosystem", "name"),
    [
        ("pkg:pypi/Zope._Interface@5", "PyPI", "zope.interface"),
        ("pkg:pypi/ruamel.yaml@1", "PyPI", "ruamel-yaml"),
        ("pkg:npm/%40Babel/Core@7", "npm", "@Babel/Core"),
        ("pkg:npm/JSONStream@1", "npm", "JSONStream"),
        ("pkg:cargo/serde_json@1", "crates.io", "serde-json"),
        ("pkg:golang/github.com/Sirupsen/logrus@v1", "Go", "github.com/sirupsen/logrus"),
        ("pkg:golang/github.com/jackc/pgx/v4@v4.1.0", "Go", "github.com/jackc/pgx/v4"),
        ("pkg:golang/github.com/jackc/pgx@v4.1.0#v4", "Go", "github.com/jackc/pgx/v4"),
        ("pkg:golang/std@1.20", "Go", "stdlib"),
        ("pkg:maven/org.apache.logging.log4j/log4j-core@2", "Maven", None),
        ("pkg:nuget/newtonsoft.json@12", "NuGet", "Newtonsoft.Json"),
        ("pkg:composer/Monolog/Monolog@1", "Packagist", "monolog/monolog"),
        ("pkg:composer/drupal/core@1", "Packagist:https://packages.drupal.org/8", "drupal/core"),
        ("pkg:gem/Arabic-Prawn@0.0.1", "RubyGems", "Arabic-Prawn"),
        ("pkg:hex/Phoenix@1", "Hex", "phoenix"),
        ("pkg:pub/http-parser@1", "Pub", "http_parser"),
        ("pkg:bitnami/WordPress@6", "Bitnami", "wordpress"),
        ("pkg:cran/XML@3", "CRAN", "XML"),
        (
            "pkg:swift/github.com/Apple/swift-nio@2",
            "SwiftURL",
            "https://github.com/apple/swift-nio.git",
        ),
        ("pkg:githubactions/actions/checkout@v4", "GitHub Actions", "actions/checkout"),
        ("pkg:github/Actions/Checkout@v4", "GitHub Actions", "actions/checkout"),
        ("pkg:deb/debian/openssl@1?distro=debian-12", "Debian:12", "openssl"),
        ("pkg:deb/ubuntu/openssl@1?distro=ubuntu-22.04", "Ubuntu:22.04:LTS", "openssl"),
        ("pkg:deb/ubuntu/openssl@1?distro=xenial", "Ubuntu:Pro:16.04:LTS", "openssl"),
        ("pkg:rpm/almalinux/openssl@1-1.el9?distro=almalinux-9.2", "AlmaLinux:9", "openssl"),
        ("pkg:rpm/rocky-linux/openssl@1-1.el8?distro=rocky-8.7", "Rocky Linux:8", "openssl"),
        (
            "pkg:rpm/redhat/openssl@1-1.el9?distro=rhel-9.3",
            "Red Hat:enterprise_linux:9::appstream",
            "openssl",
        ),
        ("pkg:apk/alpine/openssl@1-r0?distro=alpine-3.18.4", "Alpine:v3.18", "openssl"),
        ("pkg:apk/wolfi/openssl@1-r0?distro=wolfi-20230201", "Wolfi", "openssl"),
        ("pkg:rpm/opensuse/curl@1?distro=opensuse-leap-15.5", "openSUSE:Leap 15.5", "curl"),
        ("pkg:rpm/suse/curl@1?distro=sles-15.4", "SUSE:Linux Enterprise Server 15 SP4", "curl"),
        ("pkg:rpm/mageia/curl@1?distro=mageia-9", "Mageia:9", "curl"),
        ("pkg:rpm/openeuler/curl@1?distro=openeuler-22.03", "openEuler:22.03-LTS", "curl"),
    ],
)
def test_purl_and_osv_meet_in_one_identity(purl: str, ecosystem: str, name: str | None) -> None:
    found = package_of_purl(purl).identity
    assert found == package_of_osv(ecosystem, name or found.package)
    assert found.scheme is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pkg:npm/JSONStream@1", "pkg:npm/jsonstream@1"),
        ("pkg:maven/Log4j/log4j@1", "pkg:maven/log4j/log4j@1"),
        ("pkg:gem/Rails@1", "pkg:gem/rails@1"),
        ("pkg:golang/github.com/jackc/pgx/v4@v4.1.0", "pkg:golang/github.com/jackc/pgx@v4.1.0"),
        ("pkg:rpm/redhat/Foo@1-1.el9", "pkg:rpm/redhat/foo@1-1.el9"),
        ("pkg:pypi/foobar@1", "pkg:pypi/foo-bar@1"),
        ("pkg:deb/debian/x@1?distro=debian-11", "pkg:deb/debian/x@1?distro=debian-12"),
        ("pkg:npm/%40types/node@1", "pkg:npm/node@1"),
    ],
)
def test_different_packages_stay_apart(one: str, other: str) -> None:
    assert package_of_purl(one).identity != package_of_purl(other).identity


def test_binary_package_names_its_source_with_the_sources_version() -> None:
    found = package_of_purl(
        "pkg:deb/debian/libssl3@3.0.11-1~deb12u2%2Bb1?upstream=openssl%403.0.11-1~deb12u2"
        "&distro=bookworm"
    )
    assert found.identity.package == "libssl3"
    assert (found.source, found.source_version) == ("openssl", "3.0.11-1~deb12u2")


def test_rebuild_without_a_stated_source_loses_its_rebuild_mark() -> None:
    found = package_of_purl("pkg:deb/debian/zlib1g@1:1.2.13-1%2Bb1?distro=debian-12")
    assert (found.source, found.source_version) == ("zlib1g", "1:1.2.13-1")


def test_source_purl_has_no_further_source() -> None:
    found = package_of_purl("pkg:deb/debian/openssl@1%2Bb1?arch=source&upstream=other")
    assert (found.source, found.version) == (None, "1+b1")


def test_signed_kernel_names_the_kernels_source() -> None:
    found = package_of_purl(
        "pkg:deb/debian/linux-image-6.1.0-18-amd64@6.1.76-1"
        "?upstream=linux-signed-amd64%406.1.76%2B1&distro=debian-12"
    )
    assert (found.source, found.source_version) == ("linux", "6.1.76-1")


def test_rpm_epoch_comes_from_the_qualifier_once() -> None:
    by_qualifier = package_of_purl("pkg:rpm/redhat/bind@9.11-1.el8?epoch=32")
    in_version = package_of_purl("pkg:rpm/redhat/bind@32:9.11-1.el8?epoch=32")
    zero = package_of_purl("pkg:rpm/redhat/curl@7.76-1.el9?epoch=0")
    assert by_qualifier.version == in_version.version == "32:9.11-1.el8"
    assert zero.version == "7.76-1.el9"


def test_source_rpm_file_name_gives_name_and_version() -> None:
    found = package_of_purl(
        "pkg:rpm/rocky/openssl-libs@1.1.1k-6.el8?epoch=1&upstream=openssl-1.1.1k-6.el8.src.rpm"
    )
    assert (found.source, found.source_version) == ("openssl", "1:1.1.1k-6.el8")


@pytest.mark.parametrize(
    ("purl", "release"),
    [
        ("pkg:rpm/almalinux/a@1-1.el9_2", "9"),
        ("pkg:rpm/almalinux/a@1-1.module_el8.5.0+119+9a9ec082", "8"),
        ("pkg:rpm/fedora/a@1-1.fc39", "39"),
        ("pkg:rpm/fedora/a@1-1.el9", None),
        ("pkg:rpm/almalinux/a@1-1", None),
    ],
)
def test_rpm_release_is_read_from_the_dist_tag(purl: str, release: str | None) -> None:
    assert package_of_purl(purl).identity.release == release


def test_distro_decides_over_a_namespace_it_contradicts() -> None:
    found = package_of_purl("pkg:deb/debian/openssl@3.0.2?distro=jammy").identity
    assert (found.ecosystem, found.release) == ("deb/ubuntu", "22.04")


def test_system_release_helps_where_the_purl_is_silent() -> None:
    silent = package_of_purl("pkg:deb/debian/openssl@1", release="debian-12.5")
    spoken = package_of_purl("pkg:deb/debian/openssl@1?distro=debian-11", release="debian-12")
    assert (silent.identity.release, spoken.identity.release) == ("12", "11")


def test_module_stream_is_read_from_the_label() -> None:
    found = package_of_purl("pkg:rpm/redhat/npm@8-1.module_el8?rpmmod=nodejs:16:8050:c0ffee")
    assert found.module_stream == "nodejs:16"


def test_go_subpath_may_be_a_folder_or_part_of_the_module() -> None:
    found = package_of_purl("pkg:golang/cloud.google.com/go@v0.1.0#storage")
    assert found.identity.package == "cloud.google.com/go"
    assert found.other_names == ("cloud.google.com/go/storage",)


def test_go_toolchain_version_loses_its_prefix() -> None:
    assert package_of_purl("pkg:golang/stdlib@go1.21.3").version == "1.21.3"


def test_debian_derivatives_without_vendor_are_refused() -> None:
    with pytest.raises(UnknownPackageError):
        package_of_purl("pkg:deb/openssl@1?distro=unknownix-1")


@pytest.mark.parametrize(("ecosystem", "name"), [("", "x"), ("PyPI", " "), (":12", "x")])
def test_osv_without_ecosystem_or_name_is_refused(ecosystem: str, name: str) -> None:
    with pytest.raises(UnknownPackageError):
        package_of_osv(ecosystem, name)


def test_ubuntu_variants_stay_apart_from_the_plain_release() -> None:
    assert package_of_osv("Ubuntu:Pro:FIPS:20.04:LTS", "x").release == "fips-20.04"


def test_extended_red_hat_streams_stay_apart_from_the_plain_release() -> None:
    assert package_of_osv("Red Hat:rhel_eus:8.6::baseos", "x").release == "rhel_eus:8.6"
    assert package_of_osv("Red Hat:openshift:4.12::el8", "x").release == "8"


def test_unknown_ecosystem_keeps_its_name_and_has_no_order() -> None:
    assert package_of_osv("Android", "X") == PackageIdentity("android", None, "X", None)


def test_republisher_is_an_ecosystem_of_its_own() -> None:
    found = package_of_osv("Root:Debian:12", "openssl")
    assert found == PackageIdentity("root:deb/debian", "12", "openssl", "deb")


def test_distributions_need_a_release_unless_they_roll() -> None:
    assert is_distribution("apk/wolfi")
    assert not needs_release("apk/wolfi")
    assert needs_release("apk/alpine")
    assert not is_distribution("pypi")


@pytest.mark.parametrize("kind", ["pypi", "cargo", "golang", "pub", "swift", "npm", "nuget"])
def test_normal_name_is_idempotent(kind: str) -> None:
    for name in ("A_b-.c", "https://www.GitHub.com/A/B.git/", "@S/n", "std"):
        once = normal_name(kind, name)
        assert normal_name(kind, once) == once
