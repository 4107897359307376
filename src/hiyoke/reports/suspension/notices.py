"""Drafts of notices to customers and counterparties: the same facts for every channel.

A notice says what, since when, until when, what still works and what to beware of. It never names a
system, a flaw, a product or a way of attack, and to customers no internal service, such as the
screening of transfers. What is not here: sending; people send.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hiyoke.languages import Language, Text
from hiyoke.reports.labels import LABELS
from hiyoke.reports.suspension.runbook_words import EXERCISE_WORDS

if TYPE_CHECKING:
    from datetime import datetime

    from hiyoke.suspension import Runbook

AUDIENCES: Final = ("customers", "counterparties")

#: Longest silence between two notices: an assumption, to be set by each institution.
NEWS_WITHIN: Final = timedelta(hours=4)

_DRAFT: Final = Text(
    ja="【下書き】送る前に、広報・法務・業務部門が確かめてください。〔 〕は書き入れてください。",
    en="[DRAFT] PR, legal and business check this before it is sent. Fill in what is in < >.",
)
_INTERNAL: Final = Text(
    ja="【下書き】利用者のいない行内の業務 {n} 件は、あえて書いていません。監視や審査が止まることは"
    "外に知らせないでください。",
    en="[DRAFT] Internal services without users are left out on purpose: {n}. Do not tell "
    "outsiders that monitoring or screening is off.",
)
_TITLES: Final = {
    "customers": Text(
        ja="サービスの一時停止について（{bank}）", en="Some services are paused ({bank})"
    ),
    "counterparties": Text(
        ja="接続・取引の一時停止のご連絡（{bank}）", en="Connections and business paused ({bank})"
    ),
}
_OPENINGS: Final = {
    "customers": Text(
        ja="お客さまの資産と情報を守るため、次のサービスを当行の判断で一時停止します。"
        "ご不便をおかけし、申し訳ございません。",
        en="To protect your money and your data, we have decided to pause the services below. "
        "We are sorry for the trouble.",
    ),
    "counterparties": Text(
        ja="予防のため、次の業務に関わる接続と取引を当行の判断で一時停止します。",
        en="As a precaution we have decided to pause connections and business for the services "
        "below.",
    ),
}
_ROW: Final = Text(
    ja="・{name}（{part}）: {since} から、{until} ごろまでの見込み",
    en="- {name} ({part}): from {since}, likely until about {until}",
)
_NO_SERVICE: Final = Text(
    ja="【下書き】相手に関わるサービスは止まりません。お知らせが要るかどうかを、まず確かめてください。",
    en="[DRAFT] No service of theirs is paused. See first whether a notice is needed at all.",
)
_ALL: Final = Text(ja="全部", en="all of it")
_SOME: Final = Text(ja="一部", en="part of it")
_CLOSINGS: Final = {
    "customers": Text(
        ja="次のお知らせ: {next} まで、または状況が変わり次第\n"
        "使えるもの: 〔窓口・ATM・電話のうち使えるもの〕\n"
        "期日のあるお支払い: 〔延滞料・手数料の扱い。お困りの方は下の電話へ〕\n"
        "ご注意: この件で、当行が暗証番号やパスワードをお尋ねすることはありません。"
        "電話、メール、SMS のリンクにご注意ください。\n"
        "お問い合わせ: 〔電話番号・受付時間。耳や目の不自由な方の窓口〕",
        en="Next news: by {next}, or as soon as anything changes\n"
        "What still works: <branches, ATMs, phone: say which>\n"
        "Payments that are due: <late fees and charges; whom to call>\n"
        "Beware: we never ask for your PIN or password about this. Be careful with links in calls, "
        "mail and text messages.\n"
        "Questions: <phone, hours, and help for people who cannot hear or see well>",
    ),
    "counterparties": Text(
        ja="次の連絡: {next} まで、または状況が変わり次第\n"
        "処理中の取引: 〔送信済み・未確認の件数と突合の方法〕\n"
        "再開: 条件がそろい次第、事前に連絡します。準備の可否をお知らせください\n"
        "連絡先: 〔担当窓口の電話〕",
        en="Next news: by {next}, or as soon as anything changes\n"
        "Open transactions: <numbers sent and not confirmed, and how to reconcile>\n"
        "Restart: we will tell you ahead, once the conditions are met; tell us whether you are "
        "ready\n"
        "Contact: <phone of the desk>",
    ),
}


def render_notice(runbook: Runbook, audience: str, language: Language) -> str:
    """Return a notice as plain text, ready to be read over the phone too.

    Args:
        runbook: What is stopped.
        audience: One of `AUDIENCES`.
        language: The language.
    """

    def t(text: Text) -> str:
        return text.render(language)

    rows = [
        t(_ROW).format(
            name=t(runbook.names.get(one.service_id, Text(ja=one.service_id, en=one.service_id))),
            part=t(_ALL if one.share >= 1.0 else _SOME),
            since=_moment(runbook, one.starts_at, language),
            until=_moment(runbook, one.ends_at, language),
        )
        for one in runbook.services
        if audience != "customers" or one.service_id not in runbook.internal
    ]
    unnamed = len(runbook.services) - len(rows)
    ends = min((one.ends_at for one in runbook.services), default=runbook.fixed_at)
    first = min(ends, runbook.starts_at + NEWS_WITHIN)
    head = [t(EXERCISE_WORDS)] if runbook.is_exercise else []
    head += [f"[{t(LABELS['synthetic'])}]"] if runbook.is_synthetic else []
    lines = [
        *head,
        t(_DRAFT),
        *([t(_INTERNAL).format(n=unnamed)] if unnamed else []),
        "",
        t(_TITLES[audience]).format(bank=t(runbook.institution)),
        "",
        *([t(_OPENINGS[audience]), "", *rows] if rows else [t(_NO_SERVICE)]),
        "",
        *t(_CLOSINGS[audience]).format(next=_moment(runbook, first, language)).splitlines(),
    ]
    mark = f"[{t(EXERCISE_WORDS)}] " if runbook.is_exercise else ""
    return "\n".join(f"{mark}{line}" if line else "" for line in lines) + "\n"


def _moment(runbook: Runbook, at: datetime, language: Language) -> str:
    local = at.astimezone(runbook.starts_at.tzinfo)
    if language is Language.JA:
        return f"{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {local:%b %H:%M}"
