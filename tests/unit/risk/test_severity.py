import pytest

from hiyoke.risk.severity import base_score, suggested_automatable, suggested_technical_impact


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3),
        ("(AV:N/AC:L/Au:N/C:C/I:C/A:C)", 10.0),
        ("AV:L/AC:H/Au:M/C:N/I:N/A:N", 0.0),
    ],
)
def test_scores_each_version(vector: str, score: float) -> None:
    assert base_score(vector) == score
    assert str(base_score(vector)) == str(score)


@pytest.mark.parametrize("vector", ["", "rubbish", "CVSS:3.1/AV:N", "CVSS:9.0/AV:N/AC:L"])
def test_gives_no_score_to_what_is_no_vector(vector: str) -> None:
    assert base_score(vector) is None
    assert suggested_automatable(vector) is None
    assert suggested_technical_impact(vector) is None


@pytest.mark.parametrize(
    ("vector", "automatable", "impact"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "yes", "total"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", "no", "total"),
        ("CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:H", "no", "partial"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N", "yes", "total"),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:L/VI:H/VA:N/SC:N/SI:N/SA:N", "no", "partial"),
        ("AV:N/AC:L/Au:N/C:C/I:C/A:C", "yes", "total"),
        ("AV:N/AC:L/Au:S/C:P/I:P/A:P", "no", "partial"),
    ],
)
def test_suggests_ssvc_points_from_a_vector(vector: str, automatable: str, impact: str) -> None:
    assert suggested_automatable(vector) == automatable
    assert suggested_technical_impact(vector) == impact
