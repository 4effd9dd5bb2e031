"""The command line: arguments -> calls of the library -> text, JSON or CSV, and an exit code."""
