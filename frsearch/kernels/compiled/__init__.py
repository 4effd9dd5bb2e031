"""The kernels in Cython, compiled where there is a compiler; `frsearch.kernels` chooses."""
