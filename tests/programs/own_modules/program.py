"""A program with its own engine.py and app.py beside it gets its own."""
import engine
import app

print(engine.NAME, app.NAME)
