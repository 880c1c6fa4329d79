"""The security headers; test_security.py checks that every answer has them."""

from app.headers import content_security_policy, new_nonce, security_headers


def test_nonces_do_not_repeat() -> None:
    assert len({new_nonce() for _ in range(1000)}) == 1000


def test_the_policy_allows_our_own_files_and_what_carries_the_nonce() -> None:
    policy = content_security_policy("N")
    assert "script-src 'self' 'nonce-N';" in policy
    assert "default-src 'none';" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_only_the_embed_page_may_be_framed() -> None:
    assert (
        "frame-ancestors 'none'"
        in dict(security_headers("N", path="/lab", embed_from=["https://a.edu"]))[b"content-security-policy"].decode()
    )
    assert content_security_policy("N", framed_by=("'self'", "https://a.edu")).endswith("frame-ancestors 'self' https://a.edu")


def test_only_our_files_are_kept_by_the_browser() -> None:
    assert (b"cache-control", b"no-cache") in security_headers("N", path="/static/js/lab.js")
    assert (b"cache-control", b"no-store") in security_headers("N", path="/lab")
