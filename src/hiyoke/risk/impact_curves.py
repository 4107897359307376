"""The curve of every service: its own, or an assumed one that says so, or none with the reason.

A service without a curve is named; it never counts as costing nothing. What is not here: what a
curve answers (`impact_curve`), and the assumed figures (`impact_profile`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiyoke.languages import Text
from hiyoke.risk.impact_curve import ImpactCurve

if TYPE_CHECKING:
    from hiyoke.estate import Estate, Service, ServiceImpact
    from hiyoke.risk.impact_profile import ImpactProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCurve:
    """A service whose outage cannot be priced.

    Attributes:
        service_id: The service.
        reason: Why not.
        remedy: What to write, and where.
    """

    service_id: str
    reason: Text
    remedy: Text


def curves_of(estate: Estate, profile: ImpactProfile) -> dict[str, ImpactCurve]:
    """Return the curve of each service that has one, in the order of the services.

    A service that states loss points keeps them. One that states none gets the profile's points,
    scaled by its users and marked `is_assumed`; its own deadlines stay. One without either has no
    curve: `services_without_curve` says why.
    """
    stated = {impact.service_id: impact for impact in estate.impacts}
    curves = (
        _curve_of(service, stated.get(service.service_id), estate, profile)
        for service in estate.services
    )
    return {curve.service_id: curve for curve in curves if curve is not None}


def services_without_curve(estate: Estate, profile: ImpactProfile) -> tuple[NoCurve, ...]:
    """Return every service that `curves_of` leaves out, with the reason and the remedy."""
    priced = curves_of(estate, profile)
    return tuple(
        _why_not(service, currency_of(estate), profile)
        for service in estate.services
        if service.service_id not in priced
    )


def currency_of(estate: Estate) -> str | None:
    """Return the one currency of an estate's losses; None when no service states a loss."""
    return estate.impacts[0].currency if estate.impacts else None


def _curve_of(
    service: Service, stated: ServiceImpact | None, estate: Estate, profile: ImpactProfile
) -> ImpactCurve | None:
    points, is_assumed = stated.points if stated else (), False
    steps = stated.steps if stated else ()
    if not points and _can_assume(service, currency_of(estate), profile):
        points = profile.points(float(service.users or 0), is_priority=service.is_priority)
        is_assumed = True
    if not points and not steps:
        return None
    outage = stated.attack_outage_minutes if stated else None
    return ImpactCurve(
        service_id=service.service_id,
        currency=stated.currency if stated else (currency_of(estate) or profile.currency),
        points=points,
        steps=steps,
        attack_outage_minutes=outage or profile.attack_outage_minutes,
        is_assumed=is_assumed,
        is_outage_assumed=outage is None,
        timezone=estate.institution.timezone,
    )


def _can_assume(service: Service, currency: str | None, profile: ImpactProfile) -> bool:
    return bool(service.users) and currency in (None, profile.currency)


def _why_not(service: Service, currency: str | None, profile: ImpactProfile) -> NoCurve:
    if not service.users:
        reason = Text(
            ja="損失曲線も利用者数も書かれていないため、停止の損失を示せません。",
            en="It states neither a loss curve nor users, so its outage cannot be priced.",
        )
    else:
        reason = Text(
            ja=f"損失曲線がなく、仮定の表は {profile.currency} 建てで {currency} では使えません。",
            en=f"It states no loss curve, and the assumed figures are in {profile.currency}, "
            f"not in {currency}.",
        )
    return NoCurve(
        service_id=service.service_id,
        reason=reason,
        remedy=Text(
            ja="services.yaml の impact に損失を書くか、利用者数（users）を書いてください。",
            en="State its losses as impact in services.yaml, or its number of users.",
        ),
    )
