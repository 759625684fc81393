"""Stage 2 of 6: words become meaning, and meaning finds its devices."""
