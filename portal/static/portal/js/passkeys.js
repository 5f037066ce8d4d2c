// Shows what concerns passkeys where the browser knows them, and says in words when one fails.
(() => {
  "use strict";
  const show = (mark, shown) =>
    document.querySelectorAll(mark).forEach((part) => {
      part.hidden = !shown;
    });
  const known = Boolean(window.PublicKeyCredential);
  show("[data-passkey]", known);
  show("[data-no-passkey]", !known);
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("[data-passkey-error]", true);
  });
})();
