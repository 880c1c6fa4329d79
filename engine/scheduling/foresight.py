"""How many steps a schedule will take at least, told before any is taken: what is too much is refused at once, not after a million."""

from engine.scheduling.clock import Machine
from engine.scheduling.policy import Policy


def least_steps(policy: Policy, machine: Machine) -> int:
    """Count how often a burst must stop; at one instant, which is one step, each CPU has one that does, at most."""
    stops = 0
    for task in policy.tasks:
        longest = policy.longest_slice(task)
        bursts = task.bursts[::2] if machine.switches_on_io else task.bursts[:1]  # who keeps its CPU in an I/O then runs to its burst's end
        stops += sum(-(-burst // longest) for burst in bursts) if longest is not None else len(bursts)
    return -(-stops // machine.cpus)
