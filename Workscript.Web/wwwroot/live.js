// Keeps a run's page current. htmx's SSE extension opens the stream and swaps its messages in; this adds what it leaves to the page: a stream that has to be
// opened anew goes on after the last step shown, no step is shown twice, a hidden tab lets go, and where no stream can be had the page asks every three seconds.
(() => {
  const live = document.getElementById('live');
  const steps = document.getElementById('steps');
  const url = live?.getAttribute('sse-connect');
  if (!url) return;

  const first = Number(steps.dataset.first);
  const last = Number(steps.dataset.last);
  const lastShown = () => Number(steps.querySelector('li[data-sequence]:last-of-type')?.dataset.sequence ?? 0);

  let source = null;
  let failures = 0;
  let polling = 0;
  let isOver = false;

  htmx.createEventSource = address => {
    source = new EventSource(`${address}?after=${lastShown()}`);
    return source;
  };

  live.addEventListener('htmx:sseOpen', () => {
    failures = 0;
    stopPolling();
    showConnection('live');
  });
  live.addEventListener('htmx:sseBeforeMessage', event => {
    if (Number(event.detail.lastEventId) < lastShown()) event.preventDefault();
  });
  live.addEventListener('htmx:sseMessage', afterNews);
  live.addEventListener('htmx:sseError', () => {
    if (++failures >= 2) startPolling();
    else showConnection('offline');
  });
  live.addEventListener('htmx:sseClose', event => {
    if (event.detail.type === 'message') end();
  });

  function startPolling() {
    letGo();
    if (polling) return;
    polling = setInterval(poll, 3000);
    poll();
  }

  function stopPolling() {
    clearInterval(polling);
    polling = 0;
  }

  async function poll() {
    try {
      const answer = await fetch(`${url}?handler=Poll&after=${lastShown()}`, { headers: { 'HX-Request': 'true' } });
      if (!answer.ok) throw new Error(answer.statusText);
      htmx.swap(steps, await answer.text(), { swapStyle: 'beforeend' });
      showConnection('polling');
      afterNews();
      if (document.querySelector('#result > *')) end();
    } catch {
      showConnection('offline');
    }
  }

  // Closing the source for good: the extension would otherwise try again by itself.
  function letGo() {
    live.removeAttribute('sse-connect');
    source?.close();
    source = null;
  }

  function takeUp() {
    failures = 0;
    live.setAttribute('sse-connect', url);
    htmx.trigger(live, 'htmx:afterProcessNode');
  }

  document.addEventListener('visibilitychange', () => {
    if (isOver) return;
    if (document.hidden) {
      stopPolling();
      letGo();
    } else if (!source) {
      takeUp();
    }
  });
  addEventListener('pagehide', letGo);

  function end() {
    isOver = true;
    stopPolling();
    letGo();
    showConnection(null);
    document.title = `${document.querySelector('h1').textContent} · ${document.querySelector('#run-state .state').textContent.trim()} · Workscript`;
  }

  function afterNews() {
    document.querySelector('.none-yet')?.remove();
    trim();
    stretch();
  }

  // As the server does at first: the first steps, the last ones, and a line for those between.
  function trim() {
    const rows = [...steps.querySelectorAll('li[data-sequence]')];
    const between = rows.slice(first, -last);
    const leftOut = lastShown() - first - last;
    if (between.length === 0 || leftOut < last) return;
    between.forEach(row => row.remove());
    let gap = steps.querySelector('.gap');
    if (!gap) {
      gap = document.createElement('li');
      gap.className = 'gap';
      gap.append(Object.assign(document.createElement('a'), { href: `?after=${first}` }));
      rows[first - 1].after(gap);
    }
    gap.firstElementChild.textContent = `${leftOut.toLocaleString('en')} steps in between`;
  }

  // All bars over the same time, which grows.
  function stretch() {
    const bars = [...steps.querySelectorAll('.span')];
    const box = bars.at(-1)?.getAttribute('viewBox');
    if (box) bars.forEach(bar => bar.getAttribute('viewBox') === box || bar.setAttribute('viewBox', box));
  }

  const duration = seconds => seconds < 60 ? `${Math.floor(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  const ticking = setInterval(() => {
    const element = document.querySelector('#run-state [data-since]');
    if (element) element.textContent = duration((Date.now() - new Date(element.dataset.since)) / 1000);
    else if (isOver) clearInterval(ticking);
  }, 1000);
})();
