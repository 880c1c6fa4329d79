"""CPU scheduling: policies, the textbook schedule, the same policies on real processes."""
