"""The words of a runbook: what to check after each kind of step, and how to take it back.

What is not here: the page (`runbook_page`).
"""

from __future__ import annotations

from typing import Final

from hiyoke.languages import Text
from hiyoke.reports.labels import LABELS
from hiyoke.suspension import EXERCISE_MARK

#: On every page, row and file of an exercise.
EXERCISE_WORDS: Final = Text(
    ja=f"{EXERCISE_MARK}　訓練用です。実際には止めません",
    en=f"{EXERCISE_MARK} – for practice only; nothing is stopped",
)

_GENERAL_CHECK: Final = Text(
    ja="外から試して使えないこと、監視で通信がないことを確かめる",
    en="Try it from outside: refused. Monitoring shows no traffic",
)
_CHECKS: Final = {
    "full_stop": Text(
        ja="プロセスがないこと、待受けポートが応答しないこと、監視が停止を示すことを確かめる",
        en="No process left, no port answers, monitoring shows it down",
    ),
    "isolate": Text(
        ja="両方向の接続を試して拒否されること、既存の接続が残っていないことを確かめる",
        en="Try connections both ways: refused. No open connection is left",
    ),
    "network_cut": Text(
        ja="経路の両端から接続を試して拒否されること、既存の接続が残っていないことを確かめる",
        en="Try a connection from the opening side: refused. No open connection is left",
    ),
    "account_off": Text(
        ja="その ID でログインを試して拒否されること、ログイン中のセッションがないことを確かめる",
        en="Try to sign in with the ID: refused. No session of it is left",
    ),
    "remote_access_off": Text(
        ja="ベンダーに電話し、接続を試してもらって拒否されることを確かめる",
        en="Call the vendor and have it try: refused",
    ),
    "view_only": Text(
        ja="試験口座で照会でき、振込が拒否されることを確かめる",
        en="With a test account: enquiry works, a transfer is refused",
    ),
    "new_logins_off": Text(
        ja="試験口座で新しいログインが拒否され、残るセッションが減ることを確かめる",
        en="With a test account: a new sign-in is refused, and open sessions go down",
    ),
    "bulk_files_off": Text(
        ja="試験ファイルの送信が拒否されること、最後に受けた通番を確かめる",
        en="A test file is refused; write down the last number accepted",
    ),
    "control_on": Text(
        ja="試験用の要求が遮断され、遮断の記録が残ることを確かめる",
        en="A test request is blocked, and the block is logged",
    ),
}
_GENERAL_ROLLBACK: Final = Text(
    ja="設定を元に戻し、試験口座・試験通信で使えることを確かめる",
    en="Put the setting back, and see with a test account or connection that it works",
)
_ROLLBACKS: Final = {
    "full_stop": Text(
        ja="再開点を確かめて起動し、試験取引が通ることを確かめる",
        en="See the restart point, start it, and pass a test transaction",
    ),
    "isolate": Text(
        ja="侵入の跡がないと確認できた後に限り、隔離を解き、試験通信が通ることを確かめる",
        en="Only after a check for intrusion: lift the isolation and pass a test connection",
    ),
    "network_cut": Text(
        ja="遮断の設定を外し、両端で試験通信が通ることを確かめる",
        en="Remove the block, and pass a test connection",
    ),
    "account_off": Text(
        ja="認証情報を作り直してから ID を有効に戻す",
        en="Make new credentials, then enable the ID again",
    ),
    "remote_access_off": Text(
        ja="ベンダーの安全を確認し、認証情報を作り直してから接続を戻す",
        en="See that the vendor is safe, make new credentials, then let it in again",
    ),
}

#: What to keep first, most fleeting first. Order after RFC 3227, section 2.1.
EVIDENCE: Final = (
    Text(ja="メモリーの内容（実行中の処理を含む）", en="Memory, running processes included"),
    Text(
        ja="通信の状態（接続、経路表、ARP、名前解決の記憶）",
        en="Network state: connections, routes, ARP, name caches",
    ),
    Text(ja="一時ファイルとログイン中の利用者", en="Temporary files and signed-in users"),
    Text(ja="ディスク（複製して原本に触れない）", en="Disks: copy them, leave the originals alone"),
    Text(ja="離れた所にあるログと監視の記録", en="Logs and monitoring data kept elsewhere"),
    Text(ja="機器の構成と配線", en="Configuration and wiring"),
    Text(ja="バックアップ媒体", en="Archived media"),
)

#: Where no sign of an intruder is known: what must not be lost by the stop itself.
EVIDENCE_WITHOUT_SIGNS: Final = (
    Text(
        ja="ログの上書きと自動削除を止め、別の場所へ複製する",
        en="Stop logs from being overwritten or deleted, and copy them elsewhere",
    ),
    Text(
        ja="止める前に、接続と実行中の処理の一覧を控える",
        en="Before each stop, note open connections and running processes",
    ),
    Text(
        ja="不審な跡を見つけたら手を止め、電源を切らずにメモリー、通信の状態、ディスクの順に残す",
        en="On any sign of intrusion: pause, leave the power on, and keep memory, network state "
        "and disks, in this order",
    ),
)

TIER_WORDS: Final = {
    "containment": Text(ja="封じ込め", en="Containment"),
    "sessions": Text(ja="入口", en="Entrance"),
    "applications": Text(ja="業務", en="Applications"),
    "links": Text(ja="連携", en="Batch and links"),
    "databases": Text(ja="データ", en="Databases"),
    "monitoring": Text(ja="監視", en="Monitoring"),
    "identity": Text(ja="認証", en="Identity"),
}
SET_ASIDE_WORDS: Final = {
    "cycle": Text(ja="互いに使い合うため", en="they use each other in a circle"),
    "kept_to_the_end": Text(
        ja="監視と認証は最後まで残すため", en="monitoring and identity stay to the end"
    ),
    "identity_first": Text(
        ja="認証基盤が侵害され、先に隔離するため", en="identity is compromised and goes first"
    ),
}
TIER_SOURCES: Final = {
    "name": Text(ja="名前からの推測", en="guessed from the name"),
    "links": Text(ja="通信経路からの推測", en="guessed from links"),
}

RUNBOOK_LABELS: Final = {
    "title": Text(ja="停止手順書", en="Runbook of a stop"),
    "brand": Text(ja="火除け Hiyoke", en="Hiyoke"),
    "synthetic": LABELS["synthetic"],
    "institution": Text(ja="機関", en="Institution"),
    "starts_at": Text(ja="開始予定", en="Planned start"),
    "done_at": Text(ja="完了見込み", en="Likely done"),
    "fixed_at": Text(ja="原因解消の見込み", en="Cause likely gone"),
    "serial": Text(ja="一つずつ行う場合", en="One step after another"),
    "minutes": Text(ja="{n} 分", en="{n} min"),
    "unknown": Text(ja="不明", en="unknown"),
    "details": Text(ja="{what}: {names}", en="{what}: {names}"),
    "stops": Text(ja="止めるシステム", en="Stop"),
    "cuts": Text(ja="切る経路", en="Cut"),
    "accounts": Text(ja="無効にする特権 ID", en="Disable"),
    "vendors": Text(ja="切るベンダー接続", en="End the access of"),
    "patches": Text(ja="使えなくする脆弱性", en="Block"),
    "guards": Text(ja="守るシステム", en="Guard"),
    "nobody": Text(ja="担当未定（いま決める）", en="No owner: name one now"),
    "assumed": Text(ja="仮定の時間", en="assumed time"),
    "unrehearsed": Text(ja="訓練なし", en="not rehearsed"),
    "no_return": Text(ja="戻れない可能性", en="may not be taken back"),
    "critical": Text(ja="遅れると全体が遅れる", en="sets the total time"),
    "before_heading": Text(ja="1. 始める前に", en="1. Before you start"),
    "decision": Text(
        ja="停止の決定が記録され、別の人が承認したことを確かめる",
        en="See that the stop is decided, recorded and approved by a second person",
    ),
    "decided_by": Text(ja="決めた人", en="Decided by"),
    "approved_by": Text(ja="承認した人", en="Approved by"),
    "log_head": Text(
        ja="決定記録の末尾ハッシュ（先頭 12 桁）", en="Head of the decision log (12 digits)"
    ),
    "deciders": Text(
        ja="この停止（{level} 相当）をいま決められる人", en="Who may decide this stop now ({level})"
    ),
    "no_table": Text(
        ja="資産に権限表（authority.yaml）がありません。決められる人を確かめて記入する",
        en="The estate has no table of authority (authority.yaml). Find out and fill in",
    ),
    "no_decider": Text(
        ja="権限表では、いま決められる人がいません。経営トップに連絡する",
        en="By the table nobody may decide this now. Call top management",
    ),
    "deputy": Text(ja="代行", en="deputy"),
    "clock": Text(
        ja="時計を合わせ、書記を一人決める。すべての時刻を書き残す",
        en="Set the clocks, name one person to write, and note every time",
    ),
    "phone_heading": Text(
        ja="2. 電話（メールと認証が使えないとき）", en="2. Phones (mail and sign-in may be down)"
    ),
    "desk": Text(ja="窓口", en="Desk"),
    "contact": Text(ja="電話", en="Phone"),
    "hours": Text(ja="時間", en="Hours"),
    "needed": Text(ja="今回関係する", en="needed now"),
    "by_hand": Text(ja="（手で記入）", en="(fill in by hand)"),
    "duty": Text(ja="当直・CISO・経営・広報・当局連絡", en="Duty, CISO, top, PR, authorities"),
    "evidence_heading": Text(ja="3. 証拠を先に残す", en="3. Evidence first"),
    "evidence_rule": Text(
        ja="消えやすいものから残す（順序は RFC 3227）。"
        "封じ込めと両立しないときは、封じ込めを先にする。",
        en="Most fleeting first, in the order of RFC 3227. Where this conflicts with containment, "
        "contain first.",
    ),
    "steps_heading": Text(ja="4. 止める手順", en="4. Steps of the stop"),
    "layer": Text(
        ja="第 {n} 段　{time} から　同時に行ってよい",
        en="Stage {n}, from {time}: may be done at the same time",
    ),
    "layer_one": Text(ja="第 {n} 段　{time} から", en="Stage {n}, from {time}"),
    "number": Text(ja="番号", en="No."),
    "what": Text(ja="すること", en="What to do"),
    "who": Text(ja="担当", en="Who"),
    "check": Text(ja="効いたことの確認", en="See that it worked"),
    "rollback": Text(ja="取り消し方", en="How to take it back"),
    "actual": Text(ja="実時刻・署名", en="Time, sign"),
    "in_flight": Text(
        ja="許されるなら処理中の取引の完了を待つ（目安 {n} 分）",
        en="If there is time, let open work finish (about {n} min)",
    ),
    "restart_point": Text(ja="再開点を書き留める: {what}", en="Note the restart point: {what}"),
    "backup": Text(ja="先にバックアップ: {what}", en="Back up first: {what}"),
    "order_heading": Text(ja="5. 順序についての注意", en="5. Notes on the order"),
    "set_aside": Text(
        ja="{earlier} は {later} を使いますが、先に止める順序にしていません（{reason}）",
        en="{earlier} uses {later} but does not stop before it: {reason}",
    ),
    "not_proven": Text(
        ja="循環の切り方が最少であることは証明していません。",
        en="It is not proven that this is the smallest break of the circles.",
    ),
    "guess": Text(ja="{system} の層は{source}です", en="The tier of {system} is {source}"),
    "untimed": Text(
        ja="時間が不明で 0 分と数えた手順: {names}",
        en="Steps without a time, counted as 0: {names}",
    ),
    "plain_order": Text(
        ja="依存関係はすべて守っています。番号順に一つずつ行っても正しい順序です。",
        en="Every dependency is kept. One step after another by number is right too.",
    ),
    "services_heading": Text(ja="6. 止まるサービス", en="6. Services lost"),
    "service": Text(ja="サービス", en="Service"),
    "part": Text(ja="割合", en="Part"),
    "from": Text(ja="から", en="From"),
    "until": Text(ja="まで（見込み）", en="Until (likely)"),
    "duties_heading": Text(ja="8. 知らせる相手と期限", en="8. Whom to tell, by when"),
    "duties_rule": Text(
        ja="Hiyoke は何も送りません。期限は要確認です。印 P 一次資料、"
        "S 公的資料の要約、K 記憶（必ず確認）。"
        "侵害のない予防的な停止が報告の対象かは、各窓口に確かめてください。",
        en="Hiyoke sends nothing. Confirm every time limit. Marks: P primary text, S summary of an "
        "official text, K from memory. Ask each desk whether a stop without an incident is to be "
        "reported.",
    ),
    "due": Text(ja="期限", en="By when"),
    "trust": Text(ja="印", en="Mark"),
    "told_at": Text(ja="知らせた時刻・相手", en="Told at, to whom"),
    "return_heading": Text(ja="7. 戻す手順（停止と逆の順）", en="7. Coming back, in reverse order"),
    "return_rule": Text(
        ja="再開は、hiyoke suspend restart check のすべての条件が満たされ、"
        "停止を決めた人と同等以上の別の人が承認してから始める。",
        en="Begin only when every condition of hiyoke suspend restart check is met and another "
        "person of at least equal rank than the one who stopped has approved.",
    ),
    "takes": Text(ja="時間", en="Takes"),
    "people_decide": Text(
        ja="Hiyoke は助言と下書きだけを行い、何も止めません。決めて実行するのは人です。",
        en="Hiyoke advises and drafts; it stops nothing. People decide and act.",
    ),
}


def check_words(kind: str) -> Text:
    """Return how to see that a step of a kind worked."""
    return _CHECKS.get(kind, _GENERAL_CHECK)


def rollback_words(kind: str) -> Text:
    """Return how to take back a step of a kind."""
    return _ROLLBACKS.get(kind, _GENERAL_ROLLBACK)
