"""An archive read as a corpus: concordances, timelines, what it holds."""
