"""What a crisis is decided on and worked from: option sheet, runbook, notices, records."""
