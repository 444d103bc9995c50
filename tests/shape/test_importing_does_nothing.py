from __future__ import annotations

import json
import subprocess
import sys

from tests.shape.tree import PACKAGES, ROOT, module_name, package_files

# Imports everything once, so that other people's packages have done what they do; then imports ours anew and listens.
LISTENER = """
import importlib, json, sys
names, packages = json.loads(sys.stdin.read())
for name in names:
    importlib.import_module(name)
for name in [name for name in sys.modules if name.split(".")[0] in packages]:
    del sys.modules[name]
heard, listening = [], True
WATCHED = ("open", "socket.connect", "socket.bind", "sqlite3.connect", "subprocess.Popen", "os.mkdir", "os.remove")

def caller():
    frame = sys._getframe(2)
    return frame.f_code.co_filename, frame

def from_numba(frame):
    while frame:
        if "/numba/" in frame.f_code.co_filename:  # looks for the folder of its compiled code
            return True
        frame = frame.f_back
    return False

def hear(event, arguments):
    if listening and event in WATCHED:
        file, frame = caller()
        if not file.startswith("<frozen importlib") and not from_numba(frame):
            heard.append([file, frame.f_lineno, event, str(arguments[0])])

sys.addaudithook(hear)
for name in names:
    importlib.import_module(name)
listening = False
print(json.dumps(heard))
"""


def test_importing_any_module_opens_nothing_and_connects_to_nothing() -> None:
    names = [module_name(name) for name in package_files() if not name.endswith("__main__.py")]

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", LISTENER],
        input=json.dumps([names, PACKAGES]),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
