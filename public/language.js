// Whoever changes the language while they fill in a form takes along what they typed: the form itself asks for the language,
// and comes back in it. Without this script it is the page that comes back, as it was.
{
  const form = document.getElementById(document.currentScript.dataset.form);
  let typed = false;
  form.addEventListener("input", () => (typed = true));
  document.querySelector("form.language").addEventListener("submit", (event) => {
    if (!typed) return;
    event.preventDefault();
    const { value } = event.submitter;
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "form[language]", value }));
    form.submit();
  });
}
