"""Speed and memory of the product, measured beside the real alternatives."""
