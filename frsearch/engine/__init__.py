"""Search engines behind a common protocol, which takes and returns plain values, no arrays."""
