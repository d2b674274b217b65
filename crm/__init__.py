"""A CRM whose clients are plain text files."""

__version__ = "0.1.0"
