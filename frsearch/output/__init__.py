"""Values for people and programs to read: text, HTML, CSV, JSON, frames, progress."""
