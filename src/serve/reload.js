// The preview: loads the page again when its bytes are other ones, and stays where the reader was.
(() => {
  const preview = document.getElementById("okr-preview");
  const place = "okr-scroll " + location.pathname;
  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    scrollTo(0, Number(kept));
  }

  const again = () => {
    sessionStorage.setItem(place, String(scrollY));
    location.reload();
  };

  const look = async () => {
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("etag") !== preview.dataset.page) again();
  };

  // The preview was stopped and started: its token is another one, and so may be the page.
  const wait = () => setTimeout(() => look().catch(wait), 1000);

  const events = new EventSource(`/__okr/events?token=${preview.dataset.token}&version=${preview.dataset.version}`);
  events.onmessage = () => look().catch(wait);
  events.onerror = () => {
    if (events.readyState === EventSource.CLOSED) wait();
  };
})();
