// Questionnaires work without this. It shows and hides questions at once, keeps every answer as it
// is given, and asks before answers that are not kept yet are left behind.
(() => {
  "use strict";
  const form = document.getElementById("respond");
  const place = form.querySelector("[data-fragment]");
  const WAIT = 120; // milliseconds; what is typed or ticked meanwhile goes along
  let timer = 0;
  let changes = 0;
  let kept = 0;
  let leaving = false;
  let sending = new AbortController();
  const whole = new WeakMap(); // the options of each list, of which a search shows some

  const tell = (connected) => {
    form.querySelector("[data-unsaved]").hidden = connected;
    form.querySelector("[data-saved]").hidden = !connected;
  };

  // Files are not sent again and again: they come with the next step.
  const answers = () => {
    const data = new FormData(form);
    form.querySelectorAll("input[type=file]").forEach((input) => data.delete(input.name));
    data.set("do", "fragment");
    return data;
  };

  // What came back is what was sent, and what the questionnaire itself set; only files and what is
  // looked for in a list stay behind.
  const carryOver = (fresh) => {
    fresh.querySelectorAll("input[type=file], input[type=search]").forEach((input) => {
      const old = document.getElementById(input.id);
      if (old) input.replaceWith(old);
    });
  };

  const keepingFocus = (change) => {
    const focused = document.activeElement;
    const id = focused && place.contains(focused) ? focused.id : "";
    const range = id && "selectionStart" in focused && [focused.selectionStart, focused.selectionEnd];
    change();
    const again = id && document.getElementById(id);
    if (!again || again === document.activeElement) return;
    again.focus({ preventScroll: true });
    if (range && range[0] !== null) again.setSelectionRange(...range);
  };

  const optionsOf = (list) => whole.get(list) ?? [...list.options];

  const state = (part) => [
    ...[...part.querySelectorAll("legend, label, output, p")].map((each) => each.textContent),
    ...[...part.querySelectorAll("select")].flatMap(optionsOf).map((each) => each.textContent),
    ...[...part.querySelectorAll("input:not([type=file], [type=search]), select, textarea")].map(
      (each) => (each.type === "checkbox" || each.type === "radio" ? each.checked : each.value)),
  ].join("|");

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(`<div>${html}</div>`, "text/html").body.firstChild;
    if (state(fresh) === state(place)) return;
    keepingFocus(() => {
      carryOver(fresh);
      place.replaceChildren(...fresh.childNodes);
    });
    prepare();
  };

  const keep = async () => {
    const sent = changes;
    sending = new AbortController();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: answers(),
        signal: sending.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      if (leaving) return;
      const time = answer.headers.get("X-Kept-At");
      if (time) {
        kept = Math.max(kept, sent);
        form.querySelector("[data-saved] time").textContent = time;
      }
      tell(true);
      if (sent === changes) show(html);
      else later();
    } catch {
      if (!leaving) tell(false);
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  };

  const locate = (button) => {
    const point = button.closest("[data-point]");
    const say = (failed) => {
      button.disabled = false;
      point.querySelector("[data-locating]").hidden = true;
      point.querySelector("[data-no-location]").hidden = !failed;
    };
    say(false);
    button.disabled = true;
    point.querySelector("[data-locating]").hidden = false;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        say(false);
        for (const part of ["latitude", "longitude", "altitude", "accuracy"]) {
          point.querySelector(`[name$="~${part}"]`).value = coords[part] ?? "0.0";
        }
        changes += 1;
        later();
      },
      () => say(true),
      { enableHighAccuracy: true, timeout: 20000 },
    );
  };

  // Only the choices that hold what is looked for, and those that are chosen.
  const search = (field) => {
    const sought = field.value.trim().toLowerCase();
    const fits = (each) => each.textContent.toLowerCase().includes(sought);
    const question = field.closest("[data-key]");
    question.querySelectorAll(".question__option").forEach((option) => {
      option.hidden = !fits(option) && !option.querySelector(":checked");
    });
    question.querySelectorAll("select").forEach((list) => {
      const [every, chosen] = [optionsOf(list), list.value];
      const wanted = (each) => !each.value || each.value === chosen || fits(each);
      whole.set(list, every);
      list.replaceChildren(...every.filter(wanted));
      list.value = chosen; // a list that is filled anew chooses for itself
    });
  };

  const prepare = () => {
    place.querySelectorAll("[data-search]").forEach((part) => {
      part.hidden = false;
      search(part.querySelector("input"));
    });
    if (!navigator.geolocation) return;
    place.querySelectorAll("[data-locate]").forEach((button) => { button.hidden = false; });
  };

  form.addEventListener("input", ({ target }) => {
    if (target.type === "search") search(target);
    else changes += 1;
  });
  form.addEventListener("change", ({ target }) => { if (target.type !== "search") later(); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-locate]");
    if (button) locate(button);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    sending.abort();
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changes > kept) event.preventDefault();
  });
  prepare();
})();
