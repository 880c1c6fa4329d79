"""Links, cookies and bearer tokens."""

from pathlib import Path

from app.entry import Doorkeeper, take_token
from tests.app.fakes import PORT, settings_for


def test_a_link_is_good_once_and_others_stay_good(tmp_path: Path) -> None:
    doorkeeper = Doorkeeper(settings_for(tmp_path))
    first, second = (doorkeeper.new_link().partition("token=")[2] for _ in range(2))
    assert len(first) >= 43  # 256 bits
    assert doorkeeper.redeem(first)
    assert not doorkeeper.redeem(first)
    assert doorkeeper.redeem(second)
    assert not doorkeeper.redeem("")
    assert not doorkeeper.redeem("\ud800")


def test_a_spent_link_gives_whoever_sees_the_terminal_one_fresh_link(tmp_path: Path) -> None:
    told: list[str] = []
    doorkeeper = Doorkeeper(settings_for(tmp_path), on_spent=told.append)
    token = doorkeeper.new_link().partition("token=")[2]
    doorkeeper.redeem("made up")
    assert told == []
    for _ in range(5):
        doorkeeper.redeem(token)
    assert len(told) == 1
    assert doorkeeper.redeem(told[0].partition("token=")[2])


def test_cookies_and_bearer_tokens_are_compared_whole(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    doorkeeper = Doorkeeper(settings)
    name, secret, token = settings.cookie_name, settings.session_secret, settings.bearer_token
    assert name == f"lockstep_{PORT}"
    assert doorkeeper.knows_cookie(f"a=b; {name}={secret}")
    assert doorkeeper.knows_cookie(f"{name}=tossed; {name}={secret}")
    for wrong in ("", name, f"{name}=", f"{name}={secret[:-1]}", f"{name}={secret}x", f"x{name}={secret}", f"{name}={token}", "汉=字"):
        assert not doorkeeper.knows_cookie(wrong), wrong
    assert doorkeeper.knows_bearer(f"Bearer {token}")
    for wrong in ("", token, f"Basic {token}", f"Bearer {token[1:]}", "Bearer", f"Bearer {secret}", "Bearer 汉"):
        assert not doorkeeper.knows_bearer(wrong), wrong


def test_the_token_is_taken_out_of_the_query() -> None:
    assert take_token("lesson=a%26b&token=T&x=") == ("T", "lesson=a%26b&x=")
    assert take_token("token=A&token=B") == ("A", "")
    assert take_token("mytoken=A") == ("", "mytoken=A")
