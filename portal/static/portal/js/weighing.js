// Recomputes a weighting plan in place: after a button of its steps, and when a field has changed.
(() => {
  "use strict";
  const parts = (root) => [...root.querySelectorAll("[data-weighing]")];
  const status = document.querySelector("[data-recomputed]");
  let running = new AbortController();
  let typed = 0;

  const opened = (root) =>
    [...root.querySelectorAll("details[open]")].map((each) => each.id || each.firstElementChild.id);

  // Without this script's help, as the page is sent where it is not there.
  const sendPlainly = (form, button) => {
    form.dataset.plain = "yes";
    form.requestSubmit(button);
  };

  const show = (fresh, form, keepsForm) => {
    const open = new Set(opened(document));
    parts(document).forEach((part, place) => {
      if (!(keepsForm && part === form)) part.replaceChildren(...parts(fresh)[place].childNodes);
    });
    for (const each of document.querySelectorAll("[data-weighing] details")) {
      if (open.has(each.id || each.firstElementChild.id)) each.open = true;
    }
    status.textContent =
      document.querySelector("#problems")?.textContent ?? status.dataset.recomputed;
  };

  const recompute = async (form, button) => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const before = typed;
    form.setAttribute("aria-busy", "true");
    status.textContent = status.dataset.busy;
    try {
      const body = new FormData(form, button);
      const answer = await fetch(form.action, { method: "POST", body, signal });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.redirected || !parts(fresh).length) throw new Error(answer.status);
      const target = button && fresh.querySelector("[autofocus]")?.id;
      const focused = document.activeElement?.id;
      show(fresh, form, !button && typed > before);
      if (target) document.getElementById(target).focus();
      else document.getElementById(focused)?.focus({ preventScroll: true });
    } catch (error) {
      if (!signal.aborted && button) sendPlainly(form, button);
    } finally {
      if (!signal.aborted) form.removeAttribute("aria-busy");
    }
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("[data-weighing]") || form.dataset.plain) return;
    if (!button || ["keep", "download"].includes(button.name)) return;
    event.preventDefault();
    recompute(form, button);
  });
  document.addEventListener("input", () => {
    typed += 1;
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-weighing]")) recompute(form);
  });
})();
