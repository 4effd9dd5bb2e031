"""Compiles the kernels where there is a compiler; without one, their NumPy twins serve."""

import os
import sys

from setuptools import Extension, setup

try:
    from Cython.Build import cythonize
except ImportError:  # a build without isolation, on a machine without Cython
    cythonize = None

DIRECTIVES = {
    "language_level": 3,
    # An index may be hostile: each place of an array is checked, and none counts from its end.
    "boundscheck": True,
    "wraparound": False,
    "cdivision": True,
    "embedsignature": True,
    "show_performance_hints": False,  # that these checks cost time
}


def extensions() -> list[Extension]:
    """Return an extension for each kernel module; one that does not compile is left out."""
    if cythonize is None:
        return []
    found = cythonize(
        "frsearch/kernels/compiled/*.pyx",
        build_dir="build",
        compiler_directives=DIRECTIVES,
    )
    for each in found:
        each.optional = True
        # A sum and a product that are rounded once would not be those of NumPy, in the last bit.
        each.extra_compile_args = [] if sys.platform == "win32" else ["-O3", "-g0", "-ffp-contract=off"]
    return found


# Compilers run side by side.
setup(ext_modules=extensions(), options={"build_ext": {"parallel": os.cpu_count() or 1}})
