"""Owns why a figure of a client is what it is: the lines of files that it adds up from."""
