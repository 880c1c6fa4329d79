"""What a job's process does."""

import os
import threading

from engine.scheduling.real.labour import ORDER, PIECE_NS, Order, Worker, calibrate, spin, stand_at_gate


class Machine:
    """A CPU on which a round takes 10 ns, and its clock."""

    def __init__(self) -> None:
        self.now = 0
        self.pieces = 0

    def clock(self) -> int:
        return self.now

    def spin(self, rounds: int) -> int:
        self.now += rounds * 10
        self.pieces += 1
        return 0


def test_a_piece_of_work_is_calibrated() -> None:
    machine = Machine()
    assert calibrate(clock=machine.clock, spin=machine.spin) == PIECE_NS // 10


def test_the_real_cpu_can_be_calibrated() -> None:
    assert calibrate() > 100
    assert spin(3) != spin(4)


def test_work_takes_its_time_and_what_was_too_much_is_taken_off_the_next() -> None:
    machine = Machine()
    worker = Worker(PIECE_NS // 10, clock=machine.clock, spin=machine.spin)
    for count in range(1, 20):
        worker.work(1_234_567)
        assert 0 <= machine.now - count * 1_234_567 < 2 * 100 * 10
    assert machine.pieces > 19 * 5


def test_a_job_carries_out_orders_until_the_gate_is_opened_for_good() -> None:
    theirs, orders = os.pipe()
    answers, their_answers = os.pipe()
    cpu = min(os.sched_getaffinity(0))
    before = os.sched_getaffinity(0)
    thread = threading.Thread(target=stand_at_gate, args=(theirs, their_answers, 100))
    thread.start()
    for order in (Order.ARRIVE, Order.WORK, Order.SLEEP):
        assert os.read(answers, 1) == b"."
        os.write(orders, ORDER.pack(order, 1000, cpu))
    assert os.read(answers, 1) == b"."
    os.close(orders)
    thread.join()
    os.sched_setaffinity(0, before)
    for descriptor in (theirs, answers, their_answers):
        os.close(descriptor)
