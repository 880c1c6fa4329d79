"""The headers that every answer carries: a strict content security policy and its companions."""

import secrets
from collections.abc import Sequence

EMBED_PREFIX = "/embed/"  # the only pages that may be shown inside others
COMMON = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


def new_nonce() -> str:
    """Make the nonce of one answer: it allows our inline theme switch, the import map and CodeMirror's style element, nothing else."""
    return secrets.token_urlsafe(16)


def content_security_policy(nonce: str, *, framed_by: Sequence[str] = ()) -> str:
    """Return the policy: nothing but our own files; no inline code but what carries the nonce; no eval; no framing but by those named."""
    ancestors = " ".join(framed_by or ["'none'"])
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        )
    )


def security_headers(nonce: str, *, path: str, embed_from: Sequence[str] = ()) -> list[tuple[bytes, bytes]]:
    """Return the headers to add to the answer for a path. Our own files are revalidated, everything else is never kept.

    embed_from: origins whose pages may show our embed page, besides our own.
    """
    cache = b"no-cache" if path.startswith("/static/") else b"no-store"
    is_framed = path.startswith(EMBED_PREFIX)
    # X-Frame-Options knows no list of origins, so where framing is allowed the policy alone says by whom.
    old = [] if is_framed else [(b"x-frame-options", b"DENY")]
    policy = content_security_policy(nonce, framed_by=("'self'", *embed_from) if is_framed else ())
    return [*COMMON, *old, (b"content-security-policy", policy.encode()), (b"cache-control", cache)]
