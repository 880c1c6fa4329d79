"""The dispatcher: lets real processes do what the clock says.

The clock is the textbook's, with the same policy, so that both decide alike. Its time does not pass by itself here: an instant has come
when the jobs that run have done their work up to it and the I/O that ends then is done, or, with nobody at work, when the time is over. So
whatever disturbs the machine makes the schedule later, never another one; how much later is what the measurement shows.

Each decision is printed as "at TIME: ...": read by people while it runs, and by the measurement, to know when each instant came.
"""

import sys
from collections.abc import Callable

from engine.errors import ScheduleError
from engine.scheduling.job import Task
from engine.scheduling.policy import Policy
from engine.scheduling.real.assignment import Assignment, read_argument
from engine.scheduling.real.crew import Crew, choose_cpus
from engine.scheduling.real.labour import calibrate
from engine.scheduling.saying import Saying
from engine.scheduling.schedule import make_clock
from engine.scheduling.trace import Trace

Say = Callable[[str], None]


class Diary(Trace):
    """A trace that also notes, in words, what is decided at the present instant, and who begins an I/O."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.begun: list[tuple[Task, int]] = []  # an I/O, and when it ends

    def chose(self, time: int, cpu: int, task: Task, why: Saying, policy: Policy) -> None:
        """Note a decision."""
        super().chose(time, cpu, task, why, policy)
        self.lines.append(f"{task.name} runs on CPU {cpu}. {why.scaled(policy.knobs.scale.number).text()}")

    def did_io(self, task: Task, start: int, end: int) -> None:
        """Note an I/O."""
        super().did_io(task, start, end)
        self.begun.append((task, end))
        self.lines.append(f"{task.name} does I/O.")

    def noted(self, time: int, why: Saying) -> None:
        """Note something that the policy did to all jobs."""
        super().noted(time, why)
        self.lines.append(why.text())


class Dispatcher:
    """Drives a crew through a schedule."""

    def __init__(self, assignment: Assignment, crew: Crew, *, say: Say) -> None:
        self._diary = Diary()
        self._clock, policy = make_clock(assignment.plan, self._diary)
        self._tasks = policy.tasks
        self._scale = assignment.plan.scale()
        self._unit_ns = assignment.unit_ns
        self._crew = crew
        self._say = say
        self._in_io: dict[int, int] = {}  # job -> when its I/O ends

    def run(self) -> None:
        """Run the schedule to its end."""
        clock = self._clock
        self._crew.wait_for(range(len(self._tasks)))
        clock.begin()
        self._tell()
        while (later := clock.next_instant()) is not None:
            self._pass(clock.now, later)
            clock.advance()
            self._tell()

    def _tell(self) -> None:
        """Print what happened at this instant, and let those who begin an I/O begin it."""
        now, diary = self._clock.now, self._diary
        ended = [task for task in self._tasks if task.finish == now]
        come = [task for task in self._tasks if task.arrival == now]
        for line in (*(f"{task.name} ends." for task in ended), *(f"{task.name} arrives." for task in come), *diary.lines):
            self._say(f"at {self._scale.number(now)}: {line}")
        for task in ended:
            self._crew.leave(task.index)
        for task in come:
            self._crew.arrive(task.index)
        self._crew.wait_for([task.index for task in come])
        for task, end in diary.begun:
            self._in_io[task.index] = end
            self._crew.sleep(task.index, self._ns(end - now))
        diary.lines, diary.begun = [], []

    def _pass(self, now: int, later: int) -> None:
        """Let the time between two instants pass; a CPU that is still switching joins in when it has switched."""
        stretch = self._clock.stretch()
        due = [index for index, end in self._in_io.items() if end <= later]
        for edge in sorted({since for _, _, since in stretch if now < since < later} | {later}):
            at_work = [(cpu, task.index) for cpu, task, since in stretch if since <= now]
            for cpu, index in at_work:
                self._crew.work(index, self._ns(edge - now), cpu)
            if at_work:
                self._crew.wait_for([index for _, index in at_work])
            elif edge < later or not due:
                self._crew.idle(self._ns(edge - now))
            now = edge
        self._crew.wait_for(due)
        for index in due:
            del self._in_io[index]

    def _ns(self, ticks: int) -> int:
        return ticks * self._unit_ns // self._scale.ticks_per_unit


def main(arguments: list[str] | None = None) -> int:
    """Run the schedule that the one argument orders, as JSON."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        assignment = read_argument(words[0] if words else "")
        cpus = choose_cpus(assignment.cpus)
        with Crew([job.name for job in assignment.plan.jobs], cpus, calibrate()) as crew:
            where = ", ".join(f"CPU {number} is the machine's CPU {cpu}" for number, cpu in enumerate(cpus))
            say(f"A unit of time is {assignment.unit_ns / 1e6:g} ms of work; {where}.")
            Dispatcher(assignment, crew, say=say).run()
            say("All jobs are done.")
    except ScheduleError as problem:
        print(problem, file=sys.stderr, flush=True)
        return 1
    return 0


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)
