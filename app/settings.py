"""What the server is told before it starts: one frozen value that `create_app` hands down."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

VERSION = "0.1.0"
PACKAGE = Path(__file__).parent
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")


def default_data_dir() -> Path:
    """Return where runs are kept unless the user says otherwise: LOCKSTEP_DATA, or the user's data directory."""
    if chosen := os.environ.get("LOCKSTEP_DATA"):
        return Path(chosen)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "lockstep"


def asset_dir(name: str) -> Path:
    """Return the directory of `static` or `templates`: inside an installed package, else beside it in a checkout."""
    installed = PACKAGE / f"_{name}"
    return installed if installed.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """What one run may use at most. Times in ns, sizes in bytes."""

    wall_ns: int
    events: int
    output_bytes: int


DEFAULT_LIMITS = RunLimits(wall_ns=60 * 10**9, events=1_000_000, output_bytes=10 * 1024 * 1024)
MAX_LIMITS = RunLimits(wall_ns=3600 * 10**9, events=10_000_000, output_bytes=100 * 1024 * 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the application needs to know from outside. Secrets are made anew at each start unless given."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    static_dir: Path = field(default_factory=lambda: asset_dir("static"))
    template_dir: Path = field(default_factory=lambda: asset_dir("templates"))
    lesson_dir: Path = PACKAGE / "lessons"
    scenario_dir: Path = PACKAGE / "scenarios"
    extra_hosts: tuple[str, ...] = ()  # "name:port" by which the server is also known, e.g. behind a forwarded port
    bearer_token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)  # for scripts
    session_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)  # the cookie's value
    embed_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)  # signs the links by which runs are embedded
    embed_from: tuple[str, ...] = ()  # origins whose pages may frame the embed page, besides our own
    max_body: int = 256 * 1024  # bytes of a request
    body_timeout: float = 10.0  # seconds in which a request's body must arrive
    max_import: int = 256 * 2**20  # bytes of a `.lockstep` file that is imported
    import_timeout: float = 600.0  # seconds in which it must arrive
    max_source: int = 64 * 1024  # bytes of a program
    max_live_runs: int = field(default_factory=lambda: 2 * (os.cpu_count() or 1))
    max_live_series: int = 4
    keep_series: int = 200  # that have ended; the oldest go first
    keep_runs: int = 1000  # finished runs; the oldest go first
    keep_bytes: int = 10 * 2**30  # of their frames and of what their programs wrote beside them; the newest run stays, whatever its size
    max_viewers: int = 512  # websockets at the same time
    send_timeout: float = 10.0  # seconds that one viewer may take for one message
    default_limits: RunLimits = DEFAULT_LIMITS
    max_limits: RunLimits = MAX_LIMITS

    @property
    def cookie_name(self) -> str:
        """The session cookie's name: cookies are shared between ports, so the port is part of it."""
        return f"lockstep_{self.port}"

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Every Host header that is ours, exactly as a browser spells it."""
        names = {*LOOPBACK_HOSTS, f"[{self.host}]" if ":" in self.host else self.host}
        hosts = {f"{name}:{self.port}" for name in names}
        return frozenset(hosts | (names if self.port == 80 else set()) | set(self.extra_hosts))

    @property
    def base_url(self) -> str:
        """The address that is printed and opened."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"
