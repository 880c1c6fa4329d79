"""What all tests share."""

from hypothesis import settings

# No deadline: how long an example takes on a busy machine says nothing.
settings.register_profile("lockstep", deadline=None)
settings.load_profile("lockstep")
