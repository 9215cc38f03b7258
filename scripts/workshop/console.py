"""What a person sees: phases with their time, and one clear sentence when it stops."""

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

_phases = []


class Stop(Exception):
    """Something a person must put right; the message is one sentence that says what."""


@contextmanager
def phase(title):
    print(f"▸ {title} …", flush=True)
    start = time.monotonic()
    yield
    seconds = time.monotonic() - start
    _phases.append((title, seconds))
    print(f"  done in {seconds:.1f} s", flush=True)


def print_phases():
    print("\nTime per phase:")
    for title, seconds in _phases:
        print(f"  {seconds:7.1f} s  {title}")
    print(f"  {sum(seconds for _title, seconds in _phases):7.1f} s  in all")


def call(command, *, fail, log=None, **kwargs):
    """Run ``command``; a non-zero exit stops with the sentence ``fail``.

    With ``log`` (a path) the output goes there and its last lines are shown on failure.
    """
    if not shutil.which(command[0]):
        raise Stop(f"The program {command[0]} is missing: install it, then call again.")
    if log is None:
        if subprocess.run(command, **kwargs).returncode:
            raise Stop(fail)
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        code = subprocess.run(
            command, stdout=output, stderr=subprocess.STDOUT, **kwargs
        ).returncode
    if code:
        tail = log.read_text(errors="replace").splitlines()[-15:]
        raise Stop("\n".join(["", *tail, "", fail, f"The whole log: {log}"]))


def main(function):
    """Entry of every script: a `Stop` becomes one sentence and exit code 1."""
    try:
        sys.exit(function(sys.argv[1:]) or 0)
    except Stop as stop:
        print(f"✘ {stop}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("✘ Interrupted.", file=sys.stderr)
        sys.exit(130)
