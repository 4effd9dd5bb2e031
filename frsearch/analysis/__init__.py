"""French analysis: text -> terms. `chain` puts the steps in order, each step has a module."""
