"""From a situation to what to stop, the runbook, the return and the record of the decision."""
