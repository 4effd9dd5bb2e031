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
for (const svg of document.querySelectorAll(".chart svg")) {
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
for (const form of document.querySelectorAll(".within")) {
  const values = document.getElementById(form.dataset.list);
  const rest = form.parentElement.querySelector(".more, #reste");
  const input = form.elements.dans;
  // What the list shows of itself, unless the page was already asked for a text.
  const first = input.value ? null : { items: [...values.children], rest: rest && rest.cloneNode(true) };
  let pause = 0;
  let request = null;

  const fill = (items, text, hidden) => {
    values.replaceChildren(...items);
    if (rest) {
      rest.hidden = hidden;
      if (rest.id === "reste") rest.textContent = text;
    }
  };
  const look = async () => {
    if (request) request.abort();
    const mine = request = new AbortController();
    if (!input.value.trim() && first) {
      fill(first.items, first.rest && first.rest.textContent, first.rest && first.rest.hidden);
      told.textContent = "";
      return;
    }
    try {
      const answer = await fetch(form.action + "?" + new URLSearchParams(new FormData(form)), { signal: mine.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (request !== mine || mine.signal.aborted) return;
      const found = [...page.querySelectorAll("#valeurs > li")];
      const note = page.getElementById("reste");
      const most = values.id === "valeurs" ? found.length : 20;
      fill(found.slice(0, most), note.textContent, values.id === "valeurs" ? note.hidden : true);
      told.textContent = found.length + (note.hidden ? "" : " et plus") + (found.length > 1 ? " valeurs" : " valeur");
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, 120);
  });
}

// Beside the hits the lists are open; a style sheet alone can say so only in newer browsers.
const lists = document.querySelector(".lists");
if (lists && !CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(min-width: 58rem)");
  const fit = () => { lists.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
}
