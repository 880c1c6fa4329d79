"""Colour arithmetic for the tests: WCAG contrast, colour vision deficiency (Machado 2009, severity 1.0) and CIEDE2000."""

import math
import re
from pathlib import Path

Triple = tuple[float, float, float]
TOKENS = Path(__file__).parent.parent / "static" / "css" / "tokens.css"

VISION: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def themes() -> dict[str, dict[str, str]]:
    """Read each theme's custom properties from tokens.css; a theme begins as the light one."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text("utf-8"), flags=re.DOTALL)
    light = _properties(_block(css, ":root {"))
    projector = _properties(_block(css, ':root[data-theme="contrast"],\n  :root[data-theme="projector"] {'))
    dark = _properties(_block(css, ':root[data-theme="dark"] {'))
    return {"light": light, "dark": light | dark, "contrast": light | projector, "projector": light | projector}


def _block(css: str, head: str) -> str:
    start = css.index(head) + len(head)
    return css[start : css.index("}", start)]


def _properties(block: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--ls-([\w-]+):\s*([^;]+);", block)}


def linear(colour: str) -> Triple:
    """Return linear red, green and blue of #RRGGBB."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str, *, flare: float = 0.05) -> float:
    """Return the contrast ratio; flare: stray light, 1 / (R - 1) for a room whose white to black on the screen is R to 1."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + flare) / (dark + flare)


def blend(one: str, other: str, share: float) -> Triple:
    """Return the area average of a texture, in linear light: what the eye sees from the back row."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(linear(one), linear(other), strict=True))
    return red, green, blue


def lab(colour: Triple, vision: str) -> Triple:
    """Return CIE L*a*b* as an eye with this vision gets it."""
    seen = [min(1.0, max(0.0, _dot(row, colour))) for row in VISION[vision]]
    x, y, z = (_cube_root(_dot(row, seen) / white) for row, white in zip(_XYZ, _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _dot(row: Triple, values: Triple | list[float]) -> float:
    return sum(a * b for a, b in zip(row, values, strict=True))


def _cube_root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def difference(one: Triple, other: Triple) -> float:
    """Return CIEDE2000 of two L*a*b* colours (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * _chroma_weight(mean_chroma)
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    step = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue_step = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(step / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = _mean_hue(h1, h2) if c1 * c2 else h1 + h2
    light_scale = 1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2)
    chroma_scale = 1 + 0.045 * chroma
    hue_scale = 1 + 0.015 * chroma * _hue_weight(hue)
    rotation = -2 * _chroma_weight(chroma) * math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    parts = ((l2 - l1) / light_scale, (c2 - c1) / chroma_scale, hue_step / hue_scale)
    return math.sqrt(sum(part**2 for part in parts) + rotation * parts[1] * parts[2])


def _chroma_weight(chroma: float) -> float:
    return math.sqrt(chroma**7 / (chroma**7 + 25**7))


def _mean_hue(h1: float, h2: float) -> float:
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2


def _hue_weight(hue: float) -> float:
    terms = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    return 1 + sum(size * math.cos(math.radians(times * hue + shift)) for size, times, shift in terms)
