"""Scripted scenarios: who does what when, in a few lines, as a plain Python program with expectations."""
