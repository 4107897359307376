"""CSAF: advisories of vendors and coordinators, versions 2.0 and 2.1, the VEX profile included."""

from hiyoke.exchange.csaf.read import read
from hiyoke.exchange.csaf.recognise import recognises
from hiyoke.exchange.format import Format
from hiyoke.languages import Text

FORMAT = Format(
    name="csaf",
    title=Text(ja="CSAF", en="CSAF"),
    media_type="application/json",
    recognises=recognises,
    read=read,
)

__all__ = ["FORMAT"]
