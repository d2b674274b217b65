"""Care floor: backups that prove themselves, and what is wrong with the set-up of a base."""
