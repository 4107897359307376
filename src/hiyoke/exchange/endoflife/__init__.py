"""endoflife.date: until when release cycles of products are supported."""

from hiyoke.exchange.endoflife.read import read
from hiyoke.exchange.endoflife.recognise import recognises
from hiyoke.exchange.format import Format
from hiyoke.languages import Text

FORMAT = Format(
    name="endoflife",
    title=Text(ja="endoflife.date", en="endoflife.date"),
    media_type="application/json",
    recognises=recognises,
    read=read,
)

__all__ = ["FORMAT"]
