"""Stage 1 of 6: sound becomes words."""
