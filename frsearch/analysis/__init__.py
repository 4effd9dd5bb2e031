"""French analysis: text -> terms. `chain` runs the steps in order; each step has a module."""
