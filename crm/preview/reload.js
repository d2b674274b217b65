// Served by `crm serve` only: reloads the page when the site was built again, and shows what
// keeps it from being built. Texts from files are only ever set as text.
(() => {
  "use strict";
  const me = document.currentScript;
  const version = me ? me.dataset.version : "";
  const words = {
    en: ["Not built again", "The page shows the last good state.", "Errors", "Warnings",
      "Hide", "The preview has stopped."],
    ru: ["Не собрано заново", "Страница показывает последнее исправное состояние.", "Ошибки",
      "Предупреждения", "Скрыть", "Просмотр остановлен."],
    bg: ["Не е изградено отново", "Страницата показва последното изправно състояние.", "Грешки",
      "Предупреждения", "Скрий", "Прегледът е спрян."],
  };
  const [failed, lastGood, errors, warnings, hide, stopped] =
    words[document.documentElement.lang] || words.en;

  let stream = null;
  let wait = 1000;
  let again = 0;
  let hidden = "";

  const make = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  };

  const box = (name, role) => {
    let found = document.querySelector(`.${name}`);
    if (!found) {
      found = make("section", name);
      found.setAttribute("role", role);
      document.body.append(found);
    }
    found.replaceChildren();
    return found;
  };

  const drop = (name) => {
    const found = document.querySelector(`.${name}`);
    if (found) found.remove();
  };

  const excerpt = (failure) => {
    const text = make("pre", "crm-panel-code");
    const width = String(failure.excerpt[failure.excerpt.length - 1][0]).length;
    for (const [number, line] of failure.excerpt) {
      const name = number === failure.line ? "crm-panel-here" : "";
      text.append(make("span", name, `${String(number).padStart(width)} | ${line}\n`));
    }
    return text;
  };

  const showFailures = (failures) => {
    const sign = JSON.stringify(failures);
    if (!failures.length || sign === hidden) {
      drop("crm-panel");
      return;
    }
    const panel = box("crm-panel", "alert");
    panel.append(make("h2", "", failed));
    for (const failure of failures) {
      if (failure.place) panel.append(make("p", "crm-panel-place", failure.place));
      panel.append(make("p", "crm-panel-message", failure.message));
      if (failure.excerpt.length) panel.append(excerpt(failure));
      if (failure.hint) panel.append(make("p", "crm-panel-hint", failure.hint));
    }
    panel.append(make("p", "", lastGood));
    const button = make("button", "", hide);
    button.type = "button";
    button.addEventListener("click", () => {
      hidden = sign;
      drop("crm-panel");
    });
    panel.append(button);
  };

  const showCount = (state) => {
    const parts = [];
    if (state.errors) parts.push(`${errors}: ${state.errors}`);
    if (state.warnings) parts.push(`${warnings}: ${state.warnings}`);
    if (!parts.length) {
      drop("crm-count");
      return;
    }
    const link = make("a", "", parts.join(" · "));
    link.href = "/problems.html";
    box("crm-count", "status").append(link);
  };

  const close = () => {
    if (stream) stream.close();
    stream = null;
    clearTimeout(again);
  };

  // A browser keeps six connections to a server; a tab that nobody sees leaves its own to others.
  const listen = () => {
    close();
    if (document.hidden) return;
    stream = new EventSource(`/-/events?seen=${encodeURIComponent(version)}`);
    stream.addEventListener("problem", (event) => {
      wait = 1000;
      drop("crm-stopped");
      const state = JSON.parse(event.data);
      showFailures(state.failures);
      showCount(state);
    });
    stream.addEventListener("reload", () => {
      close();
      location.reload(); // the browser keeps the place on the page
    });
    stream.addEventListener("error", () => {
      close();
      if (wait > 1000) box("crm-stopped", "status").append(make("span", "", stopped));
      again = setTimeout(listen, wait);
      wait = Math.min(wait * 2, 5000);
    });
  };

  const style = make("link");
  style.rel = "stylesheet";
  style.href = "/-/panel.css";
  document.head.append(style);
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  addEventListener("pagehide", close);
  listen();
})();
