"""Index floor: the SQLite index, its numbers and classes, and the questions it answers."""
