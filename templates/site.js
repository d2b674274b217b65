/* Enhances pages that already work: search, facets, sort, pages, keys, copy.
   Client text only ever becomes text: createElement and textContent, never markup. */
(function () {
  'use strict';
  var doc = document, root = doc.documentElement;
  var $ = function (s, c) { return (c || doc).querySelector(s); };
  var $$ = function (s, c) { return Array.prototype.slice.call((c || doc).querySelectorAll(s)); };
  var facts = window.CRM_FACTS || {}, data = window.CRM || null;
  var find = $('.find input'), table = $('#clients'), list = $('[data-items]');
  var links = $$('a[data-query]'), status = $('[role=status]');
  var state = new URLSearchParams(location.search);
  root.classList.add('js');

  /* Elements: make('td', {class: 'num'}, ['text', node]) */
  var SVG = 'http://www.w3.org/2000/svg';
  function make(tag, attributes, children) {
    var e = /^(svg|use|polyline|circle)$/.test(tag) ? doc.createElementNS(SVG, tag) : doc.createElement(tag);
    Object.keys(attributes || {}).forEach(function (k) { e.setAttribute(k, attributes[k]); });
    (children || []).forEach(function (c) {
      if (c !== '' && c !== null) e.appendChild(typeof c === 'object' ? c : doc.createTextNode(c));
    });
    return e;
  }
  function icon(name, label) {
    var a = label ? { class: 'i', role: 'img', 'aria-label': label } : { class: 'i', 'aria-hidden': 'true' };
    return make('svg', a, [make('use', { href: '#i-' + name })]);
  }
  function whole(n) {
    return (n < 0 ? '\u2212' : '') + String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  }

  /* What is the same for the whole base comes from facts.js, so that a card changes with its client only. */
  $$('[data-fact]').forEach(function (e) {
    if (!e.textContent) e.textContent = facts[e.dataset.fact] || '';
  });
  $$('[data-nav]').forEach(function (a) {
    var n = facts.nav && facts.nav[a.dataset.nav];
    if (!n || $('.n', a)) return;
    a.appendChild(doc.createTextNode(' '));
    a.appendChild(make('span', { class: n.late ? 'n late' : 'n' }, [whole(n.count), make('span', { class: 'vh' }, [' ' + n.label])]));
  });

  /* Copy buttons are hidden in the markup. */
  $$('button.copy').forEach(function (b) {
    var src = $('code', b.parentNode), label = b.textContent;
    b.hidden = false;
    b.addEventListener('click', function () {
      var done = function () { b.textContent = b.dataset.done || 'Copied'; setTimeout(function () { b.textContent = label; }, 1500); };
      var byHand = function () {
        var r = doc.createRange(), s = getSelection();
        r.selectNodeContents(src); s.removeAllRanges(); s.addRange(r);
        if (doc.execCommand('copy')) done();
      };
      if (navigator.clipboard) navigator.clipboard.writeText(src.textContent).then(done, byHand); else byHand();
    });
  });

  /* A table to look words of an address up in: `constructor` and the like are not in it. */
  function bare(o) { return Object.assign(Object.create(null), o); }

  /* Links with a query: choices add up in a facet, a view replaces everything. */
  function keys(p) { var k = []; p.forEach(function (v, n) { if (k.indexOf(n) < 0) k.push(n); }); return k; }
  function facetsOf(p) { return keys(p).filter(function (k) { return k !== 'q' && k !== 'sort'; }); }
  function mark() {
    var any = facetsOf(state).length > 0;
    links.forEach(function (a) {
      if (a.getAttribute('aria-current') === 'page') return;
      var p = new URLSearchParams(a.dataset.query), on = p + '' ? true : !any;
      p.forEach(function (v, k) { if (state.getAll(k).indexOf(v) < 0) on = false; });
      if (on) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current');
    });
    try { history.replaceState(null, '', location.pathname + (state + '' ? '?' + state : '') + location.hash); } catch (e) { /* from disk */ }
  }
  function tell(shown, total) {
    if (status) status.textContent = status.dataset.text.replace('%n', whole(shown)).replace('%t', whole(total));
  }
  function listen(apply, scoped) {
    links.forEach(function (a) {
      var built = a.hasAttribute('href');
      if (built && scoped) return;
      if (!built) a.href = '?' + a.dataset.query;
      a.addEventListener('click', function (e) {
        if (e.ctrlKey || e.metaKey || e.shiftKey) return;
        e.preventDefault();
        var p = new URLSearchParams(a.dataset.query), k = keys(p)[0], sort = state.get('sort');
        if (!a.closest('[data-facets=all]')) {
          state = p;
          if (sort) state.set('sort', sort);
          if (find) find.value = '';
        } else if (a.hasAttribute('aria-current')) {
          var left = state.getAll(k).filter(function (w) { return w !== p.get(k); });
          state.delete(k);
          left.forEach(function (w) { state.append(k, w); });
        } else state.append(k, p.get(k));
        apply();
      });
    });
  }

  /* Lists that stand in the page as a whole: problems, the timeline. Rows carry data-<facet>="a b". */
  function standing() {
    var rows = $$(list.dataset.items, list);
    function apply() {
      var facets = facetsOf(state).filter(function (k) { return rows.some(function (r) { return k in r.dataset; }); });
      var shown = 0;
      rows.forEach(function (r) {
        r.hidden = !facets.every(function (k) {
          var have = (r.dataset[k] || '').split(' ');
          return state.getAll(k).some(function (v) { return have.indexOf(v) >= 0; });
        });
        if (!r.hidden) shown += 1;
      });
      $$('[data-group]', list).forEach(function (g) {
        var items = $$('li', g);
        g.hidden = items.length ? !items.some(function (r) { return !r.hidden; }) : facets.length > 0;
        if (facets.length && g.tagName === 'DETAILS') g.open = true;
      });
      tell(shown, rows.length);
      mark();
    }
    listen(apply, false);
    apply();
  }

  /* Search folds letter case, marks (ё is е), Cyrillic and Latin, and the ways to dial a number. */
  var ASCII = /^[\x00-\x7f]*$/;
  function fold(s) {
    if (!ASCII.test(s)) s = s.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
    return s.toLowerCase();
  }
  var LETTERS = { а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', к: 'k', л: 'l', м: 'm', н: 'n',
    о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sht', ъ: 'a', ы: 'y',
    ь: '', э: 'e', ю: 'yu', я: 'ya' };
  function latin(s) { return s.replace(/[а-я]/g, function (c) { return c in LETTERS ? LETTERS[c] : c; }); }
  function dialled(q) {
    var d = q.replace(/\D/g, '');
    if (d.length < 4 || !/^[+\d\s().\/-]+$/.test(q)) return '';
    if (/^\s*\+/.test(q)) return d;
    if (d.length === 11 && d[0] === '8') return d.slice(1);
    return d.replace(/^0+/, '');
  }

  /* The table of clients: all rows are in data.js, a page of them stands in the document. */
  var ID = 0, PAGE = 1, NAME = 2, COMPANY = 3, PLACE = 4, SEGMENTS = 5, TAGS = 6, OWNER = 7, STAGE = 8, LAST = 9, NEXT = 10,
    STATE = 11, REVENUE = 12, DEBT = 13, SPARK = 14, RFM = 15, FILLED = 16, FLAGS = 17, WORDS = 18, DIGITS = 19;

  var tagged = null; // labels of tags, by their keys
  /* Key and name of an owner; who is not of the team stands in the row by name. */
  function ownerOf(r) { return typeof r[OWNER] === 'number' ? data.owners[r[OWNER]] : ['', r[OWNER]]; }

  function rowMaker() {
    var w = data.words, today = Date.parse(data.today), turning = new RegExp(data.turning);
    var signs = data.signs.map(function (s) { return [s[0], new RegExp(s[1], 'i')]; });
    function languageOf(t) {
      var page = data.language, plain = ASCII.test(t);
      if (plain && page === 'en') return '';
      var c = (t.match(/[\u0400-\u052f]/g) || []).length, l = (t.match(/[A-Za-z\u00c0-\u024f]/g) || []).length;
      if (!c && !l) return '';
      if (c < l) return page === 'en' || !plain ? '' : 'en';
      var found = signs.filter(function (s) { return s[1].test(t); }).map(function (s) { return s[0]; })[0] || '';
      if (page !== 'en' && !found) return '';
      return found === page ? '' : found || data.cyrillic;
    }
    function shown(t) { return turning.test(t) ? make('bdi', {}, [t]) : t; }
    function spoken(t, attributes) {
      var lang = languageOf(t), a = {};
      Object.keys(attributes || {}).forEach(function (k) { a[k] = attributes[k]; });
      if (lang) a.lang = lang;
      return a;
    }
    function told(t) { return languageOf(t) ? make('span', spoken(t), [shown(t)]) : shown(t); }
    function day(iso) {
      var p = iso.split('-'), near = Math.abs(Date.parse(iso) - today) <= 300 * 864e5;
      return +p[2] + ' ' + data.months[p[1] - 1] + (near ? '' : ' ' + +p[0]);
    }
    function time(iso, text) { return make('time', { datetime: iso }, [text]); }
    function none() { return make('span', { class: 'q' }, ['–']); }
    function keysOf(numbers) { return numbers.map(function (n) { return data.segments[n][0]; }).join(' '); }
    function next(r) {
      var n = r[NEXT], stop = r[STATE] === 'stop';
      if (!n && stop) return make('td', { class: 'next', 'data-v': '9999' }, [make('span', { class: 'late' }, [icon('stop'), ' ' + w.stop])]);
      if (!n) return make('td', { class: 'next q', 'data-v': '9999' }, [r[STATE] === 'closed' ? w.closed : w.none]);
      var at = n[1] ? ' ' + n[1] : '', when = null;
      if (n[3]) when = make('b', { class: 'late' }, [time(n[0], day(n[0]))]);
      else if ((' ' + r[FLAGS] + ' ').indexOf(' today ') >= 0) when = make('b', {}, [time(n[0], w.today + at)]);
      else if (n[0]) when = time(n[0], day(n[0]) + at);
      var cell = make('td', { class: 'next', 'data-v': (n[0] || '9998') + ' ' + n[1] }, [when, ' ', told(n[2])]);
      if (n[3]) cell.append(' ', make('span', { class: 'sub late' }, [icon('warn'), ' ' + w.late.replace('{days}', whole(n[3]))]));
      if (stop) cell.append(' ', make('span', { class: 'sub late' }, [icon('stop'), ' ' + w.stop]));
      return cell;
    }
    function revenue(r) {
      var points = '', last = r[SPARK].length - 1, y = 0, graph = [];
      for (var i = 0; i <= last; i++) {
        y = 15 - parseInt(r[SPARK][i], 36) / 2;
        points += (i ? ' ' : '') + Math.round(570 - 51 * (last - i)) / 10 + ',' + y;
      }
      if (points) graph = [make('polyline', { points: points }), make('circle', { class: 'd', cx: 57, cy: y, r: 1.8 })];
      var cell = make('td', { class: 'num rev', 'data-v': r[REVENUE] }, [r[REVENUE] ? whole(r[REVENUE]) : none(),
        make('svg', { class: 'spark', viewBox: '0 0 60 16', 'aria-hidden': 'true' }, graph)]);
      if (r[DEBT]) cell.append(' ', make('span', { class: 'sub late' }, [w.owes.replace('{amount}', whole(r[DEBT]))]));
      return cell;
    }
    return function (r) {
      var owner = ownerOf(r), stage = data.stages[r[STAGE]], place = r[PLACE];
      var segments = make('td', { class: 'segs' }), tags = make('span', { class: 'sub' });
      r[SEGMENTS].forEach(function (n) {
        var s = data.segments[n];
        segments.append(make('span', spoken(s[1], { class: s[2] ? 'chip ' + s[2] : 'chip' }), [shown(s[1])]), ' ');
      });
      r[TAGS].forEach(function (n, i) { if (i) tags.append(', '); tags.append(told(tagged[n])); });
      segments.append(tags);
      return make('tr', { 'data-id': r[ID], 'data-segment': keysOf(r[SEGMENTS]), 'data-owner': owner[0],
        'data-stage': stage[0], 'data-tag': r[TAGS].join(' '), 'data-flag': r[FLAGS], 'data-q': r[WORDS] + ' ' + r[DIGITS] }, [
        make('th', { scope: 'row', class: 'name' }, [r[COMPANY] ? icon('company', w.company) : icon('person', w.person), ' ',
          make('a', spoken(r[NAME], { href: 'clients/' + r[PAGE] + '.html' }), [shown(r[NAME])]), ' ',
          make('span', spoken(place, { class: 'sub' }), [shown(place)])]),
        segments,
        make('td', { class: 'owner' }, [told(owner[1])]),
        make('td', { class: 'stage', 'data-v': stage[2] }, [told(stage[1])]),
        make('td', { class: 'last nw', 'data-v': r[LAST] }, [r[LAST] ? time(r[LAST], day(r[LAST])) : none()]),
        next(r),
        revenue(r),
        make('td', { class: 'num rfm', 'data-v': r[RFM] || 0 }, [r[RFM] ? r[RFM].split('').join(' ') : none()]),
        make('td', { class: 'num data', 'data-v': r[FILLED] }, [make('svg', { class: r[FILLED] < 60 ? 'dot low' : 'dot', viewBox: '0 0 16 16',
          role: 'img', 'aria-label': w.filled.replace('{share}', whole(r[FILLED]) + '\u202f%') }, [make('circle', { cx: 8, cy: 8, r: 6.5 }),
          make('circle', { class: 'f', cx: 8, cy: 8, r: 2.5, 'stroke-dasharray': (15.7 * r[FILLED] / 100).toFixed(1) + ' 15.7',
            transform: 'rotate(-90 8 8)' })])])
      ]);
    };
  }

  var clients = null; // what the keys need of the table
  function tableOfClients() {
    tagged = bare(data.tags);
    var rows = data.rows, texts = [], known = {}, build = rowMaker(), body = table.tBodies[0];
    var size = +table.dataset.page, none = $('#none'), pager = $('.pager'), pick = $('.sortby select');
    var heads = $$('th[data-sort]', table.tHead), order = [], shown = [], page = 1, cur = -1, sorted = null;
    var collator = new Intl.Collator(data.language, { numeric: true, sensitivity: 'base' });
    $$('tr', body).forEach(function (tr) { known[tr.dataset.id] = tr; });
    var has = bare({
      segment: function (r, v) { return r[SEGMENTS].some(function (n) { return data.segments[n][0] === v; }); },
      tag: function (r, v) { return r[TAGS].indexOf(v) >= 0; },
      owner: function (r, v) { return ownerOf(r)[0] === v; },
      stage: function (r, v) { return data.stages[r[STAGE]][0] === v; },
      flag: function (r, v) { return (' ' + r[FLAGS] + ' ').indexOf(' ' + v + ' ') >= 0; }
    });
    var value = bare({
      name: function (r) { return r[NAME]; },
      segments: function (r) { return r[SEGMENTS].length ? data.segments[r[SEGMENTS][0]][1] : '\uffff'; },
      owner: function (r) { return ownerOf(r)[1]; },
      stage: function (r) { return data.stages[r[STAGE]][2]; },
      last: function (r) { return r[LAST]; },
      revenue: function (r) { return r[REVENUE]; },
      rfm: function (r) { return +r[RFM]; },
      data: function (r) { return r[FILLED]; }
    });
    var NUMBERS = ['stage', 'revenue', 'rfm', 'data'];
    var scope = new URLSearchParams(table.dataset.scope), all = [];
    rows.forEach(function (r, i) {
      if (keys(scope).every(function (k) { return has[k](r, scope.get(k)); })) all.push(i);
    });
    function text(i) {
      if (texts[i] === undefined) {
        var r = rows[i], segment = function (n) { return data.segments[n][1]; }, tag = function (key) { return tagged[key]; };
        texts[i] = fold([r[NAME], r[PLACE], r[ID], r[SEGMENTS].map(segment).join(' '), r[TAGS].map(tag).join(' '),
          ownerOf(r)[1], r[NEXT] ? r[NEXT][2] : '', r[WORDS]].join(' '));
      }
      return texts[i];
    }
    /* The first letter typed should not wait for ten thousand texts: fold them while nothing happens. */
    function prepare(from) {
      var idle = window.requestIdleCallback || function (f) { setTimeout(f, 200); };
      idle(function () {
        for (var i = from, end = Math.min(rows.length, from + 400); i < end; i++) text(i);
        if (end < rows.length) prepare(end);
      });
    }
    function matcher(q) {
      var number = dialled(q), words = fold(q).split(/\s+/).filter(Boolean);
      var spellings = words.map(function (w) { return [w, latin(w)]; });
      return function (i) {
        if (number && rows[i][DIGITS].indexOf(number) >= 0) return true;
        var t = text(i);
        return spellings.every(function (s) { return t.indexOf(s[0]) >= 0 || s[1] && t.indexOf(s[1]) >= 0; });
      };
    }
    function arrange() {
      var by = state.get('sort') || 'next', down = by[0] === '-', key = by.replace('-', '');
      if (sorted === by) return;
      sorted = by;
      order = all.slice();
      if (value[key]) {
        var of = rows.map(value[key]), number = NUMBERS.indexOf(key) >= 0;
        order.sort(number ? function (a, b) { return of[a] - of[b]; } : function (a, b) { return collator.compare(of[a], of[b]); });
      }
      if (down) order.reverse();
      heads.forEach(function (th) {
        if (th.dataset.sort === key) th.setAttribute('aria-sort', down ? 'descending' : 'ascending'); else th.removeAttribute('aria-sort');
      });
      if (pick) pick.value = key;
    }
    function apply(keep) {
      var fits = state.get('q') ? matcher(state.get('q')) : null;
      var facets = facetsOf(state).filter(function (k) { return has[k]; });
      arrange();
      shown = !fits && !facets.length ? order : order.filter(function (i) {
        return facets.every(function (k) { return state.getAll(k).some(function (v) { return has[k](rows[i], v); }); }) && (!fits || fits(i));
      });
      if (!keep) { page = 1; cur = -1; }
      tell(shown.length, all.length);
      mark();
      draw();
    }
    function draw() {
      var from = (page - 1) * size, view = shown.slice(from, from + size).map(function (i) {
        var id = rows[i][ID];
        return known[id] || (known[id] = build(rows[i]));
      });
      body.replaceChildren.apply(body, view);
      view.forEach(function (tr, i) { tr.classList.toggle('cur', i === cur); });
      none.hidden = view.length > 0;
      table.hidden = !view.length;
      pages(from, view.length);
      return view;
    }
    function pages(from, count) {
      var last = Math.max(1, Math.ceil(shown.length / size)), ul = $('ul', pager), had = ul.contains(doc.activeElement);
      pager.hidden = !count;
      $('[data-range]', pager).textContent = whole(from + 1) + '–' + whole(from + count) + ' / ' + whole(shown.length);
      ul.textContent = '';
      for (var n = 1, gap = false; last > 1 && n <= last; n++) {
        if (n > 1 && n < last && Math.abs(n - page) > 2) {
          if (!gap) ul.appendChild(make('li', {}, ['…']));
          gap = true;
          continue;
        }
        gap = false;
        var b = make('button', { type: 'button', value: n, 'aria-label': pager.dataset.word + ' ' + n }, [n]);
        if (n === page) b.setAttribute('aria-current', 'page');
        ul.appendChild(make('li', {}, [b]));
        if (had && n === page) b.focus();
      }
    }
    function sortBy(key, flip) {
      var was = state.get('sort') || 'next', first = NUMBERS.indexOf(key) >= 0 ? '-' : '';
      if (flip && was.replace('-', '') === key) first = was[0] === '-' ? '' : '-';
      if (key === 'next' && !first) state.delete('sort'); else state.set('sort', first + key);
      apply();
    }
    heads.forEach(function (th) {
      var b = make('button', { type: 'button' });
      while (th.firstChild) b.appendChild(th.firstChild);
      th.appendChild(b);
      b.addEventListener('click', function () { sortBy(th.dataset.sort, true); });
    });
    if (pick) pick.addEventListener('change', function () { sortBy(pick.value, false); });
    pager.addEventListener('click', function (e) {
      if (e.target.value) { page = +e.target.value; cur = -1; draw(); table.scrollIntoView({ block: 'nearest' }); }
    });
    if (find) {
      find.value = state.get('q') || '';
      find.addEventListener('input', function () { if (find.value) state.set('q', find.value); else state.delete('q'); apply(); });
      find.form.addEventListener('submit', function (e) { e.preventDefault(); });
    }
    clients = {
      move: function (step) {
        var view = draw();
        cur = Math.max(0, Math.min(view.length - 1, cur + step));
        view = draw();
        var a = view[cur] && $('a', view[cur]);
        if (a) { a.focus({ preventScroll: true }); view[cur].scrollIntoView({ block: 'nearest' }); }
      }
    };
    listen(apply, !!table.dataset.scope);
    page = Math.floor(Math.max(0, +table.dataset.first - 1) / size) + 1;
    apply(!(state + ''));
    prepare(0);
  }
  if (table && data) tableOfClients(); else if (list && !table) standing();
  var filters = $('details.facets');
  if (filters && matchMedia('(max-width: 46rem)').matches) filters.open = false;

  /* Single-key shortcuts; the help window can turn them off (WCAG 2.1.4). */
  var help = $('#help'), off = $('#nokeys'), store = null;
  try { store = localStorage; } catch (e) { /* from disk */ }
  off.checked = !!store && store.getItem('nokeys') === '1';
  off.addEventListener('change', function () { if (store) store.setItem('nokeys', off.checked ? '1' : '0'); });
  $$('[data-help]').forEach(function (b) { b.hidden = false; b.addEventListener('click', function () { help.showModal(); }); });
  doc.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === 'Escape' && e.target === find) { e.preventDefault(); find.blur(); return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName) || off.checked || help.open) return;
    var up = e.code === 'KeyK';
    if (e.key === '/') { e.preventDefault(); find.focus(); find.select(); }
    else if (e.key === '?') { e.preventDefault(); help.showModal(); }
    else if (clients && (up || e.code === 'KeyJ')) clients.move(up ? -1 : 1);
  });
})();
