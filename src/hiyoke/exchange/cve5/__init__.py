"""CVE records, schema 5.x, with the containers of the authority and of every enricher."""

from hiyoke.exchange.cve5.read import read
from hiyoke.exchange.cve5.recognise import recognises
from hiyoke.exchange.format import Format
from hiyoke.languages import Text

FORMAT = Format(
    name="cve5",
    title=Text(ja="CVE レコード 5.x", en="CVE records 5.x"),
    media_type="application/json",
    recognises=recognises,
    read=read,
)

__all__ = ["FORMAT"]
