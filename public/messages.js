// New messages appear in the open conversation; without this they are there when the page is opened again.
{
  const { talk, last, stream, read } = document.currentScript.dataset;
  const list = document.getElementById("messages");
  let unread = 0;
  const tellRead = () => {
    if (!unread || document.visibilityState !== "visible") return;
    const body = new URLSearchParams({ "form[talk]": talk, "form[number]": unread });
    // What is not told here, the next page that is opened tells.
    fetch(read, { method: "POST", body, keepalive: true }).catch(() => {});
    unread = 0;
  };
  document.addEventListener("visibilitychange", tellRead);
  new EventSource(`${stream}?apres=${last}`).addEventListener("message", ({ data, lastEventId }) => {
    if (document.getElementById(`message-${lastEventId}`)) return;
    document.getElementById("no-message")?.remove();
    list.insertAdjacentHTML("beforeend", data);
    unread = lastEventId;
    tellRead();
  });
}
