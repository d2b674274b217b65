"""One person's data: everything held on a client, shown to them or removed."""
