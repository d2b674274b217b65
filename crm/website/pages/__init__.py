"""One builder a page: from what the index answers to what the template shows."""
