"""Contract gaps and the questionnaire that asks each vendor about them."""
