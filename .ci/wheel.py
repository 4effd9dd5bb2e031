"""Compares the installed wheel with this checkout, then runs the suite on the wheel's compiled kernels.

The suite imports the package from the checkout: so the wheel must have the same files, and its kernels
are copied beside their sources.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

checkout = Path(__file__).resolve().parent.parent
spec = importlib.util.find_spec("frsearch")
if spec is None or spec.origin is None:
    raise SystemExit("frsearch is not installed")
installed = Path(spec.origin).parent
for source in sorted((checkout / "frsearch").rglob("*")):
    name = source.relative_to(checkout / "frsearch")
    if source.is_file() and "__pycache__" not in name.parts and source.suffix not in (".so", ".pyd"):
        twin = installed / name
        if not twin.is_file() or twin.read_bytes() != source.read_bytes():
            raise SystemExit(f"the wheel does not have {name} as it is here")
for pattern in ("*.so", "*.pyd"):
    for library in (installed / "kernels" / "compiled").glob(pattern):
        shutil.copy(library, checkout / "frsearch" / "kernels" / "compiled")
command = [sys.executable, "-m", "pytest", "-q", *sys.argv[1:]]
environment = {**os.environ, "FRSEARCH_KERNELS": "compiled"}
raise SystemExit(subprocess.run(command, cwd=checkout, env=environment).returncode)
