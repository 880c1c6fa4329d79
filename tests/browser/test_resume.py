"""A real browser whose connection breaks a hundred times ends with the same run as one that stayed."""

from tests.browser.conftest import OpenPage

SOURCE = """
import threading, time
lock = threading.Lock()
done = threading.Event()
def work():
    while not done.is_set():
        with lock:
            time.sleep(0.005)
            print(threading.current_thread().name)
threads = [threading.Thread(target=work, name=f"T{n}") for n in range(3)]
for thread in threads:
    thread.start()
input()  # the page sends a line when it has dropped often enough
done.set()
for thread in threads:
    thread.join()
"""
WATCH = """async ({source, drops}) => {
    const [{ RunSocket, streamAddress }, { RunModel }] = await Promise.all([import("/static/js/socket.js"), import("/static/js/model.js")]);
    const headers = {"Content-Type": "application/json"};
    const answer = await fetch("/api/v1/runs", {method: "POST", headers, body: JSON.stringify({source})});
    const {id} = await answer.json();
    const goOn = () => fetch(`/api/v1/runs/${id}/input`, {method: "POST", headers, body: JSON.stringify({text: "\\n"})});
    const watch = (wanted) => new Promise((resolve) => {
        const model = new RunModel();
        let dropped = 0;
        const socket = new RunSocket({
            address: streamAddress(id, location), model, later: (run) => setTimeout(run, 0),
            onFrames() {
                // The connection breaks after whatever has just come, as long as it is to break and the run goes on.
                if (dropped === wanted) { dropped += 1; goOn(); }
                if (dropped < wanted) { dropped += 1; const broken = socket.socket; broken?.close(4000); broken?.onclose?.({code: 4000}); }
            },
            onPhase(phase) { if (phase === "ended" || phase === "refused") resolve({model, dropped, phase}); },
        });
        socket.open();
    });
    const digest = async ({model}) => {
        const lanes = [...model.workers.keys()].map((worker) => {
            const lane = model.lane(worker);
            return [worker, [...lane.time.view()], [...lane.state.view()], [...lane.reason.view()]];
        });
        const tables = [[...model.texts], [...model.locations]];
        return JSON.stringify([model.sequence, model.eventCount, model.outputs, lanes, model.summary, tables]);
    };
    const [stayed, dropped] = await Promise.all([watch(-1), watch(drops)]);
    const late = await watch(-1);
    const digests = await Promise.all([stayed, dropped, late].map(digest));
    return {drops: dropped.dropped, phases: [stayed.phase, dropped.phase, late.phase], digests,
        sequence: stayed.model.sequence, outputs: stayed.model.outputs.length};
}"""


def test_a_browser_that_drops_and_resumes_100_times_ends_with_the_same_run(open_page: OpenPage) -> None:
    page = open_page("/runs")
    seen = page.evaluate(WATCH, {"source": SOURCE, "drops": 100})
    assert seen["phases"] == ["ended"] * 3
    assert seen["drops"] == 101  # the last one is the line that ends the program
    assert seen["sequence"] > 100
    assert seen["outputs"] > 10
    assert seen["digests"][1] == seen["digests"][0]
    assert seen["digests"][2] == seen["digests"][0]
