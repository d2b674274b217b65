"""Owns the problem codes of single values (crm.fields)."""

from __future__ import annotations

from crm.problems.rule import error, warning

VALUES = (
    error(
        "campaign-unknown",
        '"{value}" is no campaign',
        "the campaigns are: {known}; add it to campaigns.yaml if it is new",
        "Once campaigns.yaml names campaigns, others are refused, so that a slip of the pen does"
        " not make a campaign of its own.",
    ),
    error(
        "choice-invalid",
        '"{value}" is none of the words for this key',
        "the words are: {known}",
        "The key takes one of a few words.",
    ),
    warning(
        "country-unknown",
        '"{value}" is not a country code',
        "write its two capital letters: BG, DE, KZ (ISO 3166)",
        "Countries are compared and counted by their two letters. The text is kept as it is.",
    ),
    error(
        "currency-ambiguous",
        "several currencies are written {value}",
        "write its three letters, one of {known}",
        "A sign such as $ or kr is understood only where the base uses exactly one of the"
        " currencies it can mean (its `currency` and those under `rates` in crm.yaml).",
    ),
    error(
        "currency-unknown",
        '"{value}" is no currency',
        "write the three letters of ISO 4217: 250 EUR",
        "Currencies are known by their three letters, their sign (€) or their word (лв.).",
    ),
    error(
        "currency-without-rate",
        "there is no rate for {value}",
        "add it under `rates` in crm.yaml: what one {value} is worth in {base}",
        "Amounts are added up in the base's currency, so every other one needs a rate. Without"
        " it the amount is shown but not counted.",
    ),
    error(
        "date-invalid",
        '"{value}" is not a date',
        "write year, month and day like {example}",
        "Dates are written YYYY-MM-DD, and the day must exist.",
    ),
    error(
        "duration-invalid",
        '"{value}" is not a duration',
        "write it like 15m, 1h30 or 90 min",
        "`1:30` is refused because it can be hours and minutes or minutes and seconds.",
    ),
    error(
        "email-invalid",
        '"{value}" is not an e-mail address',
        "an address has one @ and a domain with a dot; several addresses make a list: [a@…, b@…]",
        "Only the address itself, without a name or angle brackets.",
    ),
    error(
        "flag-invalid",
        '"{value}" is neither yes nor no',
        "write yes or no, or leave the key out",
        "yes, true, да; no, false, нет, не.",
    ),
    warning(
        "id-invalid",
        '"{value}" is not a good id',
        "use small Latin letters and digits, parted by - or _: espresso-2026",
        "Ids stand in addresses of pages and on the command line.",
    ),
    error(
        "member-unknown",
        '"{value}" is not in the team',
        "the team is: {known}; add the member to crm.yaml if they are new",
        "Once crm.yaml names a team, every owner and author must be in it. Members who left stay"
        " there with `left`.",
    ),
    error(
        "money-invalid",
        '"{value}" is not an amount of money',
        "write it like 250 EUR, or 250 in the base's currency",
        "An amount is a number with the currency before or after it.",
    ),
    error(
        "money-too-fine",
        '"{value}" has more than four decimals',
        "round it; price a larger unit if it is that small",
        "Money is exact to four decimals.",
    ),
    error(
        "number-ambiguous",
        '"{value}" can be read in two ways',
        "write {dot} if the comma is a decimal mark, {none} if it parts thousands",
        "A lone comma before exactly three digits is a decimal comma for some and a thousands"
        " comma for others. It is never guessed.",
    ),
    error(
        "number-invalid",
        '"{value}" is not a number',
        "write it like 1500, 1500.50 or 1 500,50",
        "Thousands may be parted by spaces, apostrophes, dots or commas, in groups of three.",
    ),
    error(
        "number-too-large",
        '"{value}" is too large',
        "a number here is below 1 000 000 000 000",
        "Larger numbers would not be exact any more; they are nearly always two run together.",
    ),
    error(
        "percent-invalid",
        '"{value}" is not a percent from 0 to 100',
        "write it like 10 or 12.5%",
        "Discounts and VAT are percents; the sign % may be left out.",
    ),
    error(
        "phone-invalid",
        '"{value}" is not a telephone number',
        "write it with + and the country code; several numbers make a list: [+359 …, +359 …]",
        "The number has too few or too many digits, or other things in it. It is shown as typed.",
    ),
    warning(
        "phone-not-international",
        '"{value}" has no country code',
        "begin it with + and the country code, or set `country` in crm.yaml",
        "Without a country the number cannot be dialled from everywhere, and the same number in"
        " another spelling is not recognised. Nothing is guessed.",
    ),
    warning(
        "phone-unlikely",
        '"{value}" is in no range of numbers in use',
        "compare its digits with the source",
        "The length is right but no operator has numbers that begin like this; a digit may be"
        " wrong.",
    ),
    error(
        "service-unknown",
        '"{value}" is not in the price list',
        "add it to services.yaml if it is new; known: {known}",
        "Once services.yaml names services, orders and deals refer to them by their code.",
    ),
    error(
        "share-invalid",
        '"{value}" is not between 0 and 1',
        "write it like 0.25 or 25%",
        "A probability or a share of the whole: a part of one, or a percent with its sign.",
    ),
    error(
        "span-invalid",
        '"{value}" is not a length of time',
        "write it like 30d, 2w, 1m, 1y or monthly",
        "A number with day, week, month or year, in English, Russian or Bulgarian.",
    ),
    error(
        "stage-unknown",
        '"{value}" is no stage',
        "the stages are: {known}",
        "The stages of a deal stand under `stages` in crm.yaml. The move is not counted.",
    ),
    error(
        "tag-invalid",
        '"{value}" is not one tag',
        "several tags make a list: [horeca, sofia]",
        "A tag is a word or a few on one line, without a comma, up to 60 characters.",
    ),
    error(
        "time-invalid",
        '"{value}" is not a date with a time',
        "write it like {example}",
        "The time of day is written HH:MM, from 00:00 to 23:59.",
    ),
    error(
        "timezone-unknown",
        '"{value}" is no time zone',
        "write it like Europe/Sofia",
        "The names are those of the IANA time zone database.",
    ),
    error(
        "type-unknown",
        '"{value}" is no type of entry',
        "add it under `types` in crm.yaml if it is new; known: {known}",
        "The entry is kept and shown but counts for nothing.",
    ),
    error(
        "url-invalid",
        '"{value}" is not a web address',
        "write it like example.org or https://example.org/page",
        "Only http, https, mailto, tel, sms and the messengers' addresses are made into links.",
    ),
    error(
        "when-invalid",
        '"{value}" is not a day',
        "write 2026-11-20, 20.11.2026, today, tomorrow, monday, +3d or -2w; a time may follow",
        "Days on the command line may be named in English, Russian and Bulgarian.",
    ),
    error(
        "whole-invalid",
        '"{value}" is not a whole number from {low} to {high}',
        "write one of the numbers from {low} to {high}",
        "Scores, stars and counts have no decimals and keep to their range.",
    ),
)
