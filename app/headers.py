"""The headers that every answer carries: a strict content security policy and its companions."""

import secrets

COMMON = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


def new_nonce() -> str:
    """Make the nonce of one answer: it allows our inline theme switch, the import map and CodeMirror's style element, nothing else."""
    return secrets.token_urlsafe(16)


def content_security_policy(nonce: str) -> str:
    """Return the policy: nothing but our own files; no inline code but what carries the nonce; no eval; no framing."""
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
            "frame-ancestors 'none'",
        )
    )


def security_headers(nonce: str, *, path: str) -> list[tuple[bytes, bytes]]:
    """Return the headers to add to the answer for a path. Our own files are revalidated, everything else is never kept."""
    cache = b"no-cache" if path.startswith("/static/") else b"no-store"
    return [*COMMON, (b"content-security-policy", content_security_policy(nonce).encode()), (b"cache-control", cache)]
