"""Owns the problem codes of rules across clients and of segments (crm.index)."""

from __future__ import annotations

from crm.problems.rule import error, warning

ACROSS = (
    warning(
        "attachment-missing",
        "there is no file {value}",
        "put it under files/{client}/, or correct the path",
        "Attachments are looked for under files/<client>/, then from the base's folder. Addresses"
        " of the web are not looked up.",
    ),
    error(
        "attachment-outside",
        "{value} does not lie inside the base",
        "copy the file to files/{client}/ and name it from there",
        "An attachment cannot be absolute, climb with .. or lead out through a link: another"
        " computer would not find it, and a published site could show what it should not.",
    ),
    error(
        "client-itself",
        "the client refers to itself",
        "name another client, or delete the line",
        "Nobody recommends themselves; the reference counts for nothing.",
    ),
    error(
        "client-unknown",
        "there is no client {value}",
        "correct the id, or add the client first",
        "A client's id is the name of its file without .yaml. `referred_by`, referrals and own"
        " fields of type client name one.",
    ),
    error(
        "forgotten-unreadable",
        "forgotten.yaml cannot be read: {reason}",
        "mend the file; until then no new id can be given out",
        "It holds the ids (as hashes) of forgotten clients, which are never given out again.",
    ),
    error(
        "id-duplicate",
        "another client has the id {value}: {other}",
        "rename one of the files; an id is never used twice",
        "The file's name is the client's id, whatever folder it lies in. Only the first of the"
        " files counts.",
    ),
    error(
        "id-forgotten",
        "the client that had this id was forgotten on {value}",
        "delete the file, or give it another id where it is of somebody else",
        "forgotten.yaml keeps the ids of forgotten clients (as hashes). A merge with the work of"
        " somebody who still had the client can bring its file back.",
    ),
    error(
        "id-similar",
        "this id differs only in the writing of its letters from {other}",
        "rename one of the files",
        "Ids that differ only in capital letters, or in how an accented letter is put together,"
        " are the same file name on some systems.",
    ),
    warning(
        "region-unknown",
        "there is no file regions/{value}.yaml",
        "add it, or correct the name",
        "Once a base has notes on regions, every region a client names should have them.",
    ),
    error(
        "required-in-segment",
        "{key} is missing, which clients in {segment} must have",
        "add it: `{key}: …`",
        "crm.yaml requires the key of clients in this segment, under `required: when`.",
    ),
    error(
        "segment-condition",
        "the condition of {segment} cannot be used: {reason}",
        "`crm list --columns help` shows the columns a condition can use",
        "A segment's `when` is an SQL condition over the columns of client_metrics. Until it is"
        " mended nobody is in the segment.",
    ),
)
