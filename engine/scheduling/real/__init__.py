"""The same policies on real processes."""
