"""Owns the Hugo site that shows the same content: the card of a client and the index."""

from __future__ import annotations

from pathlib import Path

CONFIG = """\
baseURL = "https://crm.example.org/"
title = "Benchmark Roasters"
locale = "en"
disableKinds = ["section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
timeout = "600s"
[pagination]
pagerSize = 150
"""

BASE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">
<title>{{ .Title }} · {{ site.Title }}</title>
<link rel="stylesheet" href="/site.css">
</head>
<body>
%s
<header class="top"><div class="bar1"><a class="brand" href="/index.html">{{ site.Title }}</a>
<form class="find" role="search" action="/index.html"><label class="vh" for="q">Search clients</label>
<input type="search" id="q" name="q" placeholder="Name, phone, tag, note"></form></div>
<nav class="nav"><ul><li><a href="/index.html">Clients</a></li><li><a href="/problems.html">Problems</a>
</li><li><a href="/about.html">About</a></li></ul></nav></header>
<main id="main" class="wrap">{{ block "main" . }}{{ end }}</main>
<footer class="foot"><span>Amounts in EUR</span></footer>
</body>
</html>
"""

CARD = """\
{{ define "main" }}
{{- $revenue := 0.0 }}{{ $orders := 0 }}{{ $last := "" }}{{ $touches := 0 }}{{ $contact := "" }}
{{- range .Params.interactions }}
{{- if eq .type "order" }}
{{- $revenue = add $revenue (float (index (split .amount " ") 0)) }}
{{- $orders = add $orders 1 }}{{ $last = .date }}
{{- else }}{{ $touches = add $touches 1 }}{{ $contact = .date }}{{ end }}
{{- end }}
<div class="title"><h1>{{ .Title }}</h1>
<span>{{ range .Params.tags }}<a class="chip" href="/tag-{{ . }}.html">{{ . }}</a> {{ end }}</span></div>
<p class="meta">{{ .Params.address.city }} · owner {{ .Params.owner }} · {{ .Params.source }}</p>
<dl class="figures">
<div><dt>Revenue</dt><dd class="v">{{ lang.FormatNumber 0 $revenue }}</dd><dd>{{ $orders }} orders</dd></div>
{{ if $orders }}<div><dt>Average order</dt><dd class="v">{{ lang.FormatNumber 0 (div $revenue $orders) }}</dd></div>
<div><dt>Last order</dt><dd class="v">{{ time.Format "2 Jan 2006" $last }}</dd></div>{{ end }}
<div><dt>Touches</dt><dd class="v">{{ $touches }}</dd>{{ with $contact }}<dd>{{ time.Format "2 Jan 2006" . }}</dd>{{ end }}</div>
</dl>
<div class="two"><div class="side"><section id="contacts"><div class="sec"><h2>Contacts</h2></div>
<ul class="rows">{{ range .Params.contacts }}<li><div class="line"><b>{{ .name }}</b>
<span class="chip gold">{{ .decision }}</span></div><span class="sub">{{ .role }}</span>
<span class="reach"><a href="tel:{{ replace .phone " " "" }}">{{ .phone }}</a></span></li>{{ end }}</ul>
<dl class="pairs"><div><dt>Phone</dt><dd><a href="tel:{{ replace .Params.phone " " "" }}">{{ .Params.phone }}</a></dd></div>
<div><dt>E-mail</dt><dd><a href="mailto:{{ .Params.email }}">{{ .Params.email }}</a></dd></div>
<div><dt>Address</dt><dd>{{ .Params.address.street }}, {{ .Params.address.city }}, {{ .Params.address.country }}</dd></div>
<div><dt>Source</dt><dd>{{ .Params.source }}</dd></div></dl></section></div>
<div class="main">
{{ with .Params.tasks }}<section id="tasks"><div class="sec"><h2>Tasks</h2></div><ol class="entries">
{{ range . }}<li><span class="when"><time datetime="{{ time.Format "2006-01-02" .due }}">{{ time.Format "2 Jan" .due }}</time></span>
<div>{{ .what }}</div><span class="end q">{{ .owner }}</span></li>{{ end }}</ol></section>{{ end }}
{{ with .Params.deals }}<section id="deals"><div class="sec"><h2>Deals</h2></div><ul class="rows">
{{ range . }}<li><div class="line"><b>{{ .title }}</b> <span>{{ .amount }}</span></div>
<ol class="steps"><li class="now">lead</li><li>tasting</li><li>offer</li><li>won</li></ol></li>{{ end }}</ul></section>{{ end }}
<section id="timeline"><div class="sec"><h2>Timeline</h2></div>
{{ $month := "" }}{{ range sort .Params.interactions "date" "desc" }}
{{ $this := time.Format "January 2006" .date }}
{{ if ne $this $month }}{{ if $month }}</ol>{{ end }}<h3 class="day">{{ $this }}</h3><ol class="entries">{{ $month = $this }}{{ end }}
<li data-type="{{ .type }}"><span class="when"><time datetime="{{ time.Format "2006-01-02" .date }}">{{ time.Format "2 Jan" .date }}</time></span>
<span class="ic"><svg class="i" role="img" aria-label="{{ .type }}"><use href="#i-{{ .type }}"/></svg></span>
<div>{{ humanize .type }}{{ with .items }}{{ range . }}: {{ .qty }} × {{ .service }}{{ end }}{{ end }}{{ with .amount }}, {{ . }}{{ end }}
<span class="sub">{{ .summary }}</span></div><span class="end q">{{ .by }}</span></li>
{{ end }}</ol></section></div></div>
{{ end }}
"""

INDEX = """\
{{ define "main" }}
<div class="head"><h1>Clients</h1></div>
{{ $pages := where site.RegularPages "Section" "clients" }}
{{ $pager := .Paginate ($pages.ByTitle) }}
<table class="list" id="clients"><thead><tr><th>Client</th><th>Segments, tags</th><th>Owner</th>
<th>Last contact</th><th>Next action</th><th class="num">Revenue</th></tr></thead><tbody>
{{ range $pager.Pages }}
{{- $revenue := 0.0 }}{{ $last := "" }}
{{- range .Params.interactions }}{{ if eq .type "order" }}
{{- $revenue = add $revenue (float (index (split .amount " ") 0)) }}{{ else }}{{ $last = .date }}{{ end }}{{ end }}
<tr data-owner="{{ .Params.owner }}" data-tag="{{ delimit .Params.tags " " }}">
<th scope="row" class="name"><a href="{{ .RelPermalink }}">{{ .Title }}</a> <span class="sub">{{ .Params.address.city }}</span></th>
<td class="segs">{{ range .Params.tags }}<span class="chip">{{ . }}</span> {{ end }}</td>
<td class="owner">{{ .Params.owner }}</td>
<td class="last nw">{{ with $last }}<time datetime="{{ time.Format "2006-01-02" . }}">{{ time.Format "2 Jan" . }}</time>{{ end }}</td>
<td class="next">{{ with .Params.tasks }}{{ with index . 0 }}{{ time.Format "2 Jan" .due }} {{ .what }}{{ end }}{{ else }}No next action{{ end }}</td>
<td class="num rev">{{ lang.FormatNumber 0 $revenue }}</td></tr>
{{ end }}</tbody></table>
<nav class="pager"><ul>{{ range $pager.Pagers }}<li><a href="{{ .URL }}">{{ .PageNumber }}</a></li>{{ end }}</ul></nav>
{{ end }}
"""


def make_site(base: Path, folder: Path, sprite: str) -> None:
    """Write a Hugo project whose content is the client files of `base`, as front matter.

    `sprite` is the icon sprite of our own pages, so that both write the same weight.
    """
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True, exist_ok=True)
    (folder / "hugo.toml").write_text(CONFIG, encoding="utf-8")
    (layouts / "baseof.html").write_text(BASE % sprite, encoding="utf-8")
    (layouts / "single.html").write_text(CARD, encoding="utf-8")
    (folder / "layouts" / "index.html").write_text(INDEX, encoding="utf-8")
    content = folder / "content" / "clients"
    content.mkdir(parents=True, exist_ok=True)
    for path in sorted((base / "clients").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8").replace("name:", "title:", 1)
        (content / f"{path.stem}.md").write_text(f"---\n{text}---\n", encoding="utf-8")
