"""KEV: the catalogue of vulnerabilities known to be exploited, published by CISA."""

from hiyoke.exchange.format import Format
from hiyoke.exchange.kev.read import read, recognises
from hiyoke.languages import Text

FORMAT = Format(
    name="kev",
    title=Text(ja="CISA 悪用確認済み脆弱性一覧（KEV）", en="CISA Known Exploited Vulnerabilities"),
    media_type="application/json",
    recognises=recognises,
    read=read,
)

__all__ = ["FORMAT"]
