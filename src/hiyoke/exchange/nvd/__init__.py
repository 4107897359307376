"""NVD: CVEs with the product applicability and ratings of the US vulnerability database."""

from hiyoke.exchange.format import Format
from hiyoke.exchange.nvd.read import read
from hiyoke.exchange.nvd.recognise import recognises
from hiyoke.languages import Text

FORMAT = Format(
    name="nvd",
    title=Text(ja="NVD API 2.0", en="NVD API 2.0"),
    media_type="application/json",
    recognises=recognises,
    read=read,
)

__all__ = ["FORMAT"]
