"""Patterns with stars, texts with holes."""

import time

import pytest

from engine.scenario.checks.patterns import can_match, fits


@pytest.mark.parametrize(
    ("pattern", "text", "is_fit"),
    [
        ("ate", "ate", True), ("ate", "ate 1", False), ("ate *", "ate 1", True), ("*", "", True), ("*e*", "ate", True), ("a*a", "a", False),
        ("a*a", "aa", True), ("*b", "abab", True), ("a*b*c", "axbxc", True), ("a*b*c", "axcxb", False), ("", "", True),
        ("a**e", "ate", True),
    ],
)  # fmt: skip
def test_a_pattern_and_a_text(pattern: str, text: str, is_fit: bool) -> None:
    assert fits(pattern, text) is is_fit
    assert can_match(pattern, text) is is_fit


@pytest.mark.parametrize(
    ("pattern", "template", "is_possible"),
    [
        ("ate 3", "ate {index}", True), ("ate *", "ate {index}", True), ("aet *", "ate {index}", False), ("* done", "{me} done", True),
        ("* dome", "{me} done", False), ("ate 3 twice", "ate {index}", True), ("eat 3", "ate {index}", False), ("x", "{me}", True),
        ("a *", "a {{*", True), ("a {b", "a {{{me}", True), ("*x", "{me}y", False), ("ate", "ate {index}", False),
    ],
)  # fmt: skip
def test_a_pattern_and_a_text_with_holes(pattern: str, template: str, is_possible: bool) -> None:
    assert can_match(pattern, template) is is_possible


def test_many_stars_take_no_time() -> None:
    began = time.thread_time()
    assert not fits("*a" * 250 + "b", "a" * 500)
    assert time.thread_time() - began < 1
