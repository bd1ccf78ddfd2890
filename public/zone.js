// Hours are shown in the professional's zone until the browser has said which is the reader's own.
{
  const shown = document.currentScript.dataset.zone;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const address = new URL(location.href);
  if (own && own !== shown && !address.searchParams.has("fuseau")) {
    address.searchParams.set("fuseau", own);
    location.replace(address);
  }
}
