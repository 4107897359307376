import pytest

from hiyoke.estate.service import Requirement
from hiyoke.estate.system import Link
from hiyoke.risk import standings_of


def needs(service: str, system: str, group: str | None = None) -> Requirement:
    return Requirement(service_id=service, system_id=system, group=group)


@pytest.mark.parametrize(
    ("facing", "link", "exposure"),
    [
        ("yes", None, "yes"),
        ("no", None, "no"),
        ("unknown", None, "unknown"),
        ("no", "yes", "yes"),  # A link contradicts the inventory, and the link wins.
        ("unknown", "yes", "yes"),
        ("no", "unknown", "unknown"),
        ("yes", "unknown", "yes"),
    ],
)
def test_answers_yes_no_or_unknown(facing: str, link: str | None, exposure: str) -> None:
    links = [Link(source="internet", target="web", known=link)] if link else []
    assert standings_of({"web": facing}, links, [], {})["web"].exposure == exposure


def test_maps_reach_to_ssvc_exposure_without_guessing() -> None:
    facing = {"web": "yes", "app": "no", "db": "no", "hr": "no", "lonely": "no", "odd": "unknown"}
    links = [
        Link(source="web", target="app"),
        Link(source="app", target="db", known="unknown"),
        Link(source="hr", target="web"),
        Link(source="hr", target="elsewhere"),
    ]
    found = {s: x.system_exposure for s, x in standings_of(facing, links, [], {}).items()}
    assert found == {
        "web": ("open",),
        "app": ("controlled",),
        "db": ("small", "controlled"),
        "hr": ("small",),
        "lonely": ("small", "controlled"),
        "odd": ("small", "controlled", "open"),
    }


def test_reads_the_role_from_the_services_that_need_the_system() -> None:
    ranks = {"pay": 1, "atm": 2}
    requirements = [
        needs("pay", "core"),
        needs("atm", "core"),
        needs("pay", "gateway"),
        needs("pay", "a", "pair"),
        needs("news", "cms"),
    ]
    facing = dict.fromkeys(("core", "gateway", "a", "cms", "orphan"), "no")
    found = standings_of(facing, [], requirements, ranks)
    assert {s: x.role for s, x in found.items()} == {
        "core": "several_priority_services",
        "gateway": "one_priority_service",
        "a": "redundant_for_priority_service",
        "cms": "other_services",
        "orphan": None,
    }
    assert found["core"].priority_service_ids == ("atm", "pay")
    assert found["core"].best_priority_rank == 1
    assert found["cms"].priority_service_ids == ()
