"""What runs inside the program's processes: hooks that record what Python asks for.

Imports the standard library and itself, nothing else.
"""
