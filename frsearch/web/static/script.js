// Suggestions and values of fields while someone types, arrow keys on the timeline, "/" for the search box.
// Everything else are links and forms, so that the page works without this.
"use strict";

const box = document.getElementById("q");
const list = document.getElementById("suggestions");
const told = document.getElementById("told");
let typed = "";
let chosen = -1;
let wait = 0;
let asked = null;

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", "suggestions");
box.setAttribute("aria-expanded", "false");

function close() {
  clearTimeout(wait);
  if (asked) asked.abort();
  list.hidden = true;
  chosen = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function show(suggestions) {
  list.replaceChildren(...suggestions.map((each, at) => {
    const item = document.createElement("li");
    const count = document.createElement("span");
    item.id = "suggestion" + at;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = each.text;
    count.textContent = each.count.toLocaleString("fr");
    item.append(each.text, count);
    // Before the box loses the focus.
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      box.value = each.text;
      box.form.submit();
    });
    return item;
  }));
  chosen = -1;
  list.hidden = !suggestions.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  told.textContent = list.hidden ? "" : suggestions.length + " suggestions";
}

function choose(at) {
  const items = [...list.children];
  chosen = (at + items.length + 1) % (items.length + 1);
  items.forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
  if (chosen < items.length) {
    box.value = items[chosen].dataset.text;
    box.setAttribute("aria-activedescendant", items[chosen].id);
  } else {
    box.value = typed;
    box.removeAttribute("aria-activedescendant");
  }
}

async function ask() {
  if (asked) asked.abort();
  const request = asked = new AbortController();
  try {
    const parameters = new URLSearchParams({ q: typed, limit: "7" });
    const answer = await fetch("/api/suggest?" + parameters, { signal: request.signal });
    if (answer.ok) {
      const { suggestions } = await answer.json();
      if (asked === request && !request.signal.aborted) show(suggestions);
    }
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

box.addEventListener("input", () => {
  typed = box.value;
  clearTimeout(wait);
  if (typed.trim().length < 2) close();
  else wait = setTimeout(ask, 80);
});
box.addEventListener("blur", close);
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    box.value = typed;
    close();
  } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
  }
});

document.addEventListener("keydown", (event) => {
  const free = !event.target.closest("input, textarea, select");
  if (event.key === "/" && free && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// One bar of a chart is reached by Tab, the others by arrow keys.
for (const svg of document.querySelectorAll(".chart svg, .plot .bars")) {
  const links = [...svg.querySelectorAll("a")];
  const bars = links.filter((link) => link.querySelector(".bar"));
  const first = document.querySelector(".path") ? bars.find((bar) => bar.classList.contains("on")) : null;
  const entry = first || bars[0];
  if (entry) entry.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", (event) => {
    const at = bars.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: bars.length - 1 }[event.key];
    if (at < 0 || to === undefined || !bars[to]) return;
    event.preventDefault();
    bars[at].setAttribute("tabindex", "-1");
    bars[to].setAttribute("tabindex", "0");
    bars[to].focus();
  });
}

// The forms below the lists of values ask the server for a page; here, their list shows what it has.
const MOST_BESIDE = 20;
for (const form of document.querySelectorAll(".within")) {
  const values = document.getElementById(form.dataset.list);
  // A note on the page of all values; beside the hits, a link to that page.
  const note = document.getElementById("reste");
  const more = form.parentElement.querySelector(".more");
  const link = more && more.querySelector("a");
  const input = form.elements.dans;
  const first = { items: [...values.children], href: link && link.href, text: link && link.textContent };
  let pause = 0;
  let request = null;

  const fill = (items, href, text) => {
    values.replaceChildren(...items);
    if (!more) return;
    more.hidden = !text;
    link.href = href;
    link.textContent = text;
  };
  const take = (page, url) => {
    const found = [...page.querySelectorAll("#valeurs > li")];
    const rest = page.getElementById("reste");
    if (note) {
      note.hidden = rest.hidden;
      note.textContent = rest.textContent;
    }
    const others = more ? found.length - MOST_BESIDE : 0;
    const text = others > 0 ? "+ " + others.toLocaleString("fr") + (others > 1 ? " autres" : " autre") : "";
    const none = document.createElement("li");
    none.textContent = "Aucune valeur";
    fill(found.length ? found.slice(0, more ? MOST_BESIDE : found.length) : [none], url, text);
    told.textContent = found.length + (found.length > 1 ? " valeurs" : " valeur");
  };
  const look = async () => {
    if (request) request.abort();
    const mine = request = new AbortController();
    if (more && !input.value.trim()) {
      fill(first.items, first.href, first.text);
      told.textContent = "";
      return;
    }
    const url = form.action + "?" + new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(url, { signal: mine.signal });
      const text = await answer.text();
      if (answer.ok && request === mine) take(new DOMParser().parseFromString(text, "text/html"), url);
    } catch (error) {
      // Enter still asks for the page.
      if (error.name !== "AbortError") fill(first.items, first.href, first.text);
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, 120);
  });
}

// A citation is copied by a click, where the browser lets a page do so.
if (navigator.clipboard) {
  for (const citation of document.querySelectorAll(".citation")) {
    const button = document.createElement("button");
    const text = citation.textContent.trim();
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copier";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = told.textContent = "Copié";
      } catch {
        told.textContent = "La copie n’est pas permise ici";
      }
    });
    citation.append(button);
  }
}

// Beside the hits the lists are open; a style sheet alone can say so only in newer browsers.
const lists = document.querySelector(".lists");
if (lists && !CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(min-width: 58rem)");
  const fit = () => { lists.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
}
