"""CACAO Security Playbooks 2.0 (OASIS): runbooks for tools that people already use."""

from hiyoke.exchange.cacao.write import (
    PlaybookDraft,
    PlaybookStage,
    PlaybookStop,
    playbook_record,
    write_cacao,
)

__all__ = ["PlaybookDraft", "PlaybookStage", "PlaybookStop", "playbook_record", "write_cacao"]
