"""Are wake words heard, and nothing else taken for one? `make eval-wake`."""
