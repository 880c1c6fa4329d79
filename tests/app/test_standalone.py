import base64
import json
import re
import zlib
from pathlib import Path
from urllib.parse import unquote

from app.settings import asset_dir
from app.standalone import NAME, html_format, modules
from engine.export.recording import Recording, open_recording
from engine.wire import Frame, FrameKind, FrameReader, encode_frame, encode_json
from tests.engine.export.made import frames, recording

STATIC, TEMPLATES = asset_dir("static"), asset_dir("templates")


def page_of(made: Recording) -> str:
    return b"".join(html_format(STATIC, TEMPLATES).write(made)).decode()


def ended() -> list[Frame]:
    """The made run's frames, up to its last word."""
    status = {"phase": "ended", "now": 6000, "workers": 0, "events": 4, "dropped": 0, "status": "finished", "exit_code": 0}
    return [*frames(), encode_frame(FrameKind.STATUS, encode_json(status), sequence=len(frames()) + 1)]


def whole() -> Recording:
    return open_recording(ended)


def element(page: str, name: str) -> str:
    found = re.search(rf'<script[^>]* id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return found[1]


def unpacked(page: str) -> bytes:
    return zlib.decompress(base64.b64decode(element(page, "lockstep-frames")))


def test_the_page_holds_the_runs_frames_byte_for_byte() -> None:
    assert unpacked(page_of(whole())) == b"".join(frame.data for frame in ended())


def test_frames_longer_than_a_group_make_one_text() -> None:
    many = frames() * 400

    assert unpacked(page_of(Recording(meta={"program": "a.py"}, frames=lambda: many, status={"status": "finished"}))) == b"".join(
        frame.data for frame in many
    )


def test_a_run_that_breaks_off_is_ended_in_the_page() -> None:
    last = FrameReader().feed(unpacked(page_of(open_recording(lambda: frames(is_whole=False)))))[-1]

    assert last.sequence == len(frames(is_whole=False)) + 1
    assert (last.json()["phase"], last.json()["status"], last.json()["cut"], last.json()["now"]) == ("ended", "lost", True, 6000)


def test_the_page_names_no_other_address() -> None:
    page = page_of(whole())

    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert re.findall(r'\s(?:src|href|action)="(?!#)[^"]*"', markup) == []
    assert "url(" not in re.sub(r'url\("#[\w-]+"\)', "", re.search(r"<style.*?</style>", page, re.DOTALL)[0])  # type: ignore[index]
    assert "default-src 'none'" in page


def test_texts_of_the_run_cannot_end_the_element_they_are_in() -> None:
    made = recording()
    made.meta |= {"program": "</title><script>alert(1)</script>", "source": "x = '</script><!--'"}
    page = page_of(made)

    data = json.loads(element(page, "lockstep-data"))
    assert (data["program"], data["source"]) == (made.meta["program"], made.meta["source"])
    assert "alert(1)</script>" not in page
    assert page.count("<script") == 4


def test_both_languages_are_in_the_page() -> None:
    messages = json.loads(element(page_of(whole()), "lockstep-data"))["messages"]

    assert {language: texts["state.running"] for language, texts in messages.items()} == {"en": "running", "zh-CN": "运行态"}


def test_every_module_that_is_imported_is_there_under_the_name_it_is_imported_by() -> None:
    found = modules(STATIC / "js")

    assert NAME + "standalone.js" in found
    for address in found.values():
        script = unquote(address.partition(",")[2])
        assert set(re.findall(rf'from "({NAME}[\w./-]+)"', script)) <= found.keys()
        assert re.findall(r'^(?:import|export)\b[^;"]*"\.', script, re.MULTILINE) == []
    assert not [name for name in found if "editor" in name], "no code of others may be in the file without its licence"


def test_a_module_is_read_back_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.js").write_text('import { b } from "./sub/b.js";\n\tlet x = 5 % 3; // #1 – 出票 "q"\n')
    (tmp_path / "sub" / "b.js").write_text('import {\n  c,\n} from "../c.js";\nexport { d } from "./d.js";\n')
    (tmp_path / "c.js").write_text('/** @type {import("./sub/b.js").B} */\nimport "./a.js";\n')
    (tmp_path / "sub" / "d.js").write_text("export const d = 1;\n")

    found = {name: unquote(address.partition(",")[2]) for name, address in modules(tmp_path, "a.js").items()}

    assert found == {
        "lockstep/a.js": 'import { b } from "lockstep/sub/b.js";\n\tlet x = 5 % 3; // #1 – 出票 "q"\n',
        "lockstep/c.js": '/** @type {import("./sub/b.js").B} */\nimport "lockstep/a.js";\n',
        "lockstep/sub/b.js": 'import {\n  c,\n} from "lockstep/c.js";\nexport { d } from "lockstep/sub/d.js";\n',
        "lockstep/sub/d.js": "export const d = 1;\n",
    }
    assert all(not re.search(r"[\n\t#]", address) for address in modules(tmp_path, "a.js").values())
