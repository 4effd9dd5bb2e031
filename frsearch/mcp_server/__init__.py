"""A server of the Model Context Protocol: a model asks, an index answers (extra `mcp`).

The command `frsearch mcp` runs it: docs/mcp.md. `tools` says what can be asked and knows nothing of the
protocol; `server` speaks it, by the official SDK.
"""
