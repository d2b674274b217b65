"""Questions that reports put to the journals of chosen clients: one SQL file a question."""
