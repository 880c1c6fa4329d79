"""Runs an unmodified Python program and turns what its workers do into a timeline. Usable without the web app."""
