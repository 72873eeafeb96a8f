# Copyright (c) 2026 The longops.oracle contributors
# GNU General Public License v3.0 or later (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens pages in a headless Chromium, where there is one or one can be installed: measures them, and takes pictures."""

from __future__ import annotations

import functools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
from typing import Any, Mapping, Sequence

from . import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "chromium"
#: Seconds for one page.
LONGEST = 90
#: Nothing is asked of the network, and no state is kept.
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
DARK = "--blink-settings=preferredColorScheme=0"
#: Shows each page in a frame of each width, and writes down what it measures there.
MEASURE = """<!DOCTYPE html><meta charset="utf-8"><body><script>
const cases = CASES, found = [];
function of(frame) {
  const page = frame.contentDocument, view = frame.contentWindow, style = view.getComputedStyle(page.body);
  const inside = box => [...page.querySelectorAll(".bar")].filter(box).length;
  return {
    overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
    background: style.backgroundColor, colour: style.color, font: style.fontFamily,
    bars: inside(() => true),
    drawn: inside(bar => { const box = bar.getBoundingClientRect(); return box.width > 100 && box.height > 20; }),
    outside: inside(bar => [...bar.querySelectorAll("rect,use:not([href='#grid']),line")].some(part => {
      const own = part.getBoundingClientRect(), box = bar.getBoundingClientRect();
      return own.left < box.left - 12 || own.right > box.right + 12; })),
    covered: [...page.querySelectorAll(".time tbody tr")].filter(row => {
      const [name, bar, took] = [".n", ".c", ".d"].map(cell => row.querySelector(cell).getBoundingClientRect());
      return (name.bottom > bar.top + 1 && name.right > bar.left + 1) || took.right > frame.clientWidth; }).length,
    scripts: page.scripts.length, images: page.images.length, ran: view.ran === true || window.ran === true,
    text: page.body.innerText.length };
}
let left = cases.length;
for (const [page, width] of cases) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:800px;border:0`;
  frame.onload = () => { found.push([page, width, of(frame)]); if (!--left) document.body.textContent = JSON.stringify(found); };
  frame.srcdoc = PAGES[page];
  document.body.append(frame);
}
</script>"""


class Missing(Exception):
    """Why there is no browser here."""


@functools.lru_cache(maxsize=1)
def program() -> str:
    """The path of a Chromium, which is installed now where that can be done. Raises Missing."""
    found = _installed()
    if not found:
        debian.install(PACKAGE)
        found = _installed()
    if not found:
        raise Missing(f"there is no Chromium: install {PACKAGE}, or one of {', '.join(NAMES[1:])}")
    return found


def _installed() -> str:
    return next(filter(None, map(shutil.which, NAMES)), "")


def measured(pages: Mapping[str, str], widths: Sequence[int], *flags: str) -> dict[tuple[str, int], dict[str, Any]]:
    """What each of these pages is like at each width, by its name and the width."""
    cases = [[name, width] for name in pages for width in widths]
    text = MEASURE.replace("CASES", json.dumps(cases), 1)
    text = text.replace("PAGES[page]", json.dumps(pages).replace("<", "\\u003c") + "[page]", 1)
    with tempfile.TemporaryDirectory(prefix="longops-") as folder:
        path = pathlib.Path(folder, "measure.html")
        path.write_text(text, encoding="utf-8")
        printed = _run(folder, path, "--virtual-time-budget=20000", "--dump-dom", *flags)
    body = printed.partition("<body>")[2].partition("</body>")[0]
    return {(name, width): found for name, width, found in json.loads(body)}


def picture(page: pathlib.Path, file: pathlib.Path, width: int, height: int, *flags: str) -> None:
    """Write a picture (PNG) of this page into the file."""
    with tempfile.TemporaryDirectory(prefix="longops-") as folder:
        _run(folder, page, f"--window-size={width},{height}", f"--screenshot={file}", *flags)


def printed(page: pathlib.Path, file: pathlib.Path) -> None:
    """Write this page into the file, as it is printed (PDF)."""
    with tempfile.TemporaryDirectory(prefix="longops-") as folder:
        _run(folder, page, "--no-pdf-header-footer", f"--print-to-pdf={file}")


def _run(folder: str, page: pathlib.Path, *flags: str) -> str:
    """What the browser prints about this page. It keeps its own files in the folder."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # it refuses to be root with one
    done = subprocess.run(
        [program(), *FLAGS, *sandbox, f"--user-data-dir={folder}/profile", *flags, page.absolute().as_uri()],
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=True,
        env={**os.environ, "HOME": folder},
    )
    return done.stdout
