"""Reports floor: one module a question; its description, rows and summary."""
