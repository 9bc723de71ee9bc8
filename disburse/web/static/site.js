"use strict";

// Comfort only: every page reads and every form works without this file.

// A form that was sent is not sent a second time by a second click; <form data-again> is one that
// answers with a file and leaves the page as it is.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("again" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A question before what cannot be taken back easily: <button data-confirm="…">.
document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-confirm]");
  if (asked && !window.confirm(asked.dataset.confirm)) event.preventDefault();
});

// What is there to be copied is marked whole by one click.
document.addEventListener("click", (event) => {
  if (event.target.matches("input[readonly]")) event.target.select();
});

// Filters apply when a choice changes: <form data-live>.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form && event.target.matches("select, input[type=date]")) form.requestSubmit();
});

// Uploads: drop a file, see how much of it is sent.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector("progress");
  for (const name of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }
  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    bar.hidden = false;
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.addEventListener("load", () => {
      if (request.status < 400 && request.responseURL) {
        window.location.assign(request.responseURL);
      } else {
        document.open();
        document.write(request.responseText);
        document.close();
      }
    });
    request.addEventListener("error", () => {
      bar.hidden = true;
      delete form.dataset.sent;
      form.submit();
    });
    request.send(new FormData(form));
  });
}

// A page that waits looks again when there is something new.
for (const waiting of document.querySelectorAll("[data-wait]")) {
  const look = async () => {
    try {
      const answer = await fetch(waiting.dataset.wait);
      if (answer.ok && (await answer.json()).done) window.location.reload();
      else setTimeout(look, 500);
    } catch {
      setTimeout(look, 3000);
    }
  };
  look();
}
