-- Tables of the index. All of it is derived from the text files and may be deleted at any time.
-- Names are the keys of the files. Money is an integer of 1/10,000 of the base currency, days are
-- kept twice: as YYYY-MM-DD, and as a day number (1 is 0001-01-01) to count with.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The day that counts as today; nothing later counts in any view.
CREATE TABLE horizon (today TEXT NOT NULL, day INTEGER NOT NULL);

-- One row a client file. A `racy` one may have been written since without a trace in its times.
CREATE TABLE file (
    path TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    ctime INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    digest TEXT NOT NULL,
    racy INTEGER NOT NULL,
    readable INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX file_id ON file (id);
CREATE INDEX file_racy ON file (path) WHERE racy;

-- One row a problem. `origin` tells what found it: a file by itself, or the base as a whole.
CREATE TABLE problem (
    path TEXT NOT NULL,
    line INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    length INTEGER NOT NULL,
    code TEXT NOT NULL,
    level TEXT NOT NULL,
    "values" TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    origin TEXT NOT NULL,
    finding TEXT NOT NULL
);
CREATE INDEX problem_path ON problem (path);

-- What crm.yaml and services.yaml declare.
CREATE TABLE stage (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, result TEXT NOT NULL, probability REAL
) WITHOUT ROWID;
CREATE TABLE member (
    id TEXT PRIMARY KEY, name TEXT, role TEXT, department TEXT, head TEXT
) WITHOUT ROWID;
CREATE TABLE service (
    id TEXT PRIMARY KEY, name TEXT, category TEXT, unit TEXT
) WITHOUT ROWID;

CREATE TABLE client (
    id TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    name TEXT,
    kind TEXT,
    owner TEXT,
    since TEXT,
    since_day INTEGER,
    tags TEXT,
    phone TEXT,
    email TEXT,
    site TEXT,
    city TEXT,
    country TEXT,
    region TEXT,
    industry TEXT,
    language TEXT,
    timezone TEXT,
    source TEXT,
    campaign TEXT,
    referred_by TEXT,
    birthday TEXT,
    gender TEXT,
    tax_id TEXT,
    head TEXT,
    size TEXT,
    standing TEXT,
    potential INTEGER,
    important TEXT,
    reference TEXT,
    paused INTEGER,
    paused_until INTEGER,
    do_not_contact INTEGER,
    do_not_contact_since INTEGER,
    closed INTEGER,
    closed_date TEXT,
    closed_day INTEGER,
    closed_reason TEXT,
    returns TEXT,
    filled INTEGER NOT NULL,
    fillable INTEGER NOT NULL,
    gaps TEXT NOT NULL,
    spellings TEXT NOT NULL -- of the name: folded, then in Latin letters, a line each
) WITHOUT ROWID;
-- All that a search by name looks at: a tenth of the table.
CREATE INDEX client_spellings ON client (spellings, name, path);
CREATE INDEX client_odd ON client (spellings, name, path)
    WHERE name IS NULL OR id GLOB '*[^ -@[-~]*';

CREATE TABLE contact (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    name TEXT,
    role TEXT,
    decision TEXT,
    birthday TEXT,
    do_not_contact INTEGER,
    private INTEGER,
    spellings TEXT NOT NULL,
    PRIMARY KEY (client, n)
) WITHOUT ROWID;

-- `contact` is the contact's n, or 0 for the client's own.
CREATE TABLE phone (
    client TEXT NOT NULL,
    contact INTEGER NOT NULL,
    n INTEGER NOT NULL,
    typed TEXT NOT NULL,
    e164 TEXT,
    digits TEXT,
    PRIMARY KEY (client, contact, n)
) WITHOUT ROWID;
CREATE TABLE email (
    client TEXT NOT NULL,
    contact INTEGER NOT NULL,
    n INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (client, contact, n)
) WITHOUT ROWID;
CREATE INDEX email_odd ON email (client) WHERE address GLOB '*[^ -@[-~]*';

CREATE TABLE tag (
    client TEXT NOT NULL, n INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (client, n)
) WITHOUT ROWID;
CREATE INDEX tag_tag ON tag (tag);

-- The journal: what every interaction has. The view `entry` puts the three tables together.
CREATE TABLE interaction (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    date TEXT,
    time TEXT,
    day INTEGER,
    type TEXT,
    touch INTEGER NOT NULL,
    "by" TEXT,
    contact TEXT,
    summary TEXT,
    outcome TEXT,
    PRIMARY KEY (client, n)
) WITHOUT ROWID;

-- What is searched for words, folded, each once: those of the client's notes on the first line, on
-- the second those of the summaries.
CREATE TABLE said (client TEXT PRIMARY KEY, words TEXT NOT NULL);

-- Interactions with an amount or a cost, and all orders; `amount` of an order without one is the
-- sum of its lines. An amount without a rate is empty, never 0.
CREATE TABLE money (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    date TEXT,
    day INTEGER,
    type TEXT,
    amount INTEGER,
    cost INTEGER,
    cogs INTEGER,
    number TEXT,
    due TEXT,
    due_day INTEGER,
    promo TEXT,
    what TEXT,
    PRIMARY KEY (client, n)
) WITHOUT ROWID;

-- What only some interactions have.
CREATE TABLE detail (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    direction TEXT,
    duration INTEGER,
    purpose TEXT,
    objection TEXT,
    question TEXT,
    deal TEXT,
    stage TEXT,
    reason TEXT,
    competitor TEXT,
    campaign TEXT,
    private INTEGER,
    delivery_due TEXT,
    delivery_done TEXT,
    score INTEGER,
    resolved TEXT,
    resolved_day INTEGER,
    rating INTEGER,
    url TEXT,
    referral TEXT,
    "from" TEXT,
    "to" TEXT,
    template TEXT,
    points REAL,
    PRIMARY KEY (client, n)
) WITHOUT ROWID;

CREATE TABLE answer (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    criterion TEXT NOT NULL,
    importance INTEGER,
    satisfaction INTEGER
);
CREATE INDEX answer_client ON answer (client);

-- Lines of orders: `n` is the interaction's, `item` counts from 1. `day` is the order's, empty when
-- its amount is below zero: such an order does not count in analysis.
CREATE TABLE order_line (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    item INTEGER NOT NULL,
    line INTEGER NOT NULL,
    service TEXT,
    qty REAL,
    amount INTEGER,
    cost INTEGER,
    day INTEGER,
    PRIMARY KEY (client, n, item)
) WITHOUT ROWID;

CREATE TABLE deal (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    id TEXT NOT NULL,
    title TEXT,
    amount INTEGER,
    service TEXT,
    opened TEXT,
    opened_day INTEGER,
    expected TEXT,
    owner TEXT,
    competitor TEXT,
    PRIMARY KEY (client, n)
) WITHOUT ROWID;

CREATE TABLE task (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    due TEXT,
    time TEXT,
    due_day INTEGER,
    what TEXT,
    owner TEXT,
    done TEXT,
    done_day INTEGER,
    repeat TEXT,
    deal TEXT,
    PRIMARY KEY (client, n)
) WITHOUT ROWID;

CREATE TABLE consent (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    purpose TEXT,
    mailing INTEGER NOT NULL,
    given TEXT,
    given_day INTEGER,
    withdrawn TEXT,
    withdrawn_day INTEGER,
    PRIMARY KEY (client, n)
) WITHOUT ROWID;

CREATE TABLE contract (
    client TEXT NOT NULL,
    n INTEGER NOT NULL,
    line INTEGER NOT NULL,
    number TEXT,
    start TEXT,
    "end" TEXT,
    notice TEXT,
    amount INTEGER,
    PRIMARY KEY (client, n)
) WITHOUT ROWID;

-- Attachments and links to other clients, with where they stand, for the rules across files.
CREATE TABLE mention (
    client TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, place TEXT NOT NULL
);
CREATE INDEX mention_client ON mention (client);
CREATE INDEX mention_kind ON mention (kind, target);

-- Required fields without a value, by rule of a segment.
CREATE TABLE value_missing (
    client TEXT NOT NULL, field TEXT NOT NULL, PRIMARY KEY (client, field)
) WITHOUT ROWID;

-- Each client's own figures at the horizon, kept from the view `own_figures`.
CREATE TABLE figure (
    client TEXT PRIMARY KEY,
    known TEXT,
    orders INTEGER NOT NULL,
    order_amounts INTEGER NOT NULL,
    priced_orders INTEGER NOT NULL,
    revenue INTEGER NOT NULL,
    orders_365 INTEGER NOT NULL,
    revenue_365 INTEGER NOT NULL,
    revenue_before INTEGER NOT NULL,
    margin_365 INTEGER NOT NULL,
    average_order INTEGER,
    first_order TEXT,
    first_order_day INTEGER,
    last_order TEXT,
    days_since_order INTEGER,
    order_days INTEGER NOT NULL,
    order_days_365 INTEGER NOT NULL,
    interval_mean REAL,
    interval_median REAL,
    late_days INTEGER,
    touches INTEGER NOT NULL,
    last_contact TEXT,
    days_since_contact INTEGER,
    paid INTEGER NOT NULL,
    debt INTEGER NOT NULL,
    overdue_debt INTEGER NOT NULL,
    cogs INTEGER NOT NULL,
    expenses INTEGER NOT NULL,
    margin INTEGER NOT NULL,
    promo_share REAL,
    complaints_open INTEGER NOT NULL,
    nps_last INTEGER,
    last_outcome TEXT,
    last_outcome_date TEXT,
    deals INTEGER NOT NULL,
    deals_open INTEGER NOT NULL,
    deals_lost INTEGER NOT NULL,
    stage TEXT,
    tasks_open INTEGER NOT NULL,
    next_due TEXT,
    mailing_consent INTEGER NOT NULL,
    decider INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    do_not_contact INTEGER NOT NULL
) WITHOUT ROWID;

-- What depends on the other clients, and the classes, at the horizon.
CREATE TABLE class (
    client TEXT PRIMARY KEY,
    referrals INTEGER NOT NULL,
    lifecycle TEXT NOT NULL,
    active INTEGER NOT NULL,
    colour TEXT NOT NULL,
    rfm_r INTEGER,
    rfm_f INTEGER,
    rfm_m INTEGER,
    rfm_segment TEXT,
    abc TEXT,
    nine TEXT,
    bcg TEXT
) WITHOUT ROWID;
CREATE TABLE rating (client TEXT PRIMARY KEY, rating REAL NOT NULL) WITHOUT ROWID;

-- Who is in which of the base's own segments.
CREATE TABLE own_segment (
    client TEXT NOT NULL, segment TEXT NOT NULL, PRIMARY KEY (segment, client)
) WITHOUT ROWID;
