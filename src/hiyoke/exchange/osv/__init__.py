"""OSV: advisories of open-source ecosystems and distributions, schema 1.7 and earlier."""

from hiyoke.exchange.format import Format
from hiyoke.exchange.osv.read import read
from hiyoke.exchange.osv.recognise import recognises
from hiyoke.languages import Text

FORMAT = Format(
    name="osv",
    title=Text(ja="OSV", en="OSV"),
    media_type="application/json",
    recognises=recognises,
    read=read,
)

__all__ = ["FORMAT"]
