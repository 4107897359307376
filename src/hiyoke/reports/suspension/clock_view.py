"""Deadlines in words of one language, in Japan's time, or why there is none.

What is not here: the deadlines (`hiyoke.suspension.notice_clocks`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.calendars import JAPAN_TIME
from hiyoke.languages import Language, Text
from hiyoke.reports.suspension.level_words import CLOCK_WORDS, LEVEL_SENTENCES, START_WORDS

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.suspension import NoticeClock


class ClockView:
    """Deadlines in one language.

    Args:
        language: The language.
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def t(self, text: Text) -> str:
        """Return one half of a text."""
        return text.render(self.language)

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence with its places filled."""
        return self.t(LEVEL_SENTENCES[key]).format(**values)

    def clock(self, clock: NoticeClock, *, in_full: bool = False) -> str:
        """Return when a report is due, or why that is not known."""
        start = "" if clock.step is None else self.t(START_WORDS[clock.step.starts_from])
        said = self.day_and_time if in_full else self.moment
        time = "" if clock.due_at is None else said(clock.due_at)
        if clock.is_at_once:
            time = self.say("since", time=time)
        words = self.t(CLOCK_WORDS[clock.state])
        return words.format(time=time, start=start, due=self.t(clock.duty.due))

    def clock_name(self, clock: NoticeClock) -> str:
        """Return whom to tell, and by which report."""
        if clock.step is None:
            return self.t(clock.duty.name)
        return f"{self.t(clock.duty.name)}: {self.t(clock.step.name)}"

    def day_and_time(self, at: datetime) -> str:
        """Return a moment in Japan's time in full."""
        return f"{at.astimezone(JAPAN_TIME):%Y-%m-%d %H:%M} JST"

    def moment(self, at: datetime) -> str:
        """Return a moment in Japan's time, with its day."""
        local = at.astimezone(JAPAN_TIME)
        if self.language is Language.JA:
            return f"{local.month}/{local.day} {local:%H:%M}"
        return f"{local.day} {local:%b %H:%M} JST"
