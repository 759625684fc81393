"""Doors into the gateway: command line, daemon, demo."""
