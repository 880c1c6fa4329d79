"""The program's imports: only what it uses, as `import queue` and `queue.Queue`, or by its own name where something else is called so."""

from engine.scenario.translate.names import Pool

BY_NAME = frozenset({"concurrent.futures", "pathlib"})  # imported by name in any case, as everyone does


class Imports:
    """Collects what is imported while the program is written."""

    def __init__(self, names: Pool) -> None:
        self._names = names
        self._taken = {module for module in MODULES if names.holds(module)}
        self._modules: set[str] = set()
        self._parts: dict[str, dict[str, str]] = {}
        for module in set(MODULES) - self._taken:
            names.fresh(module)

    def use(self, module: str, name: str) -> str:
        """Import what is called `name` in a module, and return how to write it."""
        if module not in BY_NAME and module not in self._taken:
            self._modules.add(module)
            return f"{module}.{name}"
        parts = self._parts.setdefault(module, {})
        if name not in parts:
            parts[name] = self._names.fresh(name)
        return parts[name]

    def lines(self) -> list[str]:
        """Return the import statements, in their usual order."""
        written = [f"import {module}" for module in sorted(self._modules)]
        for module, parts in sorted(self._parts.items()):
            spelled = (name if own == name else f"{name} as {own}" for name, own in sorted(parts.items()))
            written.append(f"from {module} import {', '.join(spelled)}")
        return written


MODULES = ("asyncio", "itertools", "multiprocessing", "os", "queue", "random", "sys", "threading", "time")
