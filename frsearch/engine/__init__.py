"""The seam between what people ask and what finds it: plain values cross it, arrays do not."""
