// Fetches the state of fieldwork every minute, as long as somebody looks and has not paused it.
(() => {
  "use strict";
  const MINUTE = 60_000;
  const part = document.querySelector("[data-refreshed]");
  const button = document.querySelector("[data-pause]");
  if (!part || !button) return;
  let paused = false;

  const refresh = async () => {
    const opened = [...part.querySelectorAll("details")].map((each) => each.open);
    const inside = part.contains(document.activeElement);
    if (paused || document.hidden || inside) return;
    const answer = await fetch(part.dataset.refreshed, { redirect: "error" }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    part.replaceChildren(...fresh.body.childNodes);
    [...part.querySelectorAll("details")].forEach((each, place) => {
      each.open = opened[place] ?? false;
    });
  };

  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.setAttribute("aria-pressed", String(paused));
  });
  setInterval(refresh, MINUTE);
})();
