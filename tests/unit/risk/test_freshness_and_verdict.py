from datetime import UTC, date, datetime

import pytest

from hiyoke.risk import Tally, Verdict, data_ages, load_freshness_profile, verdict_of

AS_OF = date(2026, 5, 22)


def source(kind: str, newest_at: datetime | None, count: int = 10) -> dict[str, object]:
    return {"format": kind, "newest_at": newest_at, "record_count": count}


def test_tells_fresh_stale_undated_and_missing_apart() -> None:
    sources = [
        source("osv", datetime(2026, 5, 1, tzinfo=UTC)),
        source("osv", datetime(2026, 5, 20, 15, 0, tzinfo=UTC)),  # 21 May in Japan.
        source("kev", datetime(2026, 5, 18, tzinfo=UTC)),
        source("endoflife", None),
        source("epss", datetime(2026, 5, 22, tzinfo=UTC), count=0),
    ]
    ages = {a.kind: a for a in data_ages(sources, load_freshness_profile(), as_of=AS_OF)}
    assert (ages["advisories"].age_days, ages["advisories"].is_stale) == (1, False)
    assert (ages["known_exploited"].age_days, ages["known_exploited"].is_stale) == (4, True)
    assert ages["end_of_life"].is_stale
    assert not ages["end_of_life"].is_missing
    assert ages["epss"].is_missing
    assert ages["ssvc"].is_missing
    assert not ages["ssvc"].is_stale


@pytest.mark.parametrize(
    ("affected", "ended", "unknown", "verdict"),
    [
        (0, 0, 0, Verdict.CLEAR),
        (0, 0, 1, Verdict.NOT_ASSESSABLE),
        (1, 0, 0, Verdict.ACTION_ADVISED),
        (0, 1, 5, Verdict.ACTION_ADVISED),
    ],
)
def test_is_clear_only_when_nothing_is_affected_ended_or_unknown(
    affected: int, ended: int, unknown: int, verdict: Verdict
) -> None:
    assert verdict_of(Tally(affected=affected, end_of_life=ended, unknown=unknown)) is verdict


def test_uses_the_exit_codes_that_scripts_rely_on() -> None:
    assert [int(v) for v in Verdict] == [0, 10, 12]
    assert all(v.label.ja and v.label.en for v in Verdict)
