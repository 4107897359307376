"""What stands on the service map besides names, in both languages.

What is not here: the sections of the report (`hiyoke.reports.exposure.labels`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.languages import Text

MAP_LABELS: Final[dict[str, Text]] = {
    "title": Text("サービスの地図", "Service map"),
    "desc": Text(
        "左が外部、右がサービスです。間のシステムは外部からの段数ごとに並びます。"
        "太い線は最も起こりやすい攻撃経路 {paths} 本です。経路の各段階は、下の文章と同じ記号で"
        "示します。システム {systems} 台とサービス {services} 件を描いています。",
        "Outside is on the left, services on the right, systems between them by their distance "
        "from outside. Bold lines are the {paths} most probable paths of attack; their steps "
        "carry the same marks as the words below. {systems} systems and {services} services are "
        "drawn.",
    ),
    "outside": Text("外部・関係先", "Outside"),
    "layer": Text("{n} 段先", "{n} steps in"),
    "layer_first": Text("外部から直接", "Directly reached"),
    "layer_last": Text("{n} 段以上先", "{n} or more steps in"),
    "services": Text("サービス", "Services"),
    "legend_bands": Text(
        "システムが {days}以内に乗っ取られる確率",
        "Chance that a system is taken over within {days}",
    ),
    "link_known": Text("許可された通信", "Permitted link"),
    "link_unknown": Text("有無が不明な通信", "Link nobody is sure of"),
    "path": Text("攻撃経路（A1 は経路 A の段階 1）", "Path of attack (A1: path A, step 1)"),
    "path_unsure": Text("可能か未確認の段階", "Step not known to be possible"),
    "choke": Text("要所", "choke"),
    "choke_meaning": Text("多くの経路が集まる要所", "Choke point: many paths meet"),
    "tag_meaning": Text("#1 は優先順位 1 位のサービスに必要", "#1: needed by the service ranked 1"),
    "no_way": Text("発生なし", "not seen"),
    "blind": Text("中身不明", "unknown"),
    "left_systems": Text("外部から届くシステム {n} 台", "{n} systems that can be reached"),
    "left_unreached": Text(
        "外部からの経路がないシステム {n} 台", "{n} systems that no way from outside leads to"
    ),
    "left_services": Text("サービス {n} 件", "{n} services"),
    "left_links": Text("通信 {n} 本（外向きなど）", "{n} links (such as those leading outwards)"),
    "left_vendors": Text(
        "経路にないベンダーの遠隔接続", "remote access of vendors that no path uses"
    ),
    "left": Text("描いていないもの: {what}。", "Not drawn: {what}."),
    "all_drawn": Text("すべて描いています。", "Everything is drawn."),
    "place_internet": Text("インターネット", "Internet"),
    "place_outside": Text("外部接続先", "outside zone"),
    "place_insider": Text("執務ゾーン", "insider zone"),
    "place_vendor": Text("ベンダー・{n} 台", "vendor, {n} systems"),
}
