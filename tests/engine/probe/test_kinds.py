"""The numbers of the format."""

from enum import IntEnum

import pytest

from engine.probe import kinds


@pytest.mark.parametrize(
    "closed_set", [kinds.Kind, kinds.Flag, kinds.Outcome, kinds.Birth, kinds.Definition, kinds.Reason, kinds.ResourceKind]
)
def test_numbers_are_unique_and_fit_their_field(closed_set: type[IntEnum]) -> None:
    assert len(closed_set) == len(closed_set.__members__)
    assert all(0 <= member < 256 for member in closed_set)
