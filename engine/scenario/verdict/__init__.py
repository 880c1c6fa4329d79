"""Whether what a scenario expects was so in a run: passed, failed, or unknown where the run cannot tell; and what shows it."""
