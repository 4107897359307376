"""The option sheet as one A4 page in one language, for a reader with three minutes.

The page loads nothing, runs nothing and prints as it is. What is not here: what it says
(`option_view`), and its words (`option_words`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.reports.page_templates import page_templates
from hiyoke.reports.suspension.level_view import LevelView
from hiyoke.reports.suspension.option_view import OptionView

if TYPE_CHECKING:
    from hiyoke.languages import Language
    from hiyoke.reports.suspension.option_figures import OptionFacts
    from hiyoke.suspension import OptionSheet


def render_option_page(sheet: OptionSheet, facts: OptionFacts, language: Language) -> str:
    """Render the sheet as HTML.

    Returns:
        A whole HTML document; equal sheets give equal documents, byte for byte.
    """
    view = OptionView(sheet, facts, language)
    level = None if facts.level is None else LevelView(facts.level, language)
    template = page_templates().get_template("option_sheet.html.j2")
    return str(template.render(v=view, s=sheet, f=facts, level=level))
