"""Store floor: clients from files with all their problems, and faithful edits."""
