"""Stage 4 of 6: a decision changes the house, and we see whether it did."""
