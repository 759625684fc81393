"""`python -m gateway` is `ambient`."""

from gateway.entrypoints.cli import main

if __name__ == "__main__":
    main()
