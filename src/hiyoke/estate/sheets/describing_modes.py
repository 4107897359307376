"""The sheet that says how services and systems can be stopped on purpose.

This is data: headings, meanings and choices. What is not here: which modes to enter
(`hiyoke.suspension`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.estate.sheets.describing_services import (
    NAME_EN_MEANING,
    NAME_JA_MEANING,
    OWNER_COLUMNS,
)
from hiyoke.estate.sheets.spec import Choice, ColumnSpec, Kind, SheetSpec
from hiyoke.languages import Text

#: Kinds of mode with the words people use.
MODE_KIND_CHOICES: Final = (
    Choice(
        "control_on", Text(ja="防御を強める", en="tighten a control"), ("仮想パッチ", "遮断設定")
    ),
    Choice("new_logins_off", Text(ja="新規ログイン停止", en="new log-ins off"), ("ログイン停止",)),
    Choice("view_only", Text(ja="照会のみ", en="view only"), ("参照のみ", "照会専用")),
    Choice(
        "high_value_off",
        Text(ja="高額・新規宛先の停止", en="new payees or high value off"),
        ("高額取引停止", "新規宛先停止"),
    ),
    Choice(
        "bulk_files_off", Text(ja="一括ファイル停止", en="bulk files off"), ("ファイル受付停止",)
    ),
    Choice("partners_off", Text(ja="接続先 API 停止", en="API partners off"), ("API停止",)),
    Choice("app_off", Text(ja="アプリ停止（Web は継続）", en="app off, web on"), ("アプリ停止",)),
    Choice("account_off", Text(ja="特権 ID 停止", en="privileged ID off"), ("ID停止",)),
    Choice(
        "remote_access_off",
        Text(ja="ベンダー遠隔接続の停止", en="vendor access off"),
        ("遠隔停止",),
    ),
    Choice("card_fallback", Text(ja="カード承認の代替運用", en="card authorisation fallback")),
    Choice("channel_off", Text(ja="ネット経路停止", en="internet channel off"), ("チャネル停止",)),
    Choice("atm_off", Text(ja="ATM 停止", en="ATM off")),
    Choice("network_cut", Text(ja="経路の遮断", en="network cut"), ("ネットワーク遮断", "遮断")),
    Choice("isolate", Text(ja="隔離（電源は入れたまま）", en="isolate, power on"), ("隔離",)),
    Choice("full_stop", Text(ja="全停止", en="full stop"), ("停止", "全面停止")),
    Choice("other", Text(ja="その他", en="other")),
)

MODES: Final = SheetSpec(
    name="modes",
    title=Text(ja="停止モード", en="modes"),
    meaning=Text(ja="意図して止める一つのやり方", en="one way to stop something on purpose"),
    key="id",
    synonyms=("mode", "停止手段", "停止方法", "suspension_modes", "停止モード一覧"),
    columns=(
        ColumnSpec(
            name="id",
            heading_ja="モードID",
            kind=Kind.ID,
            meaning=Text(ja="停止モードの識別子", en="Identifier of the mode."),
            synonyms=("mode_id", "停止モードID"),
            is_required=True,
            example=Text(ja="ib-channel-off", en="ib-channel-off"),
        ),
        ColumnSpec(
            name="name_ja",
            heading_ja="モード名",
            kind=Kind.NAME,
            meaning=NAME_JA_MEANING,
            synonyms=("name", "名称", "停止モード名", "mode_name"),
            example=Text(ja="個人 IB のネット経路停止", en="個人 IB のネット経路停止"),
        ),
        ColumnSpec(
            name="name_en",
            heading_ja="モード名（英語）",
            kind=Kind.NAME,
            meaning=NAME_EN_MEANING,
            synonyms=("英語名", "英語名称", "名称(英語)"),
            example=Text(
                ja="Internet channel of retail banking off",
                en="Internet channel of retail banking off",
            ),
        ),
        ColumnSpec(
            name="subject",
            heading_ja="対象ID",
            kind=Kind.ID,
            meaning=Text(
                ja="このモードが属するサービスまたはシステム",
                en="Service or system that the mode belongs to.",
            ),
            synonyms=("対象", "subject_id", "サービスまたはシステム"),
            is_required=True,
            example=Text(ja="internet-banking", en="internet-banking"),
        ),
        ColumnSpec(
            name="kind",
            heading_ja="種類",
            kind=Kind.CHOICE,
            meaning=Text(ja="止め方の種類", en="Kind of stop."),
            synonyms=("モード種別", "停止種別", "区分"),
            choices=MODE_KIND_CHOICES,
            default=Text(ja="other（その他）", en="other"),
            example=Text(ja="ネット経路停止", en="channel_off"),
        ),
        ColumnSpec(
            name="loses",
            heading_ja="失う割合",
            kind=Kind.PARTS,
            meaning=Text(
                ja="失われるサービスと割合（; で区切る。割合は 60% か 20-30-40%。"
                "割合を省くと全部）",
                en="Services and the part of each that is lost, separated by ';', such as "
                "'internet-banking 60%; atm 20-30-40%'; without a share, all of it.",
            ),
            synonyms=("失うサービス", "影響サービス", "lost_services"),
            example=Text(ja="internet-banking 100%", en="internet-banking 100%"),
        ),
        ColumnSpec(
            name="systems",
            heading_ja="止めるシステム",
            kind=Kind.IDS,
            meaning=Text(
                ja="止める、または隔離するシステム（; で区切る）。"
                "脆弱性を書いた行では、守るシステム",
                en="Systems stopped or isolated, separated by ';'; on a row that names "
                "vulnerabilities, the systems guarded, which keep running.",
            ),
            synonyms=("停止システム", "対象システム", "system_ids"),
        ),
        ColumnSpec(
            name="links",
            heading_ja="切る経路",
            kind=Kind.FLOWS,
            meaning=Text(
                ja="切る通信経路（「接続元 > 接続先」を ; で区切る）",
                en="Permitted flows that are cut, as 'source > target', separated by ';'.",
            ),
            synonyms=("遮断経路", "遮断する経路", "cut_links"),
            example=Text(ja="internet > ib-waf", en="internet > ib-waf"),
        ),
        ColumnSpec(
            name="entry_points",
            heading_ja="閉じる公開口",
            kind=Kind.IDS,
            meaning=Text(
                ja="internet から切り離すシステム（; で区切る）",
                en="Systems that are cut from the internet, separated by ';'.",
            ),
            synonyms=("公開口", "入口", "entries"),
        ),
        ColumnSpec(
            name="accounts",
            heading_ja="止める特権ID",
            kind=Kind.IDS,
            meaning=Text(ja="無効にする特権 ID", en="Privileged IDs that are disabled."),
            synonyms=("停止ID", "account_ids"),
        ),
        ColumnSpec(
            name="vendors",
            heading_ja="切るベンダー接続",
            kind=Kind.IDS,
            meaning=Text(ja="遠隔接続を切るベンダー", en="Vendors whose remote access is cut."),
            synonyms=("ベンダー接続", "vendor_ids"),
        ),
        ColumnSpec(
            name="vulnerability_ids",
            heading_ja="無効にする脆弱性",
            kind=Kind.FLAW_IDS,
            meaning=Text(
                ja="使えなくする脆弱性（仮想パッチ）。空欄なら脆弱性によらない",
                en="Flaws made unusable (a virtual patch); empty when it depends on no flaw.",
            ),
            synonyms=("脆弱性", "cve", "cves"),
        ),
        ColumnSpec(
            name="enter_minutes",
            heading_ja="停止にかかる時間（分）",
            kind=Kind.DURATIONS,
            meaning=Text(
                ja="決めてから効くまでの時間（下限-見込み-上限も可）",
                en="Time from the decision until it takes effect; low-likely-high is understood.",
            ),
            synonyms=("停止にかかる時間", "停止時間(分)", "time_to_enter"),
            example=Text(ja="5-10-20", en="5-10-20"),
        ),
        ColumnSpec(
            name="leave_minutes",
            heading_ja="戻すのにかかる時間（分）",
            kind=Kind.DURATIONS,
            meaning=Text(ja="再開にかかる時間", en="Time to return from it."),
            synonyms=("再開にかかる時間", "復旧時間(分)", "time_to_leave"),
            example=Text(ja="20-30-60", en="20-30-60"),
        ),
        ColumnSpec(
            name="reversible",
            heading_ja="すぐ戻せるか",
            kind=Kind.YES_NO_UNKNOWN,
            meaning=Text(
                ja="修復なしに元へ戻せるか", en="Whether it can be taken back without repair."
            ),
            synonyms=("可逆", "戻せるか"),
            default=Text(ja="不明", en="unknown"),
            example=Text(ja="はい", en="yes"),
        ),
        ColumnSpec(
            name="last_rehearsed_on",
            heading_ja="最終訓練日",
            kind=Kind.DATE,
            meaning=Text(ja="最後に訓練した日", en="When it was last rehearsed."),
            synonyms=("訓練日", "リハーサル日", "rehearsed_on"),
            default=Text(ja="訓練なし", en="never"),
            example=Text(ja="2026-02-14", en="2026-02-14"),
        ),
        ColumnSpec(
            name="in_flight_minutes",
            heading_ja="処理中取引の完了（分）",
            kind=Kind.DURATIONS,
            meaning=Text(
                ja="処理中の取引が終わるまでの時間", en="Time that open work needs to finish."
            ),
            synonyms=("処理中取引", "静止点まで(分)", "in_flight"),
            example=Text(ja="5-15-30", en="5-15-30"),
        ),
        ColumnSpec(
            name="restart_point",
            heading_ja="再開点",
            kind=Kind.TEXT,
            meaning=Text(
                ja="バッチやファイルをどこから再開するか",
                en="Where batches and files restart.",
            ),
            synonyms=("バッチ再開点", "リスタートポイント"),
        ),
        ColumnSpec(
            name="backup",
            heading_ja="事前バックアップ",
            kind=Kind.TEXT,
            meaning=Text(ja="止める前に要るバックアップ", en="Backup wanted before the stop."),
            synonyms=("バックアップ", "退避"),
        ),
        *OWNER_COLUMNS,
    ),
)
