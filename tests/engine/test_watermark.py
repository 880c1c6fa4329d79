from engine.watermark import CAUTION, LEAST_NS, MOST_NS, START_NS, WINDOW_NS, WINDOW_VISITS, Watermark

MS = 1_000_000


def learn_for(watermark: Watermark, begin: int, *, missed: int = 0, windows: int = 1) -> int:
    """Go through whole windows of visits that missed a record by `missed`; return the time after them."""
    step = WINDOW_NS // WINDOW_VISITS
    for visit in range((WINDOW_VISITS + 1) * windows):
        watermark.learn(begin + visit * step, missed)
    return begin + (WINDOW_VISITS + 1) * windows * step


def test_it_begins_with_caution() -> None:
    assert Watermark().ns == START_NS


def test_it_falls_when_a_window_missed_nothing() -> None:
    watermark = Watermark()
    learn_for(watermark, 0)
    assert watermark.ns == LEAST_NS


def test_it_is_several_times_what_was_missed() -> None:
    watermark = Watermark()
    learn_for(watermark, 0, missed=4 * MS)
    assert watermark.ns == CAUTION * 4 * MS


def test_it_rises_at_once_and_falls_two_windows_later() -> None:
    watermark = Watermark()
    now = learn_for(watermark, 0)
    watermark.learn(now, 8 * MS)
    assert watermark.ns == CAUTION * 8 * MS
    now = learn_for(watermark, now)
    assert watermark.ns == CAUTION * 8 * MS
    learn_for(watermark, now)
    assert watermark.ns == LEAST_NS


def test_few_visits_prove_nothing_however_long_they_take() -> None:
    watermark = Watermark()
    for visit in range(WINDOW_VISITS - 1):
        watermark.learn(visit * WINDOW_NS, 0)
    assert watermark.ns == START_NS // CAUTION * CAUTION


def test_many_visits_in_no_time_prove_nothing_either() -> None:
    watermark = Watermark()
    for visit in range(10 * WINDOW_VISITS):
        watermark.learn(visit, 0)
    assert watermark.ns == START_NS // CAUTION * CAUTION


def test_it_has_bounds() -> None:
    watermark = Watermark()
    watermark.learn(0, 1000 * MS)
    assert watermark.ns == MOST_NS
    assert Watermark(most_ns=0).ns == 0
