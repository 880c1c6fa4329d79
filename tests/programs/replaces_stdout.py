import io
import sys

real = sys.stdout
sys.stdout = io.StringIO()
print("nobody sees this")
caught = sys.stdout.getvalue()
sys.stdout = real
print("caught:", caught.strip())
