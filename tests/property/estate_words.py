"""Random words, names and identifiers as estates hold them, with what people write at the edges."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from hiyoke.estate.sheets import SHEETS, normalise_heading
from hiyoke.estate.sheets.words import is_blank_word
from hiyoke.languages import Text

_ID_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789勘定系電文中継あア"
#: Characters that CP932, UTF-8 and UTF-16 all have, separators and quotes among them.
_TEXT_LETTERS = (
    "abcXYZ019 ,;\t\"'=+@#/\\|.()-_:<>&あいうアイウ漢字勘定系振込みー・、。（）「」　①㈱ｱｲｳ～\n"
)
_KNOWN_HEADINGS = {
    normalise_heading(heading)
    for spec in SHEETS
    for column in spec.columns
    for heading in (column.name, column.heading_ja, *column.synonyms)
}

_RESERVED = {"internet", "外部", "社外", "インターネット", "以上", "計", "合計", "total"}

answers = st.sampled_from(["yes", "no", "unknown"])
identifiers: st.SearchStrategy[str] = (
    st.tuples(
        st.sampled_from(_ID_LETTERS),
        st.text(st.sampled_from(_ID_LETTERS + "._-"), max_size=12),
    )
    .map("".join)
    .filter(lambda text: not is_blank_word(text) and text.casefold() not in _RESERVED)
)


def _is_plain_text(text: str) -> bool:
    return bool(text) and text == text.strip() and not is_blank_word(text)


texts = st.text(st.sampled_from(_TEXT_LETTERS), min_size=1, max_size=20).map(str.strip).filter(
    _is_plain_text
) | st.sampled_from(["=1+1", "0012", "1.0", "TRUE", "1e5", "2026/3/31", "yes", "+81", "@x", "'q"])
labels = st.sampled_from(["重要", "dmz", "0012", "tier 1", "=tag"])
names = st.builds(Text, ja=texts, en=texts)
maybe_texts = st.none() | texts
dates = st.dates(date(1950, 1, 1), date(2150, 12, 31))
extras = st.dictionaries(
    st.sampled_from(["台帳番号", "cost centre", "注意点", "Ａ項目", "x=1"]).filter(
        lambda heading: normalise_heading(heading) not in _KNOWN_HEADINGS
    ),
    texts,
    max_size=2,
)
