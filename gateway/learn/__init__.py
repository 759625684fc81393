"""Stage 6 of 6: turns make later turns better (empty until its issue)."""
