// Suggestions for the fields of a page that the client is not loaded on, as one types: the browser's own list, filled by the
// function of the server that each names. Without this script they are plain fields.
{
  const PAUSE = 150;
  const MINIMUM_CHARACTERS = 2;

  const complete = (part) => {
    const field = part.querySelector("input[list]");
    const list = part.querySelector("datalist");
    // What was ambiguous is chosen, not typed.
    if (!field || !list) return;
    let asking = new AbortController();
    let waiting = 0;
    const ask = async () => {
      const text = field.value.trim();
      const isSuggestion = [...list.options].some((option) => option.value === text);
      if (isSuggestion || [...text].length < MINIMUM_CHARACTERS) return;
      // An older answer comes too late.
      asking.abort();
      asking = new AbortController();
      const { signal } = asking;
      try {
        const address = `${part.dataset.completion}?${new URLSearchParams({ text })}`;
        const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
        if (!answer.ok) return;
        const suggestions = await answer.json();
        const options = suggestions.map((suggestion) => Object.assign(document.createElement("option"), { value: suggestion }));
        if (!signal.aborted) list.replaceChildren(...options);
      } catch {
        // A failure leaves a plain field; its form will tell.
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
  };
  document.querySelectorAll("[data-completion]").forEach(complete);
}
