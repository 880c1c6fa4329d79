"""What the hooks of gevent share."""

from engine.probe import green_waits


class Raw:
    """A thing."""

    def act(self) -> str:
        """Act."""
        return "raw"


class Hooked(Raw, metaclass=green_waits.Answering):
    _lockstep_raw = Raw

    def act(self) -> str:
        return "hooked"


def test_a_stand_in_looks_like_what_it_stands_for_and_answers_for_it() -> None:
    made = green_waits.stand_in(Hooked, Raw)
    assert (made.__name__, made.__module__, made.__doc__, made.act.__doc__) == ("Raw", Raw.__module__, "A thing.", "Act.")
    assert isinstance(Raw(), made)
    assert issubclass(Raw, made)
    assert not isinstance("", made)

    class Own(made):  # type: ignore[misc, valid-type]
        pass

    assert isinstance(Own(), made)
    assert not isinstance(Raw(), Own)


def test_the_caller_of_a_hook_is_the_frame_below_it() -> None:
    def hook() -> object:
        return green_waits.caller()

    frame = hook()
    assert frame is not None
    assert getattr(frame, "f_code", None) is test_the_caller_of_a_hook_is_the_frame_below_it.__code__
