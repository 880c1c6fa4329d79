from engine.events import Kind
from engine.subjects import ABOUT, PLAIN, WITH_TEXT


def test_a_put_is_about_a_resource_and_says_what_an_acquire_says_only_of_which() -> None:
    assert (ABOUT[Kind.PUT], ABOUT[Kind.ACQUIRE], ABOUT[Kind.START]) == (WITH_TEXT, PLAIN, 0)
