"""What nobody has said about guards, privileged IDs and remote access, and what that costs.

What is not here: which controls earn credit, and how dangerous an ID is (`hiyoke.exposure`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hiyoke.estate.quality_gap import QualityGap, gap
from hiyoke.estate.system import UNKNOWN, YES
from hiyoke.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hiyoke.estate.estate import Estate


def guard_gaps(estate: Estate, *, as_of: date) -> Iterator[QualityGap]:
    """Yield every gap in what the estate says of guards and access; some count nothing.

    Args:
        estate: The estate.
        as_of: Date that expiry is judged on.
    """
    yield from _missing_tables(estate)
    yield from _control_gaps(estate, as_of)
    yield from _account_gaps(estate)
    yield from _override_gaps(estate, as_of)
    yield gap(
        "vendors_of_unknown_access",
        Text(ja="リモート接続が不明なベンダー", en="Vendors of unknown remote access"),
        (vendor.vendor_id for vendor in estate.vendors if vendor.remote_access == UNKNOWN),
        len(estate.vendors),
        Text(
            ja="ベンダー経由の侵入に幅が付きます。remote_access に yes か no を書いてください。",
            en="Attacks through them become a range; write yes or no into remote_access.",
        ),
    )


def _missing_tables(estate: Estate) -> Iterator[QualityGap]:
    yield gap(
        "no_controls",
        Text(ja="対策の一覧がない", en="No list of controls"),
        () if estate.controls else ("controls.csv",),
        1,
        Text(
            ja="対策の効果を一つも数えられません。controls.csv を書いてください。",
            en="No guard earns any credit; write controls.csv.",
        ),
    )
    yield gap(
        "no_accounts",
        Text(ja="特権 ID の一覧がない", en="No list of privileged IDs"),
        () if estate.accounts else ("accounts.csv",),
        1,
        Text(
            ja="特権 ID を使う侵入が見えません。安全とはみなしません。"
            "accounts.csv を書いてください。",
            en="Attacks that use privileged IDs stay unseen, which is not safety; write "
            "accounts.csv.",
        ),
    )


def _control_gaps(estate: Estate, as_of: date) -> Iterator[QualityGap]:
    total = len(estate.controls)
    yield gap(
        "untested_controls",
        Text(ja="試験日のない対策", en="Controls without a test"),
        (control.control_id for control in estate.controls if control.tested_on is None),
        total,
        Text(
            ja="効果を認めません。試験して試験日を書いてください。",
            en="They earn no credit; test them and write the date.",
        ),
    )
    yield gap(
        "expired_controls",
        Text(ja="期限の切れた対策", en="Expired controls"),
        (control.control_id for control in estate.controls if control.is_expired(as_of)),
        total,
        Text(
            ja="効果を認めません。更新するか、行を消してください。",
            en="They earn no credit; renew them or remove the rows.",
        ),
    )


def _account_gaps(estate: Estate) -> Iterator[QualityGap]:
    total = len(estate.accounts)
    yield gap(
        "accounts_of_unknown_use",
        Text(ja="使用場所が不明な特権 ID", en="Privileged IDs used from an unknown place"),
        (account.account_id for account in estate.accounts if not account.used_from),
        total,
        Text(
            ja="どこからでも使える場合と使えない場合の両方を示します。使用場所を書いてください。",
            en="Shown both ways, usable from anywhere and not at all; write where it is used.",
        ),
    )
    yield gap(
        "accounts_of_unknown_mfa",
        Text(
            ja="多要素認証が不明または未試験の特権 ID",
            en="Privileged IDs whose second factor is unknown or untested",
        ),
        (
            account.account_id
            for account in estate.accounts
            if account.mfa == UNKNOWN or (account.mfa == YES and account.mfa_tested_on is None)
        ),
        total,
        Text(
            ja="多要素認証の効果を認めません。有無と試験日を書いてください。",
            en="The second factor earns no credit; write whether it is asked for, and the test.",
        ),
    )


def _override_gaps(estate: Estate, as_of: date) -> Iterator[QualityGap]:
    total = len(estate.overrides)
    yield gap(
        "expired_overrides",
        Text(ja="期限の切れた専門家の見立て", en="Expired overrides of experts"),
        (
            f"{override.subject} {override.subject_id}"
            for override in estate.overrides
            if override.expires_on is not None and override.expires_on < as_of
        ),
        total,
        Text(
            ja="使いません。公表データの値に戻ります。見直して期限を延ばすか、行を消してください。",
            en="Ignored, so that published figures count again; renew them or remove the rows.",
        ),
    )
    yield gap(
        "early_overrides",
        Text(ja="基準日より後に決めた専門家の見立て", en="Overrides decided after the cut-off day"),
        (
            f"{override.subject} {override.subject_id}"
            for override in estate.overrides
            if override.decided_on is not None and override.decided_on > as_of
        ),
        total,
        Text(
            ja="基準日の時点ではまだ決まっていないので使いません。日付を確かめてください。",
            en="Not yet decided on the cut-off day, so not used; look whether the day is right.",
        ),
    )
    yield gap(
        "endless_overrides",
        Text(ja="期限のない専門家の見立て", en="Overrides of experts without an end"),
        (
            f"{override.subject} {override.subject_id}"
            for override in estate.overrides
            if override.expires_on is None
        ),
        total,
        Text(
            ja="見直されないまま残ります。有効期限を書いてください。",
            en="They stay although nobody looks again; write when they end.",
        ),
    )
