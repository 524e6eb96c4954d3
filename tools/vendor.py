"""Copy and bundle what the browser needs from node_modules into static/vendor, with a sha384 manifest.

Only for upgrading: ``npm ci --ignore-scripts``, then ``python tools/vendor.py``. The results are committed;
neither installing nor running the office needs Node. ``--check`` builds again elsewhere and compares.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
SOURCE_MAP = re.compile(rb"^\s*(?://|/\*)# sourceMappingURL=.*$", re.MULTILINE)
PDFJS_FALLBACKS = ("jbig2_nowasm_fallback.js", "openjpeg_nowasm_fallback.js")
PDFJS_LICENCES = ("LICENSE_JBIG2", "LICENSE_OPENJPEG", "LICENSE_PDFJS_JBIG2", "LICENSE_PDFJS_OPENJPEG")


def version_of(package: str) -> str:
    """Give the version of an installed npm package."""
    version: str = json.loads((MODULES / package / "package.json").read_text())["version"]
    return version


def copies() -> dict[str, Path]:
    """Give what is copied as it is: name below static/vendor -> file below node_modules."""
    pdfjs = f"pdfjs-{version_of('pdfjs-dist')}"
    named = {
        f"bootstrap-{version_of('bootstrap')}.min.css": MODULES / "bootstrap/dist/css/bootstrap.min.css",
        f"htmx-{version_of('htmx.org')}.min.js": MODULES / "htmx.org/dist/htmx.min.js",
        f"{pdfjs}/pdf.min.mjs": MODULES / "pdfjs-dist/legacy/build/pdf.min.mjs",
        f"{pdfjs}/pdf.worker.min.mjs": MODULES / "pdfjs-dist/legacy/build/pdf.worker.min.mjs",
        "licences/bootstrap.txt": MODULES / "bootstrap/LICENSE",
        "licences/htmx.txt": MODULES / "htmx.org/LICENSE",
        "licences/pdfjs.txt": MODULES / "pdfjs-dist/LICENSE",
    }
    for name in PDFJS_FALLBACKS:
        named[f"{pdfjs}/{name}"] = MODULES / "pdfjs-dist/wasm" / name
    for name in PDFJS_LICENCES:
        named[f"licences/pdfjs-{name}.txt"] = MODULES / "pdfjs-dist/wasm" / name
    for font in sorted((MODULES / "pdfjs-dist/standard_fonts").iterdir()):
        licence = font.name.startswith("LICENSE")
        named[f"licences/pdfjs-{font.name}.txt" if licence else f"{pdfjs}/fonts/{font.name}"] = font
    return named


def bundled_licences(metafile: Path) -> str:
    """Give the licence texts of every package esbuild really put into the editor."""
    inputs = json.loads(metafile.read_text())["inputs"]
    packages = sorted({name.split("/")[1] for name in inputs if name.startswith("node_modules/")})
    return "\n\n".join(f"== {package} {version_of(package)}\n\n{licence_of(package)}" for package in packages)


def licence_of(package: str) -> str:
    """Give the licence text of one package; a package without one stops the build."""
    return next((MODULES / package).glob("LICENSE*")).read_text().strip()


def bundle_editor(target: Path) -> None:
    """Bundle static/js/editor with the locked esbuild into one module, and collect its licences."""
    version = json.loads((ROOT / "package.json").read_text())["version"]
    esbuild = next(MODULES.glob("@esbuild/*/bin/esbuild"))
    with tempfile.TemporaryDirectory() as folder:
        metafile = Path(folder) / "meta.json"
        subprocess.run(
            [
                str(esbuild),
                "static/js/editor/main.js",
                "--bundle",
                "--minify",
                "--format=esm",
                "--target=chrome100,firefox100,safari15",
                "--charset=utf8",
                "--legal-comments=none",
                f"--metafile={metafile}",
                f"--outfile={target / f'editor-{version}.js'}",
            ],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        (target / "licences/editor.txt").write_text(bundled_licences(metafile) + "\n")


def digest(path: Path) -> str:
    """Give the integrity value of a file, as browsers write it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def build(target: Path) -> dict[str, str]:
    """Fill ``target`` afresh and give the manifest: name -> sha384."""
    shutil.rmtree(target, ignore_errors=True)
    for name, source in copies().items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = source.read_bytes()
        # Manifest storage would look for the map files, which are not shipped.
        path.write_bytes(SOURCE_MAP.sub(b"", content) if path.suffix in {".css", ".js", ".mjs"} else content)
    bundle_editor(target)
    names = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
    manifest = {name: digest(target / name) for name in names}
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return manifest


def check() -> int:
    """Build again elsewhere; give 0 when the manifests are the same, else name what differs and give 1."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = build(Path(folder) / "vendor")
    committed = json.loads((VENDOR / "manifest.json").read_text())
    differing = sorted(name for name in fresh | committed if fresh.get(name) != committed.get(name))
    sys.stdout.writelines(f"differs: {name}\n" for name in differing)
    return 1 if differing else 0


def main() -> int:
    """Build static/vendor, or compare it with a fresh build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare a fresh build with what is committed")
    if parser.parse_args().check:
        return check()
    sys.stdout.write(f"{len(build(VENDOR))} files in static/vendor\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
