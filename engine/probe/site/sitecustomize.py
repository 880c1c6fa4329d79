"""Load the probe, undo every trace of this file, and hand over to the program's own `sitecustomize` (or end as `site` expects without one).

Our own bytecode is kept whatever PYTHONDONTWRITEBYTECODE says: compiling the probe takes longer than the interpreter's start, and the first
compilation of whatever it be a tenth of it. (That of this file `_lockstep_load` has kept.)
"""

import sys

_wish, sys.dont_write_bytecode = sys.dont_write_bytecode, False
try:
    __import__("_lockstep_load")
finally:
    sys.dont_write_bytecode = _wish
del sys.modules["_lockstep_load"], sys.modules["sitecustomize"]
sys.path[:] = [entry for entry in sys.path if entry != __file__.rpartition("/")[0]]
__import__("sitecustomize")
