"""Stage 3 of 6: meaning and context become a decision."""
