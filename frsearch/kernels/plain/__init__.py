"""The kernels in NumPy, with the signatures of those in Cython; `frsearch.kernels` chooses."""
