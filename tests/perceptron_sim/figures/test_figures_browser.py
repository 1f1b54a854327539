"""The page of a report in headless Chromium, where that is installed (.ci/run does it): it asks for nothing."""

import json
import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

from perceptron_sim.figures import write_report

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name leads anywhere
    "--proxy-server=127.0.0.1:9",  # and neither does any number
    "--remote-debugging-pipe",
)
LOOK = """(async () => {
    await document.fonts.ready;
    const pictures = [...document.images].map(x => [x.naturalWidth, x.naturalHeight, x.clientWidth, x.alt.length]);
    return {
        pictures,
        typefaces: ["18px Text", "bold 18px Text", "16px Figures"].map(one => document.fonts.check(one)),
        width: document.documentElement.scrollWidth,
        title: document.title,
        folded: document.querySelectorAll("details:not([open])").length,
    };
})()"""


class Tab:
    """A browser's tab, told what to do over a pipe; *requests* is every address that it asked for."""

    def __init__(self, to, answers):
        self._to, self._answers, self._number, self._session = to, answers, 0, None
        self.requests, self.refused = [], []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        """The result of a command of the browser's protocol."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while (answer := self._next()).get("id") != self._number:
            pass
        return answer["result"]

    def open(self, address, width):
        """Load *address* in a window so many px wide, and wait until it is loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Page.navigate", url=address)
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def value(self, script):
        """What *script* comes to in the page."""
        options = {"awaitPromise": True, "returnByValue": True}
        return self.call("Runtime.evaluate", expression=script, **options)["result"]["value"]

    def _next(self):
        message = bytearray()
        while not message.endswith(b"\0"):
            byte = self._answers.read(1)
            assert byte, "the browser ended"
            message += byte
        told = json.loads(message[:-1])
        match told.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(told["params"]["request"]["url"])
            case "Log.entryAdded":
                self.refused.append(told["params"]["entry"]["text"])
        return told


@contextmanager
def tab(folder):
    """A tab of a browser of its own, which keeps its files in *folder* and is ended afterwards."""
    (commands, to), (answers, told) = os.pipe(), os.pipe()
    start = f'exec "$@" 3<&{commands} 4>&{told}'
    words = ["bash", "-c", start, "bash", BROWSER, *FLAGS, f"--user-data-dir={folder}"]
    with open(folder / "browser.log", "wb") as log:
        browser = subprocess.Popen(words, pass_fds=(commands, told), stdout=log, stderr=log)
    os.close(commands)
    os.close(told)
    try:
        with os.fdopen(to, "wb") as writing, os.fdopen(answers, "rb") as reading:
            yield Tab(writing, reading)
            writing.write(json.dumps({"id": 0, "method": "Browser.close"}).encode() + b"\0")
    finally:
        try:
            browser.wait(timeout=10)
        except subprocess.TimeoutExpired:
            browser.kill()
            browser.wait()


def look_at(run, folder, widths):
    """The report of *run* as the browser has it at these *widths*, in px."""
    [page, *_] = write_report(run, folder / "report")
    (folder / "browser").mkdir()
    with tab(folder / "browser") as opened:
        looks = []
        for width in widths:
            opened.open(page.as_uri(), width)
            looks.append(opened.value(LOOK))
    return opened, page, looks


if BROWSER:

    @pytest.fixture(scope="module")
    def seen(taught, tmp_path_factory):
        """A report of few figures in a browser without a network, on a wide and on a narrow screen."""
        folder = tmp_path_factory.mktemp("seen")
        run = taught(folder / "run", learners="mark1", rows="none", passes=1)
        return look_at(run, folder, (1280, 390))

    def test_the_page_asks_for_nothing_but_itself(seen):
        opened, page, _ = seen
        outside = [address for address in opened.requests if not address.startswith("data:")]
        assert set(outside) == {page.as_uri()}
        assert opened.refused == []

    def test_every_figure_has_a_size_and_words(seen):
        _, _, (wide, narrow) = seen
        assert len(wide["pictures"]) == len(narrow["pictures"]) >= 3
        for width, height, shown, words in wide["pictures"]:
            assert width in (1080, 528)
            assert height > 100
            assert shown >= 500
            assert words > 40

    def test_the_typefaces_travel_in_the_page(seen):
        _, _, looks = seen
        assert all(all(look["typefaces"]) for look in looks)

    def test_the_page_fits_the_screen_it_is_on(seen):
        _, _, looks = seen
        assert looks[0]["width"] <= 1280
        assert looks[1]["width"] <= 390

    def test_numbers_are_there_and_folded_away(seen):
        _, _, looks = seen
        assert all(look["folded"] >= 3 for look in looks)
        assert looks[0]["title"] == "x-e, seed 1 · perceptron_sim"
