// What the hours would offer, shown as they are typed: the server tells it anew when what decides about it has changed and
// rests. Without this script, or where the server does not answer, a button of the form asks.
{
  const { address } = document.currentScript.dataset;
  const preview = document.getElementById("week-preview");
  const { decides, failed } = preview.dataset;
  const form = preview.closest("form");
  const [offer, button] = [".week-preview__offer", ".week-preview__ask"].map((part) => preview.querySelector(part));
  const PAUSE = 500;

  const bold = (text) => {
    const element = document.createElement("b");
    element.textContent = text;
    return element;
  };
  const line = (content) => {
    const element = document.createElement("li");
    element.append(...content);
    return element;
  };
  const text = (part, words) => {
    const element = offer.querySelector(`.week-preview__${part}`);
    element.textContent = words;
    element.hidden = !words;
  };
  const list = (part, lines) => {
    const element = offer.querySelector(`.week-preview__${part}`);
    element.replaceChildren(...lines.map(line));
    element.hidden = !lines.length;
  };
  const show = ({ summary, problems = [], caption = "", days = [] }) => {
    text("summary", summary);
    text("caption", caption);
    list("problems", problems.map((problem) => [problem]));
    list("days", days.map(({ day, starts }) => [bold(day), ` ${starts}`]));
  };

  let asked = "";
  let asking = new AbortController();
  const ask = async () => {
    const names = decides.split(" ");
    // `form[ranges][0][starts]` is of `ranges`.
    const fields = [...new FormData(form)].filter(([name]) => names.includes(name.split(/[[\]]/)[1]));
    const body = new URLSearchParams(fields);
    if (String(body) === asked) return;
    asked = String(body);
    // The last answer is the one that counts.
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, signal });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      button.hidden = true;
    } catch {
      if (signal.aborted) return;
      asked = "";
      show({ summary: failed });
      button.hidden = false;
    }
  };
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  // A browser that comes back to a page fills in its fields once it is there.
  addEventListener("pageshow", ask);
}
