"""The examples, with their knobs and programs."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse

from app.library import Lesson, Library
from app.problems import not_found
from app.schemas import LessonAnswer, LessonsAnswer, LessonSourceAnswer

RECORDING: dict[int | str, dict[str, Any]] = {200: {"description": "The run's frames.", "content": {"application/octet-stream": {}}}}


def add_lessons(router: APIRouter, *, library: Library) -> None:
    """Add the routes of the examples."""

    def find(lesson_id: str) -> Lesson:
        lesson = library.get(lesson_id)
        if lesson is None:
            raise not_found("lesson")
        return lesson

    def answer(lesson: Lesson) -> dict[str, Any]:
        return {**asdict(lesson), "program": lesson.program, "recorded": lesson.recording is not None}

    @router.get("/lessons", tags=["lessons"])
    async def list_lessons() -> LessonsAnswer:
        """List the examples in their order."""
        return LessonsAnswer(items=[LessonAnswer(**answer(lesson)) for lesson in library.all()])

    @router.get("/lessons/{lesson_id}", tags=["lessons"])
    async def get_lesson(lesson_id: str) -> LessonSourceAnswer:
        """Return an example with its program."""
        return LessonSourceAnswer(**answer(find(lesson_id)))

    @router.get("/lessons/{lesson_id}/recording", tags=["lessons"], responses=RECORDING, response_class=FileResponse)
    async def get_recording(lesson_id: str) -> FileResponse:
        """Return a recorded run of an example (`recorded` says whether there is one), to be imported where it cannot run itself."""
        recording = find(lesson_id).recording
        if recording is None:
            raise not_found("recording")
        return FileResponse(recording, media_type="application/octet-stream", filename=f"{lesson_id}.lockstep")
