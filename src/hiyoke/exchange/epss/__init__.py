"""EPSS: the probability, published daily by FIRST, that a vulnerability is exploited in 30 days."""

from hiyoke.exchange.epss.read import read, recognises
from hiyoke.exchange.format import Format
from hiyoke.languages import Text

FORMAT = Format(
    name="epss",
    title=Text(ja="EPSS（悪用確率の予測）", en="EPSS probabilities"),
    media_type="text/csv",
    recognises=recognises,
    read=read,
)

__all__ = ["FORMAT"]
