"""An archive as a corpus: concordances, timelines, facts about the index."""
