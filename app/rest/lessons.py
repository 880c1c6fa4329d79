"""The examples, with their knobs and programs."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from app.library import Library
from app.problems import not_found
from app.schemas import LessonAnswer, LessonsAnswer, LessonSourceAnswer


def add_lessons(router: APIRouter, *, library: Library) -> None:
    """Add the routes of the examples."""

    def answer(lesson_id: str) -> dict[str, Any]:
        lesson = library.get(lesson_id)
        if lesson is None:
            raise not_found("lesson")
        return {**asdict(lesson), "program": lesson.program}

    @router.get("/lessons", tags=["lessons"])
    async def list_lessons() -> LessonsAnswer:
        """List the examples in their order."""
        return LessonsAnswer(items=[LessonAnswer(**answer(lesson.id)) for lesson in library.all()])

    @router.get("/lessons/{lesson_id}", tags=["lessons"])
    async def get_lesson(lesson_id: str) -> LessonSourceAnswer:
        """Return an example with its program."""
        return LessonSourceAnswer(**answer(lesson_id))
