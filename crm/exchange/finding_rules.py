"""Owns the table of what an import tells: codes, levels, words and hints."""

from __future__ import annotations

from crm.problems import Level, Rule


def _table(*rules: Rule) -> dict[str, Rule]:
    return {rule.code: rule for rule in rules}


def _left_out(code: str, message: str, hint: str, about: str) -> Rule:
    return Rule(code, Level.ERROR, message, hint, about)


def _told(code: str, message: str, hint: str, about: str) -> Rule:
    return Rule(code, Level.WARNING, message, hint, about)


FINDINGS: dict[str, Rule] = _table(
    # The file.
    _left_out(
        "row-ragged",
        "{cells} cells, the header has {columns}: the row is left out",
        "quote the cell that holds the separator, or give `--separator`",
        "A row longer than the header has its values in the wrong columns.",
    ),
    _told(
        "rows-short",
        "{count} rows are shorter than the header, the first is row {first};"
        " what they lack is read as empty",
        "",
        "Some programs leave out empty cells at the end of a row.",
    ),
    _left_out(
        "cell-error",
        "{value} is an error of the spreadsheet: the cell is left out",
        "mend the formula and save the workbook",
        "A formula gave no value.",
    ),
    _left_out(
        "cell-damaged",
        "the cell holds the character {char}: it is left out",
        "delete the character, or save the table again",
        "Control characters are damage, never data.",
    ),
    _told(
        "header-twice",
        "the header {name} is there twice: column {letters} is called {called}",
        "",
        "Two columns bear the same name, so the second gets a number.",
    ),
    # The columns.
    _told(
        "column-left-out",
        "not understood: the column is left out",
        "{way}",
        "No key answers to this header.",
    ),
    _told(
        "column-total",
        "a total is no order: the column is left out",
        "{way}",
        "A list of clients can say how much each has bought, but not when.",
    ),
    _told(
        "column-counter",
        "counts the rows: the column is left out",
        "",
        "The number of a row in the table says nothing about the client.",
    ),
    _told(
        "column-taken",
        "{key} comes from another column: this one is left out",
        "to take this one, give `--map {key}=…`",
        "Two columns could be the same key; docs/import.md says which is preferred.",
    ),
    _told(
        "column-ambiguous",
        "one of several columns that may be the {key}: it is left out",
        "{way}",
        "Nothing says which of them is meant.",
    ),
    _told(
        "column-repeats",
        "holds the same as {other}: the column is left out",
        "",
        "A column called an id that holds the name in every row is no code.",
    ),
    _told(
        "digits-lost",
        "the cells are numbers: zeros at the front, if there were any, are lost",
        "make the column text in the spreadsheet",
        "A spreadsheet drops leading zeros of what it takes for a number.",
    ),
    _told(
        "seconds-dropped",
        "times are kept to the minute",
        "",
        "A client file holds a date, or a date with hours and minutes.",
    ),
    _told(
        "offset-dropped",
        "times are kept as they stand, without their offset from UTC",
        "with `timezone` in crm.yaml they are converted to it",
        "A client file holds wall-clock time.",
    ),
    _told(
        "decimals-dropped",
        "amounts with more than four decimals are rounded to four",
        "",
        "Money is exact to four decimals; what a formula computed can have more.",
    ),
    # The values.
    _left_out(
        "date-not-understood",
        '"{value}" is not a date',
        "write it as YYYY-MM-DD",
        "There is no such day, or the text is no date in the order of this column.",
    ),
    _left_out(
        "year-short",
        '"{value}": a year of two digits is not guessed',
        "write the year in full",
        "64 may be 1964 or 2064.",
    ),
    _left_out(
        "number-two-ways",
        '"{value}" can be read in two ways',
        "say what the decimal mark is: `--decimal point` or `--decimal comma`",
        "A lone comma or dot before three digits parts thousands for some and decimals for others.",
    ),
    _left_out(
        "amount-in-brackets",
        '"{value}" is below zero in an accountant\'s hand',
        "find out what it is: a refund is no order; write it with a minus if it belongs here",
        "An amount in brackets is negative; what it stands for is not guessed.",
    ),
    _told(
        "rate-unknown",
        "there is no rate for {currency}: amounts in it are kept, but not counted",
        "add `rates: {{{currency}: …}}` to crm.yaml",
        "Amounts in a currency without a rate cannot be counted.",
    ),
    _told(
        "value-kept",
        "{reason}; it is kept as typed",
        "{way}",
        "A number without its country, a service that is not in the price list: nothing is lost,"
        " and `crm check` tells of it until it is mended.",
    ),
    _left_out(
        "value-refused",
        "{reason}; it is left out",
        "{way}",
        "The value does not fit the key.",
    ),
    # The rows.
    _left_out(
        "row-without-name",
        "no name: the row is left out",
        "fill in the name, or a code, tax id or e-mail that a client in the base has",
        "A client needs a name.",
    ),
    _left_out(
        "row-without-key",
        "no {key}: the row is left out",
        "with `--key {key}` every row needs one",
        "What decides whose a row is has to stand in it.",
    ),
    _left_out(
        "row-incomplete",
        "no {key}: the row is left out",
        "fill it in, or look whether the row is a heading or a total",
        "An entry needs its date; an order without an amount would count as 0.",
    ),
    _left_out(
        "row-left-out",
        "the row is left out, because its {key} is not understood",
        "",
        "An entry with a part missing would be another entry.",
    ),
    _told(
        "row-twice",
        "the same as row {first}: counted once",
        "",
        "A client stands in a list once.",
    ),
    _left_out(
        "row-matches-several",
        "the row fits {count} clients: {clients}; it is left out",
        "unite them with `crm merge`, or say what decides with `--key`",
        "It cannot be said to which client the row belongs.",
    ),
    _told(
        "namesake",
        "{client} has the same name but another {key}: they are taken for two",
        "if they are one, take the import back with `crm undo` and give `--key name`",
        "Two people of one name are two clients, with ids of their own.",
    ),
    _left_out(
        "row-other-name",
        "the row has the phone of {client} ({name}), but the name {other}; it is left out",
        "if they are one client give `--key phone`, if they are two give `--key name`",
        "Families and offices share a telephone.",
    ),
    _left_out(
        "rows-claim-one",
        "{client} answers to the {key} of this row and of row {first}, which differ in {differs};"
        " both are left out",
        "say what decides with `--key`, or fill in the {differs} of the client",
        "Rows about different people fit one client of the base.",
    ),
    _told(
        "value-differs",
        '{client} has {key} {old}; "{new}" is left out',
        "",
        "The base is never overwritten by an import.",
    ),
    _left_out(
        "amount-below-zero",
        "the {key} is below zero: the row is left out",
        "money given back is a refund: `crm log CLIENT refund --amount …`",
        "A payment or a deal is never below zero; what such a row stands for is not guessed.",
    ),
    _left_out(
        "key-of-other-type",
        "an entry of type {type} has no {key}: it is left out",
        "empty the cell, or look whether the type is right",
        "A score belongs to a survey, an amount to an order or a payment.",
    ),
    _left_out(
        "deal-rows-differ",
        "the rows of deal {id} differ in {key}: the deal is left out",
        "rows that share an id are steps of one deal, each with a stage and a date of its own",
        "A deal has one of everything but its steps.",
    ),
    _left_out(
        "deal-stage-differs",
        "deal {id} of {client} is at {old}, here at {new}, not known since when; the row is left"
        " out",
        "move it with `crm deal move {client} {id} {new}`, or add a column with the date",
        "Only a step dated after the deal's last one is added.",
    ),
    _left_out(
        "deal-result-unclear",
        "the result is {result}, but not one stage of crm.yaml has it: the row is left out",
        "mark the stage in crm.yaml: `stages: {{…, signed: {{result: won}}}}`",
        "A deal won or lost goes to the one stage that carries that result.",
    ),
    _told(
        "deal-differs",
        "{client} has deal {id} with other values ({differs}): those of the base stay",
        "mend the deal in the client file if the table is right",
        "The base is never overwritten by an import.",
    ),
    _told(
        "deals-undated",
        "nothing says when {count} deals came to their stage: noted as known on {day}",
        "if the table has the day, name its column: `--map date=…`",
        "A stage without a date is known as of the day of the import.",
    ),
    _told(
        "amount-from-price",
        "taken as the amount of the whole deal, whatever the quantity",
        "if it is the price of one, leave it out: `--map amount=`",
        "Beside a quantity, a price may be that of one or of all.",
    ),
    _left_out(
        "order-differs",
        "{client} has order {number} with other values ({differs}); the row is left out",
        "mend the order in the client file",
        "The number says it is the same order, the values say it is not.",
    ),
    _left_out(
        "order-rows-differ",
        "the rows of order {number} differ in {key}: the order is left out",
        "rows that share a number are lines of one order",
        "An order has one date and one of everything else.",
    ),
    _left_out(
        "order-incomplete",
        "another row of order {number} is left out, so this one is too",
        "",
        "An order without one of its lines would be another order.",
    ),
    _left_out(
        "order-amount-unclear",
        "the amounts in the rows of order {number} may be its total or those of its lines:"
        " the order is left out",
        "name the column of prices: `--map price=…`, or leave the amounts out: `--map amount=`",
        "Nothing proves which of the two they are.",
    ),
    _told(
        "lines-differ",
        "the amount is not the sum of the lines ({lines}): their prices are left out",
        "",
        "What the client paid is kept.",
    ),
    _told(
        "amount-negative",
        "{count} orders are below zero, the first in row {first}: kept as they are",
        "",
        "They lower the revenue, and stand outside the analysis of orders.",
    ),
    _told(
        "client-unreadable",
        "{path} cannot be read, so the client in it is not found",
        "mend it first: `crm check {path}`",
        "A client whose file is broken could be made a second time.",
    ),
)
