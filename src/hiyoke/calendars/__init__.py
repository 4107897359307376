"""When Japanese banks work and payment systems close, and the date in Japan at any instant."""

from hiyoke.calendars.business_days import (
    FIRST_YEAR,
    LAST_YEAR,
    business_day_on_or_after,
    business_day_on_or_before,
    business_days_between,
    holiday_name,
    is_business_day,
    next_business_day,
    shift_business_days,
)
from hiyoke.calendars.day_rules import KINDS_OF_DAY, DayRule
from hiyoke.calendars.japan_time import JAPAN_TIME, date_in_japan, end_of_day_in_japan
from hiyoke.calendars.payment_calendar import HoursLine, PaymentCalendar
from hiyoke.calendars.payment_calendar_file import (
    SHIPPED_CALENDARS,
    TRUST_MARKS,
    payment_calendar,
    read_payment_calendars,
    shipped_calendars,
)
from hiyoke.calendars.recurring_moments import (
    Instants,
    epoch_seconds,
    local_instant,
    moments_between,
)

__all__ = [
    "FIRST_YEAR",
    "JAPAN_TIME",
    "KINDS_OF_DAY",
    "LAST_YEAR",
    "SHIPPED_CALENDARS",
    "TRUST_MARKS",
    "DayRule",
    "HoursLine",
    "Instants",
    "PaymentCalendar",
    "business_day_on_or_after",
    "business_day_on_or_before",
    "business_days_between",
    "date_in_japan",
    "end_of_day_in_japan",
    "epoch_seconds",
    "holiday_name",
    "is_business_day",
    "local_instant",
    "moments_between",
    "next_business_day",
    "payment_calendar",
    "read_payment_calendars",
    "shift_business_days",
    "shipped_calendars",
]
