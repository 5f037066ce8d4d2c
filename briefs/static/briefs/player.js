// Chapter links seek in the player of the page, and the words being spoken are marked.
// Without this script a chapter link opens the recording at its place.
const player = document.querySelector("[data-player]");
const cues = [...document.querySelectorAll("[data-start]")];

function mark() {
  for (const cue of cues) {
    const spoken =
      player.currentTime >= Number(cue.dataset.start) &&
      player.currentTime < Number(cue.dataset.end);
    cue.classList.toggle("transcript__cue--spoken", spoken);
  }
}

if (player) {
  for (const link of document.querySelectorAll("[data-seek]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      player.currentTime = Number(link.dataset.seek);
      player.play();
    });
  }
  player.addEventListener("timeupdate", mark);
  player.addEventListener("seeked", mark);
}
