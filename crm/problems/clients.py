"""Owns the problem codes of client files: their shape and the rules within one (crm.checks)."""

from __future__ import annotations

from crm.problems.rule import error, warning

_SHAPE = (
    warning(
        "item-empty",
        "this item is empty",
        'delete the line with "-"',
        "An item of a list has nothing in it.",
    ),
    warning(
        "key-misplaced",
        "{key} belongs to {types}, not to {type}",
        "check the type of this entry, or delete the key",
        "The key means nothing in an entry of this type, so it counts for nothing.",
    ),
    warning(
        "key-unknown",
        "the key {key} is not known here",
        "keys of your own go under `fields` (declared in crm.yaml) or under `private`",
        "The key and its value are kept, but nothing uses them.",
    ),
    error(
        "list-needed",
        "{key} needs a list",
        'begin every item with "- " on a line of its own',
        "The key holds any number of records.",
    ),
    error(
        "list-unexpected",
        "{key} takes one value, this is a list",
        "keep one of the values",
        "The key holds one value only.",
    ),
    error(
        "mapping-needed",
        "{key} needs keys and values of its own",
        "write them indented under it, or in {{ }}: the keys are {known}",
        "The key holds a record, not a single value.",
    ),
    error(
        "mapping-unexpected",
        "{key} takes a value, these are keys and values",
        "write one value; quote a text that has a colon followed by a space",
        "The key holds a value, not a record.",
    ),
    warning(
        "own-field-unknown",
        "the field {key} is not declared",
        "declare it in crm.yaml: `fields:`, `  {key}: {{type: text}}`",
        "Fields of your own are declared once, so that they are checked, shown and counted.",
    ),
)

_RULES = (
    error(
        "amount-differs",
        "the amount is {amount}, its lines make {lines}",
        "correct one of them; without `amount` the lines count",
        "An order's amount equals the sum of quantity × price less the discount. The sum rounded"
        " once and the sum of rounded lines are both accepted, to the cent.",
    ),
    error(
        "client-id-invalid",
        'the file name "{value}" makes no id',
        "rename the file: small Latin letters and digits, parted by -, like {example}.yaml",
        "The file's name is the client's id; it stands in addresses of pages and on the command"
        " line.",
    ),
    warning(
        "contact-duplicate",
        "two contacts are called {value}",
        "add what tells them apart to the name",
        "Interactions refer to a contact by name.",
    ),
    warning(
        "contact-unknown",
        "{value} is not among the contacts",
        "add the person under `contacts`, or correct the name",
        "An entry names somebody who is not under `contacts` of this client.",
    ),
    warning(
        "dates-reversed",
        "{later} is before {earlier}",
        "one of the two dates is wrong",
        "Something ends before it begins: a contract, a consent, a deal, an order's term.",
    ),
    error(
        "deal-duplicate",
        "two deals have the id {value}",
        "give one of them another id",
        "Interactions refer to a deal by its id.",
    ),
    error(
        "deal-unknown",
        "{value} is no deal of this client",
        "add it under `deals`, or correct the id",
        "An entry or a task names a deal that is not in this file. It counts for no deal.",
    ),
    warning(
        "entry-incomplete",
        "{type} without {key} counts for nothing",
        "add {key}",
        "What makes an entry of this type count is missing.",
    ),
    error(
        "order-duplicate",
        "two orders have the number {value}",
        "give one of them another number",
        "Payments settle an order by its number.",
    ),
    warning(
        "order-empty",
        "this order has neither amount nor lines, so it counts as 0",
        "add `amount` or `items`",
        "A free order says `amount: 0`.",
    ),
    warning(
        "order-unknown",
        "{value} is no order of this client",
        "correct the number; without one the payment settles what is due first",
        "A payment, refund or expense names an order that is not in this file.",
    ),
    warning(
        "price-missing",
        "{value} has no price here and none in the price list on that day",
        "add `price` to the line, or `amount` to the order",
        "The line counts as 0.",
    ),
    error(
        "rate-missing",
        "there is no rate for {value} on {day}",
        "add an earlier rate under `rates` in crm.yaml",
        "The rates of this currency begin later than this entry, so its amount is not counted.",
    ),
    error(
        "required-missing",
        "{key} is missing",
        "add it: `{key}: …`",
        "Only `name` is required of a client unless crm.yaml says more under `required`; an entry"
        " needs `date` and `type`.",
    ),
    error(
        "stage-requires",
        "a deal at {stage} needs {key}, which is missing",
        "add `{key}: …` to the client",
        "The stage says in crm.yaml what must be known once a deal has come so far.",
    ),
    error(
        "stage-without-deal",
        "a stage without a deal moves nothing",
        "add `deal: …` with the id of the deal",
        "An entry moves a deal when it names both.",
    ),
)

CLIENTS = (*_SHAPE, *_RULES)
