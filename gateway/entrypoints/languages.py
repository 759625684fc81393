"""What is understood of Home Assistant's own sentences, language by language, as a table.

python -m gateway.entrypoints.languages tests/stories/homes/linde.yaml --each 10 --misses 5
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gateway.entrypoints.parsing import meaning
from gateway.evaluate.commands import snapshot_of
from gateway.evaluate.nlu.languages import judge


def main(arguments: Sequence[str] | None = None) -> int:
    """The table; `--misses` tells what went wrong, too."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("homes", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=3, help="sentences of each block of templates")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--misses", type=int, default=0, help="so many of each kind")
    parser.add_argument("--language", help="another than the home's")
    asked = parser.parse_args(arguments)
    tell = sys.stdout.write
    tell("language | n | intent % | slots % | aimed | target % | p50 ms | p95 ms | load ms\n")
    for home in asked.homes:
        snapshot = snapshot_of(home, asked.language)
        tally = judge(snapshot.household.language, snapshot, meaning, asked.each, asked.seed)
        tell(f"{tally.row()}\n")
        sys.stdout.flush()
        seen: Counter[Any] = Counter()
        for kind, drawn, found in tally.misses:
            seen[kind] += 1
            if seen[kind] <= asked.misses:
                tell(
                    f"  {kind}: {drawn.text!r} in {drawn.area}: {drawn.intent} {drawn.slots} "
                    f"{sorted(drawn.targets or ())} -- {found['intent']} {dict(found['slots'])} "
                    f"{found['targets']} {found.get('refused', '')}\n"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
