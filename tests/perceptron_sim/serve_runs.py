"""Runs the command line in processes of their own that need not import everything first: a request, a fork.

A line of standard input is a request, in JSON; standard output has the answer to each. {"arguments": [...],
"folder": ...} starts a process there, {"pid": ...} goes on waiting for one that stood still. The answer comes when
the process has ended, as its code and all that it printed, or when it stands still: then {"pid": ...} is all of it.
What else a request can ask for:

halt_at      stand still (SIGSTOP) after so many exposures
crash_at     end by SIGKILL just before the so-manieth time that anything is done to a file in a folder called "run"
file_bytes   let no file become longer
rights       with false, write only where permissions let the owner, even as root
"""

import ctypes
import json
import os
import resource
import signal
import sys
import tempfile
import traceback
from pathlib import Path

from perceptron_sim import cli, console_table, experiment_file, headless, results

LOADED = (console_table, experiment_file, headless)  # what the command line would import by and by
TOUCHING = ("open", "os.mkdir", "os.remove", "os.rename", "os.truncate")
OVERRIDING = (1, 2)  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: by these root writes where nobody may


def halt_at(exposures):
    record, seen = results.RunFolder.record, []

    def record_and_halt(folder, trials):
        record(folder, trials)
        seen.append(trials)
        if len(seen) == exposures:
            os.kill(os.getpid(), signal.SIGSTOP)

    results.RunFolder.record = record_and_halt


def crash_at(number):
    seen = []

    def count(event, arguments):
        if event in TOUCHING and "run" in Path(str(arguments[0])).parts[-2:]:
            seen.append(event)
            if len(seen) == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def limit_files(file_bytes):
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, -1))


def give_up_rights():
    """As Linux has it: a header of version and process; effective, permitted, inheritable rights; the next 32 again."""
    if os.geteuid() == 0:
        system, header, held = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert system.capget(header, held) == 0
        for right in OVERRIDING:
            held[0] &= ~(1 << right)
        assert system.capset(header, held) == 0


def run(request, streams):
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    os.chdir(request["folder"])
    if not request.get("rights", True):
        give_up_rights()
    for name, ask in (("halt_at", halt_at), ("file_bytes", limit_files), ("crash_at", crash_at)):
        if name in request:
            ask(request[name])
    return cli.main(request["arguments"])


def start(request, streams):
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            code = run(request, streams)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return pid


def serve():
    streams = {}
    for line in sys.stdin:
        request = json.loads(line)
        pid = request.get("pid")
        if pid is None:
            fresh = [tempfile.TemporaryFile("w+") for _ in range(3)]  # noqa: SIM115  closed when it has ended
            pid = start(request, fresh)
            streams[pid] = fresh
        _, status = os.waitpid(pid, os.WUNTRACED)
        answer = {"pid": pid}
        if not os.WIFSTOPPED(status):
            told = {}
            for name, stream in zip(("in", "out", "err"), streams.pop(pid), strict=True):
                with stream:
                    stream.seek(0)
                    told[name] = stream.read()
            answer = {"code": os.waitstatus_to_exitcode(status), "out": told["out"], "err": told["err"]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
