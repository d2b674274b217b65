"""What is checked in one client file, and the record that comes out of it."""

from crm.checks.client import Checked, read_client

__all__ = ["Checked", "read_client"]
