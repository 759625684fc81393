"""Stage 5 of 6: what happened becomes a reply."""
